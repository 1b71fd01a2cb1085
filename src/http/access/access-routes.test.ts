/** N2: what signing in and setting up answer, and which cookies they set and clear. */
import cookie from "@fastify/cookie";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, it } from "vitest";
import { cookiesFor } from "../install/cookies.ts";
import type { AccessDeps } from "./access-deps.ts";
import { accessRoutes } from "./access-routes.ts";

const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** `used`: what the link or the key leads to. `isOpen`: the browser may see the set-up page. */
function open({ used = {}, isOpen = true, answer = {} }: { used?: object; isOpen?: boolean; answer?: object }) {
  const asked: unknown[] = [];
  const setUp = {
    publicUrl: "https://calls.example.com",
    phonePanel: null,
    aircallApiUrl: "https://api.aircall.io",
    clock: () => 1,
    ids: { uuid: () => "c1", secret: () => "secret" },
    setUps: {
      async isOpen(secret: string) {
        asked.push(secret);
        return isOpen;
      },
    },
    connections: { withAccount: async () => null },
    setup: { whoIsAt: async () => answer },
  };
  const deps = {
    cookies: cookiesFor(true),
    hasOauth: false,
    takeLink: async () => used,
    signInWithKey: async () => used,
    setUp,
  } as unknown as AccessDeps;
  const server = Fastify();
  servers.push(server);
  void server.register(cookie);
  void server.register(accessRoutes(deps));
  const post = (url: string, payload: object, cookies: Record<string, string> = {}) =>
    server.inject({ method: "POST", url, payload, cookies });
  return { server, post, asked };
}

const LINK = { token: "secret" };
const KEY = { account: "acme", email: "ada@acme.example", key: "k" };
const session = { sessionId: "s1", account: "acme" };
const busy = { kind: "refused", problem: { code: "vendor_unavailable", vendor: "gorgias", detail: "503" } };
const agent = { kind: "refused", problem: { code: "not_an_admin", account: "acme", user: "Ada", admins: [] } };

it.each([
  ["/sign-in/link", LINK, { kind: "signed in", session }, 200, "session"],
  ["/sign-in/link", LINK, { kind: "set up", secret: "x" }, 200, "set_up"],
  ["/sign-in/link", LINK, { kind: "spent" }, 410, null],
  ["/sign-in/key", KEY, { kind: "signed in", session }, 200, "session"],
  ["/sign-in/key", KEY, { kind: "rejected" }, 401, null],
  ["/sign-in/key", KEY, { kind: "too many" }, 429, null],
  ["/sign-in/key", KEY, busy, 502, null],
  ["/sign-in/key", KEY, agent, 422, null],
])("N2: %s with %j, which is %j, is answered %i with the cookie %s", async (url, body, used, status, name) => {
  const { statusCode, headers, cookies } = await open({ used }).post(url, body);
  expect([statusCode, headers["cache-control"]]).toEqual([status, "no-store"]);
  expect(cookies.map((set) => set.name)).toEqual(name === null ? [] : [name]);
});

it("N2: the set-up page is for a browser that a link admitted, and for no longer than that", async () => {
  const ask = async (isOpen: boolean, cookies: Record<string, string>) => {
    const { post, asked } = open({ isOpen, answer: { name: "Ada", email: null, admin: true } });
    return [(await post("/set-up/gorgias", KEY, cookies)).statusCode, asked];
  };
  expect(await ask(true, { set_up: "mine" })).toEqual([200, ["mine"]]);
  expect(await ask(false, { set_up: "mine" })).toEqual([401, ["mine"]]);
  expect(await ask(true, {})).toEqual([401, []]);
  expect(await ask(true, { session: "mine" })).toEqual([401, []]);
});

it("N2: only JSON is read, and sixty requests a minute from one address", async () => {
  const { server, post } = open({ used: { kind: "spent" } });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const foreign = await server.inject({ method: "POST", url: "/sign-in/link", payload: "token=secret", headers: form });
  expect(foreign.statusCode).toBe(415);
  for (let n = 0; n < 59; n += 1) expect((await post("/sign-in/link", LINK)).statusCode).toBe(410);
  expect((await post("/sign-in/link", LINK)).statusCode).toBe(429);
});
