/** The process of one simulation: reads a history from a file, plays it, and writes the result as JSON to another. */
import { writeFile } from "node:fs/promises";
import { readHistory } from "./history.ts";
import { simulate, type Progress, type Simulated } from "./simulate.ts";

/** A result as it goes from one process to the other. */
export type Result = Omit<Simulated, "faults" | "matrix"> & {
  faults: [string, number][];
  matrix: [string, [string, number][]][];
};

if (import.meta.main) {
  const [historyFile = "", resultFile = "", databaseUrl] = process.argv.slice(2);
  const onProgress = (progress: Progress) => void process.stdout.write(`${JSON.stringify(progress)}\n`);
  const { faults, matrix, ...rest } = await simulate(await readHistory(historyFile), { onProgress, databaseUrl });
  const listed = [...matrix].map(([step, counts]): [string, [string, number][]] => [step, [...counts]]);
  const result: Result = { ...rest, faults: [...faults], matrix: listed };
  await writeFile(resultFile, JSON.stringify(result));
  process.exit(0);
}
