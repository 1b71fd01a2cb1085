// Who `{id}` or `{email}` inside a ticket or message means (contract 3 and 6.3).
import { type Account, channelKey, emailOf } from "./account.ts";
import type { PersonInput } from "./message-body.ts";
import { addCustomer, changeCustomer, type CustomerInput } from "./save-customer.ts";
import { refuse, type VendorError } from "./vendor-error.ts";

interface Place {
  account: Account;
  failure: string;
  at: string;
}

export function find<T>(value: T | undefined, otherwise: VendorError): T {
  if (value === undefined) throw otherwise;
  return value;
}

/** A customer: by id, by e-mail, or made anew from an unknown e-mail (contract 3). */
export function resolvePerson(place: Place, person: PersonInput, field: string): number {
  const { account, failure, at } = place;
  const unknown = refuse.invalid(failure, { [at + field]: ["Unknown customer."] });
  const input = readCustomer(person);
  if (person.id !== undefined) {
    const customer = find(account.customers.get(person.id), unknown);
    if (account.settings.nestedPersonModifies && Object.keys(input).length > 0) {
      // Nested channels and e-mail do not replace those of a known customer.
      const { channels: _channels, email: _email, ...scalars } = input;
      changeCustomer(account, customer, scalars);
    }
    return customer.id;
  }
  if (!person.email) throw unknown;
  const known = account.customers.by("channel", channelKey("email", person.email))[0];
  return (known ?? addCustomer(account, { ...input, email: person.email })).id;
}

function readCustomer({ id: _id, email, ...rest }: PersonInput): CustomerInput {
  const present = Object.entries({ ...rest, ...(email ? { email } : {}) }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present);
}

/** A user: by id or by e-mail; none is ever made. */
export function resolveUser(place: Place, person: PersonInput, field: string): number {
  const { account, failure, at } = place;
  const byEmail = person.email ? account.users.by("email", person.email.toLowerCase())[0] : undefined;
  const user = person.id === undefined ? byEmail : account.users.get(person.id);
  return find(user, refuse.invalid(failure, { [at + field]: ["Unknown user."] })).id;
}

/** `{id, email, name}` of a message's user or customer. */
export function readPerson(account: Account, id: number | null, isUser: boolean) {
  if (id === null) return null;
  if (isUser) {
    const user = account.users.get(id);
    return user === undefined ? null : { id, email: user.email, name: user.name, meta: {} };
  }
  const customer = account.customers.get(id);
  return customer === undefined ? null : { id, email: emailOf(customer), name: customer.name, meta: customer.meta };
}
