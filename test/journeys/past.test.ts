/** C17, S1: which calls count, by when they began, when the connection was made, and when their line was selected. */
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/run/run-command.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const HOUR_MS = 3_600_000;
const DAY_S = 86_400;
const PAST = { code: "before_connection" };

const nowSeconds = () => Math.floor(world.it.clock.now() / 1000);

/** A call of some time ago without any delivery yet. */
async function callOfThePast(shop: Shop, agoSeconds: number): Promise<number> {
  const at = nowSeconds() - agoSeconds;
  shop.phone.deliveries.drop(100);
  const call = await shop.place({ at });
  await shop.phone.calls.answer(call, { user: shop.users.cleo, at: at + 10 });
  await shop.phone.calls.hangup(call, { at: at + 60 });
  await shop.phone.calls.end(call);
  shop.phone.deliveries.drop(0);
  return call;
}

const select = (shop: Shop, ...lines: number[]) =>
  world.it.services.connections.selectLines(shop.connectionId, lines.map(String));

describe("a call that began before the connection was made", () => {
  it.each(["archived", "tagged", "assigned", "commented"] as const)(
    "C17: gets no ticket for a call.%s, and costs no request",
    async (what) => {
      const shop = await world.it.openShop();
      const call = await callOfThePast(shop, 30 * DAY_S);
      const { calls } = shop.phone;
      if (what === "archived") await calls.archive(call);
      if (what === "tagged") await calls.tag(call, { tags: ["Refund"] });
      if (what === "assigned") await calls.assign(call, { user: shop.users.cleo });
      if (what === "commented") await calls.comment(call, { content: "Late", user: shop.users.cleo });
      await shop.settle();
      expect(shop.tickets()).toEqual([]);
      expect(shop.requests()).toEqual([]);
      expect(await shop.activity(call)).toMatchObject({ state: "ignored", reason: PAST });
    },
  );

  it.each(["transferred", "commented", "tagged"] as const)(
    "C17: is written while it is under way, whatever event is the first, such as call.%s",
    async (what) => {
      const shop = await world.it.openShop();
      const at = nowSeconds() - 23 * 3_600;
      shop.phone.deliveries.drop(2);
      const call = await shop.place({ at });
      await shop.phone.calls.answer(call, { user: shop.users.cleo, at: at + 10 });
      const { calls } = shop.phone;
      if (what === "transferred") await calls.transfer(call, { to: shop.users.ada });
      if (what === "tagged") await calls.tag(call, { tags: ["Refund"] });
      if (what === "commented") await calls.comment(call, { content: "On the phone", user: shop.users.cleo });
      await shop.settle();
      expect(shop.ticket().externalId).toBe(`aircall-call-${call}`);
    },
  );

  it("C17: is written when an admin imports it, also after an event of it was left out, and follows its call then", async () => {
    const shop = await world.it.openShop();
    const call = await callOfThePast(shop, 3 * DAY_S);
    await shop.phone.calls.tag(call, { tags: ["Refund"] });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    const ask = () =>
      runCommand(world.it.services, "catch-up", {
        account: shop.account,
        from: { agoMs: 7 * 24 * HOUR_MS },
        to: { agoMs: 0 },
      });
    expect(await ask()).toEqual({ seen: 1, unheard: 0, changed: 1 });
    await shop.settle();
    expect(shop.ticket().tags).toContain("Refund");
    expect(await ask()).toEqual({ seen: 1, unheard: 0, changed: 0 });
    await shop.phone.calls.comment(call, { content: "Late", user: shop.users.cleo });
    await shop.settle();
    expect(
      shop
        .ticket()
        .notes.map(({ text }) => text)
        .join(),
    ).toContain("Late");
  });
});

describe("a line that is selected later, or again", () => {
  async function answered(shop: Shop): Promise<number> {
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    return call;
  }

  it("S1: goes on with a call during which it was not selected", async () => {
    const shop = await world.it.openShop();
    const call = await answered(shop);
    await select(shop, shop.lines.us);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).not.toContain("ended");
    await select(shop, shop.lines.us, shop.lines.fr);
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual(["customer-not-found", "answered", "ended", "recording"]);
    expect(await shop.activity(call)).toMatchObject({ state: "done", reason: null });
  });

  it("S1: writes calls of the last day that were left out, and none that are older or of other lines", async () => {
    const shop = await world.it.openShop({ lines: ["Support US"] });
    const old = await answered(shop);
    await shop.phone.calls.hangup(old);
    await shop.phone.calls.end(old);
    await shop.settle();
    world.it.clock.advance(25 * HOUR_MS);
    const { calls } = await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr });
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.uk });
    await shop.settle();
    expect([shop.tickets(), shop.requests()]).toEqual([[], []]);
    world.it.clock.advance(2 * HOUR_MS);
    await select(shop, shop.lines.us, shop.lines.fr);
    await shop.settle();
    expect(shop.ticket().externalId).toBe(`aircall-call-${calls[0]?.id}`);
    await shop.phone.calls.archive(old);
    await shop.settle();
    expect(shop.tickets()).toHaveLength(1);
    expect(await shop.activity(old)).toMatchObject({ state: "ignored", reason: PAST });
  });

  it("C17: changes a ticket that is there, however old its call is, and makes no other in its place", async () => {
    const shop = await world.it.openShop();
    const call = await answered(shop);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    world.it.clock.advance(10 * 24 * HOUR_MS);
    await select(shop, shop.lines.us);
    await select(shop, shop.lines.us, shop.lines.fr);
    await shop.phone.calls.tag(call, { tags: ["Refund"] });
    await shop.settle();
    expect(shop.ticket().tags).toContain("Refund");
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "trash");
    world.it.clock.advance(HOUR_MS);
    await shop.phone.calls.comment(call, { content: "Late", user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket()).toMatchObject({ trashed: true });
  });

  it("N4: selecting what is selected already changes nothing", async () => {
    const shop = await world.it.openShop();
    await answered(shop);
    const wakes = () =>
      world.it.services.database.query(
        `select 1 from activity where connection_id = $1 and deferred_since is not null`,
        [shop.connectionId],
      );
    await select(shop, ...Object.values(shop.lines));
    expect(await wakes()).toEqual([]);
  });
});

describe("a callback", () => {
  const pair = async (shop: Shop, asks: number, answers: number) => {
    const from = "+33612345678";
    const { calls } = await shop.phone.stories.callback({ company: shop.company, line: asks, from });
    await shop.settle();
    world.it.clock.advance(60_000);
    await shop.phone.stories.answered({ company: shop.company, line: answers, from, direction: "outbound" });
    await shop.settle();
    return calls[0]?.id ?? 0;
  };
  const done = (shop: Shop) => shop.tickets().map(({ tags }) => tags.includes("Callback done"));

  it("C13, S1: is none of a request on a line that is not selected, until the line is", async () => {
    const shop = await world.it.openShop({ lines: ["Support FR"] });
    await pair(shop, shop.lines.us, shop.lines.fr);
    expect(done(shop)).toEqual([false]);
    await select(shop, shop.lines.fr, shop.lines.us);
    await shop.settle();
    expect(done(shop)).toEqual([true, true]);
  });

  it("C13, S1: is none that was made from a line that is not selected", async () => {
    const shop = await world.it.openShop({ lines: ["Support FR"] });
    const request = await pair(shop, shop.lines.fr, shop.lines.us);
    await shop.phone.calls.archive(request);
    await shop.settle();
    expect(done(shop)).toEqual([false]);
  });

  it("C13: goes on both tickets where both lines are selected", async () => {
    const shop = await world.it.openShop();
    await pair(shop, shop.lines.us, shop.lines.fr);
    expect(done(shop)).toEqual([true, true]);
  });
});
