/** The doctor's findings on waiting and failed work. Pure. */
import type { WorkSeen } from "../../domain/ports/doctor.ts";
import { nameAll, note, ok, wrong, type Judged } from "./finding.ts";

const WAITING_LONG_MS = 15 * 60_000;

/** Work of an inactive connection waits on purpose. */
export function judgeWaiting({ oldest }: WorkSeen, active: boolean, now: number): Judged {
  if (oldest === null) return ok("nothing waits", { code: "waiting_none" });
  const minutes = Math.max(0, Math.floor((now - oldest.since) / 60_000));
  const what = `the oldest, ${oldest.activityId}, has waited ${minutes} min`;
  if (!active)
    return note(what, "The service writes it once the connection is active again.", {
      code: "waiting_paused",
      count: minutes,
    });
  if (now - oldest.since <= WAITING_LONG_MS) return ok(what, { code: "waiting", count: minutes });
  return wrong(
    what,
    "Check that a worker runs and that Gorgias works. The console's API usage page shows what uses the limit.",
    { code: "waiting_long", count: minutes },
  );
}

export function judgeFailedWork({ failed, examples }: WorkSeen, account: string): Judged {
  if (failed === 0) return ok("nothing failed", { code: "failed_none" });
  const more = failed - examples.length;
  return wrong(
    `${failed} failed: ${nameAll(examples)}${more > 0 ? ` and ${more} more` : ""}`,
    `\`aircall-gorgias activity\` shows the reasons. Once they are fixed, run \`aircall-gorgias replay --failed --account ${account}\`.`,
    { code: "failed", count: failed },
  );
}
