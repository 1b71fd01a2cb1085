/**
 * The time that all nodes share. It is the database's time, and this process' steady counter continues it between two
 * reads. A machine whose clock is wrong, or is stepped, stores no wrong time.
 */
import type { Clock } from "../../kit/clock.ts";
import type { Sql } from "./database.ts";

export interface DatabaseClock {
  now: Clock;
  /**
   * How far the machine's clock is ahead of the database's, negative where it is behind. Null before the first read.
   */
  skewMs(): number | null;
  /** Reads the database's time. `ask` answers it, epoch ms. */
  look(ask: () => Promise<number>): Promise<void>;
}

/** Smaller differences may come from the network as well as from the counter. */
const NOISE_MS = 5;
/** A slower answer says too little about the machine's clock. */
const SLOWEST_MS = 2_000;

/** `counter` is in ms, and never goes back or jumps. Before the first read, `now` is the machine's own time. */
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
      // The database answered somewhere between `before` and `after`, so the estimate is off by up to half of that.
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
