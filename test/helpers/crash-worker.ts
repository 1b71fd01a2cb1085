/**
 * A worker process that kills itself (SIGKILL) at one write to Gorgias. It stores the deliveries of each phase, works
 * until nothing is due, and reports that.
 */
import { writeSync } from "node:fs";
import { columnsOf } from "../../src/domain/activity/work-item.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices, type Services } from "../../src/services.ts";
import { openStore } from "../../src/storage/db/open-store.ts";

export interface CrashPhase {
  /** The conversation with the ticket that an agent closes before the phase. Left out during recovery. */
  close?: string;
  /** Bodies of deliveries, processed before the next phase. */
  bodies: string[];
}

export interface CrashTask {
  environment: Record<string, string>;
  gorgiasUrl: string;
  webhookKey: string;
  /** Unfinished work of the previous worker, processed first and without dying. */
  recover: CrashPhase[];
  phases: CrashPhase[];
  /** Added to the machine's clock, in ms. */
  offsetMs: number;
  /** The number of the write to die at, from 1, and the moment. Null to survive. */
  death: { write: number; when: "before" | "after" | "answer lost" } | null;
}

const order = JSON.parse(process.argv[2] ?? "{}") as CrashTask;
const clock = () => Date.now() + order.offsetMs;
let writes = 0;
let mortal = false;

const config = configFrom(order.environment);
const store = await openStore(config, () => undefined);
const services = await buildServices(config, {
  clock,
  store,
  log: createLogger("silent"),
  sleep: async (ms) => void (order.offsetMs += ms),
  fetch: fetchUntilDeath,
});
// The test knows that no other worker runs. In production the lease expires after 45 s.
await services.scheduler.freeLeases();
await workOff(order.recover);
mortal = true;
await workOff(order.phases);
await services.close();
writeSync(1, `idle after ${writes} writes`);

async function workOff(phases: CrashPhase[]): Promise<void> {
  for (const { close, bodies } of phases) {
    if (close && mortal) await closeTicketOf(close);
    for (const body of bodies) await services.receive(order.webhookKey, Buffer.from(body));
    await workUntilIdle(services);
  }
}

async function closeTicketOf(activityId: string): Promise<void> {
  const { kind, ref } = columnsOf(activityId);
  const [row] = await services.database.query<{ ticket_id: number }>(
    `select ticket_id from activity where kind = $1 and ref = $2`,
    [kind, ref],
  );
  const address = `${order.gorgiasUrl}/_sandbox/accounts/acme/tickets/${row?.ticket_id}/close`;
  const { ok } = await fetch(address, { method: "POST" });
  if (!ok) throw new Error(`no ticket of ${activityId} to close`);
  order.offsetMs += 60_000;
}

async function workUntilIdle({ scheduler, run, sweep, database }: Services): Promise<void> {
  for (;;) {
    const { completed, failed } = await scheduler.step(run);
    if (completed + failed + (await sweep()) > 0) continue;
    const [next] = await database.query<{ at: Date | null }>(
      `select min(due_at) as at from work_items i join activity a using (connection_id, kind, ref) where state <> 'done'`,
    );
    if (!next?.at) return;
    order.offsetMs += Math.max(250, next.at.getTime() - clock());
  }
}

async function fetchUntilDeath(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const path = new URL(String(input)).pathname;
  // Otherwise maintenance would fetch the calls of the phases (L8) before the worker may die.
  if (path === "/v1/calls") return Response.json({ calls: [], meta: { next_page_link: null } });
  const isWrite = String(input).startsWith(order.gorgiasUrl) && init?.method !== "GET" && !path.endsWith("/search");
  if (isWrite && mortal) writes += 1;
  const dies = isWrite && mortal && order.death?.write === writes ? order.death.when : null;
  // Prints the write, so that the test can check where the worker died.
  if (dies) writeSync(1, `${init?.method} ${path}`);
  if (dies === "before") return die();
  if (dies === "answer lost") await loseAnswer(init?.method ?? "GET", path);
  const answer = await fetch(input, init).catch((error: unknown) => {
    if (dies) return die();
    throw error;
  });
  return dies ? die() : answer;
}

async function loseAnswer(method: string, path: string): Promise<void> {
  await fetch(`${order.gorgiasUrl}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ fault: { kind: "lost-answer" }, method, path: `^${path}$` }),
  });
}

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("still alive");
}
