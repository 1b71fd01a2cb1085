/**
 * The restore drill on PostgreSQL: a dump is taken during work, more happens, and the machine is lost. The dump is
 * restored elsewhere and catches up from Aircall. Nothing may be missing, nothing may be there twice.
 */
import { afterEach, beforeEach, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { startService, type RunningService } from "../../src/run/start-service.ts";
import { restoreDump, takeDump } from "../helpers/dump.ts";
import { manualClock, type ManualClock } from "../helpers/manual-clock.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";
import { openShop, type SeenTicket, type Shop } from "../helpers/shop.ts";
import { settleWork } from "../helpers/world.ts";
import { freePort } from "../helpers/free-port.ts";

const MINUTE_MS = 60_000;
const KNOWN = "+33612345678";

let sandbox: Sandbox;
let clock: ManualClock;
let port: number;
let node: RunningService;
const stores: PostgresStore[] = [];

beforeEach(async () => {
  clock = manualClock();
  sandbox = await startSandbox({ now: clock.now, aircall: { settings: { speed: 0, lateNotesSeconds: 0 } } });
  port = await freePort();
  const store = await freshPostgres();
  node = await startOn(store);
});

afterEach(async () => {
  await node.stop(0);
  await sandbox.close();
  for (const store of stores.splice(0)) await store.close();
});

/** The service with everything but workers: the test steps. */
async function startOn(store: PostgresStore): Promise<RunningService> {
  stores.push(store);
  const config = configFrom({
    SANDBOX: "1",
    ROLE: "web",
    PORT: String(port),
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    DATABASE_URL: store.url,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  });
  return startService(config, {
    // The test closes it.
    store: { ...store, close: async () => undefined },
    clock: clock.now,
    log: createLogger("silent"),
    maintainOnDemand: true,
    rateLimitPatienceMs: 0,
    sleep: async (ms) => clock.advance(ms),
  });
}

const settle = (patienceMs = 30_000) => settleWork(node.services, clock, patienceMs);
const openTheShop = () => openShop({ sandbox, services: node.services, clock, url: node.url, settle }, {});

/** Runs the maintenance of the connection, as the service does every few minutes. It catches up. */
async function maintenance(shop: Shop): Promise<void> {
  await node.services.maintenance.takeDue(100);
  await node.services.maintenance.maintain(shop.connectionId, false);
  await settle();
}

async function loseMachine(): Promise<void> {
  await node.stop(0);
}

/** `tell`: the statement that the guide asks for where less than a few minutes are lost. */
async function restore(dump: Awaited<ReturnType<typeof takeDump>>, tell?: string): Promise<void> {
  const store = await restoreDump(dump);
  if (tell) await store.database.query(tell, [new Date(clock.now() - 60 * MINUTE_MS)]);
  node = await startOn(store);
  // Leases of dead workers expire within a minute. There is no other worker here.
  await node.services.scheduler.freeLeases();
}

/** What must not differ: all that agents see of the tickets, but when something last changed. */
function seen(tickets: readonly SeenTicket[]) {
  return tickets.map(({ id, externalId, subject, status, assignee, customer, tags, notes }) => ({
    id,
    externalId,
    subject,
    status,
    assignee,
    customer,
    tags: tags.toSorted(),
    notes: notes.map(({ key, text, author, sentAt, attachments }) => ({
      key,
      text,
      author,
      sentAt,
      files: attachments.length,
    })),
  }));
}

async function end(shop: Shop, call: number, recording = false): Promise<void> {
  clock.advance(MINUTE_MS);
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call, { recording });
}

const answer = (shop: Shop, call: number) => shop.phone.calls.answer(call, { user: shop.users.cleo });

interface Told {
  shop: Shop;
  /** In the dump as: finished, talking, ringing, and stored but not run. */
  calls: { finished: number; talking: number; ringing: number; unread: number; later: number; unknownCaller: number };
  dump: Awaited<ReturnType<typeof takeDump>>;
  before: ReturnType<typeof seen>;
}

/** Up to the moment at which the machine is lost. */
async function tellUntilLoss(): Promise<Told> {
  const shop = await openTheShop();
  await maintenance(shop);
  await shop.warmUp();
  const finished = await shop.place();
  await answer(shop, finished);
  await end(shop, finished, true);
  await shop.phone.messages.receive({ company: shop.company, line: shop.lines.fr, from: KNOWN, body: "first" });
  const talking = await shop.place({ from: "+33611111111", contact: false });
  await answer(shop, talking);
  await settle();
  const ringing = await shop.place({ from: "+33622222222", contact: false });
  await settle();
  const unread = await shop.place({ from: "+33633333333", contact: false });
  await answer(shop, unread);
  await shop.phone.messages.receive({ company: shop.company, line: shop.lines.fr, from: KNOWN, body: "unread" });

  const dump = await takeDump(stores.at(-1)?.url ?? "");
  await settle();
  await shop.phone.calls.tag(talking, { tags: ["Refund"] });
  await shop.phone.calls.comment(talking, { content: "Call back on Monday", user: shop.users.cleo });
  await end(shop, talking, true);
  await answer(shop, ringing);
  await end(shop, ringing);
  await end(shop, unread);
  await shop.phone.calls.comment(finished, { content: "They wrote again", user: shop.users.cleo });
  await settle();
  const later = await shop.place();
  await answer(shop, later);
  await end(shop, later, true);
  const unknownCaller = await shop.place({ from: "+33644444444", contact: false });
  await answer(shop, unknownCaller);
  await end(shop, unknownCaller);
  await shop.phone.messages.send({
    company: shop.company,
    line: shop.lines.fr,
    to: KNOWN,
    user: shop.users.cleo,
    body: "second",
  });
  await settle();
  const before = seen(shop.tickets());
  expect(before).toHaveLength(7);
  await loseMachine();
  return { shop, calls: { finished, talking, ringing, unread, later, unknownCaller }, dump, before };
}

function expectNothingTwice(shop: Shop): void {
  for (const { notes, externalId } of shop.tickets()) {
    const keys = notes.map(({ key }) => key);
    expect(keys, `notes of ${externalId}`).toEqual([...new Set(keys)]);
  }
  const ids = shop.tickets().map(({ externalId }) => externalId);
  expect(ids).toEqual([...new Set(ids)]);
  const names = shop.desk
    .account(shop.account)
    .customers.all()
    .map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(shop.desk.outbox(shop.account)).toEqual([]);
}

it("L8: after a restore everything is there once: what came after the dump, what came while the service was down, and what comes now", async () => {
  const { shop, dump, before } = await tellUntilLoss();
  // The service is down. Aircall's deliveries fail, and in the end it gives them up.
  const missed = await shop.place({ from: "+33655555555", contact: false });
  await answer(shop, missed);
  await end(shop, missed);
  clock.advance(60 * MINUTE_MS);
  await restore(dump);
  await maintenance(shop);
  await settle();
  const after = seen(shop.tickets());
  expect(after.filter(({ externalId }) => externalId !== `aircall-call-${missed}`)).toEqual(before);
  expect(
    after
      .find(({ externalId }) => externalId === `aircall-call-${missed}`)
      ?.notes.map(({ key }) => key)
      .sort(),
  ).toEqual(["answered", "customer-not-found", "ended"]);
  const next = await shop.place();
  await answer(shop, next);
  await end(shop, next);
  await shop.phone.messages.receive({ company: shop.company, line: shop.lines.fr, from: KNOWN, body: "third" });
  await settle();
  expect(shop.texts().flat()).toEqual(["first", "unread", "second", "third"]);
  expect(shop.tickets()).toHaveLength(before.length + 2);
  expectNothingTwice(shop);
});

it.each(["talking", "ringing", "later", "unknownCaller"] as const)(
  "L8: an event of the call that was %s comes before anything is caught up: nothing is doubled",
  async (which) => {
    const { shop, calls, dump, before } = await tellUntilLoss();
    clock.advance(60 * MINUTE_MS);
    await restore(dump);
    await shop.phone.calls.comment(calls[which], { content: "And one more thing", user: shop.users.cleo });
    await settle();
    expectNothingTwice(shop);
    await maintenance(shop);
    await settle();
    expectNothingTwice(shop);
    const ticket = `aircall-call-${calls[which]}`;
    const added = seen(shop.tickets()).map((one) =>
      one.externalId === ticket
        ? { ...one, notes: one.notes.filter(({ text }) => !text.includes("one more thing")) }
        : one,
    );
    expect(added).toEqual(before);
    expect(JSON.stringify(shop.tickets()).split("And one more thing")).toHaveLength(3);
  },
);

it("L8: work that the dump held, and that was done since, is not done again", async () => {
  const { shop, dump, before } = await tellUntilLoss();
  clock.advance(60 * MINUTE_MS);
  await restore(dump);
  await settle();
  expectNothingTwice(shop);
  await maintenance(shop);
  await settle();
  expect(seen(shop.tickets())).toEqual(before);
});

it("L8: where only minutes are lost, one statement before the start covers what no gap shows", async () => {
  const { shop, dump, before } = await tellUntilLoss();
  await restore(dump, "update maintenance set due_at = $1");
  await settle();
  await maintenance(shop);
  await settle(600_000);
  expect(seen(shop.tickets())).toEqual(before);
  expectNothingTwice(shop);
});
