/** The service writes each tag to a ticket once: a second time costs a request and undoes an agent's removal. */
import type { Shop } from "../helpers/shop.ts";
import type { FinalState, Violation } from "./final-state.ts";

export function checkTags({ writes }: FinalState, shop: Shop): Violation[] {
  const done = writes.filter(({ connectionId, state }) => connectionId === shop.connectionId && state === "done");
  const byTicket = Map.groupBy(done, ({ activityId, generation }) => `${activityId}, ticket ${generation}`);
  return [...byTicket].flatMap(([ticket, ofTicket]) => {
    const tags = ofTicket.flatMap(({ intent }) => intent?.tags ?? []);
    const twice = tags.filter((tag, i) => tags.indexOf(tag) !== i);
    return twice.length > 0 ? [{ what: `tags of ${ticket} are written twice: ${twice.join(", ")}`, shop }] : [];
  });
}
