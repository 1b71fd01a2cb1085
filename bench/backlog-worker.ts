/** Runs the service as its own process, with a clock that may run faster. Ends with its standard input. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { configFrom } from "../src/config.ts";
import { createLogger } from "../src/kit/logger.ts";
import { startService } from "../src/run/start-service.ts";

export interface WorkerTask {
  environment: Record<string, string>;
  /** The start of the faster clock and its factor, shared with the simulators. */
  since: number;
  speed: number;
}

const order = JSON.parse(process.argv[2] ?? "{}") as WorkerTask;
const { environment, since, speed } = order;
const service = await startService(configFrom(environment), {
  clock: () => since + (Date.now() - since) * speed,
  sleep: (ms) => sleep(ms / speed),
  log: createLogger("silent"),
  // Requests to Aircall are not part of the measurement.
  maintainOnDemand: true,
});
/** One second of the faster clock. At normal speed the service's own sweeps are enough. */
const sweeps = speed === 1 ? null : setInterval(() => void service.services.sweep().catch(() => 0), 1_000 / speed);
process.stdout.write("ready\n");
await once(process.stdin.resume(), "close");
if (sweeps) clearInterval(sweeps);
await service.stop(2_000);
process.exit(0);
