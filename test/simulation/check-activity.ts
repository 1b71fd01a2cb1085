/** What the console says of a call is what Gorgias has: done, and the ticket in which the call is. */
import { callActivityId } from "../../src/domain/activity/work-item.ts";
import type { FinalState, Violation } from "../chaos/final-state.ts";
import { seenTickets } from "../helpers/shop.ts";

export function checkActivity(finalState: FinalState): Violation[] {
  const { records, shops, sandbox, changed } = finalState;
  return shops.flatMap((shop) => {
    const tickets = seenTickets(sandbox.gorgias.desk, shop.account);
    const own = new Map(
      records.filter(({ connectionId }) => connectionId === shop.connectionId).map((row) => [row.activityId, row]),
    );
    return finalState.calls(shop).flatMap(({ id }): Violation[] => {
      if (changed.calls.has(`${shop.account}/${id}`)) return [];
      const ticket = tickets.find(({ externalId }) => externalId === `aircall-call-${id}`);
      const shown = own.get(callActivityId(String(id)));
      if (shown?.state === "done" && shown.ticketId === ticket?.id) return [];
      return [
        { what: `the console shows ticket ${shown?.ticketId} as ${shown?.state}, not ${ticket?.id}`, shop, call: id },
      ];
    });
  });
}
