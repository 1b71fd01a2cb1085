/** N2: the three cookies: how long they last, who may read them, and that each is cleared by its own name. */
import cookie from "@fastify/cookie";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, it } from "vitest";
import { cookiesFor } from "./cookies.ts";

const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function open(secure: boolean) {
  const cookies = cookiesFor(secure);
  const server = Fastify();
  servers.push(server);
  void server.register(cookie);
  server.get("/set", async (_request, reply) => {
    cookies.setSession(reply, "s");
    cookies.setBrowser(reply, "b");
    cookies.setSetUp(reply, "u");
    return {};
  });
  server.get("/clear/session", async (_request, reply) => (cookies.clearSession(reply), {}));
  server.get("/clear/set_up", async (_request, reply) => (cookies.clearSetUp(reply), {}));
  server.get("/read", async (request) => ({
    session: cookies.sessionOf(request),
    browser: cookies.browserOf(request),
    setUp: cookies.setUpOf(request),
  }));
  return server;
}

it.each([true, false])(
  "N2: are out of reach of scripts and other sites, over TLS only where the service is: %s",
  async (secure) => {
    const { cookies } = await open(secure).inject({ url: "/set" });
    const all = { path: "/", httpOnly: true, sameSite: "Lax", ...(secure ? { secure } : {}) };
    expect(cookies).toEqual([
      { name: "session", value: "s", maxAge: 12 * 3600, ...all },
      { name: "oauth_round", value: "b", maxAge: 15 * 60, ...all },
      { name: "set_up", value: "u", maxAge: 3600, ...all },
    ]);
  },
);

it.each(["session", "set_up"])("N2: the cookie %s is cleared alone", async (name) => {
  const { cookies } = await open(true).inject({ url: `/clear/${name}` });
  expect(cookies).toMatchObject([{ name, value: "", path: "/" }]);
  expect(cookies[0]?.maxAge ?? 0).toBe(0);
});

it("N2: each is read by its own name", async () => {
  const read = async (cookies: Record<string, string>) => (await open(true).inject({ url: "/read", cookies })).json();
  expect(await read({})).toEqual({ session: null, browser: null, setUp: null });
  expect(await read({ session: "s" })).toEqual({ session: "s", browser: null, setUp: null });
  expect(await read({ oauth_round: "b", set_up: "u" })).toEqual({ session: null, browser: "b", setUp: "u" });
});
