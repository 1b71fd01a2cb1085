/**
 * One process of the service in the chaos suite: the real one, with a clock that the runner steps, with little patience
 * for answers, and mortal: now and then it kills itself (SIGKILL) right before, amid or right after a write to Gorgias,
 * where it hurts most. Lives as long as its standard input.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import { configFrom } from "../../src/config.ts";
import { startService } from "../../src/run/start-service.ts";
import { carriesFile, fetchImpatiently } from "./impatient-fetch.ts";
import { seeded } from "./seeded.ts";

export interface WorkerOrder {
  environment: Record<string, string>;
  gorgiasUrl: string;
  /** Added to the machine's clock; changed by a line `clock 1234`. */
  offsetMs: number;
  seed: number;
  /** How probable a death is at each write; 0 by a line `live`. */
  deathChance: number;
  /** How long an answer is waited for; null by a line `live`: as long as the service itself waits. */
  patienceMs: number | null;
}

/** Written as the last words before a death of our own will. */
export const LAST_WORDS = "dies at ";
/** Written when an answer was waited for in vain. */
export const GIVES_UP = "gives up ";
export const GIVES_UP_WRITE = `${GIVES_UP}the write `;

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "{}") as WorkerOrder;
  const chance = seeded(order.seed);
  const lines = createInterface(process.stdin);
  lines.on("line", (line) => {
    if (line === "live") Object.assign(order, { deathChance: 0, patienceMs: null });
    else order.offsetMs = Number(line.slice("clock ".length));
  });
  lines.once("close", () => process.exit(1));
  const service = await startService(configFrom(order.environment), {
    clock: () => Date.now() + order.offsetMs,
    async fetch(input, init) {
      const method = init?.method ?? "GET";
      const url = String(input);
      const what = `${method} ${new URL(url).pathname}`;
      // Searching is a POST as well.
      const isWrite = method !== "GET" && !what.endsWith("/api/search");
      const { patienceMs } = order;
      const onGivenUp = () => void writeSync(1, `${isWrite ? GIVES_UP_WRITE : GIVES_UP}${what}\n`);
      const ask = () =>
        patienceMs === null || carriesFile(url, init)
          ? fetch(input, init)
          : fetchImpatiently(input, init, { patienceMs, onGivenUp });
      if (!isWrite || !url.startsWith(order.gorgiasUrl) || !chance.chance(order.deathChance)) return ask();
      const when = chance.pick(["before", "amid", "after"]);
      const die = (): never => {
        writeSync(1, `${LAST_WORDS}${when} ${what}\n`);
        process.kill(process.pid, "SIGKILL");
        throw new Error("still alive");
      };
      if (when === "before") die();
      const answer = ask();
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
