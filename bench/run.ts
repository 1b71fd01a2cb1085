/**
 * `npm run bench`: measures and prints every figure of the documentation. `npm run bench -- throughput memory` measures
 * these parts only.
 */
import { measureAcknowledge } from "./acknowledge.ts";
import { measureActivity } from "./activity.ts";
import { measureBacklog, measureUrgent } from "./backlog.ts";
import { measureBurst } from "./burst.ts";
import { measureDay } from "./day.ts";
import { measureGrowth } from "./growth.ts";
import { measureHanging } from "./hanging.ts";
import { measureMemory } from "./memory.ts";
import { measureTake, measureUse } from "./rate-limit.ts";
import { measureRequests } from "./requests.ts";
import { measureStatements } from "./statements.ts";
import { renderTable } from "./table.ts";
import { measureThroughput } from "./throughput.ts";

type Part = () => Promise<void>;

/** Prints a table once it is complete. */
const whole =
  (title: string, measure: () => Promise<string[][]>): Part =>
  async () => {
    console.log(`\n${title}\n`);
    console.log(renderTable(await measure()));
  };

const PARTS: Record<string, Part> = {
  requests: whole(
    "Requests to Gorgias per call and message (for a call, the closed product uses 7 to 12)",
    measureRequests,
  ),
  burst: whole("Thirty missed calls of unknown callers at once, with their cards", measureBurst),
  drain: whole("A backlog of 1,000 requests against Gorgias' limit, a tenth of which is left to others", measureUse),
  permit: whole("A permit, on the embedded database", measureTake),
  acknowledge: () => measureAcknowledge(),
  throughput: () => measureThroughput(),
  statements: whole("Database statements of an answered call, a hundred calls at once", measureStatements),
  growth: () => measureGrowth(),
  memory: measureMemory,
  activity: measureActivity,
};

/** Run only by name: `peer` needs npm's registry, the others take minutes. */
const LONG_PARTS: Record<string, Part> = {
  peer: () => measureAcknowledge({ peer: true }),
  day: measureDay,
  urgent: whole("A card and a ticket while 1,000 calls wait", measureUrgent),
  hanging: whole("A hundred files and ten recordings of one shop hang", measureHanging),
  backlog: whole("A backlog of 1,000 calls through the whole service", measureBacklog),
};

/** Names of earlier versions. */
const FORMER_NAMES: Record<string, string> = { carry: "throughput", take: "permit" };

const known = { ...PARTS, ...LONG_PARTS };
const wanted = process.argv.slice(2).map((name) => FORMER_NAMES[name] ?? name);
const unknown = wanted.filter((name) => !(name in known));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(", ")}. Choose from ${Object.keys(known).join(", ")}`);
  process.exit(1);
}
const names = wanted.length > 0 ? wanted : Object.keys(PARTS);
for (const name of names) await known[name]?.();
process.exit(0);
