/** N1, N2: what the install endpoints pass on, and what they answer where a flow may not go on. */
import cookie from "@fastify/cookie";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, it } from "vitest";
import { cookiesFor } from "./cookies.ts";
import { installRoutes, type InstallDeps } from "./install-routes.ts";

const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function open(more: { role?: "yes" | "no" | "unknown"; isSignedIn?: boolean; hasFlows?: boolean } = {}) {
  const { role = "yes", isSignedIn = true, hasFlows = true } = more;
  const asked: unknown[] = [];
  const go = async (what: unknown) => {
    asked.push(what);
    return { kind: "go", url: "https://acme.example.com/oauth", browser: "b1" };
  };
  const flows = {
    startGorgias: go,
    startAircall: async () => go("aircall"),
    async finishGorgias(callback: unknown) {
      asked.push(callback);
      return { kind: "signed in", session: { sessionId: "s1" }, next: "/lines" };
    },
    async finishAircall(_signedIn: unknown, callback: unknown) {
      asked.push(callback);
      return { kind: "joined" };
    },
  };
  const deps = {
    probes: { find: async () => ({ kind: "unknown" }) },
    cookies: cookiesFor(true),
    findSession: async () => (isSignedIn ? { connectionId: "c1", account: "acme" } : null),
    mayChange: async () => role,
    flows: hasFlows ? flows : null,
  } as unknown as InstallDeps;
  const server = Fastify();
  servers.push(server);
  void server.register(cookie);
  void server.register(installRoutes(deps));
  const get = (url: string) => server.inject({ url, headers: { cookie: "oauth_round=b1" } });
  return { get, asked };
}

it.each([
  ["account=acme", { account: "acme", next: "/", events: false }],
  ["account=acme&events=read", { account: "acme", next: "/", events: true }],
  ["account=acme&events=1", { account: "acme", next: "/", events: false }],
  ["account=acme&next=aircall&return=/settings", { account: "acme", next: "/oauth/aircall/start", events: false }],
  ["account=acme&return=/settings", { account: "acme", next: "/settings", events: false }],
  ["account=acme&return=//evil.example", { account: "acme", next: "/", events: false }],
  ["", { account: "", next: "/", events: false }],
])("N1: an install with %j begins with what it names", async (query, started) => {
  const { get, asked } = open();
  const { statusCode, headers, cookies } = await get(`/install?${query}`);
  expect([statusCode, headers.location]).toEqual([302, "https://acme.example.com/oauth"]);
  expect(headers["cache-control"]).toBe("no-store");
  expect(cookies).toMatchObject([
    { name: "oauth_round", value: "b1", httpOnly: true, secure: true, sameSite: "Lax", maxAge: 900 },
  ]);
  expect(asked).toEqual([started]);
});

it("N1: a callback takes each parameter once, and the secret of the browser", async () => {
  const { get, asked } = open();
  const ended = await get("/oauth/gorgias/callback?code=c&state=s&state=t");
  expect([ended.statusCode, ended.headers.location]).toEqual([302, "/lines"]);
  expect(ended.cookies).toMatchObject([{ name: "session", value: "s1", httpOnly: true, secure: true, maxAge: 43_200 }]);
  await get("/oauth/gorgias/callback?error=denied");
  expect(asked).toEqual([
    { code: "c", state: null, error: null, browser: "b1" },
    { code: null, state: null, error: "denied", browser: "b1" },
  ]);
});

it.each([
  [{}, 302],
  [{ role: "no" }, 403],
  [{ role: "unknown" }, 502],
  [{ isSignedIn: false }, 401],
  [{ hasFlows: false }, 503],
] as const)("N2: Aircall is joined only by an admin, at that moment: %j is answered %i", async (given, status) => {
  const { get, asked } = open(given);
  const { statusCode } = await get("/oauth/aircall/callback?code=c&state=s");
  expect(asked).toHaveLength(status === 302 ? 1 : 0);
  expect(statusCode).toBe(status);
});

it("N1: an address gets sixty answers a minute", async () => {
  const { get } = open();
  for (let n = 0; n < 60; n += 1) expect((await get("/install/aircall")).statusCode).toBe(200);
  expect((await get("/install/aircall")).statusCode).toBe(429);
});
