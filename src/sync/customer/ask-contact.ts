/**
 * Asks Aircall's address book for the contact of a number. The name is optional, so a failure holds up no ticket (C18).
 */
import type { Contact } from "../../domain/call/call.ts";
import type { LeftOut } from "../../domain/ticket/left-out.ts";
import type { OpenPhoneSystem } from "../../domain/ports/phone-system.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { Run } from "../run.ts";

/**
 * A run defers for Aircall's rate limit for this long, then goes on without the name. The limit counts requests by the
 * minute.
 */
const PATIENCE_MS = 60_000;

export type AskedContact = { kind: "told"; contact: Contact | null } | { kind: "unavailable"; leftOut: LeftOut };

export async function askContact(
  { phones }: { phones: OpenPhoneSystem },
  run: Pick<Run, "connectionId" | "waitedMs">,
  phone: string,
): Promise<AskedContact> {
  try {
    const phoneSystem = await phones(run.connectionId);
    return { kind: "told", contact: await phoneSystem.contact(phone) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.fate === "later" && run.waitedMs < PATIENCE_MS) throw error;
    const { status } = error;
    return {
      kind: "unavailable",
      leftOut: { part: "contact", value: null, code: "unavailable", vendor: "aircall", status, detail: null },
    };
  }
}
