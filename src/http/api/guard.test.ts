/** Who may do what with a session: without one, without its CSRF token, and without the role. */
import Fastify, { type InjectOptions } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { guard, signedInOf } from "./guard.ts";
import type { AdminApiDeps, ApiServer, SignedIn } from "./route.ts";

type Role = "yes" | "no" | "unknown";

const SESSION: SignedIn = {
  connectionId: "c1",
  account: "acme",
  user: { name: "Ada", email: "ada@acme.example" },
  csrfToken: "csrf",
};
const WRITES = ["POST", "PUT", "PATCH", "DELETE"] as const;
const servers: ApiServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A server with two addresses, which takes every method. */
async function open(role: Role, session: SignedIn | null = SESSION) {
  const tokens: string[] = [];
  const identify = async (token: string) => {
    tokens.push(token);
    return token.startsWith("good")
      ? { connectionId: "c1", account: "acme", id: token, name: "n", scope: "read" }
      : null;
  };
  const server = Fastify() as unknown as ApiServer;
  servers.push(server);
  const asked: Role[] = [];
  const deps = {
    findSession: async () => session,
    async mayChange() {
      asked.push(role);
      return role;
    },
    admin: { tokens: { identify } },
    clock: () => 0,
  } as unknown as AdminApiDeps;
  await guard(server, deps);
  for (const url of ["/api/session", "/api/tokens/:id"])
    server.route({ method: ["GET", "HEAD", ...WRITES], url, handler: async (request) => signedInOf(request).account });
  const ask = async (method: InjectOptions["method"], url = "/api/tokens/1", csrf: string | null = "csrf") => {
    const headers = csrf === null ? {} : { "x-csrf-token": csrf };
    const { statusCode, payload, headers: answered } = await server.inject({ method: method ?? "GET", url, headers });
    expect(answered["cache-control"]).toBe("no-store");
    const { error } = payload.startsWith("{") ? (JSON.parse(payload) as { error?: { code: string } }) : {};
    return [statusCode, error?.code ?? payload];
  };
  return { ask, asked, tokens, server };
}

describe("the admin API", () => {
  it.each([
    ["yes", [200, "acme"]],
    ["no", [401, "not_admin"]],
    ["unknown", [503, "role_unknown"]],
  ] as const)(
    "N2: lets a person whose role is '%s' read and sign out, and answers their changes so: %j",
    async (role, answer) => {
      const { ask, asked } = await open(role);
      for (const method of WRITES) expect([method, await ask(method)]).toEqual([method, answer]);
      expect(asked).toHaveLength(WRITES.length);
      expect(await ask("GET")).toEqual([200, "acme"]);
      expect(await ask("HEAD")).toEqual([200, ""]);
      expect(await ask("DELETE", "/api/session")).toEqual([200, "acme"]);
      expect(asked).toHaveLength(WRITES.length);
    },
  );

  it("N2: takes every write with the session's own CSRF token alone", async () => {
    const { ask, asked } = await open("yes");
    for (const method of WRITES) {
      for (const csrf of [null, "", "csr", "csrf2", "CSRF"])
        expect(await ask(method, undefined, csrf)).toEqual([403, "csrf"]);
    }
    expect(await ask("DELETE", "/api/session", null)).toEqual([403, "csrf"]);
    expect(await ask("GET", undefined, null)).toEqual([200, "acme"]);
    expect(asked).toEqual([]);
  });

  it("N2: is closed without a session, for every method", async () => {
    const { ask, asked } = await open("yes", null);
    for (const method of ["GET", ...WRITES] as const) expect(await ask(method)).toEqual([401, "signed_out"]);
    expect(asked).toEqual([]);
  });

  it.each([
    ["Bearer abc", "abc"],
    ["bearer  abc", "abc"],
    ["BEARER abc", "abc"],
    ["Bearer", ""],
    ["Basic abc", ""],
    ["Bearer a b", ""],
    [`Bearer ${"x".repeat(201)}`, ""],
    ["", ""],
  ])("N8: takes the token of '%s', also beside a session", async (authorization, token) => {
    const { server, tokens, asked } = await open("yes");
    const answer = await server.inject({ method: "GET", url: "/api/tokens/1", headers: { authorization } });
    expect([answer.statusCode, answer.headers["www-authenticate"]]).toEqual([401, 'Bearer error="invalid_token"']);
    expect([tokens, asked]).toEqual([[token], []]);
  });

  it("N8: takes 600 requests a minute of each token, and says when the next one may come", async () => {
    const { server } = await open("yes");
    const ask = (token: string) =>
      server.inject({ method: "GET", url: "/api/tokens/1", headers: { authorization: `Bearer ${token}` } });
    for (let n = 0; n < 600; n += 1) expect((await ask("good")).statusCode).toBe(200);
    const { statusCode, headers } = await ask("good");
    expect([statusCode, Number(headers["retry-after"]) > 0, Number(headers["retry-after"]) <= 60]).toEqual([
      429,
      true,
      true,
    ]);
    expect((await ask("good too")).statusCode).toBe(401);
    expect((await ask("good-2")).statusCode).toBe(200);
  });
});
