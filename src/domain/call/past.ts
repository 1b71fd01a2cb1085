/**
 * Whether a call precedes the start of the connection or of its line. Such a call never gets a ticket by itself (C17).
 */
import type { Call } from "./call.ts";

/** A call that began at most this much earlier may still have been under way. */
const UNDER_WAY_MS = 86_400_000;

/** `since`: start of the call's line, epoch ms. A call that an admin imports is never past. */
export function isPast(call: Pick<Call, "startedAt" | "imported">, since: number): boolean {
  return !call.imported && call.startedAt * 1000 < since - UNDER_WAY_MS;
}
