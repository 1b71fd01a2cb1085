/** C15: whatever becomes of a call's deliveries on the way, its ticket ends the same. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { callStory, playStory, type HeldDelivery } from "../helpers/call-story.ts";
import type { SeenTicket, Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";
import type { World } from "../helpers/world.ts";
import { runNow } from "../helpers/run-now.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";

const world = useWorld(async () => ({ over: { rateLimiter: unlimited } }));
/** The simulation shuffles, doubles and delays the deliveries of many more calls: test/simulation. */
const RUNS = Number(process.env["CONVERGENCE_RUNS"] ?? 50);

/** What becomes of one delivery: how often it comes, and what happens after it. */
const fate = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  copies: fc.constantFrom(1, 1, 1, 2),
  /** The worker runs before the next delivery comes. */
  run: fc.boolean(),
  delayMs: fc.constantFrom(0, 0, 500, 20_000, 90_000),
});
type Fate = { place: number; copies: number; run: boolean; delayMs: number };

it(`C15: any order, repetition and delay of deliveries, with runs anywhere between, gives the same ticket (${RUNS} calls)`, async () => {
  const straight = await world.it.openShop();
  const shuffled = await world.it.openShop({ sharing: straight });
  const property = fc.asyncProperty(
    callStory,
    fc.array(fate, { minLength: 40, maxLength: 40 }),
    async (story, fates) => {
      const { call, held } = await playStory(straight, world.it.clock, story);
      await Promise.all(bodiesFor(straight, held).map((body) => arrive(world.it, straight, body)));
      await world.it.settle(600_000);
      await deliverAnyhow(world.it, shuffled, call, bodiesFor(shuffled, held), fates);
      await world.it.settle(600_000);
      const [expected, actual] = [straight, shuffled].map((shop) => essenceOf(shop, call));
      expect(actual).toEqual(expected);
      const notes = actual?.notes.map(({ key }) => key) ?? [];
      expect(new Set(notes).size).toBe(notes.length);
      for (const shop of [straight, shuffled]) clearDesk(shop);
    },
  );
  await fc.assert(property, { numRuns: RUNS, interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true });
}, 540_000);

function bodiesFor(shop: Shop, held: HeldDelivery[]): string[] {
  return held.flatMap(({ webhookUrl, body }) => (webhookUrl === shop.webhookUrl ? [body] : []));
}

async function deliverAnyhow(world: World, shop: Shop, call: number, bodies: string[], fates: Fate[]): Promise<void> {
  const onTheirWay = bodies.map((body, i) => ({ body, fate: fates[i % fates.length] as Fate }));
  onTheirWay.sort((a, b) => a.fate.place - b.fate.place);
  for (const {
    body,
    fate: { copies, run, delayMs },
  } of onTheirWay) {
    for (let copy = 0; copy < copies; copy += 1) {
      // A copy of other bytes is a new delivery to the inlet, as a retry with another time stamp would be.
      await arrive(world, shop, body + " ".repeat(copy));
    }
    world.clock.advance(delayMs);
    if (run) await runNow(world.services, shop.connectionId, `call:${call}`);
  }
}

/** Past the socket, which the journeys of the inlet go through. */
async function arrive(world: World, shop: Shop, body: string): Promise<void> {
  const received = await world.services.receive(shop.webhookUrl.split("/").at(-1) ?? "", Buffer.from(body));
  expect(received.kind).toBe("kept");
}

/** Reading an account takes longer the more it contains. What was compared is not needed any more. */
function clearDesk(shop: Shop): void {
  for (const { id } of shop.tickets()) shop.desk.actOnTicket(shop.account, id, "delete");
  shop.forgetRequests();
}

/** All of a ticket that a person could see, but for ids and addresses that differ between accounts. */
function essenceOf(shop: Shop, call: number) {
  const externalId = `aircall-call-${call}`;
  const all = shop.tickets().filter((ticket) => ticket.externalId?.startsWith(externalId));
  expect(all.length).toBeLessThanOrEqual(1);
  return all.map(essence)[0];
}

function essence({ subject, status, assignee, tags, customer, notes }: SeenTicket) {
  return {
    subject,
    status,
    assignee,
    tags,
    customer: customer.name,
    notes: notes
      .map(({ key, text, author, attachments }) => ({ key, text, author, files: attachments.map(({ name }) => name) }))
      .sort((a, b) => a.key.localeCompare(b.key)),
  };
}
