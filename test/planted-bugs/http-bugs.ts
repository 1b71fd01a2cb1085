/** Bugs of `http/access/`, of the inlet and of webhooks: which status, which cookie, and what follows an answer. */
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
];
