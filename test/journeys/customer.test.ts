/** Whose ticket it is: finding the caller's customer, or making them one. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";
import { runNow } from "../helpers/run-now.ts";

const world = useWorld();

interface ShownCustomer {
  id: number;
  name: string;
  email: string | null;
  channels: { type: string; address: string }[];
}

const customersOf = (shop: Shop) => (shop.desk.state(shop.account) as { customers: ShownCustomer[] }).customers;
const phonesOf = (customer: ShownCustomer | undefined) =>
  customer?.channels.flatMap(({ type, address }) => (type === "phone" ? [address] : []));

async function answered(shop: Shop, from: string, more: object = {}): Promise<number> {
  const { calls } = await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr, from, ...more });
  await shop.settle();
  return calls[0]?.id ?? 0;
}

describe("finding the customer", () => {
  it.each([
    ["E.164", "+33612345678"],
    ["national", "0612345678"],
    ["national with spaces", "06 12 34 56 78"],
    ["national with dashes", "06-12-34-56-78"],
    ["international with spaces", "+33 6 12 34 56 78"],
    ["international without plus", "33612345678"],
    ["international with double zero", "0033612345678"],
  ])("C1 trouble table, phone stored in another format: matches a number stored %s", async (_format, stored) => {
    const shop = await world.it.openShop();
    const known = shop.desk.addCustomer(shop.account, {
      name: "Ada Byron",
      channels: [{ type: "phone", address: stored }],
    });
    await answered(shop, "+33 6 12 34 56 78");
    expect(shop.ticket().customer.id).toBe(known.id);
    expect(customersOf(shop)).toHaveLength(1);
  });

  it("C1: remembers a match, so that the next call asks nothing", async () => {
    const shop = await world.it.openShop();
    shop.desk.addCustomer(shop.account, { name: "Ada", channels: [{ type: "phone", address: "+33612345678" }] });
    await answered(shop, "+33612345678");
    shop.forgetRequests();
    const call = await answered(shop, "06 12 34 56 78");
    expect(shop.requests().filter((request) => /customers|search/.test(request))).toEqual([]);
    expect((await shop.activity(call)).match).toMatchObject({ how: "phone index" });
  });

  it("C1: spends two requests at most to find nobody", async () => {
    const shop = await world.it.openShop();
    await answered(shop, "+33612345678");
    const looked = shop.requests().filter((request) => /GET \/api\/customers|search/.test(request));
    expect(looked).toEqual(["GET /api/customers", "POST /api/search"]);
  });

  it.each([
    ["of the card four minutes ago", 4 * 60_000, 0, "POST"],
    ["of the card six minutes ago", 6 * 60_000, 0, "GET"],
    ["that a wrong clock stored", 0, 4 * 60_000, "GET"],
  ])("C1: believes a search without result for five minutes: one %s", async (_, waitMs, aheadMs, first) => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.settle();
    await world.it.services.database.query(
      `update phone_index set searched_at = searched_at + $2 * interval '1 ms' where connection_id = $1`,
      [shop.connectionId, aheadMs],
    );
    const channels = [{ type: "phone" as const, address: "+33612345678" }];
    const made = shop.desk.addCustomer(shop.account, { name: "Made by an agent", channels });
    world.it.clock.advance(waitMs);
    shop.forgetRequests();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.requests().find((request) => request.endsWith("/api/customers"))).toBe(`${first} /api/customers`);
    expect(shop.ticket().customer.id).toBe(made.id);
  });

  it("C1: takes the customer with the latest call among several, and shows the others", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ phoneUnique: false }, shop.account);
    const [first, second] = ["One", "Two"].map((name) =>
      shop.desk.addCustomer(shop.account, { name, channels: [{ type: "phone", address: "+33612345678" }] }),
    );
    const call = await answered(shop, "+33612345678");
    expect(shop.ticket().customer.id).toBe(first?.id);
    expect((await shop.activity(call)).match).toMatchObject({ others: [second?.id] });
  });

  it("C1: does not take a customer whose number only ends alike", async () => {
    const shop = await world.it.openShop();
    shop.desk.addCustomer(shop.account, { name: "Somebody", channels: [{ type: "phone", address: "+32612345678" }] });
    shop.desk.addCustomer(shop.account, { name: "Else", channels: [{ type: "phone", address: "612345678" }] });
    await answered(shop, "+49 30 612345678");
    expect(shop.ticket().customer.name).toBe("Aircall New Contact +4930612345678");
  });

  it("C1: finds the customer among others whose numbers only end alike", async () => {
    const shop = await world.it.openShop();
    for (const address of ["345678", "2345678", "12345678"])
      shop.desk.addCustomer(shop.account, { channels: [{ type: "phone", address }] });
    const channels = [{ type: "phone" as const, address: "06 12 34 56 78" }];
    const ada = shop.desk.addCustomer(shop.account, { name: "Ada", channels });
    await answered(shop, "+33612345678");
    expect(shop.ticket().customer.id).toBe(ada.id);
  });

  it("C1: looks again when the remembered customer is gone", async () => {
    const shop = await world.it.openShop();
    const known = shop.desk.addCustomer(shop.account, {
      name: "Ada",
      channels: [{ type: "phone", address: "+33612345678" }],
    });
    await answered(shop, "+33612345678");
    const target = shop.desk.addCustomer(shop.account, { name: "Ada Merged" });
    shop.desk.mergeCustomers(shop.account, known.id, target.id);
    await answered(shop, "+33612345678");
    expect(shop.tickets().at(-1)?.customer.id).toBe(target.id);
  });
});

describe("creating the customer", () => {
  it("C2: takes name, e-mail and phone from the call's contact, and says so in a note", async () => {
    const shop = await world.it.openShop();
    shop.phone.companies.addContact(shop.company, {
      firstName: "Cleo",
      lastName: "Caller",
      phones: ["+33612345678"],
      emails: ["Cleo@Example.com"],
    });
    await answered(shop, "+33612345678");
    const [customer] = customersOf(shop);
    expect(customer).toMatchObject({ name: "Cleo Caller", email: "cleo@example.com" });
    expect(phonesOf(customer)).toEqual(["+33612345678"]);
    expect(shop.note("customer-not-found").text).toContain("No customer has the phone number +33 6 12 34 56 78");
    expect(shop.ticket().subject).toBe("Inbound call: Cleo Caller");
  });

  it("C2: searches Aircall's contacts when the call brings none", async () => {
    const shop = await world.it.openShop();
    shop.phone.companies.addContact(shop.company, { firstName: "Cleo", phones: ["+33612345678"] });
    await answered(shop, "+33612345678", { contact: false });
    expect(customersOf(shop)[0]).toMatchObject({ name: "Cleo" });
  });

  it("C2: names a stranger after the number, with a made-up e-mail", async () => {
    const shop = await world.it.openShop();
    await answered(shop, "+33612345678");
    const [customer] = customersOf(shop);
    expect(customer?.name).toBe("Aircall New Contact +33612345678");
    expect(customer?.email).toMatch(/^\d+@aircall\.io$/);
    expect(shop.ticket().subject).toBe("Inbound call: +33 6 12 34 56 78");
  });

  it("C2: makes up no e-mail, or one of another domain, where the admin set so", async () => {
    const none = await world.it.openShop({ settings: { missingEmail: "none" } });
    await answered(none, "+33612345678");
    expect(customersOf(none)[0]?.email).toBeNull();
    const other = await world.it.openShop({ settings: { madeUpEmailDomain: "calls.example" } });
    await answered(other, "+33612345678");
    expect(customersOf(other)[0]?.email).toMatch(/^\d+@calls\.example$/);
  });

  it.each([409, 400] as const)("C2: uses the customer who has the e-mail, and adds the phone (%i)", async (status) => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ duplicateStatus: status }, shop.account);
    const known = shop.desk.addCustomer(shop.account, {
      name: "Cleo at home",
      email: "cleo@example.com",
      channels: [{ type: "phone", address: "+33100000000" }],
    });
    shop.phone.companies.addContact(shop.company, {
      firstName: "Cleo",
      phones: ["+33612345678"],
      emails: ["cleo@example.com"],
    });
    await answered(shop, "+33612345678");
    expect(shop.ticket().customer.id).toBe(known.id);
    expect(phonesOf(customersOf(shop)[0])).toEqual(["+33100000000", "+33612345678"]);
    expect(shop.note("customer-not-found").text).toContain(
      "e-mail address is this customer’s, so the number was added",
    );
  });

  it.each([
    ["is refused", { kind: "status", status: 500 }],
    ["breaks off", { kind: "dropped" }],
  ] as const)("C2: adds the phone to who has the e-mail also where that %s once", async (_how, fault) => {
    const shop = await world.it.openShop();
    const known = shop.desk.addCustomer(shop.account, { name: "Cleo at home", email: "cleo@example.com" });
    shop.phone.companies.addContact(shop.company, { phones: ["+33612345678"], emails: ["cleo@example.com"] });
    const path = `^/${shop.account}/api/customers/\\d+$`;
    world.it.sandbox.gorgias.faults.add({ fault, method: "PUT", path });
    await answered(shop, "+33612345678");
    await shop.settle(600_000);
    expect(world.it.sandbox.gorgias.faults.list()).toEqual([]);
    expect(shop.ticket().customer.id).toBe(known.id);
    expect(phonesOf(customersOf(shop)[0])).toEqual(["+33612345678"]);
    expect(shop.note("customer-not-found").text).toContain("so the number was added");
  });

  it("C2: names nobody where Gorgias refuses a new customer whom it does not show: reasons are logged", async () => {
    const shop = await world.it.openShop();
    shop.phone.companies.addContact(shop.company, { firstName: "Marie", phones: ["+33612345678"] });
    const path = `^/${shop.account}/api/customers$`;
    world.it.sandbox.gorgias.faults.add({ fault: { kind: "status", status: 400 }, method: "POST", path, times: 0 });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle(0);
    expect((await shop.activity(call)).reason).toEqual({ code: "customer_rejected" });
    world.it.sandbox.gorgias.faults.clear();
  });

  it("C2: makes one customer of a stranger who calls twice at the same time", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ phoneUnique: false }, shop.account);
    const [a, b] = [await shop.place(), await shop.place({ line: shop.lines.us })];
    await Promise.all([a, b].map((call) => shop.phone.calls.answer(call, { user: shop.users.cleo })));
    const jobs = [a, b].map((call) => runNow(world.it.services, shop.connectionId, `call:${call}`));
    await Promise.all(jobs);
    await shop.settle();
    expect(customersOf(shop)).toHaveLength(1);
    expect(shop.tickets()).toHaveLength(2);
  });

  it("C14: names the anonymous customer in the connection's language", async () => {
    const shop = await world.it.openShop({ settings: { language: "fr" } });
    await answered(shop, "anonymous");
    expect(customersOf(shop).map(({ name }) => name)).toEqual(["Appelant anonyme"]);
  });

  it("C14: gives all anonymous callers one customer, without searching by phone", async () => {
    const shop = await world.it.openShop();
    await answered(shop, "anonymous");
    await answered(shop, "anonymous", { line: shop.lines.us });
    expect(customersOf(shop).map(({ name }) => name)).toEqual(["Anonymous caller"]);
    expect(shop.tickets().map(({ subject }) => subject)).toEqual(Array(2).fill("Inbound call: Anonymous caller"));
    expect(shop.requests()).not.toContain("POST /api/search");
    expect(shop.tickets()[0]?.notes.map(({ key }) => key)).toEqual(["answered", "ended", "recording"]);
    expect(shop.tickets()[0]?.notes.find(({ key }) => key === "answered")?.text).toContain("Customer number: Withheld");
  });
});
