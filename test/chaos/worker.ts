/**
 * One process of the service in the chaos suite: the real one, with a clock that the runner steps, and mortal: now and
 * then it kills itself (SIGKILL) right before, amid or right after a write to Gorgias, where it hurts most.
 * Lives as long as its standard input.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import { configFrom } from "../../src/config.ts";
import { startService } from "../../src/run/start-service.ts";
import { seeded } from "./seeded.ts";

export interface WorkerOrder {
  environment: Record<string, string>;
  gorgiasUrl: string;
  /** Added to the machine's clock; changed by a line `clock 1234`. */
  offsetMs: number;
  seed: number;
  /** How probable a death is at each write; 0 by a line `live`. */
  deathChance: number;
}

/** Written as the last words before a death of our own will. */
export const LAST_WORDS = "dies at ";

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "{}") as WorkerOrder;
  const chance = seeded(order.seed);
  const lines = createInterface(process.stdin);
  lines.on("line", (line) => {
    if (line === "live") order.deathChance = 0;
    else order.offsetMs = Number(line.slice("clock ".length));
  });
  lines.once("close", () => process.exit(1));
  const service = await startService(configFrom(order.environment), {
    clock: () => Date.now() + order.offsetMs,
    async fetch(input, init) {
      const method = init?.method ?? "GET";
      const url = String(input);
      const isWrite = url.startsWith(order.gorgiasUrl) && method !== "GET";
      if (!isWrite || !chance.chance(order.deathChance)) return fetch(input, init);
      const when = chance.pick(["before", "amid", "after"]);
      const die = (): never => {
        writeSync(1, `${LAST_WORDS}${when} ${method} ${new URL(url).pathname}\n`);
        process.kill(process.pid, "SIGKILL");
        throw new Error("still alive");
      };
      if (when === "before") die();
      const answer = fetch(input, init);
      if (when === "amid") setTimeout(die, chance.between(0, 15));
      else await answer.catch(() => undefined).then(die);
      return answer;
    },
  });
  process.once("SIGTERM", () => void service.stop(2_000).finally(() => process.exit(0)));
  writeSync(1, "ready\n");
  // Who is killed never gets to keep it at its end.
  flushCompileCache();
}
