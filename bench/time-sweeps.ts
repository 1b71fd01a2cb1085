/** The duration of the query for due work, which every process runs every second, where nothing is due. */
import { createLogger } from "../src/kit/logger.ts";
import { openPostgres } from "../src/storage/db/open-postgres.ts";
import { maintenanceStore } from "../src/storage/connection/maintenance.ts";
import { openScheduler } from "../src/storage/work/scheduler.ts";
import { sweep } from "../src/sync/sweep.ts";

const SWEEPS = 20;

/** The fastest run in ms. */
export async function timeSweeps(databaseUrl: string): Promise<number> {
  const database = openPostgres({ url: databaseUrl }, () => undefined);
  const maintenance = maintenanceStore(database);
  const scheduler = openScheduler(database, { backend: "postgres" }, Date.now, createLogger("silent"));
  const maintenanceOf = {
    takeDue: (limit: number) => maintenance.takeDue(Date.now(), limit),
    stopRefused: async () => void (await maintenance.refusedTooLong(Date.now())),
  };
  const times: number[] = [];
  for (let n = 0; n < SWEEPS; n += 1) {
    const began = performance.now();
    await sweep({ maintenanceOf, scheduler, room: () => 0 });
    times.push(performance.now() - began);
  }
  await database.close();
  return Math.min(...times);
}
