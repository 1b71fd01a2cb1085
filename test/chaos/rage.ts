/** Does what the plan says, each deed at its time, and counts what came about. */
import type { ChaosDatabase } from "./database.ts";
import { countDeed, kindOf, type DeedCounts } from "./count-deeds.ts";
import type { Fleet } from "./fleet.ts";
import type { Planned } from "./plan.ts";
import type { Weather } from "./weather.ts";

export interface RageDeps {
  fleet: Fleet;
  database: ChaosDatabase;
  weather: Weather;
  log(line: string): void;
  /** Ends it early. */
  signal?: AbortSignal;
}

/** Resolves when all is over that was begun; nobody is killed from then on. */
export async function rage(deps: RageDeps, plan: readonly Planned[], forMs: number): Promise<DeedCounts> {
  const { fleet, log, signal } = deps;
  const counts: DeedCounts = {};
  const began = Date.now();
  const running: Promise<void>[] = [];
  const wait = (until: number) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(resolve, Math.max(0, until - Date.now()));
      signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  for (const deed of plan) {
    await wait(began + deed.atMs);
    if (signal?.aborted) break;
    log(`[chaos ${deed.atMs}] ${JSON.stringify(deed)}`);
    const outcome = perform(deps, deed);
    outcome.catch((error: unknown) => log(`[chaos] ${kindOf(deed)}: ${String(error)}`));
    running.push(countDeed(counts, deed, outcome));
  }
  await wait(began + forMs);
  // Some deeds wait for a process that is up.
  fleet.live();
  await Promise.all(running);
  return counts;
}

/** Whether it came about. */
async function perform({ fleet, database, weather }: RageDeps, deed: Planned): Promise<boolean> {
  switch (deed.do) {
    case "kill":
      return fleet.kill(deed.member, deed.evenStarting);
    case "freeze":
      return fleet.freeze(deed.member, deed.ms);
    case "renew":
      return fleet.renew(deed.member);
    case "step clock":
      return fleet.stepClock(deed.member, deed.offsetMs);
    case "cut connections":
      await database.cut(deed.connections);
      return true;
    case "restart database":
      await database.restart(deed.how, deed.awayMs);
      return true;
    case "weather":
      weather.change(deed.of, deed.kind);
      return true;
    default:
      return deed satisfies never;
  }
}
