/**
 * The external party that a message's thread belongs to. In a group it is always the same participant, whatever the
 * sender. Pure.
 */
import { phoneKey, readSender, type CustomerPhone } from "../phone/phone.ts";
import type { TextMessage } from "./text-message.ts";

export function threadPhone({ group, customerDigits, line }: TextMessage): CustomerPhone {
  const country = line?.country ?? null;
  if (!group) return readSender(customerDigits, country);
  // Aircall may count the line among the participants (Aircall contract 6.3).
  const own = phoneKey(readSender(line?.digits ?? null, country));
  const people = group.participants.map((digits) => readSender(digits, country));
  const others = people.filter((person) => phoneKey(person) !== own);
  return others.toSorted((a, b) => (phoneKey(a) < phoneKey(b) ? -1 : 1))[0] ?? readSender(customerDigits, country);
}
