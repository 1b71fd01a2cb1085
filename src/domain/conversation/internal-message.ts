/** Messages between the company's own lines (C19), alone or within a group. Pure. */
import { isOwnLine, type OwnLine } from "../customer/unknown-caller.ts";
import { readPhone } from "../phone/phone.ts";
import type { TextMessage } from "./text-message.ts";

/**
 * True when the other party is a company line. A group message counts by its sender when inbound, by all participants
 * when outbound.
 */
export function isInternalMessage(
  { group, customerDigits, direction, line }: TextMessage,
  lines: readonly OwnLine[],
): boolean {
  const isOwn = (digits: string | null) => isOwnLine(readPhone(digits, line?.country ?? null), lines);
  if (!group || direction === "inbound") return isOwn(customerDigits);
  return group.participants.length > 0 && group.participants.every(isOwn);
}

/** A group without the company's other lines. The message is unchanged where nothing else would be left. */
export function withoutOwnLines(message: TextMessage, lines: readonly OwnLine[]): TextMessage {
  const { group, line } = message;
  if (!group) return message;
  const outside = group.participants.filter((digits) => !isOwnLine(readPhone(digits, line?.country ?? null), lines));
  return outside.length === 0 ? message : { ...message, group: { ...group, participants: outside } };
}
