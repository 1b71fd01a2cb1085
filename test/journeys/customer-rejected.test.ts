/** Gorgias rejects a part of a new customer: the rest is written, and the activity says what is missing (C18). */
import { describe, expect, it } from "vitest";
import { leftOutOf } from "../../src/domain/ticket/left-out.ts";
import { rejectingFetch } from "../helpers/rejecting-fetch.ts";
import type { Shop } from "../helpers/shop.ts";
import { receiveText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const rejecting = rejectingFetch();
const world = useWorld(async () => ({ over: { fetch: rejecting.fetch } }));
const CALLER = "+33612345678";

interface ShownCustomer {
  id: number;
  name: string | null;
  email: string | null;
  external_id: string | null;
  channels: { type: string; address: string }[];
}

const customersOf = (shop: Shop) => (shop.desk.state(shop.account) as { customers: ShownCustomer[] }).customers;

async function openFor(contact: object | null, settings: object = {}): Promise<Shop> {
  const shop = await world.it.openShop({ settings: { media: "nothing", ...settings } });
  if (contact) shop.phone.companies.addContact(shop.company, { phones: [CALLER], ...contact });
  return shop;
}

async function answered(shop: Shop, more: object = {}): Promise<number> {
  const story = { company: shop.company, line: shop.lines.fr, from: CALLER, ...more };
  const { calls } = await shop.phone.stories.answered(story);
  await shop.settle(600_000);
  return calls[0]?.id ?? 0;
}

const cleo = { firstName: "Cleo", lastName: "Caller", emails: ["cleo@example.com"] };

/** What the activity names as missing of the customer. */
async function missing(shop: Shop, subject: string | number): Promise<string[]> {
  const { writes } = await shop.activity(subject);
  return leftOutOf(writes).map(({ part }) => part);
}

describe.each([
  ["named", true],
  ["not named", false],
] as const)("a part that is rejected and %s", (_, named) => {
  it.each([
    ["email", "email", { name: "Cleo Caller", email: null }],
    ["name", "name", { name: null, email: "cleo@example.com" }],
    ["phone", "phone", { name: "Cleo Caller", email: "cleo@example.com", external_id: `aircall-phone-${CALLER}` }],
  ])("C18: the %s of a new customer: everything else is there, and one ticket", async (field, part, left) => {
    const shop = await openFor(cleo);
    rejecting.rules.set(shop.account, [{ field, named }]);
    const call = await answered(shop);
    expect(customersOf(shop)).toHaveLength(1);
    expect(customersOf(shop)[0]).toMatchObject(left);
    expect(shop.ticket().customer.id).toBe(customersOf(shop)[0]?.id);
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual(["customer-not-found", "answered", "ended"]);
    expect(await missing(shop, call)).toEqual([part]);
    expect((await shop.activity(call)).state).toBe("done");
  });

  it("C18: the external id of the anonymous customer", async () => {
    const shop = await openFor(null);
    rejecting.rules.set(shop.account, [{ field: "external_id", named }]);
    const call = await answered(shop, { from: "anonymous" });
    expect(customersOf(shop)).toHaveLength(1);
    expect(shop.ticket().customer.name).toBe("Anonymous caller");
    expect(await missing(shop, call)).toEqual(["external id"]);
  });

  it("C18: the e-mail of the sender of a message", async () => {
    const shop = await openFor(cleo);
    rejecting.rules.set(shop.account, [{ field: "email", named }]);
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    expect(customersOf(shop)[0]).toMatchObject({ name: "Cleo Caller", email: null });
    expect(shop.texts()).toEqual([["hello"]]);
    expect(await missing(shop, `text:${CALLER}`)).toEqual(["email"]);
  });
});

describe("a customer of whom a part was rejected", () => {
  it("C18: Gorgias says no more than that it is no valid e-mail: the customer without it", async () => {
    const shop = await openFor(cleo);
    rejecting.rules.set(shop.account, [{ field: "email", named: false, msg: "Not a valid email address" }]);
    const call = await answered(shop);
    expect(customersOf(shop)[0]).toMatchObject({ name: "Cleo Caller", email: null });
    const [gone] = leftOutOf((await shop.activity(call)).writes);
    expect(gone).toMatchObject({ value: "cleo@example.com", status: 400, detail: "Not a valid email address" });
  });

  it("C18: is a customer with a made-up e-mail where Gorgias wants one, also against the setting", async () => {
    const shop = await openFor({ firstName: "Cleo" }, { missingEmail: "none" });
    shop.desk.patchSettings({ phoneOnlyCustomer: false }, shop.account);
    await answered(shop);
    expect(customersOf(shop)[0]).toMatchObject({ name: "Cleo", email: expect.stringMatching(/^\d+@aircall\.io$/) });
    expect(shop.tickets()).toHaveLength(1);
  });

  it("C1: has a number that Gorgias rejects because another customer was just given it: the caller is that one", async () => {
    const shop = await openFor(cleo);
    const call = await shop.place();
    await shop.settle();
    const channels = [{ type: "phone" as const, address: CALLER }];
    const known = shop.desk.addCustomer(shop.account, { name: "Cleo at home", channels });
    rejecting.rules.set(shop.account, [{ field: "phone", named: true }]);
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(customersOf(shop).map(({ id }) => id)).toEqual([known.id]);
    expect(shop.ticket().customer.id).toBe(known.id);
  });

  it("C18: is the same at the next calls, also when what was remembered is a day old", async () => {
    const shop = await openFor(cleo);
    rejecting.rules.set(shop.account, [{ field: "phone", named: true }]);
    await answered(shop);
    world.it.clock.advance(25 * 3_600_000);
    await answered(shop);
    await world.it.services.database.query(`delete from phone_index where connection_id = $1`, [shop.connectionId]);
    await answered(shop);
    expect(customersOf(shop)).toHaveLength(1);
    expect(shop.tickets()).toHaveLength(3);
  });

  it.each(["lost-answer", "dropped"] as const)("C18: is one, though the second try is met with %s", async (kind) => {
    const shop = await openFor(cleo);
    rejecting.rules.set(shop.account, [{ field: "email", named: true }]);
    const path = `^/${shop.account}/api/customers$`;
    world.it.sandbox.gorgias.faults.add({ fault: { kind }, method: "POST", path });
    const call = await answered(shop);
    expect(world.it.sandbox.gorgias.faults.list()).toEqual([]);
    expect(customersOf(shop)).toHaveLength(1);
    expect(customersOf(shop)[0]).toMatchObject({ name: "Cleo Caller", email: null });
    expect(shop.tickets()).toHaveLength(1);
    expect(await missing(shop, call)).toEqual(["email"]);
  });

  it("C18: who has the e-mail is the customer also where Gorgias rejects the number for them", async () => {
    const shop = await openFor(cleo);
    const known = shop.desk.addCustomer(shop.account, { name: "Cleo at home", email: "cleo@example.com" });
    rejecting.rules.set(shop.account, [{ field: "phone", named: true }]);
    const call = await answered(shop);
    expect(customersOf(shop).map(({ id }) => id)).toEqual([known.id]);
    expect(shop.ticket().customer.id).toBe(known.id);
    expect(await missing(shop, call)).toEqual(["phone"]);
  });
});
