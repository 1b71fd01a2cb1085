/** The service as a process of its own, as it runs in life but for its clock, which may go faster. Lives as long as its standard input. */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { configFrom } from "../src/config.ts";
import { createLogger } from "../src/kit/logger.ts";
import { startService } from "../src/run/start-service.ts";

export interface WorkerOrder {
  environment: Record<string, string>;
  /** From when on the clock goes faster than the machine's, and how many times; shared with the little vendors. */
  since: number;
  speed: number;
}

const order = JSON.parse(process.argv[2] ?? "{}") as WorkerOrder;
const { environment, since, speed } = order;
const service = await startService(configFrom(environment), {
  clock: () => since + (Date.now() - since) * speed,
  sleep: (ms) => sleep(ms / speed),
  log: createLogger("silent"),
  // What it asks of Aircall has nothing to do with what is measured.
  careOnDemand: true,
});
/** A second of the faster clock; at the machine's own speed the service's own sweeps are all there are. */
const sweeps = speed === 1 ? null : setInterval(() => void service.services.sweep().catch(() => 0), 1_000 / speed);
process.stdout.write("ready\n");
await once(process.stdin.resume(), "close");
if (sweeps) clearInterval(sweeps);
await service.stop(2_000);
process.exit(0);
