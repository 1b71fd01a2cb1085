/** Calls and messages between the company's own lines: without an external party (C19). */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { customersOf, deliveriesOf, receiveText, sendText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const REASON = { code: "left_out_by_setting", setting: "internalCalls" };

async function open(settings: object = {}, lines?: readonly string[]): Promise<Shop> {
  return world.it.openShop({ settings: { media: "nothing", ...settings }, ...(lines ? { lines } : {}) });
}

async function answered(shop: Shop, input: object): Promise<number> {
  const call = await shop.place(input);
  await shop.settle();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call);
  await shop.settle();
  return call;
}

describe("a call whose external number is one of the company's lines", () => {
  it.each([
    ["as the line is stored", "+1 202-555-0100"],
    ["in E.164", "+12025550100"],
    ["with a double zero", "0012025550100"],
    ["without a plus", "12025550100"],
  ])("C19: %s: no customer, no ticket, no request", async (_how, from) => {
    const shop = await open();
    const call = await answered(shop, { from });
    expect([customersOf(shop), shop.tickets(), shop.requests()]).toEqual([[], [], []]);
    expect(await shop.activity(call)).toMatchObject({ state: "ignored", reason: REASON });
  });

  it("C19: written as its own country does", async () => {
    const shop = await open();
    await answered(shop, { line: shop.lines.us, from: "+1 (202) 555-0100" });
    expect([customersOf(shop), shop.tickets()]).toEqual([[], []]);
  });

  it("C19: that is not selected counts as well, and an outbound call", async () => {
    const shop = await open({}, ["Support FR"]);
    await answered(shop, { from: "+442079460100", direction: "outbound", user: shop.users.cleo });
    expect([customersOf(shop), shop.tickets()]).toEqual([[], []]);
  });

  it("C19, I1: no card, and the activity says why", async () => {
    const shop = await open({ cardForUnknown: "show" });
    const call = await shop.place({ from: "+12025550100" });
    await shop.settle();
    expect(shop.phone.state.calls.get(call)?.cards).toEqual([]);
    expect(await shop.activity(`card:${call}`)).toMatchObject({ state: "ignored", reason: REASON });
  });

  it("C19: on a line that is not selected is ignored for that", async () => {
    const shop = await open({}, ["Support US"]);
    const call = await answered(shop, { from: "+12025550100" });
    expect((await shop.activity(call)).reason).toEqual({ code: "line_not_selected" });
  });

  it("C19: written to one customer where the setting says so, whichever lines", async () => {
    const shop = await open({ internalCalls: "customer" });
    const call = await answered(shop, { from: "+12025550100" });
    await answered(shop, { from: "020 7946 0100", line: shop.lines.uk });
    await answered(shop, { from: "+33170180001", line: shop.lines.us });
    expect(customersOf(shop).map(({ name, channels }) => [name, channels.map(({ type }) => type)])).toEqual([
      ["Internal", ["email"]],
    ]);
    expect(shop.tickets()).toHaveLength(3);
    expect(shop.tickets()[0]?.subject).toBe("Inbound call: Internal");
    expect(shop.tickets()[0]?.notes.map(({ key }) => key)).toEqual(["answered", "ended"]);
    expect((await shop.activity(call)).match).toMatchObject({ created: true });
    world.it.clock.advance(25 * 3_600_000);
    const later = await answered(shop, { from: "+12025550100" });
    expect((await shop.activity(later)).match).toMatchObject({ how: "phone index" });
    expect(customersOf(shop)).toHaveLength(1);
  });

  it("C19: found again by its id, and named in the connection's language", async () => {
    const shop = await open({ internalCalls: "customer", language: "fr", card: "off" });
    await answered(shop, { from: "+12025550100" });
    await world.it.services.database.query(`delete from phone_index where connection_id = $1`, [shop.connectionId]);
    const call = await answered(shop, { from: "+12025550100" });
    expect(customersOf(shop).map(({ name }) => name)).toEqual(["Interne"]);
    expect((await shop.activity(call)).match).toMatchObject({ how: "internal" });
    expect(shop.tickets()[0]?.subject).toMatch(/^Appel entrant.: Interne$/);
  });
});

describe("messages between two of the company's lines", () => {
  it("C19: make no customer and no ticket, and are dealt with", async () => {
    const shop = await open();
    await sendText(shop, world.it.clock, { to: "+12025550100", body: "ping" });
    await receiveText(shop, world.it.clock, { line: shop.lines.us, from: "+33170180001", body: "ping" });
    await shop.settle();
    expect([customersOf(shop), shop.tickets(), shop.requests()]).toEqual([[], [], []]);
    expect(await shop.activity("text:+12025550100")).toMatchObject({ state: "ignored", reason: REASON });
    const outcomes = (await deliveriesOf(world.it, shop)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(
      outcomes.map(() => ({ code: "ignored", why: "left_out_by_setting", setting: "internalCalls" })),
    );
    expect(outcomes.length).toBeGreaterThan(0);
  });

  it("C19: are one conversation of one customer where the setting says so", async () => {
    const shop = await open({ internalCalls: "customer" });
    await sendText(shop, world.it.clock, { to: "+12025550100", body: "ping" });
    await receiveText(shop, world.it.clock, { line: shop.lines.us, from: "+33170180001", body: "pong" });
    await shop.settle();
    expect(customersOf(shop).map(({ name }) => name)).toEqual(["Internal"]);
    expect(shop.texts()).toEqual([["ping", "pong"]]);
    expect(shop.ticket().subject).toBe("SMS Conversation with Internal");
  });

  it("C19: from outside go on as ever, though lines are like them", async () => {
    const shop = await open();
    await receiveText(shop, world.it.clock, { from: "+33612340100", body: "hello" });
    await shop.settle();
    expect(shop.texts()).toEqual([["hello"]]);
  });
});
