/** What the doctor thinks of what all connections share: the database and the clocks. Pure. */
import type { NodeSeen } from "../../domain/ports/doctor.ts";
import type { Looked } from "./attempt.ts";
import { ok, wrong, type Judged } from "./finding.ts";

export function judgeDatabase(pending: Looked<readonly string[]>): Judged {
  if (pending.kind === "failed") {
    return wrong(
      `it does not answer: ${pending.why}`,
      "Start it, and see DATABASE_URL or DATA_DIR: they say where it is.",
    );
  }
  if (pending.value.length === 0) return ok("it answers and is up to date");
  return wrong(
    `it lacks ${pending.value.join(", ")}`,
    "Run `aircall-gorgias migrate`, or start the service again: each start brings the database up to date.",
  );
}

/** Tokens, rate limits and what is due go by the clock; `Date` headers are exact to the second. */
const TOLERANCE_MS = 10_000;

/** Epoch ms both; `whose` is not ours, and null says that it did not tell. */
export function judgeClock(whose: string, ours: number, theirs: number | null): Judged {
  if (theirs === null) return ok(`${whose} does not tell the time now`);
  const ahead = ours - theirs;
  if (Math.abs(ahead) <= TOLERANCE_MS) return ok(`agrees with the clock of ${whose}`);
  const by = `${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? "ahead of" : "behind"}`;
  return wrong(
    `our clock is ${by} the clock of ${whose}`,
    `Have this machine's clock set from the network (NTP)${whose === "the database" ? ", and the database's too" : ""}.`,
  );
}

/** Of the other processes on the same database, those whose machine's clock is off. */
export function judgeNodes(nodes: readonly NodeSeen[]): Judged[] {
  return nodes.flatMap(({ role, skewMs, startedAt }) => {
    if (Math.abs(skewMs) <= TOLERANCE_MS) return [];
    const by = `${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? "ahead of" : "behind"}`;
    const which = `the process with ROLE=${role} started at ${new Date(startedAt).toISOString()}`;
    return wrong(
      `${which} is on a machine whose clock is ${by} the database's`,
      "Have that machine's clock set from the network (NTP). The service goes by the database's time meanwhile.",
    );
  });
}

/** Of the address that Aircall posts to. */
export function judgeReach(reach: Looked<string | null>): Judged[] {
  const why = reach.kind === "seen" ? reach.value : reach.why;
  if (why === null) return [];
  return [
    wrong(
      `Aircall's deliveries would reach no service on this database: ${why}`,
      "Start the service, and set PUBLIC_URL to where its proxy is reached, the same for the service and for commands.",
    ),
  ];
}
