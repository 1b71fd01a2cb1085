/** What the doctor thinks of the work that waits and of what failed. Pure. */
import type { WorkSeen } from "../../domain/ports/doctor.ts";
import { nameAll, note, ok, wrong, type Judged } from "./finding.ts";

const WAITING_LONG_MS = 15 * 60_000;

/** While a connection is not active, waiting is what its work should do. */
export function judgeWaiting({ oldest }: WorkSeen, active: boolean, now: number): Judged {
  if (oldest === null) return ok("nothing waits");
  const minutes = Math.max(0, Math.floor((now - oldest.since) / 60_000));
  const said = `the oldest, ${oldest.subject}, waits for ${minutes} min`;
  if (!active) return note(said, "It is written once the connection is active again.");
  if (now - oldest.since <= WAITING_LONG_MS) return ok(said);
  return wrong(
    said,
    "See that a worker runs and that Gorgias works; the console's page API usage shows what uses up the limit.",
  );
}

export function judgeFailedWork({ failed, examples }: WorkSeen, account: string): Judged {
  if (failed === 0) return ok("nothing failed");
  const more = failed - examples.length;
  return wrong(
    `${failed} failed: ${nameAll(examples)}${more > 0 ? ` and ${more} more` : ""}`,
    `\`aircall-gorgias activity\` says why; once that is mended, run \`aircall-gorgias replay --failed --account ${account}\`.`,
  );
}
