/** Every delivery that was answered 200 is stored and processed, no work is left, and none failed. */
import { UNFINISHED } from "../../src/domain/reasons/delivery-outcome.ts";
import { callActivityId, idOf, kindOf } from "../../src/domain/activity/work-item.ts";
import type { FinalState, Violation } from "./final-state.ts";

export function checkDeliveries(finalState: FinalState): Violation[] {
  return [...answered(finalState), ...leftOver(finalState)];
}

function answered({ ledger, stored, shops, records, deliveries }: FinalState): Violation[] {
  const rows = new Map(stored.map((row) => [`${row.webhookKey}/${row.digest}`, row]));
  const known = new Set(records.map(({ connectionId, activityId }) => `${connectionId}/${activityId}`));
  const violations: Violation[] = [];
  for (const [key, { webhookKey, statuses }] of ledger) {
    const shop = shops.find(({ webhookUrl }) => webhookUrl.endsWith(`/${webhookKey}`));
    const of = shop ? { shop } : {};
    const strange = statuses.filter((status) => ![0, 200, 503].includes(status));
    if (strange.length > 0) violations.push({ what: `a delivery was answered ${strange.join(", ")}`, ...of });
    if (!statuses.includes(200)) continue;
    const row = rows.get(key);
    if (!row) violations.push({ what: `a delivery was answered 200 and is not stored (${key})`, ...of });
    else if (row.activityId !== null && !known.has(`${row.connectionId}/${row.activityId}`))
      violations.push({ what: `of ${row.activityId} a delivery is stored, and nothing else is known`, ...of });
  }
  for (const { webhook, state, event, callId } of deliveries) {
    const shop = shops.find(({ webhookUrl }) => webhookUrl === webhook.url);
    if (state === "delivered" || state === "dropped" || !shop) continue;
    violations.push({
      what: `${event} was never delivered: ${state}`,
      shop,
      ...(callId === null ? {} : { call: callId }),
    });
  }
  return violations;
}

/** Rows that are not in their final state. */
function leftOver({ shops, stored, writes, records, unfinishedWork }: FinalState): Violation[] {
  const of = (connectionId: string, activityId: string | null) => {
    const shop = shops.find((each) => each.connectionId === connectionId);
    const isCall = activityId !== null && activityId === callActivityId(idOf(activityId));
    return { ...(shop ? { shop } : {}), ...(isCall ? { call: Number(idOf(activityId)) } : {}) };
  };
  const unread = stored.filter(({ outcome }) => outcome === null || UNFINISHED.some((code) => code === outcome));
  // A write to a ticket that is gone is not tried again. The next ticket contains what it was about.
  const nameOf = ({ connectionId, activityId, generation }: FinalState["writes"][number]) =>
    `${connectionId}/${activityId}/${generation}`;
  const gone = new Set(writes.filter(({ key }) => key === "gone" || key.startsWith("left:")).map(nameOf));
  const open = writes.filter(
    (write) => write.state !== "done" && kindOf(write.activityId) !== "card" && !gone.has(nameOf(write)),
  );
  const undone = records.filter(
    ({ state, activityId }) => !["done", "ignored"].includes(state) && kindOf(activityId) !== "card",
  );
  return [
    ...unread.map(({ connectionId, activityId, event, outcome }) => {
      return { what: `${event} of ${activityId} was ${outcome ?? "never read"}`, ...of(connectionId, activityId) };
    }),
    ...open.map(({ connectionId, activityId, key, state, outcome }) => {
      const message = /^(?:message|undelivered):(\w+)/.exec(key)?.[1];
      return {
        ...(message ? { message } : {}),
        what: `write ${key} of ${activityId} is ${state} ${JSON.stringify(outcome)}`,
        ...of(connectionId, activityId),
      };
    }),
    ...undone.map(({ connectionId, activityId, state, reason }) => {
      return { what: `${activityId} is ${state}: ${reason}`, ...of(connectionId, activityId) };
    }),
    ...unfinishedWork.map((item) => ({ what: `work is left: ${JSON.stringify(item)}` })),
  ];
}
