/** What explains a violation: the call or message, its deliveries, its writes, the requests about its ticket. */
import { callActivityId } from "../../src/domain/activity/work-item.ts";
import { seenTickets, type Shop } from "../helpers/shop.ts";
import type { FinalState, Violation } from "./final-state.ts";

export function describeViolation(finalState: FinalState, { what, shop, call, message }: Violation): string {
  if (!shop) return what;
  const which = call === undefined ? (message === undefined ? "" : `, message ${message}`) : `, call ${call}`;
  if (which === "") return `${what} (${shop.account})`;
  const deliveries = finalState.deliveries.filter(
    (each) =>
      each.webhook.url === shop.webhookUrl && (call === undefined ? each.messageId === message : each.callId === call),
  );
  const activityIds = activityIdsOf(finalState, { shop, call, message });
  const writes = finalState.writes.filter(
    ({ connectionId, activityId }) => connectionId === shop.connectionId && activityIds.includes(activityId),
  );
  const records = finalState.records.filter(
    ({ connectionId, activityId }) => connectionId === shop.connectionId && activityIds.includes(activityId),
  );
  const tickets = seenTickets(finalState.sandbox.gorgias.desk, shop.account).filter(
    ({ id, externalId, notes }) =>
      records.some(({ ticketId }) => ticketId === id) ||
      (call === undefined ? notes.some(({ key }) => key.includes(message ?? "?")) : externalId?.includes(String(call))),
  );
  const requests = finalState.sandbox.gorgias.desk
    .requests(shop.account)
    .filter(({ path, query }) =>
      tickets.some(({ id, externalId }) => path.includes(`/${id}`) || query.includes(externalId ?? "?")),
    );
  return [
    `${what} (${shop.account}${which})`,
    ...deliveries.map(({ event, createdMs, state, attempts }) => {
      const answers = attempts.map(({ status, error }) => status ?? error).join(", ");
      return `  delivery ${at(createdMs)} ${event} ${state}: ${answers}`;
    }),
    ...records.map(
      ({ activityId, state, reason, attempts }) => `  record ${activityId} ${state} ${reason ?? ""} (${attempts})`,
    ),
    ...writes.map(
      ({ activityId, generation, key, state, intendedAt, completedAt, outcome }) =>
        `  write ${at(intendedAt.getTime())} ${at(completedAt?.getTime())} ${activityId} ${generation}/${key} ${state} ${JSON.stringify(outcome)}`,
    ),
    ...tickets.map(({ id, externalId, customer, notes, tags }) => {
      const shown = notes.map(({ key, createdAt }) => `${key}@${createdAt.slice(11, 19)}`).join(", ");
      return `  ticket ${id} ${externalId} of ${customer.id}: ${shown}; tags ${tags.join(", ")}`;
    }),
    ...requests.map(({ at: when, method, path, query, status, fault }) => {
      return `  request ${at(when)} ${method} ${path}${query ? `?${query}` : ""} ${status} ${fault ?? ""}`;
    }),
  ].join("\n");
}

interface Which {
  shop: Shop;
  call: number | undefined;
  message: string | undefined;
}

function activityIdsOf(finalState: FinalState, { shop, call, message }: Which): string[] {
  if (call !== undefined) return [callActivityId(String(call))];
  const found = finalState.writes.filter(
    ({ connectionId, key }) => connectionId === shop.connectionId && key.includes(message ?? "?"),
  );
  const digits = finalState.sandbox.aircall.phone.state.messages.get(message ?? "")?.digits;
  return [...new Set([...found.map(({ activityId }) => activityId), `text:${digits}`])];
}

function at(ms: number | undefined): string {
  return ms === undefined ? "-" : new Date(ms).toISOString().slice(11, 23);
}
