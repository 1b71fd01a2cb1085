/** What Aircall's address book tells of a new customer, at once or later (C2, C18). */
import { describe, expect, it } from "vitest";
import { leftOutOf } from "../../src/domain/ticket/left-out.ts";
import type { Shop } from "../helpers/shop.ts";
import { CALLER, receiveText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const PLACEHOLDER = `Aircall New Contact ${CALLER}`;

interface ShownCustomer {
  id: number;
  name: string | null;
  email: string | null;
}

const customersOf = (shop: Shop) => (shop.desk.state(shop.account) as { customers: ShownCustomer[] }).customers;
const open = (settings: object = {}) => world.it.openShop({ settings: { media: "nothing", card: "off", ...settings } });
const addContact = (shop: Shop, contact: object) =>
  shop.phone.companies.addContact(shop.company, { phones: [CALLER], ...contact });

async function missed(shop: Shop, more: object = {}): Promise<number> {
  const story = { company: shop.company, line: shop.lines.fr, from: CALLER, ...more };
  const { calls } = await shop.phone.stories.missed(story);
  await shop.settle();
  return calls[0]?.id ?? 0;
}

/** Aircall's search of contacts fails so often. */
function breakContacts(fault: object, times: number): void {
  const path = "^/v1/contacts/search$";
  world.it.sandbox.aircall.faults.add({ fault: fault as { kind: "dropped" }, path, times });
}

describe("a contact", () => {
  it("C2: without a person's name is called after the company", async () => {
    const shop = await open();
    addContact(shop, { companyName: "Byron Ltd" });
    await missed(shop);
    expect(customersOf(shop)[0]?.name).toBe("Byron Ltd");
    expect(shop.ticket().subject).toBe("Inbound call: Byron Ltd");
  });

  it("C2: with a name is called by it, not after the company", async () => {
    const shop = await open();
    addContact(shop, { lastName: "Byron", companyName: "Byron Ltd" });
    await missed(shop);
    expect(customersOf(shop)[0]?.name).toBe("Byron");
  });

  it("C2: has the first e-mail that is one", async () => {
    const shop = await open();
    addContact(shop, { firstName: "Ada", emails: ["pas un mail", " ", "Ada@Example.com", "b@example.com"] });
    await missed(shop);
    expect(customersOf(shop)[0]?.email).toBe("ada@example.com");
  });

  it("C2: has the e-mail that is the second one of a customer: that customer is the caller, and the note says so", async () => {
    const shop = await open();
    const known = shop.desk.addCustomer(shop.account, {
      name: "Ada at work",
      email: "work@example.com",
      channels: [{ type: "email", address: "ada@example.com" }],
    });
    addContact(shop, { firstName: "Ada", emails: ["ada@example.com"] });
    await missed(shop);
    expect(customersOf(shop).map(({ id }) => id)).toEqual([known.id]);
    expect(shop.ticket().customer.id).toBe(known.id);
    expect(shop.note("customer-not-found").text).toContain("so the number was added");
    shop.forgetRequests();
    await missed(shop);
    expect(shop.requests()).toEqual(["POST /api/tickets"]);
  });

  it("C2: has the second e-mail of a customer, in other letters and beside addresses that only contain it", async () => {
    const shop = await open();
    for (const name of ["Berada", "Nada"]) {
      const channels = [{ type: "email", address: `${name.toLowerCase()}@example.com` }];
      shop.desk.addCustomer(shop.account, { name, email: `${name}@work.example`, channels });
    }
    const channels = [{ type: "email", address: "Ada@Example.com" }];
    const known = shop.desk.addCustomer(shop.account, { name: "Ada", email: "work@example.com", channels });
    addContact(shop, { firstName: "Ada", emails: ["ada@example.com"] });
    await missed(shop);
    expect(customersOf(shop)).toHaveLength(3);
    expect(shop.ticket().customer.id).toBe(known.id);
  });

  it("C2: has the e-mail of a customer who is found by a text as well", async () => {
    const shop = await open();
    const known = shop.desk.addCustomer(shop.account, { name: "Ada", email: "ada@example.com" });
    addContact(shop, { firstName: "Ada", emails: ["ada@example.com"] });
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    expect(shop.ticket().customer.id).toBe(known.id);
    expect(shop.ticket().notes[0]?.text).toContain("so the number was added");
  });

  it.each(["lost-answer", "dropped"] as const)(
    "C2: has the e-mail of somebody else, who is given the phone once, whatever the answers: %s",
    async (kind) => {
      const shop = await open();
      const known = shop.desk.addCustomer(shop.account, { name: "Ada", email: "ada@example.com" });
      addContact(shop, { firstName: "Ada", emails: ["ada@example.com"] });
      const path = `^/${shop.account}/api/customers/\\d+$`;
      world.it.sandbox.gorgias.faults.add({ fault: { kind }, method: "PUT", path });
      const call = await missed(shop);
      expect(customersOf(shop).map(({ id }) => id)).toEqual([known.id]);
      expect((await shop.activity(call)).match).toMatchObject({ how: "e-mail taken", created: false });
      expect(shop.note("customer-not-found").text).toContain("so the number was added");
    },
  );
});

describe("Aircall's address book", () => {
  const UNDOCUMENTED = { kind: "status", status: 200, body: { people: [] } };
  it.each([
    ["fails", { kind: "status", status: 500 }],
    ["breaks off", { kind: "dropped" }],
    ["refuses", { kind: "status", status: 403 }],
    ["answers something else", UNDOCUMENTED],
  ])("C18: %s: the ticket is there, and the name follows once it answers", async (_how, fault) => {
    const shop = await open();
    addContact(shop, { firstName: "Ada", lastName: "Byron" });
    breakContacts(fault, 1);
    const call = await missed(shop, { contact: false });
    expect(shop.ticket().customer.name).toBe(PLACEHOLDER);
    const parts = async () => leftOutOf((await shop.activity(call)).writes).map(({ part, code }) => [part, code]);
    expect(await parts()).toEqual([["contact", "unavailable"]]);
    await shop.settle(120_000);
    expect(shop.ticket().customer.name).toBe("Ada Byron");
    expect(shop.ticket().subject).toBe("Inbound call: Ada Byron");
    expect(await parts()).toEqual([]);
    expect((await shop.activity(call)).state).toBe("done");
  });

  it("C18: is at its limit: the ticket waits for a minute, and then goes without the name", async () => {
    const shop = await open();
    breakContacts({ kind: "status", status: 429, headers: { "retry-after": "20" } }, 0);
    await missed(shop, { contact: false });
    expect(shop.tickets()).toEqual([]);
    await shop.settle(90_000);
    world.it.sandbox.aircall.faults.clear();
    expect(shop.ticket().customer.name).toBe(PLACEHOLDER);
  });

  it("C18: answers after hours, and is not asked for ever", async () => {
    const shop = await open();
    breakContacts({ kind: "status", status: 500 }, 0);
    const call = await missed(shop, { contact: false });
    await shop.settle(20 * 3_600_000);
    addContact(shop, { firstName: "Ada" });
    world.it.sandbox.aircall.faults.clear();
    await shop.settle(4 * 3_600_000);
    await shop.settle(24 * 3_600_000);
    expect((await shop.activity(call)).wakeAt).toBeNull();
    expect(customersOf(shop)[0]?.name).toBe("Ada");
  });

  it("C18: is asked every six hours at least, for a day", async () => {
    const shop = await open();
    breakContacts({ kind: "status", status: 500 }, 0);
    await missed(shop, { contact: false });
    await shop.settle(9 * 3_600_000);
    addContact(shop, { firstName: "Ada" });
    world.it.sandbox.aircall.faults.clear();
    await shop.settle(6 * 3_600_000);
    expect(customersOf(shop)[0]?.name).toBe("Ada");
  });

  it("C18: knows nobody either once it answers: nothing more is owed", async () => {
    const shop = await open();
    breakContacts({ kind: "status", status: 500 }, 1);
    const call = await missed(shop, { contact: false });
    await shop.settle(120_000);
    expect(leftOutOf((await shop.activity(call)).writes)).toEqual([]);
    expect((await shop.activity(call)).wakeAt).toBeNull();
    expect(shop.ticket().customer.name).toBe(PLACEHOLDER);
  });
});

describe("a customer who is called after the number", () => {
  it("C2: is renamed once a call brings the name along, once", async () => {
    const shop = await open();
    await missed(shop);
    addContact(shop, { firstName: "Ada", lastName: "Byron" });
    await missed(shop);
    expect(customersOf(shop).map(({ name }) => name)).toEqual(["Ada Byron"]);
    expect(shop.tickets().at(-1)?.subject).toBe("Inbound call: Ada Byron");
    shop.forgetRequests();
    await missed(shop);
    expect(shop.requests()).toEqual(["POST /api/tickets"]);
  });

  it("C2, C15: is renamed while the call lasts, and so is its ticket", async () => {
    const shop = await open();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket().subject).toBe("Inbound call: +33 6 12 34 56 78");
    const { id } = addContact(shop, { firstName: "Ada" });
    const placed = shop.phone.state.calls.get(call);
    if (placed) placed.contactId = id;
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(customersOf(shop)[0]?.name).toBe("Ada");
    expect(shop.ticket().subject).toBe("Inbound call: Ada");
  });

  it("C2: keeps the name that somebody gave them in Gorgias", async () => {
    const shop = await open();
    await missed(shop);
    const { customers } = shop.desk.account(shop.account);
    const [customer] = customers.all();
    if (customer) customers.put({ ...customer, name: "Jean Dupont" });
    addContact(shop, { firstName: "Ada" });
    await missed(shop);
    expect(customersOf(shop)[0]?.name).toBe("Jean Dupont");
    expect(shop.tickets().at(-1)?.subject).toBe("Inbound call: Jean Dupont");
  });

  it("C2: is renamed by a text as well", async () => {
    const shop = await open();
    await missed(shop);
    addContact(shop, { firstName: "Ada" });
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    expect(customersOf(shop)[0]?.name).toBe("Ada");
  });

  it.each([
    ["answers 500", { kind: "status", status: 500 }],
    ["breaks the connection", { kind: "dropped" }],
    ["does it, and its answer is lost", { kind: "lost-answer" }],
  ] as const)("C15, C18: has a ticket though Gorgias %s at the new name, and is renamed later", async (_how, fault) => {
    const shop = await open();
    await missed(shop);
    addContact(shop, { firstName: "Ada" });
    const path = `^/${shop.account}/api/customers/\\d+$`;
    world.it.sandbox.gorgias.faults.add({ fault, method: "PUT", path, times: 2 });
    const call = await missed(shop);
    expect(shop.tickets()).toHaveLength(2);
    expect((await shop.activity(call)).writes.filter((write) => write.state === "intended")).toEqual([]);
    world.it.sandbox.gorgias.faults.clear();
    await missed(shop);
    expect(customersOf(shop)[0]?.name).toBe("Ada");
  });

  it("C18: has a ticket though Gorgias rejects the new name, and the activity says so", async () => {
    const shop = await open();
    await missed(shop);
    addContact(shop, { firstName: "Ada" });
    const path = `^/${shop.account}/api/customers/\\d+$`;
    const fault = { kind: "status", status: 400 } as const;
    world.it.sandbox.gorgias.faults.add({ fault, method: "PUT", path });
    const call = await missed(shop);
    const { state, writes } = await shop.activity(call);
    expect([state, leftOutOf(writes).map(({ part, value }) => [part, value])]).toEqual(["done", [["name", "Ada"]]]);
  });
});
