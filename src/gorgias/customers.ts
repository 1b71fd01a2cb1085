/**
 * Customers in Gorgias (docs/vendors/gorgias.md 4). Reference: https://developers.gorgias.com/reference/list-customers
 */
import type { z } from "zod";
import type { Customer, CustomerDraft } from "../domain/customer/customer.ts";
import { isSameNumber } from "../domain/phone/variants.ts";
import { toE164 } from "../domain/phone/phone.ts";
import type { CustomerCard, HelpDeskCustomers } from "../domain/ports/help-desk.ts";
import { refusedWith } from "../kit/request-error.ts";
import { bodyAs, type Answer } from "../outbound/answer.ts";
import type { GorgiasAccount } from "./account.ts";
import { detailOf, rejectedParts } from "./rejected-parts.ts";
import { customerCardSchema, customerSchema, foundCustomerSchema, listOf, ticketOwnerSchema } from "./schemas.ts";
import { addressesOf, noteShown } from "./shown-customers.ts";
import { PAGE_SIZE, SEARCH_SIZE } from "./vendor.ts";

const customers = listOf(customerSchema);
const found = listOf(foundCustomerSchema);

/** Second ids of search results, by the first one. */
type OtherIds = Map<number, number>;

export function helpDeskCustomers(account: GorgiasAccount): HelpDeskCustomers {
  const otherIds: OtherIds = new Map();
  const list = async (what: string, filter: Record<string, string>): Promise<Customer[]> => {
    const query = new URLSearchParams({ ...filter, limit: String(PAGE_SIZE) });
    const { data } = await account.read(customers, { method: "GET", path: `/customers?${query}`, what });
    for (const customer of data) noteShown(account, customer);
    return data;
  };
  return {
    withPhone: (phone) => list("customers by phone", { channel_type: "phone", channel_address: phone }),
    withEmail: (email) => list("customers by e-mail", { email }),
    withExternalId: (externalId) => list("customers by external id", { external_id: externalId }),
    searchPhone: (phone) => search(account, otherIds, "customers_by_phone", phone),
    searchAddress: (address) => search(account, otherIds, "customer_profile", address),
    async read(id) {
      const other = otherIds.get(id);
      const card = (await readCard(account, id)) ?? (other === undefined ? null : await readCard(account, other));
      return card && cardOf(card);
    },
    ofTicket: (ticketId) => readOwner(account, ticketId),
    create: (draft) => create(account, draft),
    addPhone: (id, phone) => addPhone(account, id, phone),
    rename: (id, from, to) => rename(account, id, { from, to }),
  };
}

/**
 * A search result has two ids, and the documents do not say which is the customer's. Returns the likelier one and
 * remembers the other (docs/vendors/gorgias.md 16).
 */
async function search(account: GorgiasAccount, otherIds: OtherIds, type: string, query: string): Promise<Customer[]> {
  const json = { type, query, size: SEARCH_SIZE };
  const what = type === "customers_by_phone" ? "search by phone" : "search by address";
  const { data } = await account.read(found, { method: "POST", path: "/search", json, what });
  return data.map(({ customer, id, name, email }) => {
    if (!customer) return { id, name, email };
    otherIds.set(customer.id, id);
    return { id: customer.id, name: customer.name, email: null };
  });
}

type Card = z.output<typeof customerCardSchema>;

function cardOf({ id, name, email, external_id: externalId, note, channels }: Card): CustomerCard {
  const [phones, emails] = [addressesOf(channels, "phone"), addressesOf(channels, "email")];
  return { id, name, email, externalId, phones, emails: [...new Set([...(email ? [email] : []), ...emails])], note };
}

/**
 * E-mail and phone may be taken, and any part may be invalid. The status does not tell these apart: the documents say
 * 409, one integrator 400 (docs/vendors/gorgias.md 4.5).
 */
async function create(account: GorgiasAccount, draft: CustomerDraft): ReturnType<HelpDeskCustomers["create"]> {
  const channels = [
    ...(draft.email ? [{ type: "email" as const, address: draft.email, preferred: true }] : []),
    ...(draft.phone ? [{ type: "phone" as const, address: draft.phone, preferred: true }] : []),
  ];
  const json = {
    ...(draft.name === null ? {} : { name: draft.name }),
    ...(draft.email ? { email: draft.email } : {}),
    ...(draft.externalId ? { external_id: draft.externalId } : {}),
    channels,
  };
  try {
    const made = await account.read(customerSchema, { method: "POST", path: "/customers", json, what: "new customer" });
    return { kind: "created", customer: made };
  } catch (error) {
    if (!refusedWith(error, 400, 409, 422)) throw error;
    const parts = rejectedParts(
      error.body,
      channels.map(({ type }) => type),
    );
    return { kind: "refused", status: error.status ?? 0, parts, detail: detailOf(error.body) };
  }
}

/** `channels` replaces the whole list (docs/vendors/gorgias.md 4.6), so it is read, extended and written back. */
async function addPhone(account: GorgiasAccount, id: number, phone: string): Promise<void> {
  const card = await readCard(account, id);
  // A number without its country code may be another subscriber's. Adding the full number settles it.
  const isThere = (address: string) => {
    const number = toE164(address, null);
    return address === phone || (number !== null && isSameNumber(number, phone));
  };
  if (!card || card.channels.some(({ type, address }) => type === "phone" && address && isThere(address))) return;
  const kept = card.channels.flatMap(({ type, address, preferred }) =>
    address ? [{ type, address, preferred: preferred ?? false }] : [],
  );
  const preferred = !kept.some((channel) => channel.type === "phone");
  const json = { channels: [...kept, { type: "phone", address: phone, preferred }] };
  const path = `/customers/${card.id}`;
  await account.call({ method: "PUT", path, json, what: `phone of customer ${card.id}` });
}

/** Replaces the name only if it is still the one that this service set (C2). */
async function rename(
  account: GorgiasAccount,
  id: number,
  { from, to }: { from: string; to: string },
): Promise<Customer | null> {
  const card = await readCard(account, id);
  if (!card) return null;
  if (card.name !== from) return { id: card.id, name: card.name, email: card.email };
  const path = `/customers/${card.id}`;
  await account.call({ method: "PUT", path, json: { name: to }, what: `name of customer ${card.id}` });
  const renamed = { id: card.id, name: to, email: card.email };
  noteShown(account, renamed);
  return renamed;
}

/** A longer chain of merges is a circle. */
const MOST_HOPS = 4;

/** Follows a merged customer. The 301 may name the surviving one (docs/vendors/gorgias.md 3). */
async function readCard(account: GorgiasAccount, id: number, hops = MOST_HOPS): Promise<Card | null> {
  try {
    const what = `customer ${id}`;
    const answer = await account.call({ method: "GET", path: `/customers/${id}`, what });
    if (answer.status === 301) {
      const into = mergedCustomer(answer);
      return into === null || hops === 0 ? null : await readCard(account, into, hops - 1);
    }
    const card = bodyAs(customerCardSchema, answer, `gorgias, ${what}`);
    noteShown(account, card);
    return card;
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    throw error;
  }
}

/** A ticket in full shows its customer with channels and note (docs/vendors/gorgias.md 5.1). Leaves a merge alone. */
async function readOwner(account: GorgiasAccount, ticketId: number): Promise<CustomerCard | null> {
  try {
    const answer = await account.call({ method: "GET", path: `/tickets/${ticketId}`, what: `ticket ${ticketId}` });
    const read = ticketOwnerSchema.safeParse(answer.body);
    if (answer.status === 301 || !read.success) return null;
    const { customer } = read.data;
    noteShown(account, customer);
    return cardOf(customer);
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    throw error;
  }
}

/** The request layer does not follow the 301. Only the id is read from its Location. */
function mergedCustomer(answer: Answer): number | null {
  const id = /\/customers\/(\d{1,15})(?:\/|$)/.exec(answer.headers.get("location") ?? "")?.[1];
  return id ? Number(id) : null;
}
