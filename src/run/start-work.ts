/** Starts the workers, and the sweep of each second that finds what nothing else would start. */
import type { Services } from "../services.ts";

type WorkServices = Pick<Services, "run" | "sweep" | "log"> & { scheduler: Pick<Services["scheduler"], "work"> };

const SWEEP_MS = 1_000;

/** Returns what ends the sweeps. A sweep that takes longer than a second delays the next one. */
export async function startWork(services: WorkServices): Promise<() => void> {
  await services.scheduler.work(services.run);
  let sweeping = false;
  const timer = setInterval(() => {
    if (sweeping) return;
    sweeping = true;
    void services
      .sweep()
      .catch((error: unknown) => services.log.error({ err: error }, "sweep failed, will retry"))
      .finally(() => (sweeping = false));
  }, SWEEP_MS);
  return () => clearInterval(timer);
}
