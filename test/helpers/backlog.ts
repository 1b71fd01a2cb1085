/**
 * A backlog of whole calls, created in the Aircall simulator, posted to the webhook, and processed second by second.
 */
import type { AircallSimulator } from "../../sandbox/aircall/start.ts";
import type { Shop } from "./shop.ts";
import type { World } from "./world.ts";

type Phone = AircallSimulator["phone"];

/** The line that the calls arrive on. */
export type Place = Pick<Shop, "company" | "webhookUrl"> & { phone: Phone; line: number };

export interface BacklogCall {
  from: string;
  /** Whether the call has all its deliveries. Otherwise only the last one, as after an outage. */
  whole?: boolean;
}

/** The deliveries of recent missed calls, not sent yet. */
export async function createBacklog({ phone, company, line, webhookUrl }: Place, calls: readonly BacklogCall[]) {
  const bodies: string[] = [];
  phone.deliveries.hold();
  for (const { from, whole } of calls) {
    const before = phone.deliveries.log.at(-1)?.id ?? 0;
    await phone.stories.missed({ company, line, from });
    for (const { id, event, body, webhook } of phone.deliveries.log.slice(-10)) {
      if (id > before && webhook.url === webhookUrl && (whole || event === "call.ended")) bodies.push(body);
    }
  }
  for (const delivery of phone.deliveries.log) if (delivery.state === "held") delivery.state = "dropped";
  phone.deliveries.holding = false;
  return bodies;
}

const TOGETHER = 50;

/** Rejects unless every delivery is accepted. */
export async function post(webhookUrl: string, bodies: readonly string[]): Promise<void> {
  const headers = { "content-type": "application/json" };
  for (let at = 0; at < bodies.length; at += TOGETHER) {
    const answers = await Promise.all(
      bodies.slice(at, at + TOGETHER).map((body) => fetch(webhookUrl, { method: "POST", headers, body })),
    );
    const refused = answers.find(({ ok }) => !ok);
    if (refused) throw new Error(`a delivery was answered ${refused.status}`);
    await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  }
}

/** The work of a running service's sweeps each second. */
const SWEEP_MS = 1_000;
const LONGEST_S = 900;

/**
 * Advances the clock by seconds, with a sweep in each, until `isDone`. Calls `each` before every sweep. Returns the
 * seconds.
 */
export async function passSeconds(
  { services, clock }: Pick<World, "services" | "clock">,
  isDone: () => boolean | Promise<boolean>,
  each: (second: number) => Promise<void> | void = () => undefined,
): Promise<number> {
  const began = clock.now();
  for (let second = 0; second < LONGEST_S; second += 1) {
    const before = clock.now();
    await each(second);
    await services.sweep();
    await workOff(services);
    if (await isDone()) return (clock.now() - began) / 1_000;
    // A worker that waits has moved the clock itself.
    clock.advance(Math.max(0, SWEEP_MS - (clock.now() - before)));
  }
  const left = await services.database.query(
    "select connection_id, state, reason, deferred_priority, count(*)::int from activity where state <> 'done' group by 1, 2, 3, 4",
  );
  throw new Error(`the backlog is not worked off: ${JSON.stringify(left)}`);
}

/** All that is due. */
export async function workOff(services: World["services"]): Promise<void> {
  for (;;) {
    const { completed, failed } = await services.scheduler.step(services.run);
    if (failed > 0) throw new Error("a job failed");
    if (completed === 0) return;
  }
}

/** Number of calls and conversations of a connection by state. */
export async function countStates(world: World, connectionId: string): Promise<Record<string, number>> {
  const rows = await world.services.database.query<{ state: string; count: number }>(
    `select state, count(*)::int as count from activity where connection_id = $1 group by state order by state`,
    [connectionId],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
