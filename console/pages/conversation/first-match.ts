/** How the customer of a conversation was found at first: ever since then the number is simply known. Pure. */
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";

type Match = ActivityDetailAnswer["match"];

/** The match as it stands, unless a write tells of the same customer how it all began. */
export function firstMatch(
  match: Match,
  writes: readonly Pick<ActivityDetailAnswer["writes"][number], "match">[],
): Match {
  const first = match && writes.find((write) => write.match?.customerId === match.customerId)?.match;
  return first ? { ...first, name: match.name } : match;
}
