/** Compares a period's calls with Aircall's list, and waits for Aircall's rate limit as long as needed (L8). */
import { setTimeout as waitFor } from "node:timers/promises";
import { CALLS_LISTED_MS } from "../aircall/vendor.ts";
import { momentAt, type Moment } from "../cli/read-moment.ts";
import type { Report } from "../kit/progress.ts";
import { Refusal } from "../kit/refusal.ts";
import { RequestError } from "../kit/request-error.ts";
import type { Services } from "../services.ts";
import type { Compared } from "../sync/call/compare-calls.ts";

/** An hour of refusals, at a minute each, is none that waiting would end. */
const MOST_WAITS = 60;

interface CatchUpInput {
  account: string;
  from: Moment;
  to: Moment;
}

type CatchUpDeps = Pick<Services, "connections" | "maintenance" | "clock">;

/** Rejects with a sentence for people. */
export async function catchUp(
  { connections, maintenance, clock }: CatchUpDeps,
  { account, from, to }: CatchUpInput,
  { sleep = waitFor, report = () => undefined }: { sleep?: (ms: number) => Promise<unknown>; report?: Report } = {},
): Promise<Compared> {
  const window = windowOf(momentAt(from, clock()), momentAt(to, clock()), clock());
  const connection = await connections.withAccount(account);
  if (!connection) throw new Refusal("not_connected", `No connection has the Gorgias account ${account}.`);
  if (connection.status !== "active")
    throw new Refusal(
      "not_active",
      `The connection of ${account} is not active. Reactivate it, then it catches up automatically.`,
    );
  let start = window.from;
  const before: Compared = { seen: 0, unheard: 0, changed: 0 };
  for (let waits = 0; ; waits += 1) {
    let soFar: Compared = { seen: 0, unheard: 0, changed: 0 };
    try {
      const rest = await maintenance.catchUp(
        connection.id,
        { from: start, to: window.to },
        async (startedAt, found) => {
          start = startedAt;
          soFar = found;
          const total = window.to - window.from;
          report({ done: startedAt - window.from, total, note: `${sum(before, found).seen} calls` });
        },
      );
      return sum(before, rest);
    } catch (error) {
      if (!(error instanceof RequestError) || error.fate !== "later" || waits >= MOST_WAITS) throw error;
      Object.assign(before, sum(before, soFar));
      await sleep(error.retryAfterMs ?? 60_000);
    }
  }
}

/** In Unix seconds. */
function windowOf(from: number, to: number, now: number): { from: number; to: number } {
  if (from >= to) throw new Refusal("bad_period", "--from must be earlier than --to.");
  if (from < now - CALLS_LISTED_MS) {
    const earliest = new Date(now - CALLS_LISTED_MS).toISOString().slice(0, 16);
    throw new Refusal("bad_period", `Aircall lists only the last six months. Set --from to ${earliest}Z or later.`);
  }
  return { from: Math.floor(from / 1000), to: Math.floor(to / 1000) };
}

function sum(a: Compared, b: Compared): Compared {
  return { seen: a.seen + b.seen, unheard: a.unheard + b.unheard, changed: a.changed + b.changed };
}
