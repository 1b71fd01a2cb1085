/** How the service first found a conversation's customer. Later matches only say that the number is known. Pure. */
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";
import { isRecord } from "./read-conversation.ts";

type Match = ActivityDetailAnswer["match"];

/** The current match, unless a write has the first match of the same customer. */
export function firstMatch(match: Match, writes: ActivityDetailAnswer["writes"]): Match {
  if (match === null) return null;
  for (const { key, outcome } of writes) {
    if (!/^customer(?::|$)/.test(key) || !isRecord(outcome) || !isRecord(outcome["customer"])) continue;
    const { how, others, unclear } = outcome;
    if (outcome["customer"]["id"] !== match.customerId || typeof how !== "string") continue;
    return { ...match, how, others: numbersIn(others), unclear: numbersIn(unclear) };
  }
  return match;
}

function numbersIn(list: unknown): number[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === "number") : [];
}
