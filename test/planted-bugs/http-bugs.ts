/** Bugs of `http/` and of webhooks: which status, which cookie, which limit, and what follows an answer. */
import { bug, type BugGroup } from "./planted-bug.ts";

export const HTTP_BUGS: readonly BugGroup[] = [
  {
    kind: "the status of an answer, and who may ask",
    tests: ["src/http/access", "src/http/receive-aircall.test.ts"],
    bugs: [
      bug("http/access/access-routes.ts", "reply.code(410)", "reply.code(401)"),
      bug("http/access/access-routes.ts", "reply.code(429)", "reply.code(401)"),
      bug("http/access/access-routes.ts", "const FLOOD_LIMIT = 60;", "const FLOOD_LIMIT = 6_000_000;"),
      bug("http/access/send-access-problem.ts", "? 502 : 422", "? 422 : 422"),
      bug("http/access/set-up-routes.ts", "secret !== null && (await", "secret === null || (await"),
      bug("http/receive-aircall.ts", "reply.code(503)", "reply.code(500)"),
      bug("http/receive-aircall.ts", "reply.code(401)", "reply.code(403)"),
    ],
  },
  {
    kind: "what follows the answer to an event or a key",
    tests: ["src/connections/webhooks", "src/connections/sign-in"],
    bugs: [
      bug("connections/webhooks/deliver-event.ts", "attempts + 1, now", "attempts, now"),
      bug("connections/webhooks/deliver-event.ts", "const GONE = 410;", "const GONE = 404;"),
      bug("connections/webhooks/deliver-event.ts", "if (!endpoint.active) {", 'if (endpoint.url === "") {'),
      bug(
        "connections/webhooks/deliver-event.ts",
        'if (open?.state !== "pending") return undefined;',
        "if (!open) return undefined;",
      ),
      bug(
        "connections/sign-in/verify-key.ts",
        "if (refusedWith(error, 401)) {",
        "if (refusedWith(error, 401, 403, 429)) {",
      ),
      bug("connections/sign-in/verify-key.ts", '  await tokens.judge(id, "gorgias", credential, null);\n', ""),
    ],
  },
  {
    kind: "how long a cookie lasts, and which is cleared",
    tests: ["src/http/install"],
    bugs: [
      bug("http/install/cookies.ts", "const SET_UP_S = 60 * 60;", "const SET_UP_S = 60 * 60_000;"),
      bug("http/install/cookies.ts", "const ROUND_S = 15 * 60;", "const ROUND_S = 15;"),
      bug("http/install/cookies.ts", "httpOnly: true", "httpOnly: false"),
      bug("http/install/cookies.ts", "clearCookie(SESSION, options(0))", "clearCookie(SET_UP, options(0))"),
      bug("http/install/cookies.ts", "clearCookie(SET_UP, options(0))", "clearCookie(SESSION, options(0))"),
    ],
  },
  {
    kind: "how long a role counts, and when it is asked for",
    tests: ["src/connections/sign-in"],
    bugs: [
      bug(
        "connections/sign-in/check-role.ts",
        "const CONFIRMED_MS = 15 * 60_000;",
        "const CONFIRMED_MS = 15 * 60_000_000;",
      ),
      bug("connections/sign-in/check-role.ts", "deps.clock() - users.learnedAt < CONFIRMED_MS", "users.learnedAt > 0"),
      bug("connections/sign-in/check-role.ts", 'if (isConfirmed(session)) return "yes";\n      return', "return"),
      bug("connections/sign-in/check-role.ts", 'return id == null ? "no" : "unknown";', 'return "no";'),
      bug(
        "connections/sign-in/check-role.ts",
        'error.status === 401 && error.fate === "refused" ? null',
        "error.status === 401 ? null",
      ),
      bug("connections/sign-in/check-role.ts", "const PAUSE_MS = 60_000;", "const PAUSE_MS = 60_000_000;"),
      bug("connections/sign-in/check-role.ts", "if (!user || !isAdmin(user))", "if (!user)"),
    ],
  },
  {
    kind: "which requests get the console's page",
    tests: ["test/contracts/console-site.test.ts"],
    bugs: [
      bug("http/console.ts", 'request.method === "GET" && (request', "(request"),
      bug("http/console.ts", ' && !request.url.startsWith("/assets/")', ""),
    ],
  },
  {
    kind: "what stays on the server behind a cookie",
    tests: ["test/journeys/time-limits.test.ts"],
    bugs: [
      bug("http/server.ts", "if (sessionId) await deps.install.sessions.end(sessionId);", ""),
      bug("http/access/set-up-routes.ts", "if (secret !== null) await setUps.end(secret);", ""),
    ],
  },
  {
    kind: "a guard that lets through",
    tests: ["test/contracts/admin-guard.test.ts", "test/contracts/api-token-routes.test.ts"],
    bugs: [
      bug(
        "http/api/guard.ts",
        'keyGenerator: (request) => `token ${signedInOf(request).token?.id ?? ""}`',
        "keyGenerator: (request) => `token ${request.ip}`",
      ),
      bug(
        "http/api/guard.ts",
        "return token === null ? admitPerson",
        'return token === null || token === "" ? admitPerson',
      ),
      bug(
        "http/api/guard.ts",
        "if (!READS.has(request.method) && !isToken(",
        'if (request.method === "POST" && !isToken(',
      ),
    ],
  },
  {
    kind: "an answer that is streamed, and what goes with an answer",
    tests: [
      "test/contracts/streamed-answers.test.ts",
      "test/contracts/api-token-routes.test.ts",
      "test/journeys/headers.test.ts",
    ],
    bugs: [
      bug("http/api/activity-export.ts", '    rows.once("error", (error) => csv.destroy(error));\n', ""),
      bug("http/api/activity-recording.ts", '    reply.raw.once("close", () => left.abort());\n', ""),
      bug("http/api/guard.ts", "String(Math.ceil(ttlMs / 1000))", "String(ttlMs)"),
      bug("http/access/access-routes.ts", 'void reply.header("cache-control", "no-store")', "undefined"),
    ],
  },
  {
    kind: "a session without the role, the token or the method",
    tests: ["src/http/api/guard.test.ts"],
    bugs: [
      bug("http/api/guard.ts", 'request.routeOptions.url !== "/api/session"', 'request.method !== "DELETE"'),
      bug("http/api/guard.ts", 'if (role === "unknown") return', 'if (role === "no") return'),
      bug("http/api/guard.ts", 'reply.code(401).send(problem("not_admin"', 'reply.code(403).send(problem("not_admin"'),
      bug(
        "http/api/guard.ts",
        'const READS = new Set(["GET", "HEAD"]);',
        'const READS = new Set(["GET", "HEAD", "DELETE"]);',
      ),
      bug("http/api/guard.ts", "(\\S{1,200})$/i", "(\\S{1,200})$/"),
      bug("http/api/guard.ts", "const TOKEN_LIMIT = 600;", "const TOKEN_LIMIT = 6_000_000;"),
    ],
  },
  {
    kind: "the name and the end of a token",
    tests: ["test/contracts/api-token-routes.test.ts"],
    bugs: [
      bug("http/api/tokens.ts", "expiresAt.getTime() <= now", "expiresAt.getTime() < now"),
      bug("http/api/tokens.ts", "z.string().trim().min(1)", "z.string().min(1)"),
    ],
  },
  {
    kind: "what the metrics say where little is known",
    tests: ["src/http/metrics.test.ts"],
    bugs: [
      bug("http/metrics.ts", "Math.max(0, (now - oldest) / 1000)", "(now - oldest) / 1000"),
      bug("http/metrics.ts", "set({}, skew / 1000)", "set({}, skew)"),
      bug("http/metrics.ts", "for (const value of values) counter.inc({ [label]: value }, 0);", "void values;"),
    ],
  },
  {
    kind: "what an answer of the admin API shows, and to whom it may be kept",
    tests: [
      "test/contracts/activity-api.test.ts",
      "test/journeys/admin-api.test.ts",
      "test/journeys/connection-api.test.ts",
      "test/journeys/settings-api.test.ts",
      "test/journeys/reports.test.ts",
      "test/journeys/recording-player.test.ts",
    ],
    bugs: [
      bug("http/api/activity-item.ts", 'item.caller === null || item.caller === "anonymous"', "item.caller === null"),
      bug("http/api/activity-export.ts", 'caller === null || caller === "anonymous"', "caller === null"),
      bug("http/api/activity-export.ts", 'const clock = format("UTC");', "const clock = format(timeZone);"),
      bug("http/api/activity-export.ts", '"" : ticketUrl(account, ticketId)', '"" : ""'),
      bug("http/api/activity-evidence.ts", "withoutSecrets(JSON.stringify(value))", "JSON.stringify(value)"),
      bug("http/api/activity-recording.ts", "private, max-age=600", "public, max-age=600"),
      bug("http/api/agents.ts", "users.filter(canSign).map", "users.map"),
      bug("http/api/audit.ts", "...(since !== undefined && { since: new Date(since) }),", ""),
      bug("http/api/audit.ts", "cursor !== undefined && !CURSOR.test(cursor)", 'cursor === ""'),
      bug("http/api/connection-details.ts", "if (refusedAt !== null) return", "if (refusedAt === 0) return"),
      bug("http/api/connection-details.ts", 'allowed || access === "keys"', "allowed"),
      bug(
        "http/api/overview.ts",
        "p50 === null || p95 === null ? null : { p50, p95 }",
        "{ p50: p50 ?? 0, p95: p95 ?? 0 }",
      ),
      bug("http/api/reports.ts", "chosen ?? languageOf(request)", "languageOf(request)"),
      bug("connections/change/test-alert.ts", "typed === null || isMask", "typed === null"),
      bug("connections/change/map-agent.ts", "person?.name ?? person?.email", "person?.email"),
    ],
  },
  {
    kind: "limits, addresses and errors of the web server",
    tests: ["src/http"],
    bugs: [
      bug("http/open-server.ts", "bodyLimit: 1024 * 1024", "bodyLimit: 1024 * 1024 * 1024"),
      bug("http/open-server.ts", "return503OnClosing: false", "return503OnClosing: true"),
      bug("http/open-server.ts", '"loopback, linklocal, uniquelocal"', "true"),
      bug("http/open-server.ts", "{1,100}$/.test(given)", "{1,100}/.test(given)"),
      bug("http/open-server.ts", "if (error instanceof LateError)\n", "if (error instanceof SyntaxError)\n"),
      bug("http/open-server.ts", "if (/%00/.test(request.url)) return", "if (/%01/.test(request.url)) return"),
      bug("http/open-server.ts", "if (status >= 500) deps.onError", "if (status > 500) deps.onError"),
      bug("http/install/install-routes.ts", 'if (role !== "yes")', 'if (role === "no")'),
      bug("http/install/install-routes.ts", "const FLOOD_LIMIT = 60;", "const FLOOD_LIMIT = 6_000_000;"),
      bug(
        "http/install/install-routes.ts",
        'typeof query[name] === "string" ? query[name] : null',
        "String(query[name])",
      ),
      bug("http/install/install-routes.ts", 'events: events === "read"', "events: events !== undefined"),
      bug("http/api/handle-errors.ts", 'if (status === 413) return ["too_large", problems.tooLarge];', ""),
      bug("http/api/handle-errors.ts", "reply.code(502)", "reply.code(500)"),
      bug("http/api/parse-json.ts", 'if (body === "") done(null);\n    else parse', "parse"),
      bug("http/install/cookies.ts", "const SESSION_S = 12 * 3600;", "const SESSION_S = 12 * 3_600_000;"),
    ],
  },
];
