/**
 * `npm run simulate:bugs [-- --seeds 5,6 --only 3,17]`: plants each bug into a copy of the service, plays the short run
 * in the copy, and tells which bugs it noticed.
 */
import { parseArgs } from "node:util";
import { copyService } from "../planted-bugs/copy-of-service.ts";
import { openDatabases } from "./databases.ts";
import type { History } from "./history.ts";
import { play } from "./play.ts";
import { calmHistory, shortHistory } from "./short-history.ts";
import { SIMULATION_BUGS } from "./simulation-bugs.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "5,6" }, only: { type: "string" } },
});

/** A run that takes longer has stopped making progress. */
const TIMEOUT_MS = 4 * 60_000;
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** How the bug was noticed, null where it was not. */
async function notice(root: string, history: History): Promise<string | null> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const { violations } = await databases.withDatabase((databaseUrl) => play(history, { root, databaseUrl, signal }));
    return violations[0]?.split("\n")[0] ?? null;
  } catch (error) {
    return `the run ended: ${String(error).split("\n").at(-1)}`;
  }
}

const databases = openDatabases("postgres");
const copy = await copyService();
try {
  const wanted = values.only?.split(",").map(Number);
  const seeds = values.seeds.split(",").map(Number);
  const missed: number[] = [];
  let tried = 0;
  for (const [index, bug] of SIMULATION_BUGS.entries()) {
    const number = index + 1;
    if (wanted && !wanted.includes(number)) continue;
    const restore = await copy.plant(bug);
    let found: string | null = null;
    const histories = seeds.flatMap((seed) => [calmHistory(seed), shortHistory(seed)]);
    for (const history of histories) found ??= await notice(copy.folder, history);
    await restore();
    tried += 1;
    if (found === null) missed.push(number);
    say(`${number} ${bug.file}: ${found === null ? `MISSED ${bug.to}` : `noticed, ${found.slice(0, 120)}`}`);
  }
  say(
    `${tried - missed.length} of ${tried} noticed with seeds ${values.seeds}. Missed: ${missed.join(", ") || "none"}`,
  );
} finally {
  await copy.remove();
  await databases.close();
}
