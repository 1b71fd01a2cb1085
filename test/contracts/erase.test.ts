/** Erasing a phone number: nothing of it is left in any table, nothing of other customers is changed, and nothing comes back. */
import { describe, expect, it } from "vitest";
import { erasePhone, type ErasedOf } from "../../src/connections/change/erase-phone.ts";
import { eraser } from "../../src/storage/activity/erase.ts";
import { everyRow } from "../helpers/every-row.ts";
import type { Shop } from "../helpers/shop.ts";
import { customersOf, picture, receiveText, sendText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const ADA = "+33612345678";
const BERT = "+33698765432";
/** What is left of Ada's number in whatever form, squeezed. */
const ADAS_DIGITS = "612345678";

/** Holds up the next request to Gorgias that makes something, until it is let go. */
const barrier = { held: null as Promise<void> | null, reached: () => {}, release: () => {} };
const heldFetch: typeof fetch = async (url, init) => {
  const { held } = barrier;
  if (held && init?.method === "POST" && /\/api\/(tickets|customers)$/.test(String(url))) {
    barrier.held = null;
    barrier.reached();
    await held;
  }
  return fetch(url, init);
};

/** Resolves once a request is held up. */
function holdUp(): Promise<void> {
  return new Promise((reached) => {
    barrier.reached = reached;
    barrier.held = new Promise((release) => (barrier.release = release));
  });
}

describe.each([
  ["PGlite", async () => ({ embedded: true, over: { fetch: heldFetch } })],
  ["PostgreSQL", async () => ({ over: { fetch: heldFetch } })],
])("erasing on %s", (_name, options) => {
  const world = useWorld(options);

  async function erase(shop: Shop, typed = ADA, sleep = async () => {}): Promise<ErasedOf> {
    const { database, clock } = world.it.services;
    const answer = await erasePhone(eraser(database, { clock, sleep }), { typed, account: shop.account });
    if (answer.kind !== "erased" || !answer.of[0]) throw new Error(`nothing erased: ${answer.kind}`);
    return answer.of[0];
  }

  /** The rows of this shop's connection, in which nothing but these words may change. */
  const rowsOf = async (shop: Shop) =>
    (await everyRow(world.it.services.database)).filter((row) => row.includes(`"${shop.connectionId}"`));
  const naming = (rows: string[], digits = ADAS_DIGITS) =>
    rows.filter((row) => row.replaceAll(/\D/g, "").includes(digits));

  /** A call with a note, a recording and a card, and messages in both directions with a file. */
  async function converse(shop: Shop, from: string): Promise<void> {
    const { phone, users } = shop;
    const call = await shop.place({ from });
    await phone.calls.answer(call, { user: users.cleo });
    await shop.settle();
    await phone.calls.comment(call, { content: `Call ${from} back`, user: users.cleo });
    await phone.calls.hangup(call);
    await phone.calls.end(call);
    await shop.settle();
    await receiveText(shop, world.it.clock, { from, body: `I am ${from}`, media: [picture()] });
    await sendText(shop, world.it.clock, { to: from, body: "Hello" });
    await shop.settle();
  }

  it("leaves nothing of a subscriber's other number, also where an earlier version stored it under its own key", async () => {
    const shop = await world.it.openShop();
    await converse(shop, "+525512345678");
    await world.it.services.database.query(
      `insert into activity (connection_id, kind, ref, state, caller, updated_at)
       values ($1, 'conversation', '+5215512345678', 'done', '+5215512345678', now()),
         ($1, 'call', '1', 'done', '+5215512345678', now())`,
      [shop.connectionId],
    );
    await receiveText(shop, world.it.clock, { from: "+5215512345678", body: "I write from +52 1 55 1234 5678" });
    await shop.settle();
    const done = await erase(shop, "+52 1 55 1234 5678");
    expect(done).toMatchObject({ calls: 2, conversations: 2, named: [] });
    expect(naming(await rowsOf(shop), "5512345678")).toEqual([]);
  });

  it("leaves nothing of the number in any table, and lists what stays in Gorgias", async () => {
    const shop = await world.it.openShop();
    await converse(shop, ADA);
    expect(naming(await rowsOf(shop)).length).toBeGreaterThan(10);
    const stored = shop.tickets().map(({ id }) => id);
    const done = await erase(shop);
    expect(naming(await rowsOf(shop))).toEqual([]);
    expect(done).toMatchObject({ account: shop.account, calls: 1, conversations: 1, named: [], underWay: false });
    expect(done.deliveries).toBeGreaterThan(5);
    expect(done.customers).toEqual(customersOf(shop).map(({ id }) => id));
    expect(done.tickets).toEqual(stored);
    expect(shop.tickets()).toHaveLength(2);
    expect(await erase(shop)).toMatchObject({ calls: 0, conversations: 0, deliveries: 0, writes: 0, tickets: [] });
  });

  it("S3: changes no other customer, no other connection, and no session", async () => {
    const shop = await world.it.openShop();
    const sharing = await world.it.openShop({ sharing: shop });
    await converse(shop, BERT);
    const { database, installing } = world.it.services;
    const session = { sessionId: `s-${shop.account}`, csrfToken: "c", user: { name: "Ada Admin", email: null } };
    await installing.sessions.open(
      { ...session, connectionId: shop.connectionId, account: shop.account },
      world.it.clock.now(),
    );
    await world.it.services.maintenance.maintain(shop.connectionId, false);
    const berts = await rowsOf(shop);
    await converse(shop, ADA);
    const others = await rowsOf(sharing);
    expect(naming(others).length).toBeGreaterThan(10);
    await erase(shop);
    // Budgets go on counting, and finished work is forgotten by the scheduler.
    const same = (row: string) => !/^public\.(rate_limit|work_items)/.test(row);
    expect((await rowsOf(sharing)).filter(same)).toEqual(others.filter(same));
    const left = await rowsOf(shop);
    const changed = left.filter((row) => same(row) && !berts.includes(row));
    const audited = changed.filter((row) => row.startsWith("public.audit "));
    expect(audited).toEqual([expect.stringContaining('"action": "erased"')]);
    const strange = changed.filter((row) => !audited.includes(row) || row.includes(ADA));
    expect(strange.filter((row) => !/^public\.(activity|writes|deliveries) /.test(row) || row.includes(ADA))).toEqual(
      [],
    );
    expect(changed.filter((row) => row.startsWith("public.activity") && row.includes('"erased"'))).toHaveLength(1);
    const [{ count } = { count: 0 }] = await database.query<{ count: number }>(
      `select count(*)::int as count from activity where connection_id = $1 and caller = $2`,
      [shop.connectionId, BERT],
    );
    expect(count).toBe(3);
    expect(berts.filter((row) => same(row) && !left.includes(row))).toEqual([]);
  });

  it("forgets work that is due and was not even read, writes nothing of it, and does not wait for another number's", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { from: ADA, body: "Never read" });
    await receiveText(shop, world.it.clock, { from: BERT, body: "Not read yet" });
    expect(naming(await rowsOf(shop)).some((row) => row.startsWith("public.work_items "))).toBe(true);
    const wait = () => Promise.reject(new Error("it waits for another number"));
    expect(await erase(shop, ADA, wait)).toMatchObject({ deliveries: 1 });
    expect(naming(await rowsOf(shop))).toEqual([]);
    await shop.settle();
    expect(shop.tickets()).toHaveLength(1);
  });

  it("forgets a customer of another number whose name or e-mail contains this one", async () => {
    const shop = await world.it.openShop();
    const { database } = world.it.services;
    await database.query(
      `insert into phone_index (connection_id, phone_key, customer_id, name, email, others)
       values ($1, '+33100000001', 1, 'Ada (${ADA})', 'ada@shop.example', '{}'),
         ($1, '+33100000002', 2, 'Ada', '33612345678@calls.example', '{}'),
         ($1, '+33100000003', 3, 'Bert', 'bert@shop.example', '{}')`,
      [shop.connectionId],
    );
    await erase(shop);
    const left = await database.query(`select phone_key as key from phone_index where connection_id = $1`, [
      shop.connectionId,
    ]);
    expect(left).toEqual([{ key: "+33100000003" }]);
  });

  it("forgets a call under way: its ticket stays as it is, whatever comes late, and Aircall's list does not bring it back", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place({ from: ADA });
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const { notes } = shop.ticket();
    await erase(shop);
    shop.forgetRequests();
    await shop.phone.calls.comment(call, { content: "after", user: shop.users.cleo });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.requests()).toEqual([]);
    expect(shop.ticket().notes).toEqual(notes);
    expect(await shop.activity(call)).toMatchObject({ state: "ignored", reason: { code: "erased" }, caller: null });
    // What came late names the same person. The next maintenance erases it.
    world.it.clock.advance(3_600_000);
    await world.it.services.maintenance.maintain(shop.connectionId, false);
    const at = world.it.clock.now() / 1000;
    const compared = await world.it.services.maintenance.catchUp(shop.connectionId, { from: at - 90_000, to: at });
    expect(compared).toMatchObject({ unheard: 0, changed: 0 });
    await shop.settle();
    expect(naming(await rowsOf(shop))).toEqual([]);
    expect(shop.tickets()).toHaveLength(1);
  });

  it.each(["call", "text"])("waits for a run of a %s, which would store its snapshot once more", async (what) => {
    const shop = await world.it.openShop();
    if (what === "text") await receiveText(shop, world.it.clock, { from: ADA, body: "Now" });
    else await shop.phone.calls.answer(await shop.place({ from: ADA }), { user: shop.users.cleo });
    const reached = holdUp();
    const run = shop.settle();
    await reached;
    let waits = 0;
    const done = await erase(shop, ADA, async () => {
      waits += 1;
      if (waits > 1) return void (await run);
      barrier.release();
    });
    await run;
    expect(waits).toBeGreaterThan(0);
    await shop.settle();
    expect(naming(await rowsOf(shop))).toEqual([]);
    expect(done.underWay).toBe(false);
    expect(done.customers).toHaveLength(1);
    expect(done.tickets).toEqual(shop.tickets().map(({ id }) => id));
  });

  it("says so where a run does not end in time", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { from: ADA, body: "Now" });
    const reached = holdUp();
    const run = shop.settle();
    await reached;
    expect(await erase(shop)).toMatchObject({ underWay: true });
    barrier.release();
    await run;
    await shop.settle();
    expect(await erase(shop)).toMatchObject({ underWay: false });
    expect(naming(await rowsOf(shop))).toEqual([]);
  });

  it("erases whole groups that contain the number, and names what is stored of others and mentions it", async () => {
    const shop = await world.it.openShop();
    const { phone, company, lines } = shop;
    const us = ["+12025550147", "+12025550148"];
    const group = { company, line: lines.us, participants: [...us, ADA], from: us[0] ?? "" };
    await phone.messages.receiveGroup({ ...group, body: "Lunch?" });
    await phone.messages.receiveGroup({ ...group, from: ADA, body: "Yes" });
    await phone.messages.receiveGroup({ ...group, participants: us, body: "Just we two" });
    await receiveText(shop, world.it.clock, { from: BERT, body: "Ada has (0)6.12.34.56.78 now" });
    await shop.settle();
    const adas = customersOf(shop).filter(({ channels }) => channels.some(({ address }) => address === ADA));
    const done = await erase(shop);
    expect(done).toMatchObject({ conversations: 1, named: [`text:${BERT}`] });
    expect(done.customers).toEqual(adas.map(({ id }) => id));
    const left = naming(await rowsOf(shop));
    expect(left.every((row) => row.includes(`"ref": "${BERT}"`))).toBe(true);
    expect((await rowsOf(shop)).filter((row) => row.includes("Just we two")).length).toBeGreaterThan(0);
    expect(await erase(shop, BERT)).toMatchObject({ conversations: 1, named: [] });
    expect(naming(await rowsOf(shop))).toEqual([]);
  });

  it("takes a number as people type it, a short one as it is, and no name", async () => {
    const shop = await world.it.openShop();
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "3635" });
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: ADA });
    await shop.settle();
    expect(await erase(shop, "3635")).toMatchObject({ calls: 1 });
    expect(await erase(shop, " 0033 (0)6 12-34-56-78 ")).toMatchObject({ calls: 1 });
    expect(naming(await rowsOf(shop))).toEqual([]);
    const asked = eraser(world.it.services.database, world.it.services);
    expect(await erasePhone(asked, { typed: "anonymous", account: null })).toEqual({
      kind: "no number",
      typed: "anonymous",
    });
    expect(await erasePhone(asked, { typed: ADA, account: "nobody" })).toEqual({
      kind: "unknown account",
      account: "nobody",
    });
  });
});
