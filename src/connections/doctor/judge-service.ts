/** The doctor's findings on the database and the clocks. Pure. */
import type { NodeSeen } from "../../domain/ports/doctor.ts";
import type { Attempted } from "./attempt.ts";
import { ok, wrong, type Judged } from "./finding.ts";

export function judgeDatabase(pending: Attempted<readonly string[]>): Judged {
  if (pending.kind === "failed") {
    return wrong(`it does not answer: ${pending.why}`, "Start it, and check DATABASE_URL or DATA_DIR.");
  }
  if (pending.value.length === 0) return ok("it answers and is up to date");
  return wrong(
    `it lacks ${pending.value.join(", ")}`,
    "Run `aircall-gorgias migrate`, or restart the service, which migrates the database.",
  );
}

/** Tokens, rate limits and what is due go by the clock; `Date` headers are exact to the second. */
const TOLERANCE_MS = 10_000;

/** Both times in epoch ms. `theirs` is null if the other clock cannot be read. */
export function judgeClock(source: string, ours: number, theirs: number | null): Judged {
  if (theirs === null) return ok(`no time from ${source}`);
  const ahead = ours - theirs;
  if (Math.abs(ahead) <= TOLERANCE_MS) return ok(`agrees with the clock of ${source}`);
  const by = `${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? "ahead of" : "behind"}`;
  return wrong(
    `our clock is ${by} the clock of ${source}`,
    `Synchronise this machine's clock by NTP${source === "the database" ? ", and the database's" : ""}.`,
  );
}

/** Findings on other processes on the same database that run on a machine with a wrong clock. */
export function judgeNodes(nodes: readonly NodeSeen[]): Judged[] {
  return nodes.flatMap(({ role, skewMs, startedAt }) => {
    if (Math.abs(skewMs) <= TOLERANCE_MS) return [];
    const by = `${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? "ahead of" : "behind"}`;
    const which = `the process with ROLE=${role} started at ${new Date(startedAt).toISOString()}`;
    return wrong(
      `${which} is on a machine whose clock is ${by} the database's`,
      "Synchronise that machine's clock by NTP. The service uses the database's time meanwhile.",
    );
  });
}

/** Findings on the address that Aircall posts to. */
export function judgeReach(reach: Attempted<string | null>): Judged[] {
  const why = reach.kind === "seen" ? reach.value : reach.why;
  if (why === null) return [];
  return [
    wrong(
      `Aircall's deliveries would reach no service on this database. ${why.replace(/\.$/, "")}`,
      "Start the service, and set PUBLIC_URL to the address of its proxy, for the service and for commands.",
    ),
  ];
}
