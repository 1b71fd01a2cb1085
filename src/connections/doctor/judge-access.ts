/** The doctor's findings on a connection's status and credentials. Pure. */
import type { Credential } from "../../domain/connection/connection.ts";
import type { ExaminedConnection } from "../../domain/ports/doctor.ts";
import type { HelpDeskIdentity } from "../../domain/ports/setup.ts";
import type { ConnectionReason } from "../../domain/reasons/connection-reason.ts";
import { sayConnectionReason } from "../../domain/reasons/say-reason.ts";
import type { Attempted } from "./attempt.ts";
import { note, ok, wrong, type Judged } from "./finding.ts";

const REMEDIES: Record<ConnectionReason, string> = {
  rate_limit:
    "Find the app that uses up the limit in Gorgias, or have the limit raised. Then reactivate the connection in the console.",
  authorisation_removed: "Install the app again from Gorgias, and from Aircall where it was removed there.",
  disconnected: "Install the app again if you still need it.",
  by_hand: "Reactivate it in the console. The service then writes what it stored meanwhile.",
};

export function judgeStatus({ status, reason }: Pick<ExaminedConnection, "status" | "reason">): Judged {
  switch (status) {
    case "active":
      return ok("it is active");
    case "installing":
      return note("it is being installed", "Finish the steps that the console shows.");
    case "deactivated": {
      const what = `it is deactivated${reason === null ? "" : `: ${sayConnectionReason("en", reason)}`}`;
      const remedy = reason === null ? "Reactivate it in the console." : REMEDIES[reason];
      // An admin did this on purpose.
      return reason === "by_hand" || reason === "disconnected" ? note(what, remedy) : wrong(what, remedy);
    }
  }
}

export function judgeKeys(opened: readonly Attempted<Credential>[]): Judged {
  const closed = opened.find((one) => one.kind === "failed");
  if (closed?.kind !== "failed")
    return ok(opened.length > 0 ? "every credential can be decrypted" : "no credential is stored", { code: "keys_ok" });
  return wrong(
    `a credential cannot be decrypted: ${closed.why}`,
    "Add its key to ENCRYPTION_KEYS again, after the first one. If the key is lost, install the connection again.",
    { code: "keys_locked", detail: closed.why },
  );
}

/** The time when a credential ended, epoch ms. Null while it is valid. The service normally renews it earlier. */
export function endedAt(credential: Credential, now: number): number | null {
  if (credential.kind !== "bearer" || credential.expiresAt === null) return null;
  return credential.expiresAt <= now ? credential.expiresAt : null;
}

export function judgeEnded(at: number): Judged {
  return wrong(
    at === 0
      ? "its token was rejected and is not renewed yet"
      : `its token ended at ${new Date(at).toISOString()} and was not renewed`,
    "Check that a worker runs and that Gorgias works. If both do, install the app again from Gorgias.",
    { code: "gorgias_token_ended" },
  );
}

export function judgeGorgias(self: Attempted<HelpDeskIdentity>): Judged {
  if (self.kind === "failed") return judgeFailed("Gorgias", self);
  const owner = self.value.email ?? self.value.name ?? "a user without a name";
  if (self.value.admin)
    return ok(`Gorgias accepts the credential of ${owner}, an admin`, { code: "gorgias_ok", name: owner });
  return wrong(
    `the credential belongs to ${owner}, who is not an admin of Gorgias`,
    "Make them an admin again, or have an admin install the app again.",
    { code: "gorgias_not_admin", name: owner },
  );
}

export function judgeAircall(lines: Attempted<readonly unknown[]>): Judged {
  return lines.kind === "seen"
    ? ok(`Aircall accepts the credential and shows ${lines.value.length} lines`, {
        code: "aircall_ok",
        count: lines.value.length,
      })
    : judgeFailed("Aircall", lines);
}

/** The finding for a request that failed. */
export function judgeFailed(
  vendor: "Gorgias" | "Aircall",
  failed: Extract<Attempted<unknown>, { kind: "failed" }>,
): Judged {
  const side = vendor === "Gorgias" ? "gorgias" : "aircall";
  if (failed.refused)
    return wrong(
      `${vendor} rejects the credential (${failed.why})`,
      `Install the app again from ${vendor}. With API keys, replace the one that ${vendor} rejects.`,
      { code: `${side}_refused`, detail: failed.why },
    );
  return wrong(
    `${vendor} could not be checked: ${failed.why}`,
    `Check that ${vendor} works and that this machine reaches it, then run the doctor again.`,
    { code: `${side}_unreachable`, detail: failed.why },
  );
}
