/** The Gorgias client with answers that are late, lost, rejected or missing. */
import { describe, expect, it } from "vitest";
import { RequestError } from "../../src/kit/request-error.ts";
import { openGorgias } from "../../src/gorgias/help-desk.ts";
import { failureOf, noteDraft, ticketDraft, useGorgiasSimulator, type Shop } from "./use-gorgias-simulator.ts";

const gorgias = useGorgiasSimulator();

/** One call of every kind, with the beginning of its path. */
const ways: Record<string, { path: string; ask(shop: Shop): Promise<unknown> }> = {
  "a look-up": { path: "/customers", ask: (shop) => shop.desk.customers.withPhone("+33612345678") },
  "a search": { path: "/search", ask: (shop) => shop.desk.customers.searchPhone("+33612345678") },
  "a new customer": {
    path: "/customers",
    ask: (shop) => shop.desk.customers.create({ name: "Ada", email: null, phone: "+336", externalId: null }),
  },
  "a new ticket": { path: "/tickets", ask: (shop) => shop.desk.tickets.open(ticketDraft({ customerId: 1 })) },
  "a look at a ticket": { path: "/tickets", ask: (shop) => shop.desk.tickets.read(1) },
  "a change of a ticket": { path: "/tickets", ask: (shop) => shop.desk.tickets.change(1, { open: true }) },
  "new tags of a ticket": { path: "/tickets", ask: (shop) => shop.desk.tickets.addTags(1, []) },
  "a new note": { path: "/tickets", ask: (shop) => shop.desk.notes.add(1, noteDraft()) },
  "an edit of a note": { path: "/tickets", ask: (shop) => shop.desk.notes.edit(1, 1, noteDraft()) },
  "the end of a note": { path: "/tickets", ask: (shop) => shop.desk.notes.remove(1, 1) },
  "a new tag": { path: "/tags", ask: (shop) => shop.desk.tags.create("Aircall") },
  "the list of users": { path: "/users", ask: (shop) => shop.desk.users() },
  "an upload": { path: "/upload", ask: (shop) => shop.desk.files.upload(file()) },
};

const file = () => ({
  name: "recording.mp3",
  contentType: "audio/mpeg",
  size: 5,
  stream: new Blob(["bytes"]).stream(),
});

describe("L4: too many requests", () => {
  it.each(Object.entries(ways))("are waited for as long as Gorgias says: %s", async (_what, { path, ask }) => {
    const shop = gorgias.open();
    shop.fail({ kind: "status", status: 429, headers: { "retry-after": "7" } }, path, 0);
    expect(await failureOf(ask(shop))).toMatchObject({ fate: "later", status: 429, retryAfterMs: 7_000 });
    expect(shop.feedback).toEqual([expect.objectContaining({ blockedForMs: 7_000 })]);
  });

  it("L1: are rejected by Gorgias once the account's limit is reached, which each answer before counts", async () => {
    const shop = gorgias.open({ rateLimit: { enabled: true, keyLimit: 3, windowSeconds: 30 } });
    for (let n = 0; n < 3; n += 1) await shop.desk.users();
    expect(await failureOf(shop.desk.users())).toMatchObject({ fate: "later", retryAfterMs: 10_000 });
    expect(shop.feedback).toEqual([
      { used: 1, limit: 3 },
      { used: 2, limit: 3 },
      { used: 3, limit: 3 },
      { used: 3, limit: 3, blockedForMs: 10_000 },
    ]);
    gorgias.clock.advance(10_000);
    await shop.desk.users();
    expect(shop.desk.used()).toBe(5);
  });
});

describe("C15: a request whose answer is not seen", () => {
  it.each(Object.entries(ways))("may or may not have been done, when the server fails: %s", async (_what, way) => {
    const shop = gorgias.open();
    shop.fail({ kind: "status", status: 500 }, way.path, 0);
    expect(await failureOf(way.ask(shop))).toMatchObject({ name: "RequestError", fate: "unknown", status: 500 });
  });

  it.each(Object.entries(ways))("may or may not have been done, when the connection breaks: %s", async (_what, way) => {
    const shop = gorgias.open();
    shop.fail({ kind: "dropped" }, way.path, 0);
    const failure = await failureOf(way.ask(shop));
    expect(failure).toMatchObject({ name: "RequestError", fate: "unknown", status: null });
    expect((failure as Error).message).toContain(`gorgias (${shop.account})`);
    expect(shop.desk.used()).toBe(1);
  });

  it("was done when only the answer was lost: ticket, note and customer are found again", async () => {
    const shop = gorgias.open();
    const customerId = shop.addCustomer("Ada");
    const lost = async (path: string, promise: () => Promise<unknown>) => {
      shop.fail({ kind: "lost-answer" }, path);
      expect(await failureOf(promise())).toMatchObject({ fate: "unknown", status: null });
    };
    await lost("/tickets", () => shop.desk.tickets.open(ticketDraft({ customerId })));
    const found = await shop.desk.tickets.find("call-1");
    expect(found).toMatchObject({ ticketId: shop.seen().tickets[0]?.id });
    const ticketId = found?.ticketId ?? 0;
    await lost("/tickets", () => shop.desk.notes.add(ticketId, noteDraft({ externalId: "call-1:ended" })));
    expect(await shop.desk.notes.find(ticketId, "call-1:ended")).toBe(shop.seen().tickets[0]?.messages[1]?.id);
    const draft = { name: "Bob", email: "bob@example.com", phone: null, externalId: null };
    await lost("/customers", () => shop.desk.customers.create(draft));
    expect(await shop.desk.customers.withEmail("bob@example.com")).toHaveLength(1);
  });

  it("is not there yet for who looks too early", async () => {
    const shop = gorgias.open({ externalIdDelayMs: 2_000 });
    await shop.openTicket();
    expect(await shop.desk.tickets.find("call-1")).toBeNull();
    gorgias.clock.advance(2_000);
    expect(await shop.desk.tickets.find("call-1")).not.toBeNull();
  });
});

describe("a rejection", () => {
  it.each([401, 403])("of the credential (%d) is reported as one, for every request", async (status) => {
    for (const { path, ask } of Object.values(ways)) {
      const shop = gorgias.open();
      shop.fail({ kind: "status", status, body: { error: { msg: "no" } } }, path, 0);
      expect(await failureOf(ask(shop))).toMatchObject({ name: "RequestError", fate: "refused", status });
    }
  });

  it("L6: comes with advice when the key was revoked, and does not show the key", async () => {
    const shop = gorgias.open();
    gorgias.simulator.desk.revokeKey(shop.account);
    const failure = await failureOf(shop.desk.users());
    expect(failure).toMatchObject({ fate: "refused", status: 401 });
    expect(String(failure)).toContain("must be authorised again");
    expect(String(failure)).not.toContain(shop.identity.authorization.slice("Basic ".length));
  });

  it("of a trial account that has used up its tickets is one", async () => {
    const shop = gorgias.open({ quotaExceeded: true });
    expect(await failureOf(shop.openTicket())).toMatchObject({ fate: "refused", status: 403 });
  });

  it("of an account that does not exist is one, and a name that is no subdomain gets no request", async () => {
    const shop = gorgias.open();
    const unknown = openGorgias(shop.deps, { ...shop.identity, account: "nobody" });
    expect(await failureOf(unknown.users())).toMatchObject({ fate: "refused", status: 404 });
    for (const account of ["evil.example/", "a b", "", "ACME", "@evil"]) {
      expect(() => openGorgias(shop.deps, { ...shop.identity, account })).toThrow(/subdomain/);
    }
  });
});

describe("an answer that is none", () => {
  it.each([
    ["a page", 200, "<html>maintenance</html>"],
    ["something else", 200, { unexpected: true }],
    ["nothing", 200, undefined],
  ])("leaves the fate unknown: %s instead of a list or a record", async (_what, status, body) => {
    for (const name of ["a look-up", "a search", "a new customer", "a new ticket", "a new tag", "the list of users"]) {
      const shop = gorgias.open();
      shop.fail({ kind: "status", status, body }, ways[name]?.path, 0);
      const failure = await failureOf(ways[name]?.ask(shop) ?? Promise.resolve());
      expect(failure).toBeInstanceOf(RequestError);
      expect({ name, fate: (failure as RequestError).fate }).toEqual({ name, fate: "unknown" });
    }
  });

  it("is not followed to another host, where the credential would go along", async () => {
    const shop = gorgias.open();
    for (const status of [302, 307, 308]) {
      shop.fail({ kind: "status", status, headers: { location: `${gorgias.simulator.url}/elsewhere` } }, "/users");
      expect(await failureOf(shop.desk.users())).toMatchObject({ name: "RequestError", status });
    }
    expect(shop.desk.used()).toBe(3);
  });
});
