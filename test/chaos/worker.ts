/**
 * One process of the service in the chaos suite: the real one, with a clock that the suite steps, and a short timeout for
 * requests. Sometimes it kills itself (SIGKILL) right before, amid or right after a write to Gorgias. It ends with its
 * standard input.
 */
import { writeSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import { configFrom } from "../../src/config.ts";
import { startService } from "../../src/run/start-service.ts";
import { transfersFile, fetchWithTimeout } from "./short-timeout-fetch.ts";
import { seeded } from "./seeded.ts";

export interface WorkerOrder {
  environment: Record<string, string>;
  gorgiasUrl: string;
  /** Added to the machine's clock. A line `clock 1234` changes it. */
  offsetMs: number;
  seed: number;
  /** How probable a death is at each write. A line `live` makes it 0. */
  deathChance: number;
  /** The timeout of a request. A line `live` makes it null, which is the service's own. */
  timeoutMs: number | null;
}

/** Printed before the process kills itself. */
export const DIES = "dies at ";
/** Printed when a request timed out. */
export const TIMED_OUT = "timed out ";
export const WRITE_TIMED_OUT = `${TIMED_OUT}write `;

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "{}") as WorkerOrder;
  const chance = seeded(order.seed);
  const lines = createInterface(process.stdin);
  lines.on("line", (line) => {
    if (line === "live") Object.assign(order, { deathChance: 0, timeoutMs: null });
    else order.offsetMs = Number(line.slice("clock ".length));
  });
  lines.once("close", () => process.exit(1));
  const service = await startService(configFrom(order.environment), {
    clock: () => Date.now() + order.offsetMs,
    async fetch(input, init) {
      const method = init?.method ?? "GET";
      const url = String(input);
      const what = `${method} ${new URL(url).pathname}`;
      // A search is a POST as well, but no write.
      const isWrite = method !== "GET" && !what.endsWith("/api/search");
      const { timeoutMs } = order;
      const onTimeout = () => void writeSync(1, `${isWrite ? WRITE_TIMED_OUT : TIMED_OUT}${what}\n`);
      const ask = () =>
        timeoutMs === null || transfersFile(url, init)
          ? fetch(input, init)
          : fetchWithTimeout(input, init, { timeoutMs, onTimeout });
      if (!isWrite || !url.startsWith(order.gorgiasUrl) || !chance.chance(order.deathChance)) return ask();
      const when = chance.pick(["before", "amid", "after"]);
      const die = (): never => {
        writeSync(1, `${DIES}${when} ${what}\n`);
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
  // A killed process never saves its compile cache at its end.
  flushCompileCache();
}
