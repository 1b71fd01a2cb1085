/** Erases all data of a phone number, in one connection or in all, and reports what remains in Gorgias. */
import { BY_OPERATOR } from "../../domain/connection/audit.ts";
import { phoneKey, readPhone } from "../../domain/phone/phone.ts";
import type { Erased, Eraser } from "../../domain/ports/erase.ts";
import type { Report } from "../../kit/progress.ts";

export interface ErasedOf extends Erased {
  account: string;
}

export type EraseAnswer =
  | { kind: "erased"; caller: string; of: ErasedOf[] }
  | { kind: "no number"; typed: string }
  | { kind: "unknown account"; account: string };

/** `preview`: erases nothing, and reports what it would erase. `typed` needs its country code. Without one it could belong to several subscribers. */
export async function erasePhone(
  eraser: Eraser,
  { typed, account, preview = false }: { typed: string; account: string | null; preview?: boolean },
  report: Report = () => undefined,
): Promise<EraseAnswer> {
  const customerPhone = readPhone(typed, null);
  if (customerPhone.kind === "anonymous") return { kind: "no number", typed };
  const connections = await eraser.connections(account);
  if (account !== null && connections.length === 0) return { kind: "unknown account", account };
  const key = phoneKey(customerPhone);
  const of: ErasedOf[] = [];
  for (const { id, account: name } of connections) {
    report({ done: of.length, total: connections.length, note: name });
    const erased = preview ? await eraser.preview(id, key) : await eraser.erase(id, key, BY_OPERATOR);
    of.push({ account: name, ...erased });
  }
  return { kind: "erased", caller: key, of };
}
