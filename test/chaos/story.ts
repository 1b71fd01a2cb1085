/** What somebody needs to understand a violation: the call or text, its deliveries, its writes, the requests about its ticket. */
import { callActivityId } from "../../src/domain/activity/activity-id.ts";
import { seenTickets, type Shop } from "../helpers/shop.ts";
import type { Evidence, Violation } from "./evidence.ts";

export function tellStory(evidence: Evidence, { what, shop, call, text }: Violation): string {
  if (!shop) return what;
  const who = call === undefined ? (text === undefined ? "" : `, text ${text}`) : `, call ${call}`;
  if (who === "") return `${what} (${shop.account})`;
  const deliveries = evidence.deliveries.filter(
    (each) =>
      each.webhook.url === shop.webhookUrl && (call === undefined ? each.messageId === text : each.callId === call),
  );
  const activityIds = activityIdsOf(evidence, { shop, call, text });
  const writes = evidence.writes.filter(
    ({ connectionId, activityId }) => connectionId === shop.connectionId && activityIds.includes(activityId),
  );
  const records = evidence.records.filter(
    ({ connectionId, activityId }) => connectionId === shop.connectionId && activityIds.includes(activityId),
  );
  const tickets = seenTickets(evidence.sandbox.gorgias.desk, shop.account).filter(
    ({ id, externalId, notes }) =>
      records.some(({ ticketId }) => ticketId === id) ||
      (call === undefined ? notes.some(({ key }) => key.includes(text ?? "?")) : externalId?.includes(String(call))),
  );
  const requests = evidence.sandbox.gorgias.desk
    .requests(shop.account)
    .filter(({ path, query }) =>
      tickets.some(({ id, externalId }) => path.includes(`/${id}`) || query.includes(externalId ?? "?")),
    );
  return [
    `${what} (${shop.account}${who})`,
    ...deliveries.map(({ event, createdMs, state, attempts }) => {
      const answers = attempts.map(({ status, error }) => status ?? error).join(", ");
      return `  delivery ${at(createdMs)} ${event} ${state}: ${answers}`;
    }),
    ...records.map(
      ({ activityId, state, reason, attempts }) => `  record ${activityId} ${state} ${reason ?? ""} (${attempts})`,
    ),
    ...writes.map(
      ({ activityId, generation, key, state, intendedAt, settledAt, outcome }) =>
        `  write ${at(intendedAt.getTime())} ${at(settledAt?.getTime())} ${activityId} ${generation}/${key} ${state} ${JSON.stringify(outcome)}`,
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

interface Who {
  shop: Shop;
  call: number | undefined;
  text: string | undefined;
}

function activityIdsOf(evidence: Evidence, { shop, call, text }: Who): string[] {
  if (call !== undefined) return [callActivityId(String(call))];
  const found = evidence.writes.filter(
    ({ connectionId, key }) => connectionId === shop.connectionId && key.includes(text ?? "?"),
  );
  const digits = evidence.sandbox.aircall.phone.state.messages.get(text ?? "")?.digits;
  return [...new Set([...found.map(({ activityId }) => activityId), `text:${digits}`])];
}

function at(ms: number | undefined): string {
  return ms === undefined ? "-" : new Date(ms).toISOString().slice(11, 23);
}
