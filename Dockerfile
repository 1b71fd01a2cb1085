# The service as an image: no root, nothing written but to /data and /tmp, and no tool of ours that production does not need.
# Build: docker build -t aircall-gorgias .   Run: see compose.yaml and docs/operating.md.

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No package of production has a script that it needs to be installed.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim AS console
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY console ./console
# The console knows the admin API by its types.
COPY src ./src
COPY scripts/make-embedded-database.ts ./scripts/
RUN npm run console && npm run prepare

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    SANDBOX=0
# Memory settings of the allocator (glibc) and, in the command below, of V8: see docs/operating.md.
ENV MALLOC_ARENA_MAX=1 \
    MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
# Used with the embedded database only; the owner is the user below.
RUN mkdir /data && chown 1000:1000 /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=console /app/console/dist ./console/dist
# What a new embedded database begins with.
COPY --from=console /app/embedded ./embedded
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY src ./src
VOLUME /data
# `node` of the base image, by number, so that a platform which forbids root can tell.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# No shell and no npm in between: the signal to stop reaches the service itself.
CMD ["node", "--max-semi-space-size=2", "--no-allocation-site-pretenuring", "src/main.ts", "start"]
