/** What the doctor thinks of a connection's standing and of its credentials. Pure. */
import type { Credential } from "../../domain/connection.ts";
import type { Patient } from "../../domain/ports/doctor.ts";
import type { DeskIdentity } from "../../domain/ports/setup.ts";
import type { ConnectionReason } from "../../domain/reasons/connection-reason.ts";
import { sayConnectionReason } from "../../domain/reasons/say-reason.ts";
import type { Looked } from "./attempt.ts";
import { note, ok, wrong, type Judged } from "./finding.ts";

const REMEDIES: Record<ConnectionReason, string> = {
  rate_limit:
    "Find out in Gorgias which other app uses up its limit, or have it raised; then reactivate the connection in the console.",
  authorisation_removed: "Install the app again from Gorgias, and from Aircall where it was removed there.",
  disconnected: "Install the app again if it is still wanted.",
  by_hand: "Reactivate it in the console when it is wanted again: what was kept meanwhile is written then.",
};

export function judgeStatus({ status, reason }: Pick<Patient, "status" | "reason">): Judged {
  switch (status) {
    case "active":
      return ok("it is active");
    case "installing":
      return note("it is being installed", "Finish the steps that the console shows.");
    case "deactivated": {
      const said = `it is deactivated${reason === null ? "" : `: ${sayConnectionReason("en", reason)}`}`;
      const remedy = reason === null ? "Reactivate it in the console." : REMEDIES[reason];
      // Somebody wanted it so.
      return reason === "by_hand" || reason === "disconnected" ? note(said, remedy) : wrong(said, remedy);
    }
  }
}

export function judgeKeys(opened: readonly Looked<Credential>[]): Judged {
  const closed = opened.find((one) => one.kind === "failed");
  if (closed?.kind !== "failed")
    return ok(opened.length > 0 ? "every credential can be opened" : "no credential is kept");
  return wrong(
    `a credential cannot be opened: ${closed.why}`,
    "Put the key that it was sealed with back into ENCRYPTION_KEYS, behind the first one; where it is lost, install the connection again.",
  );
}

/** When a credential ended, epoch ms; null while it is good. The service renews it before that, unless it cannot. */
export function endedAt(credential: Credential, now: number): number | null {
  if (credential.kind !== "bearer" || credential.expiresAt === null) return null;
  return credential.expiresAt <= now ? credential.expiresAt : null;
}

export function judgeEnded(at: number): Judged {
  return wrong(
    at === 0
      ? "its token was refused and is not renewed yet"
      : `its token ended at ${new Date(at).toISOString()} and was not renewed`,
    "See that a worker runs and that Gorgias works; if both do, install the app again from Gorgias.",
  );
}

export function judgeGorgias(self: Looked<DeskIdentity>): Judged {
  if (self.kind === "failed") return judgeFailed("Gorgias", self);
  const who = self.value.email ?? self.value.name ?? "somebody without a name";
  if (self.value.admin) return ok(`Gorgias lets us in as ${who}, an admin`);
  return wrong(
    `the credential belongs to ${who}, who is no admin of Gorgias`,
    "Make them an admin again, or have an admin install the app anew.",
  );
}

export function judgeAircall(lines: Looked<readonly unknown[]>): Judged {
  return lines.kind === "seen"
    ? ok(`Aircall lets us in and shows ${lines.value.length} lines`)
    : judgeFailed("Aircall", lines);
}

/** Asking somebody failed. */
export function judgeFailed(
  vendor: "Gorgias" | "Aircall",
  failed: Extract<Looked<unknown>, { kind: "failed" }>,
): Judged {
  if (failed.refused)
    return wrong(
      `${vendor} refuses the credential (${failed.why})`,
      `Install the app again from ${vendor}; where keys are used, replace the one that ${vendor} no longer takes.`,
    );
  return wrong(
    `${vendor} could not be asked: ${failed.why}`,
    `See whether ${vendor} works and whether this machine reaches it, then ask again.`,
  );
}
