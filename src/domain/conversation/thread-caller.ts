/**
 * The external party that a message's thread belongs to. In a group it is always the same participant, whatever the
 * sender. Pure.
 */
import { callerKey, readSender, type Caller } from "../phone.ts";
import type { TextMessage } from "./text-message.ts";

export function threadCaller({ group, callerDigits, line }: TextMessage): Caller {
  const country = line?.country ?? null;
  if (!group) return readSender(callerDigits, country);
  // Aircall may count the line among the participants (Aircall contract 6.3).
  const own = callerKey(readSender(line?.digits ?? null, country));
  const people = group.participants.map((digits) => readSender(digits, country));
  const others = people.filter((person) => callerKey(person) !== own);
  return others.toSorted((a, b) => (callerKey(a) < callerKey(b) ? -1 : 1))[0] ?? readSender(callerDigits, country);
}
