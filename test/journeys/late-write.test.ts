/** C15: Gorgias completes a request after the service stopped waiting for its answer. */
import { expect, it } from "vitest";
import { openConversation, receiveText } from "../helpers/texting.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

/** As long as the service waits for an answer. */
const TIMEOUT_MS = 30_000;

/** Requests that are given up before they have reached Gorgias. */
let isLate: (method: string, path: string) => boolean = () => false;
const underWay: (() => Promise<Response>)[] = [];
/** Requests whose answer takes a few seconds. */
let isSlow: (path: string) => boolean = () => false;
const slowFetch: typeof fetch = async (input, init) => {
  if (isSlow(new URL(String(input)).pathname)) world.it.clock.advance(3_000);
  if (!isLate(init?.method ?? "GET", new URL(String(input)).pathname)) return fetch(input, init);
  isLate = () => false;
  underWay.push(() => fetch(input, { ...init, signal: null }));
  world.it.clock.advance(TIMEOUT_MS);
  throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
};
const world = useWorld(async () => ({ over: { fetch: slowFetch } }));

it.each([
  [
    "a ticket",
    /\/tickets$/,
    (shop: Shop) => shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr }),
  ],
  [
    "a note",
    /\/messages$/,
    (shop: Shop) => shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr }),
  ],
  ["a message's ticket", /\/tickets$/, (shop: Shop) => receiveText(shop, world.it.clock, { body: "hello" })],
  ["a customer", /\/customers$/, (shop: Shop) => receiveText(shop, world.it.clock, { body: "hello" })],
] as const)("makes %s once", async (_what, path, happen) => {
  const shop = await world.it.openShop();
  isLate = (method, asked) => method === "POST" && asked.includes(shop.account) && path.test(asked);
  await happen(shop);
  await shop.settle();
  // We have looked for it once by now, and found nothing.
  await shop.settle(1_500);
  expect(underWay).toHaveLength(1);
  expect((await underWay.shift()?.())?.ok).toBe(true);
  await shop.settle(600_000);
  const ticket = shop.ticket();
  const keys = ticket.notes.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(shop.desk.account(shop.account).customers.all()).toHaveLength(1);
});

it("M5: opens the ticket again that was closed while a slow tag delayed its message", async () => {
  const shop = await openConversation(world.it);
  shop.desk.patchSettings({ customerMessageReopens: false }, shop.account);
  await receiveText(shop, world.it.clock, { body: "second", line: shop.lines.us });
  isSlow = (path) => {
    const isTag = path.endsWith(`/tickets/${shop.ticket().id}/tags`);
    if (isTag) shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    return isTag;
  };
  await shop.settle(20_000);
  isSlow = () => false;
  expect(shop.texts()).toEqual([["first", "second"]]);
  expect(shop.ticket().status).toBe("open");
});

it("M5: opens the ticket again that was closed between two messages, the first of which verified the customer", async () => {
  const shop = await openConversation(world.it);
  shop.desk.patchSettings({ customerMessageReopens: false }, shop.account);
  const { id } = shop.ticket();
  world.it.clock.advance(25 * 3_600_000);
  await receiveText(shop, world.it.clock, { body: "second" });
  await receiveText(shop, world.it.clock, { body: "third" });
  isSlow = (path) => {
    if (!path.endsWith(`/tickets/${id}/messages`)) return false;
    isSlow = () => false;
    shop.desk.actOnTicket(shop.account, id, "close");
    world.it.clock.advance(10_000);
    return true;
  };
  await shop.settle(20_000);
  expect(shop.texts()).toEqual([["first", "second", "third"]]);
  expect(shop.ticket().status).toBe("open");
});
