/** A merged ticket answers 301 with `{}` (docs/vendors/gorgias.md 3). */
import type { TicketState } from "../domain/ports/help-desk.ts";
import type { Answer } from "../outbound/answer.ts";

/** The request layer does not follow the 301. Only the id is read from its Location. */
export function mergedInto(answer: Answer): TicketState {
  const id = /\/tickets\/(\d+)(?:\/|$)/.exec(answer.headers.get("location") ?? "")?.[1];
  return { kind: "merged", into: id ? Number(id) : null };
}
