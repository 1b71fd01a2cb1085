/** Serves the built console as the service does (same policy, same fallback), with canned answers that are checked against the API's schemas. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { text } from "node:stream/consumers";
import { SCHEMAS } from "./answer-schemas.ts";
import * as canned from "./canned.ts";
import * as cannedParts from "./canned-parts.ts";
import { audit } from "./canned-audit.ts";
import { overview, report } from "./canned-reports.ts";
import { alerts, usage, card, distribution } from "./canned-usage.ts";

/** What the service must send with the page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** A page without a script, where a test leaves its storage. The service has none. */
export const BLANK = "/assets/blank";

/** A body, or a status with a body. Fixed, or computed from the requested address. */
type Answer = Reply | ((url: URL) => Reply | Promise<Reply>);

interface Reply {
  status?: number;
  body: unknown;
}

interface StubRequest {
  method: string;
  path: string;
  csrfToken: string | undefined;
  language: string | undefined;
  body: unknown;
}

export interface StubService {
  url: string;
  /** By `GET /api/lines`. May be changed at any time. `/api/activity/:id` matches any call or conversation. */
  answers: Map<string, Answer>;
  /** Every request to the API, in order. */
  requests: StubRequest[];
  /** What was served that is no answer of the API. */
  wrong: string[];
  reset(): void;
  close(): Promise<void>;
}

/** Does not keep its process alive. */
export async function startStub(site: string): Promise<StubService> {
  const answers = new Map<string, Answer>();
  const requests: StubRequest[] = [];
  const wrong: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://stub");
    const served = url.pathname.startsWith("/api/")
      ? serveApi({ answers, requests, wrong }, request, url, response)
      : serveFile(site, url.pathname, response);
    served.catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stub has no port");
  server.unref();
  const reset = () => {
    requests.length = 0;
    wrong.length = 0;
    answers.clear();
    for (const [route, body] of Object.entries(USUAL)) answers.set(route, { body });
    answers.set("GET /api/activity/:id", ({ pathname }) => ({
      body: detailAt(decodeURIComponent(pathname)),
    }));
  };
  reset();
  return {
    url: `http://127.0.0.1:${address.port}`,
    answers,
    requests,
    wrong,
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function detailAt(path: string): unknown {
  if (path.includes("/text:")) return canned.conversation;
  return path.includes("/card:") ? card : canned.detail;
}

const USUAL: Record<string, unknown> = {
  "GET /api/session": canned.session,
  "DELETE /api/session": null,
  "GET /api/sign-in": { oauth: true, key: true },
  "GET /api/set-up": { publicUrl: "https://calls.example.com", phonePanel: null },
  "POST /api/set-up/address": { publicUrl: "https://calls.example.com" },
  "GET /api/connection": canned.connection,
  "GET /api/connection/details": canned.details,
  "GET /api/connection/findings": canned.findings,
  "POST /api/connection/deactivate": canned.deactivated,
  "POST /api/connection/disconnect": canned.deactivated,
  "GET /api/lines": canned.lines,
  "PUT /api/lines": canned.lines,
  "GET /api/settings": canned.settings,
  "PATCH /api/settings": canned.settings,
  "GET /api/settings/card-preview": cannedParts.cardPreview,
  "GET /api/agents": canned.agents,
  "PUT /api/agents/:id": canned.agents.agents[0],
  "GET /api/desk-users": canned.helpDeskUsers,
  "GET /api/overview": overview,
  "GET /api/reports": report,
  "GET /api/usage": usage,
  "GET /api/usage/distribution": distribution,
  "GET /api/alerts": alerts,
  "GET /api/audit": audit,
  "GET /api/tokens": cannedParts.tokens,
  "GET /api/webhooks": cannedParts.webhooks,
  "GET /api/activity": canned.activity,
  "POST /api/activity/:id/replay": canned.detail,
  "GET /api/activity/options": cannedParts.options,
  "GET /api/activity/count": { count: 0, isMore: false },
  "GET /api/activity/items": { items: [] },
  "POST /api/activity/retry-failed": { items: [], isMore: false },
  "GET /api/activity/:id/deliveries/:deliveryId": cannedParts.deliveryBody,
  "GET /api/activity/:id/write": cannedParts.writeEvidence,
};

type Records = Pick<StubService, "answers" | "requests" | "wrong">;

async function serveApi(records: Records, request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
  const method = request.method ?? "GET";
  const raw = await text(request);
  records.requests.push({
    method,
    path: url.pathname + url.search,
    csrfToken: request.headers["x-csrf-token"]?.toString(),
    language: request.headers["accept-language"],
    body: raw === "" ? null : JSON.parse(raw),
  });
  const path = url.pathname
    .replace(/^\/api\/agents\/[^/]+/, "/api/agents/:id")
    .replace(/^\/api\/activity\/[^/]+(?::|%3A)[^/]+/i, "/api/activity/:id")
    .replace(/\/deliveries\/\d+$/, "/deliveries/:deliveryId");
  const route = `${method} ${path}`;
  const answer = records.answers.get(route) ?? {
    status: 404,
    body: { error: { code: "not_found", message: `no such route: ${route}` } },
  };
  const { status = 200, body } = typeof answer === "function" ? await answer(url) : answer;
  const checked = status === 200 ? SCHEMAS[route]?.safeParse(body) : undefined;
  if (checked?.error) records.wrong.push(`${route}: ${checked.error.message}`);
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(body === null ? "" : JSON.stringify(body));
}

/** An address without a file is a page of the console. */
async function serveFile(site: string, path: string, response: ServerResponse): Promise<void> {
  if (path === BLANK) {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
    return;
  }
  const file = path.startsWith("/assets/") ? normalize(path) : "/index.html";
  const content = await readFile(join(site, file)).catch(() => null);
  if (content === null) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    // The names of assets carry a hash of their contents.
    "cache-control": file === "/index.html" ? "no-cache" : "public, max-age=31536000, immutable",
  });
  response.end(content);
}
