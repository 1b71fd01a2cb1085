/** The public doors: floods, headers, cookies. */
import { expect, it } from "vitest";
import Fastify from "fastify";
import cookie from "@fastify/cookie";
import { cookiesFor } from "../../src/http/install/cookies.ts";
import { useWorld } from "../helpers/use-world.ts";

const LIMIT = 5;
const world = useWorld(async () => ({ install: true, floodLimit: LIMIT }));

it("N1: the doors of the install close for a minute to whoever knocks too often; deliveries go on", async () => {
  const shop = await world.it.openShop();
  const knock = () => fetch(`${world.it.url}/install?account=bad.name`);
  for (let n = 0; n < LIMIT; n += 1) expect((await knock()).status).toBe(400);
  const closed = await knock();
  expect(closed.status).toBe(429);
  expect(await closed.json()).toEqual({
    error: { code: "too_many", message: "Too many attempts. Wait a minute, then try again." },
  });
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  expect(shop.tickets()).toHaveLength(1);
});

it("N2: every page comes with headers that keep strangers' scripts and frames out", async () => {
  const { headers } = await fetch(`${world.it.url}/`);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(policy.replace(/style-src[^;]*/, "")).not.toContain("unsafe-inline");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

it.each([
  [true, "Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Lax"],
  [false, "Max-Age=43200; Path=/; HttpOnly; SameSite=Lax"],
])(
  "N2: the session's cookie is out of reach of scripts, and of plain http where there is https (%s)",
  async (secure, rest) => {
    const server = Fastify();
    await server.register(cookie);
    server.get("/", async (_request, reply) => {
      cookiesFor(secure).setSession(reply, "s3cret");
      return {};
    });
    const { headers } = await server.inject("/");
    expect(headers["set-cookie"]).toBe(`session=s3cret; ${rest}`);
    await server.close();
  },
);
