/** How the service first found a conversation's customer. Later matches only say that the number is known. Pure. */
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";

type Match = ActivityDetailAnswer["match"];

/** The current match, unless a write has the first match of the same customer. */
export function firstMatch(
  match: Match,
  writes: readonly Pick<ActivityDetailAnswer["writes"][number], "match">[],
): Match {
  const first = match && writes.find((write) => write.match?.customerId === match.customerId)?.match;
  return first ? { ...first, name: match.name } : match;
}
