/** Each text and each "not delivered" once, in one thread a customer; each customer and each tag of the account once. */
import { seenTickets, type Shop } from "../helpers/shop.ts";
import type { Evidence, Violation } from "./evidence.ts";
import { ledgerKey } from "./front-door.ts";

export function checkTexts(evidence: Evidence, shop: Shop): Violation[] {
  const heard = heardOf(evidence, shop);
  const tickets = seenTickets(evidence.sandbox.gorgias.desk, shop.account);
  const threads = tickets.filter(({ externalId }) => externalId?.startsWith("aircall-text-"));
  const notes = threads.flatMap((ticket) => ticket.notes);
  const violations: Violation[] = [];
  const ids = new Set<string>();
  for (const text of evidence.texts(shop)) {
    ids.add(text.id);
    const complain = (what: string) => violations.push({ what, shop, text: text.id });
    if (!heard.has(text.id)) continue;
    const written = notes.filter(({ key }) => key === `message:${text.id}`);
    const [note] = written;
    if (!note || written.length > 1) complain(`the text is there ${written.length} times`);
    else if (!note.text.includes(text.body)) complain(`the text says "${note.text}", not "${text.body}"`);
    else if (note.attachments.length !== text.attachments.length)
      complain(`${note.attachments.length} files, not ${text.attachments.length}`);
    const undelivered = notes.filter(({ key }) => key === `undelivered:${text.id}`);
    const failed = text.status === "failed" ? 1 : 0;
    if (undelivered.length !== failed) complain(`"not delivered" is there ${undelivered.length} times, not ${failed}`);
  }
  const told = notes.filter(({ key }) => key.startsWith("message:") && !ids.has(key.split(":")[1] ?? ""));
  violations.push(...told.map(({ key }) => ({ what: `${key} is no text of this shop`, shop })));
  return [...violations, ...threadFaults(shop, threads), ...accountFaults(evidence, shop)];
}

/** Texts of which at least one delivery was answered 200. */
function heardOf({ deliveries, ledger }: Evidence, shop: Shop): Set<string> {
  const webhookKey = shop.webhookUrl.split("/").at(-1) ?? "";
  const isHeard = (body: string) => ledger.get(ledgerKey(webhookKey, Buffer.from(body)))?.statuses.includes(200);
  const own = deliveries.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  return new Set(own.flatMap(({ messageId, body }) => (messageId !== null && isHeard(body) ? [messageId] : [])));
}

/** Nobody closed or trashed anything: one customer, one thread (M2, M11). */
function threadFaults(shop: Shop, threads: ReturnType<typeof seenTickets>): Violation[] {
  const byCustomer = Map.groupBy(threads, ({ customer }) => customer.id);
  return [...byCustomer].flatMap(([customer, own]) => {
    if (own.length < 2) return [];
    const text = own[1]?.externalId?.replace("aircall-text-", "");
    const which = own.map(({ id, externalId }) => `${id} (${externalId})`).join(", ");
    return [{ what: `customer ${customer} has ${own.length} threads: ${which}`, shop, ...(text ? { text } : {}) }];
  });
}

function accountFaults({ sandbox }: Evidence, shop: Shop): Violation[] {
  const { customers, tags } = sandbox.gorgias.desk.account(shop.account);
  const phones = customers
    .all()
    .flatMap(({ channels }) => channels.flatMap(({ type, address }) => (type === "phone" ? [address] : [])));
  // Who calls from a number that is no phone number is known by the name that was made of it.
  const names = customers.all().flatMap(({ name }) => (name && /\d/.test(name) ? [name] : []));
  return [
    ...twice(phones).map((phone) => ({ what: `two customers have the phone ${phone}`, shop })),
    ...twice(names).map((name) => ({ what: `two customers are called ${name}`, shop })),
    ...twice(tags.all().map(({ name }) => name)).map((name) => ({ what: `two tags are called ${name}`, shop })),
  ];
}

function twice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
