/** Duration of the sweep that every process runs each second, with nothing due. */
import { openPostgres } from "../src/storage/open-postgres.ts";
import { careStore } from "../src/storage/care.ts";
import { dueWork } from "../src/storage/due-work.ts";
import { openInbox } from "../src/storage/inbox.ts";
import { sweep } from "../src/sync/sweep.ts";

const SWEEPS = 20;
const NO_JOBS = { add: async () => undefined };

/** The fastest run in ms. */
export async function timeSweeps(databaseUrl: string): Promise<number> {
  const database = openPostgres({ url: databaseUrl }, () => undefined);
  const care = careStore(database);
  const queue = {
    ...NO_JOBS,
    addInside: async () => false,
    work: NO_JOBS.add,
    step: async () => ({ completed: 0, failed: 0 }),
  };
  const inbox = openInbox(database, { ...queue, releaseAbandoned: NO_JOBS.add, rest: NO_JOBS.add, stop: NO_JOBS.add });
  const caring = {
    takeDue: (limit: number) => care.takeDue(Date.now(), limit),
    stopRefused: async () => void (await care.refusedTooLong(Date.now())),
  };
  const deps = { subjects: dueWork(database), inbox, caring, room: () => 0, jobs: NO_JOBS, clock: Date.now };
  const times: number[] = [];
  for (let n = 0; n < SWEEPS; n += 1) {
    const began = performance.now();
    await sweep(deps);
    times.push(performance.now() - began);
  }
  await database.close();
  return Math.min(...times);
}
