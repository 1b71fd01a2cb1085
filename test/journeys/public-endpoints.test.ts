/** The public endpoints: floods, headers, cookies. */
import { expect, it } from "vitest";
import Fastify from "fastify";
import cookie from "@fastify/cookie";
import { cookiesFor } from "../../src/http/install/cookies.ts";
import type { Database } from "../../src/storage/db/database.ts";
import type { Store } from "../../src/storage/db/open-store.ts";
import { useWorld } from "../helpers/use-world.ts";
import { memoryStore } from "../helpers/world.ts";

const LIMIT = 5;
let isDown = false;

/** A database that can be taken away and given back. */
async function fallibleStore(): Promise<Store> {
  const store = await memoryStore();
  const { database } = store;
  const unlessDown = <T>(ask: () => Promise<T>): Promise<T> => (isDown ? Promise.reject(new Error("down")) : ask());
  const fallible: Database = {
    ...database,
    query: (text, values) => unlessDown(() => database.query(text, values)),
    keyed: (text, values) => unlessDown(() => database.keyed(text, values)),
    transaction: (work) => unlessDown(() => database.transaction(work)),
  };
  return { ...store, database: fallible };
}

const world = useWorld(async () => ({ install: true, floodLimit: LIMIT, store: await fallibleStore() }));

it("L8: while the database is down deliveries are answered 503, and are welcome again when it is back", async () => {
  const shop = await world.it.openShop();
  await shop.place();
  const body = `${shop.phone.deliveries.log.at(-1)?.body} `;
  isDown = true;
  const refused = await shop.deliver(body);
  const ready = await fetch(`${world.it.url}/readyz`);
  isDown = false;
  expect([refused.status, ready.status]).toEqual([503, 503]);
  expect(await refused.json()).toEqual({
    error: { code: "not_kept", message: "The delivery could not be stored. Send it again." },
  });
  expect(await (await shop.deliver(body)).json()).toEqual({ kept: "new" });
  expect((await fetch(`${world.it.url}/readyz`)).status).toBe(200);
});

it("N1: the install pages reject an address for a minute after too many requests, and deliveries continue", async () => {
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

it("N2: every page comes with headers that keep external scripts and frames out", async () => {
  const { headers } = await fetch(`${world.it.url}/`);
  const policy = headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
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
