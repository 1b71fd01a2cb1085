/** Customers in Gorgias (contract 4): https://developers.gorgias.com/reference/list-customers and its neighbours. */
import type { Customer, CustomerDraft } from "../domain/customer.ts";
import { isSameNumber } from "../domain/phone/variants.ts";
import { toE164 } from "../domain/phone.ts";
import type { CustomerDesk } from "../domain/ports/help-desk.ts";
import { refusedWith } from "../kit/request-error.ts";
import { bodyAs } from "../outbound/answer.ts";
import type { GorgiasAccount } from "./account.ts";
import { customerCardSchema, customerSchema, foundByPhoneSchema, listOf } from "./schemas.ts";

const customers = listOf(customerSchema);
const foundByPhone = listOf(foundByPhoneSchema);

export function customerDesk(account: GorgiasAccount): CustomerDesk {
  const list = async (what: string, filter: Record<string, string>): Promise<Customer[]> => {
    const query = new URLSearchParams({ ...filter, limit: "100" });
    return (await account.read(customers, { method: "GET", path: `/customers?${query}`, what })).data;
  };
  return {
    withPhone: (phone) => list("customers by phone", { channel_type: "phone", channel_address: phone }),
    withEmail: (email) => list("customers by e-mail", { email }),
    withExternalId: (externalId) => list("customers by external id", { external_id: externalId }),
    async searchPhone(phone) {
      const json = { type: "customers_by_phone", query: phone, size: 50 };
      const { data } = await account.read(foundByPhone, {
        method: "POST",
        path: "/search",
        json,
        what: "search by phone",
      });
      return [...new Map(data.map((customer) => [customer.id, customer])).values()];
    },
    async read(id) {
      const card = await readCard(account, id);
      if (!card) return null;
      const phones = card.channels.flatMap((channel) => (channel.type === "phone" ? (channel.address ?? []) : []));
      return { id: card.id, name: card.name, email: card.email, phones, note: card.note };
    },
    create: (draft) => create(account, draft),
    addPhone: (id, phone) => addPhone(account, id, phone),
  };
}

/** Both e-mail and phone can be taken: 409 by the docs, 400 by one integrator (contract 4.5). */
async function create(account: GorgiasAccount, draft: CustomerDraft): ReturnType<CustomerDesk["create"]> {
  const json = {
    name: draft.name,
    ...(draft.email ? { email: draft.email } : {}),
    ...(draft.externalId ? { external_id: draft.externalId } : {}),
    channels: [
      ...(draft.email ? [{ type: "email", address: draft.email, preferred: true }] : []),
      ...(draft.phone ? [{ type: "phone", address: draft.phone, preferred: true }] : []),
    ],
  };
  try {
    const made = await account.read(customerSchema, { method: "POST", path: "/customers", json, what: "new customer" });
    return { kind: "created", customer: made };
  } catch (error) {
    if (refusedWith(error, 400, 409)) return { kind: "taken" };
    throw error;
  }
}

/** `channels` replaces the whole list (contract 4.6), so it is read, added to, and written back. */
async function addPhone(account: GorgiasAccount, id: number, phone: string): Promise<void> {
  const card = await readCard(account, id);
  // One without a country code may be another's: then the whole number is added, which settles it.
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
  await account.call({ method: "PUT", path: `/customers/${id}`, json, what: `phone of customer ${id}` });
}

async function readCard(account: GorgiasAccount, id: number) {
  try {
    const what = `customer ${id}`;
    const answer = await account.call({ method: "GET", path: `/customers/${id}`, what });
    return answer.status === 301 ? null : bodyAs(customerCardSchema, answer, `gorgias, ${what}`);
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    throw error;
  }
}
