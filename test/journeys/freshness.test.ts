/** What people change about customers in Gorgias is seen by the next call, with and without its events (C1, I5). */
import { describe, expect, it } from "vitest";
import { openInstalled } from "../helpers/installed.ts";
import type { Shop } from "../helpers/shop.ts";
import { CALLER, receiveText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ install: true }));
const FIVE_MINUTES = 300_000;
const phone = [{ type: "phone", address: CALLER }];

interface Cast {
  ada: number;
  bob: number;
}

interface Change {
  name: string;
  /** The caller is unknown at first. */
  unknown?: true;
  make(shop: Shop, cast: Cast): void;
  /** Whose the next ticket is. */
  owner: "ada" | "bob" | "new";
  subject: string;
  how?: "corrected";
}

const CHANGES: Change[] = [
  {
    name: "renamed",
    make: ({ desk, account }, { ada }) => desk.changeCustomer(account, ada, { name: "Ada King" }),
    owner: "ada",
    subject: "Inbound call: Ada King",
  },
  {
    name: "merged",
    make: ({ desk, account }, { ada, bob }) => desk.mergeCustomers(account, ada, bob),
    owner: "bob",
    subject: "Inbound call: Bob",
  },
  {
    name: "deleted",
    make: ({ desk, account }, { ada }) => desk.deleteCustomer(account, ada),
    owner: "new",
    subject: "Inbound call: +33 6 12 34 56 78",
  },
  {
    name: "whose number moved",
    make({ desk, account }, { ada, bob }) {
      desk.changeCustomer(account, ada, { channels: [{ type: "email", address: "ada@example.com" }] });
      desk.changeCustomer(account, bob, { channels: phone });
    },
    owner: "bob",
    subject: "Inbound call: Bob",
  },
  {
    name: "who got the number",
    unknown: true,
    make: ({ desk, account }, { bob }) => desk.changeCustomer(account, bob, { channels: phone }),
    owner: "bob",
    subject: "Inbound call: Bob",
  },
  {
    name: "corrected by an agent",
    make(shop, { bob }) {
      const [ticket] = shop.tickets();
      shop.desk.actOnTicket(shop.account, ticket?.id ?? 0, "customer", bob);
    },
    owner: "bob",
    subject: "Inbound call: Bob",
    how: "corrected",
  },
];

async function openShop(card: "send" | "off"): Promise<{ shop: Shop; cast: Cast }> {
  const shop = await world.it.openShop({ settings: { media: "nothing", card } });
  const ada = shop.desk.addCustomer(shop.account, { name: "Ada", email: "ada@example.com", channels: phone });
  const bob = shop.desk.addCustomer(shop.account, { name: "Bob", email: "bob@example.com" });
  return { shop, cast: { ada: ada.id, bob: bob.id } };
}

async function call(shop: Shop): Promise<number> {
  const id = await shop.place({ from: CALLER, contact: false });
  await shop.settle();
  await shop.phone.calls.hangup(id);
  await shop.phone.calls.end(id);
  await shop.settle();
  world.it.clock.advance(60_000);
  return id;
}

const maintain = (shop: Shop) => world.it.services.maintenance.maintain(shop.connectionId, false);
const eventRequests = (shop: Shop) => shop.requests().filter((request) => request.endsWith("/api/events"));

async function expectOwner(shop: Shop, { owner, subject, how }: Change, { ada, bob }: Cast, id: number) {
  const ticket = shop.tickets().at(-1);
  const names = new Map([
    [ada, "ada"],
    [bob, "bob"],
  ]);
  expect({ owner: names.get(ticket?.customer.id ?? 0) ?? "new", subject: ticket?.subject }).toEqual({ owner, subject });
  const match = (await shop.activity(id)).match as { how: string } | null;
  expect(match?.how === "corrected").toBe(how === "corrected");
}

describe("a customer", () => {
  it.each(CHANGES)("C1, I5: $name: seen by the next call without the events", async (change) => {
    const { shop, cast } = await openShop("send");
    if (change.unknown) shop.desk.deleteCustomer(shop.account, cast.ada);
    else await call(shop);
    change.make(shop, cast);
    await expectOwner(shop, change, cast, await call(shop));
    expect(eventRequests(shop)).toEqual([]);
  });

  it.each(CHANGES.flatMap((change) => (["nothing", "change"] as const).map((eventData) => ({ ...change, eventData }))))(
    "C1: $name: seen by the next call by the events, without a card ($eventData in their data)",
    async (change) => {
      const { shop, cast } = await openShop("off");
      shop.desk.patchSettings({ eventData: change.eventData }, shop.account);
      if (change.unknown) shop.desk.deleteCustomer(shop.account, cast.ada);
      else await call(shop);
      change.make(shop, cast);
      await maintain(shop);
      await expectOwner(shop, change, cast, await call(shop));
    },
  );

  it("C1: merged, where the event names the other one: the next ticket is theirs all the same", async () => {
    const { shop, cast } = await openShop("off");
    shop.desk.patchSettings({ mergeEventNames: "target" }, shop.account);
    await call(shop);
    shop.desk.mergeCustomers(shop.account, cast.ada, cast.bob);
    await maintain(shop);
    await call(shop);
    expect(shop.tickets().at(-1)?.customer.id).toBe(cast.bob);
  });

  it("C1: corrected by an agent on a ticket of messages: the next call is theirs, by the events", async () => {
    const { shop, cast } = await openShop("off");
    await receiveText(shop, world.it.clock, { body: "hello" });
    await shop.settle();
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "customer", cast.bob);
    await maintain(shop);
    const id = await call(shop);
    expect((await shop.activity(id)).match).toMatchObject({ customer: { id: cast.bob }, how: "corrected" });
  });
});

describe("the events of an account", () => {
  it("C1: are read every five minutes at most, only while calls or messages arrive, and cost nothing when nothing changed", async () => {
    const { shop } = await openShop("off");
    await maintain(shop);
    expect(eventRequests(shop)).toEqual([]);
    await call(shop);
    for (let minute = 0; minute < 60; minute += 1) {
      if (minute < 30) await call(shop);
      else world.it.clock.advance(60_000);
      await maintain(shop);
    }
    expect(eventRequests(shop).length).toBeGreaterThanOrEqual(6);
    expect(eventRequests(shop).length).toBeLessThanOrEqual(8);
    expect(shop.requests().filter((request) => request.startsWith("GET /api/customers/"))).toEqual([]);
  });

  it("C1: are asked for once a day where Gorgias refuses them", async () => {
    const { shop } = await openShop("off");
    const fault = { kind: "status", status: 403 } as const;
    world.it.sandbox.gorgias.faults.add({ fault, path: `/${shop.account}/api/events`, times: 0 });
    for (let i = 0; i < 3; i += 1) {
      await call(shop);
      await maintain(shop);
      world.it.clock.advance(FIVE_MINUTES);
    }
    expect(eventRequests(shop)).toHaveLength(1);
    world.it.clock.advance(24 * 3_600_000);
    await call(shop);
    await maintain(shop);
    expect(eventRequests(shop)).toHaveLength(2);
    world.it.sandbox.gorgias.faults.clear();
  });

  it("I3: make a card list the tickets again once an agent closed one", async () => {
    const { shop } = await openShop("send");
    await call(shop);
    await call(shop);
    const openTickets = (id: number) =>
      (shop.phone.state.calls.get(id)?.cards ?? []).flatMap(({ contents }) =>
        contents.filter((line) => (line as { label?: string }).label === "Open ticket"),
      ).length;
    expect(openTickets(await call(shop))).toBe(2);
    for (const { id } of shop.tickets()) shop.desk.actOnTicket(shop.account, id, "close");
    world.it.clock.advance(FIVE_MINUTES);
    await maintain(shop);
    expect(openTickets(await call(shop))).toBe(0);
  });

  it("N1: are read by an app once an admin allows it with one click, and still after the next sign-in", async () => {
    const shop = await openInstalled(world.it);
    const { desk, account, visitor } = shop;
    const maintainNow = async () => {
      await shop.missed(CALLER);
      await world.it.settle();
      desk.clearRequests(account);
      await world.it.services.maintenance.maintain(shop.connectionId, false);
      world.it.clock.advance(2 * FIVE_MINUTES);
      return desk.requests(account).filter(({ path }) => path.endsWith("/api/events"));
    };
    const changes = async () => {
      const { body } = await shop.api("/connection/details");
      const { customerChanges, gorgias } = body as {
        customerChanges: { state: string };
        gorgias: { scopes: string[] };
      };
      return [customerChanges.state, gorgias.scopes.includes("events:read")];
    };
    expect(await maintainNow()).toEqual([]);
    expect(await changes()).toEqual(["off", false]);
    const page = await visitor.open(`${world.it.url}/install?account=${account}&events=read&return=/connection`);
    expect(page.url).toBe(`${world.it.url}/connection`);
    expect(await maintainNow()).toMatchObject([{ status: 200 }]);
    expect(await changes()).toEqual(["followed", true]);
    await visitor.open(`${world.it.url}/install?account=${account}`);
    expect(await maintainNow()).toMatchObject([{ status: 200 }]);
    expect(await changes()).toEqual(["followed", true]);
  });
});
