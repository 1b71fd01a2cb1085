/** M11: first messages of one customer at the same instant, run by two nodes that share one PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices, type Services } from "../../src/services.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";
import { freshPostgres } from "../helpers/postgres.ts";
import type { Shop } from "../helpers/shop.ts";
import { bodiesOf, customersOf, receiveText, type Received } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";
import { runNow } from "../helpers/run-now.ts";

let databaseUrl = "";
const world = useWorld(async () => {
  const store = await freshPostgres();
  databaseUrl = store.url;
  return { store, databaseUrl, over: { rateLimiter: unlimited } };
});

let other: Services;
beforeAll(async () => {
  const { config, store, clock } = world.it.services;
  const database = openPostgres({ url: databaseUrl }, () => undefined);
  const second = { database, keys: store.keys, alone: false, lock: null, close: () => database.close() };
  const sleep = async (ms: number) => world.it.clock.advance(ms);
  other = await buildServices(config, {
    clock,
    store: second,
    log: createLogger("silent"),
    rateLimiter: unlimited,
    sleep,
  });
});
afterAll(() => other?.close());

/** Only the service prevents a duplicate here, because Gorgias accepts the same number twice. */
async function openUnguarded(): Promise<Shop> {
  const shop = await world.it.openShop();
  shop.desk.patchSettings({ phoneUnique: false, rateLimit: { enabled: false } }, shop.account);
  return shop;
}

/** Two messages of the same moment, the first stored by one node, the second by the other. Returns their bodies. */
async function tellBoth(shop: Shop, inputs: [Received, Received]): Promise<string[]> {
  const atMs = world.it.clock.now();
  shop.phone.deliveries.hold();
  const bodies: string[] = [];
  for (const input of inputs) {
    bodies.push(...bodiesOf(shop, await receiveText(shop, world.it.clock, { ...input, atMs })));
  }
  return bodies;
}

async function keep(shop: Shop, node: Services, body = ""): Promise<void> {
  const kept = await node.receive(shop.webhookUrl.split("/").at(-1) ?? "", Buffer.from(body));
  expect(kept.kind).toBe("kept");
}

/** Of one number: the scheduler decides which node works on them, and when. */
async function raceOneNumber(shop: Shop, inputs: [Received, Received]): Promise<void> {
  const bodies = await tellBoth(shop, inputs);
  const nodes = [world.it.services, other];
  await Promise.all(
    nodes.map(async (node, i) => {
      await keep(shop, node, bodies[i]);
      await node.scheduler.step(node.run);
    }),
  );
  await Promise.all(nodes.map((node) => node.scheduler.step(node.run)));
  await world.it.settle();
}

/** Of two numbers: each node works on one of them, at the same time. */
async function raceTwoNumbers(shop: Shop, inputs: [Received, Received]): Promise<void> {
  const bodies = await tellBoth(shop, inputs);
  const nodes = [world.it.services, other];
  await Promise.all(nodes.map((node, i) => keep(shop, node, bodies[i])));
  const { connectionId } = shop;
  await Promise.all(nodes.map((node, i) => runNow(node, connectionId, `text:${inputs[i]?.from}`)));
  await world.it.settle();
}

/** The next test begins with no delivery of this one held. */
function clearDesk(shop: Shop): void {
  for (const { id } of shop.tickets()) shop.desk.actOnTicket(shop.account, id, "delete");
  shop.forgetRequests();
}

describe("two first messages at the same instant", () => {
  it("M11: of one unknown customer, on two lines and two nodes, make one customer and one ticket (100 times)", async () => {
    const shop = await openUnguarded();
    for (let run = 0; run < 100; run += 1) {
      const from = `+336${10_000_000 + run}`;
      await raceOneNumber(shop, [
        { from, body: "one", line: shop.lines.fr },
        { from, body: "two", line: shop.lines.us },
      ]);
      const { notes, tags, customer } = shop.ticket();
      const texts = notes.flatMap(({ channel, text }) => (channel === "sms" ? [text] : []));
      expect(texts.sort()).toEqual(["one", "two"]);
      expect(tags).toEqual(["Aircall SMS", "Support FR", "Support US"]);
      expect(customer.name).toBe(`Aircall New Contact ${from}`);
      clearDesk(shop);
    }
    expect(customersOf(shop)).toHaveLength(100);
  });

  it("M11: of two numbers of one customer, on two nodes, make one ticket (20 times)", async () => {
    const shop = await openUnguarded();
    for (let run = 0; run < 20; run += 1) {
      const numbers = [1, 2].map((number) => `+337${number}${1_000_000 + run}`);
      const channels = numbers.map((address) => ({ type: "phone", address }));
      shop.desk.addCustomer(shop.account, { name: `Customer ${run}`, channels });
      const [one = "", two = ""] = numbers;
      await raceTwoNumbers(shop, [
        { from: one, body: "one", line: shop.lines.fr },
        { from: two, body: "two", line: shop.lines.us },
      ]);
      expect(shop.texts().map((texts) => texts.sort())).toEqual([["one", "two"]]);
      expect(shop.ticket().customer.name).toBe(`Customer ${run}`);
      clearDesk(shop);
    }
    expect(customersOf(shop)).toHaveLength(20);
  });

  it("M6: after a ticket closed for too long, two numbers of one customer open one new ticket between them (20 times)", async () => {
    const shop = await openUnguarded();
    const numbers = ["+33711111111", "+33722222222"];
    const channels = numbers.map((address) => ({ type: "phone", address }));
    shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels });
    const [one = "", two = ""] = numbers;
    for (let run = 0; run < 20; run += 1) {
      await raceTwoNumbers(shop, [
        { from: one, body: `one ${run}`, line: shop.lines.fr },
        { from: two, body: `two ${run}`, line: shop.lines.us },
      ]);
      expect(shop.texts().length).toBe(run + 1);
      shop.desk.actOnTicket(shop.account, shop.tickets().at(-1)?.id ?? 0, "close");
      world.it.clock.advance(73 * 3_600_000);
    }
    expect(shop.texts().every((texts) => texts.length === 2)).toBe(true);
  });
});
