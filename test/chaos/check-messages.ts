/** Each message and each "not delivered" once, in one thread a customer. Each customer and each tag of the account once. */
import { seenTickets, type Shop } from "../helpers/shop.ts";
import type { FinalState, Violation } from "./final-state.ts";
import { nationalDigits, ownsNumber } from "./numbers.ts";
import { ledgerKey } from "./delivery-proxy.ts";

export function checkMessages(finalState: FinalState, shop: Shop): Violation[] {
  const received = receivedOf(finalState, shop);
  const tickets = seenTickets(finalState.sandbox.gorgias.desk, shop.account);
  const threads = tickets.filter(({ externalId }) => externalId?.startsWith("aircall-text-"));
  const notes = threads.flatMap((ticket) => ticket.notes.map((note) => ({ ...note, customer: ticket.customer.id })));
  const violations: Violation[] = [];
  const ids = new Set<string>();
  const changed = changedNumbers(finalState, shop);
  for (const message of finalState.messages(shop)) {
    ids.add(message.id);
    const complain = (what: string) => violations.push({ what, shop, message: message.id });
    if (!received.has(message.id) || changed.has(nationalDigits(message.digits))) continue;
    const written = notes.filter(({ key }) => key === `message:${message.id}`);
    const [note] = written;
    if (!note || written.length > 1) complain(`the message is there ${written.length} times`);
    else if (!note.text.includes(message.body)) complain(`the message says "${note.text}", not "${message.body}"`);
    else if (note.attachments.length !== message.attachments.length && !namesFiles(finalState, note.text))
      complain(`${note.attachments.length} files, not ${message.attachments.length}`);
    else if (!ownsNumber(finalState, shop, note.customer, message.digits))
      complain(`the message is in a ticket of ${note.customer}, who does not have the number ${message.digits}`);
    const undelivered = notes.filter(({ key }) => key === `undelivered:${message.id}`);
    const failed = message.status === "failed" ? 1 : 0;
    if (undelivered.length !== failed) complain(`"not delivered" is there ${undelivered.length} times, not ${failed}`);
  }
  const unknown = notes.filter(({ key }) => key.startsWith("message:") && !ids.has(key.split(":")[1] ?? ""));
  violations.push(...unknown.map(({ key }) => ({ what: `${key} is no message of this shop`, shop })));
  return [...violations, ...threadFaults(finalState, shop, threads), ...accountFaults(finalState, shop)];
}

/** Messages of which at least one delivery was answered 200. */
function receivedOf({ deliveries, ledger }: FinalState, shop: Shop): Set<string> {
  const webhookKey = shop.webhookUrl.split("/").at(-1) ?? "";
  const isReceived = (body: string) => ledger.get(ledgerKey(webhookKey, Buffer.from(body)))?.statuses.includes(200);
  const own = deliveries.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  return new Set(own.flatMap(({ messageId, body }) => (messageId !== null && isReceived(body) ? [messageId] : [])));
}

/** After a long outage, a message goes without its files and names them with the reason. */
function namesFiles({ longOutages }: FinalState, text: string): boolean {
  return longOutages && text.includes("File not attached");
}

/** The numbers of customers whose tickets agents changed. Their messages may be in other tickets. */
function changedNumbers({ sandbox, changed }: FinalState, { account }: Shop): Set<string> {
  const { customers } = sandbox.gorgias.desk.account(account);
  const all = customers.all().filter(({ id }) => changed.customers.has(`${account}/${id}`));
  return new Set(all.flatMap(({ channels }) => channels.map(({ address }) => nationalDigits(address))));
}

/** No ticket was closed or trashed, so a customer has one thread (M2, M11). */
function threadFaults({ changed }: FinalState, shop: Shop, threads: ReturnType<typeof seenTickets>): Violation[] {
  const byCustomer = Map.groupBy(threads, ({ customer }) => customer.id);
  return [...byCustomer].flatMap(([customer, own]) => {
    if (own.length < 2 || changed.customers.has(`${shop.account}/${customer}`)) return [];
    const message = own[1]?.externalId?.replace("aircall-text-", "");
    const which = own.map(({ id, externalId }) => `${id} (${externalId})`).join(", ");
    return [
      { what: `customer ${customer} has ${own.length} threads: ${which}`, shop, ...(message ? { message } : {}) },
    ];
  });
}

function accountFaults({ sandbox }: FinalState, shop: Shop): Violation[] {
  const { customers, tags } = sandbox.gorgias.desk.account(shop.account);
  const phones = customers
    .all()
    .flatMap(({ channels }) => channels.flatMap(({ type, address }) => (type === "phone" ? [address] : [])));
  // A caller whose number is no phone number has a name made of it.
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
