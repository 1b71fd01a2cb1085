/** C15, M2, M8: whatever becomes of a conversation's deliveries on the way, its tickets end the same. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { activityIdOf, type RecordKind } from "../../src/domain/activity/work-item.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";
import type { SeenTicket, Shop } from "../helpers/shop.ts";
import { playTexts, textStory, type HeldText } from "../helpers/message-story.ts";
import { useWorld } from "../helpers/use-world.ts";
import type { World } from "../helpers/world.ts";
import { runNow } from "../helpers/run-now.ts";

const world = useWorld(async () => ({ over: { rateLimiter: unlimited } }));
const RUNS = Number(process.env["TEXT_CONVERGENCE_RUNS"] ?? 40);

/** What becomes of one delivery: how often it comes, and what happens after it. */
const fate = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  copies: fc.constantFrom(1, 1, 1, 2, 3),
  /** The worker runs before the next delivery comes. */
  run: fc.boolean(),
  delayMs: fc.constantFrom(0, 0, 500, 20_000, 300_000, 4_000_000),
});
type Fate = { place: number; copies: number; run: boolean; delayMs: number };

it(`C15: any order, repetition and delay of deliveries, with runs anywhere between, gives the same tickets (${RUNS} conversations)`, async () => {
  const straight = await world.it.openShop();
  const shuffled = await world.it.openShop({ sharing: straight });
  const fates = fc.array(fate, { minLength: 20, maxLength: 20 });
  const property = fc.asyncProperty(textStory, fates, async (story, fatesOfAll) => {
    const held = await playTexts(straight, world.it.clock, story);
    for (const body of bodiesFor(straight, held)) await arrive(world.it, straight, body);
    await workOff(world.it, straight);
    await deliverAnyhow(world.it, shuffled, bodiesFor(shuffled, held), fatesOfAll);
    await workOff(world.it, shuffled);
    const [expected, actual] = [straight, shuffled].map((shop) => seen(shop));
    // Before anything is compared, so that a failure is made smaller on clean ground.
    const keys = [straight, shuffled].map((shop) => keysOf(shop));
    for (const shop of [straight, shuffled]) clearDesk(shop);
    // No look at a ticket is believed across stories.
    world.it.clock.advance(60_000);
    expect(actual).toEqual(expected);
    for (const all of keys) expect(new Set(all).size).toBe(all.length);
    expect(await unread(world.it)).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true });
}, 540_000);

function bodiesFor(shop: Shop, held: HeldText[]): string[] {
  return held.flatMap(({ webhookUrl, body }) => (webhookUrl === shop.webhookUrl ? [body] : []));
}

async function deliverAnyhow(world: World, shop: Shop, bodies: string[], fates: Fate[]): Promise<void> {
  const onTheirWay = bodies.map((body, i) => ({ body, fate: fates[i % fates.length] as Fate }));
  onTheirWay.sort((a, b) => a.fate.place - b.fate.place);
  for (const {
    body,
    fate: { copies, run, delayMs },
  } of onTheirWay) {
    // The second copy is the same bytes. The third is a new delivery to the inlet, as a retry with another time stamp would be.
    for (const copy of [body, body, `${body} `].slice(0, copies)) await arrive(world, shop, copy);
    world.clock.advance(delayMs);
    if (run) await takeTurns(world, shop);
  }
}

/** Past the socket, which the journeys of the inlet go through. */
async function arrive(world: World, shop: Shop, body: string): Promise<void> {
  const received = await world.services.receive(shop.webhookUrl.split("/").at(-1) ?? "", Buffer.from(body));
  expect(received.kind).toBe("kept");
}

/** Runs every conversation with something new, and returns their number. Bypasses the scheduler, which has its own tests. */
async function takeTurns({ services }: World, { connectionId }: Shop): Promise<number> {
  const due = await services.database.query<{ kind: RecordKind; ref: string }>(
    `select distinct kind, ref from deliveries where connection_id = $1 and outcome is distinct from 'read' order by kind, ref`,
    [connectionId],
  );
  for (const row of due) {
    const activityId = activityIdOf(row);
    await runNow(services, connectionId, activityId);
    const files = await services.database.query<{ part: string }>(
      `delete from work_items where kind = 'message_file' and connection_id = $1 returning part`,
      [connectionId],
    );
    for (const { part } of files) await runNow(services, connectionId, activityId, { kind: "message_file", part });
    if (files.length > 0) await runNow(services, connectionId, activityId);
  }
  return due.length;
}

async function workOff(world: World, shop: Shop): Promise<void> {
  for (let generation = 0; generation < 50 && (await takeTurns(world, shop)) > 0; generation += 1)
    world.clock.advance(1_000);
}

/** Deliveries that a run would read again though nothing is left to do. */
function unread({ services }: World): Promise<unknown[]> {
  return services.database.query(
    `select kind, ref, event, outcome from deliveries where outcome is distinct from 'read'`,
  );
}

function keysOf(shop: Shop): string[] {
  return shop.tickets().flatMap(({ notes }) => notes.map(({ key }) => key));
}

/** Reading an account takes longer the more it contains. What was compared is not needed any more. */
function clearDesk(shop: Shop): void {
  for (const { id } of shop.tickets()) shop.desk.actOnTicket(shop.account, id, "delete");
  shop.forgetRequests();
}

function seen(shop: Shop) {
  return shop
    .tickets()
    .map(essence)
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

/**
 * All of a ticket that a person could see, but for ids and addresses that differ between accounts, and for the assignee:
 * that is the agent who answered first, and which of two answers came first was shuffled.
 */
function essence({ subject, status, channel, tags, customer, notes }: SeenTicket) {
  const ordered = notes.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.key.localeCompare(b.key));
  const shown = ordered.map(({ key, text, html, author, sentAt, channel: of, attachments }) => {
    // Which message has the note about a new customer depends on which came first.
    const named = key.replace(/^message:\w+:customer-not-found$/, "customer-not-found");
    return {
      key: named,
      text,
      html,
      author,
      sentAt,
      channel: of,
      files: attachments.map(({ name, size }) => [name, size]),
    };
  });
  const [texts, others] = [
    shown.filter((note) => note.channel === "sms"),
    shown.filter((note) => note.channel !== "sms"),
  ];
  const notesOnly = others.map(({ key, text, author }) => ({ key, text, author }));
  const byKey = notesOnly.sort((a, b) => a.key.localeCompare(b.key));
  return { subject, status, channel, tags, customer: customer.name, texts, notes: byKey };
}
