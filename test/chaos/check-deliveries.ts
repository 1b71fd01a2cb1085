/** Every delivery that was answered 200 is kept and accounted for; no work is left over, and none ended badly. */
import { UNFINISHED } from "../../src/domain/reasons/delivery-outcome.ts";
import { callSubject, idOf, kindOf } from "../../src/domain/subject.ts";
import type { Evidence, Violation } from "./evidence.ts";

export function checkDeliveries(evidence: Evidence): Violation[] {
  return [...answered(evidence), ...leftOver(evidence)];
}

function answered({ ledger, kept, shops, subjects, deliveries }: Evidence): Violation[] {
  const rows = new Map(kept.map((row) => [`${row.webhookKey}/${row.digest}`, row]));
  const known = new Set(subjects.map(({ connectionId, subject }) => `${connectionId}/${subject}`));
  const violations: Violation[] = [];
  for (const [key, { webhookKey, statuses }] of ledger) {
    const shop = shops.find(({ webhookUrl }) => webhookUrl.endsWith(`/${webhookKey}`));
    const of = shop ? { shop } : {};
    const strange = statuses.filter((status) => ![0, 200, 503].includes(status));
    if (strange.length > 0) violations.push({ what: `a delivery was answered ${strange.join(", ")}`, ...of });
    if (!statuses.includes(200)) continue;
    const row = rows.get(key);
    if (!row) violations.push({ what: `a delivery was answered 200 and is not stored (${key})`, ...of });
    else if (row.subject !== null && !known.has(`${row.connectionId}/${row.subject}`))
      violations.push({ what: `of ${row.subject} a delivery is stored, and nothing else is known`, ...of });
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

/** What the settled state of each row is. */
function leftOver({ shops, kept, writes, subjects, unfinishedWork }: Evidence): Violation[] {
  const of = (connectionId: string, subject: string | null) => {
    const shop = shops.find((each) => each.connectionId === connectionId);
    const isCall = subject !== null && subject === callSubject(idOf(subject));
    return { ...(shop ? { shop } : {}), ...(isCall ? { call: Number(idOf(subject)) } : {}) };
  };
  const unread = kept.filter(({ outcome }) => outcome === null || UNFINISHED.some((code) => code === outcome));
  const open = writes.filter(({ state, subject }) => state !== "done" && kindOf(subject) !== "card");
  const undone = subjects.filter(
    ({ state, subject }) => !["done", "ignored"].includes(state) && kindOf(subject) !== "card",
  );
  return [
    ...unread.map(({ connectionId, subject, event, outcome }) => {
      return { what: `${event} of ${subject} was ${outcome ?? "never read"}`, ...of(connectionId, subject) };
    }),
    ...open.map(({ connectionId, subject, key, state, outcome }) => {
      return {
        what: `write ${key} of ${subject} is ${state} ${JSON.stringify(outcome)}`,
        ...of(connectionId, subject),
      };
    }),
    ...undone.map(({ connectionId, subject, state, reason }) => {
      return { what: `${subject} is ${state}: ${reason}`, ...of(connectionId, subject) };
    }),
    ...unfinishedWork.map((item) => ({ what: `work is left: ${JSON.stringify(item)}` })),
  ];
}
