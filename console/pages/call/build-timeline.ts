/** The life of a call or conversation in order: what Aircall sent, and what was written in Gorgias. Pure. */
import type { ActivityDetailAnswer } from "../../../src/http/api/schemas.ts";

type Delivery = ActivityDetailAnswer["received"][number];
type Write = ActivityDetailAnswer["writes"][number];

export type TimelineEntry =
  | { kind: "delivery"; key: string; at: string; delivery: Delivery }
  | { kind: "write"; key: string; at: string; write: Write };

/** Oldest first. At the same moment a delivery comes before the changes that follow from it. */
export function buildTimeline({
  received,
  writes,
}: Pick<ActivityDetailAnswer, "received" | "writes">): TimelineEntry[] {
  const deliveries = received.map((delivery): TimelineEntry => ({
    kind: "delivery",
    key: `delivery ${delivery.id}`,
    at: delivery.receivedAt,
    delivery,
  }));
  const changes = writes.map((write): TimelineEntry => ({
    kind: "write",
    key: `write ${write.generation} ${write.key}`,
    at: write.endedAt ?? write.at,
    write,
  }));
  return [...deliveries, ...changes].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
