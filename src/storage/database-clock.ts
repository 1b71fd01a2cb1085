/**
 * The time that all nodes share: the database's, carried on by this process' steady counter from one look at it to the next.
 * A machine whose clock is wrong, or is stepped, writes no wrong moment.
 */
import type { Clock } from "../kit/clock.ts";
import type { Sql } from "./database.ts";

export interface DatabaseClock {
  now: Clock;
  /** How far the machine's clock is ahead of the database's, negative where it is behind; null before the first look. */
  skewMs(): number | null;
  /** `ask` answers the database's time, epoch ms. */
  look(ask: () => Promise<number>): Promise<void>;
}

/** Smaller differences are as likely the network's as the counter's. */
const NOISE_MS = 5;
/** An answer that took longer tells too little of the machine's clock. */
const SLOWEST_MS = 2_000;

/** `counter` never goes back and never jumps, in ms. Before the first look, `now` is the machine's own time. */
export function databaseClock(machine: Clock, counter: () => number = () => performance.now()): DatabaseClock {
  let ahead = machine() - counter();
  let looked = false;
  let skewMs: number | null = null;
  return {
    now: () => Math.round(counter() + ahead),
    skewMs: () => skewMs,
    async look(ask) {
      const before = counter();
      const theirs = await ask();
      const after = counter();
      const took = after - before;
      if (took <= SLOWEST_MS) skewMs = Math.round(machine() - (theirs + took / 2));
      const found = theirs - (before + after) / 2;
      // The answer was made at some moment between the two: no closer than half of that can it be known.
      if (looked && Math.abs(found - ahead) <= took / 2 + NOISE_MS) return;
      ahead = found;
      looked = true;
    },
  };
}

/** The database's time, epoch ms. */
export async function timeOf(sql: Pick<Sql, "query">): Promise<number> {
  const [row] = await sql.query<{ at: number }>(`select extract(epoch from clock_timestamp())::float8 * 1000 as at`);
  if (!row) throw new Error("the database did not tell the time");
  return row.at;
}
