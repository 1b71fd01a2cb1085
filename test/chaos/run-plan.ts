/** Injects each planned fault at its time, and counts those that took effect. */
import type { ChaosDatabase } from "./database.ts";
import { countFault, kindOf, type FaultCounts } from "./count-faults.ts";
import type { Processes } from "./processes.ts";
import type { PlannedFault } from "./plan.ts";
import type { VendorFaults } from "./vendor-faults.ts";

export interface RunPlanDeps {
  processes: Processes;
  database: ChaosDatabase;
  vendorFaults: VendorFaults;
  log(line: string): void;
  /** Ends the run early. */
  signal?: AbortSignal;
}

/** Resolves when every fault that began is over. No process is killed from then on. */
export async function runPlan(deps: RunPlanDeps, plan: readonly PlannedFault[], forMs: number): Promise<FaultCounts> {
  const { processes, log, signal } = deps;
  const counts: FaultCounts = {};
  const began = Date.now();
  const running: Promise<void>[] = [];
  const wait = (until: number) =>
    new Promise<void>((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = setTimeout(resolve, Math.max(0, until - Date.now()));
      signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  for (const fault of plan) {
    await wait(began + fault.atMs);
    if (signal?.aborted) break;
    log(`[chaos ${fault.atMs}] ${JSON.stringify(fault)}`);
    const outcome = perform(deps, fault);
    outcome.catch((error: unknown) => log(`[chaos] ${kindOf(fault)}: ${String(error)}`));
    running.push(countFault(counts, fault, outcome));
  }
  await wait(began + forMs);
  // Some faults wait for a running process.
  processes.live();
  await Promise.all(running);
  return counts;
}

/** Whether the fault took effect. */
async function perform({ processes, database, vendorFaults }: RunPlanDeps, fault: PlannedFault): Promise<boolean> {
  switch (fault.do) {
    case "kill":
      return processes.kill(fault.member, fault.evenStarting);
    case "freeze":
      return processes.freeze(fault.member, fault.ms);
    case "renew":
      return processes.renew(fault.member);
    case "step clock":
      return processes.stepClock(fault.member, fault.offsetMs);
    case "cut connections":
      await database.cut(fault.connections);
      return true;
    case "restart database":
      await database.restart(fault.how, fault.awayMs);
      return true;
    case "vendor faults":
      vendorFaults.change(fault.of, fault.kind);
      return true;
    default:
      return fault satisfies never;
  }
}
