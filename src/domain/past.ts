/** Whether a call is of the time before the connection or its line counted: such a call never gets a ticket by itself (C17). */
import type { Call } from "./call.ts";

/** A call that began by so much earlier may have been under way. */
const UNDER_WAY_MS = 86_400_000;

/** `since`: since when the call's line counts, epoch ms. What an admin imports is wanted, however old it is. */
export function isPast(call: Pick<Call, "startedAt" | "imported">, since: number): boolean {
  return !call.imported && call.startedAt * 1000 < since - UNDER_WAY_MS;
}
