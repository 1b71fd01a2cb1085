// Who is in an account from the start (contract 12.11), with the same ids every time.
import type { Account } from "./account.ts";
import type { User } from "./model.ts";
import { addCustomer } from "./save-customer.ts";

export interface UserInput {
  name: string;
  email: string;
  role?: string | undefined;
  active?: boolean | undefined;
  client_id?: string | null | undefined;
  external_id?: string | null | undefined;
  /** Epoch milliseconds; the default is now. */
  createdAt?: number | undefined;
}

export function addUser(account: Account, input: UserInput): User {
  const at = input.createdAt ?? account.now();
  const active = input.active ?? true;
  return account.users.put({
    id: account.nextId("user"),
    active,
    email: input.email,
    name: input.name,
    role: input.role ?? "agent",
    clientId: input.client_id ?? null,
    externalId: input.external_id ?? null,
    language: "en",
    timezone: "UTC",
    createdAt: at,
    updatedAt: at,
    deactivatedAt: active ? null : at,
  });
}

/** The bot, one admin (whose API key it is) and one agent. */
export function seedUsers(account: Account, domain: string): void {
  addUser(account, { name: "Gorgias Bot", email: `bot@${domain}`, role: "bot" });
  addUser(account, { name: "Ada Admin", email: account.email, role: "admin" });
  addUser(account, { name: "Cleo Agent", email: `cleo.agent@${domain}`, role: "agent" });
}

/** One phone in the international form, one in the national form: both are stored as written. */
export function seedCustomers(account: Account): void {
  addCustomer(account, {
    name: "Ada Byron",
    email: "ada@example.com",
    channels: [{ type: "phone", address: "+33612345678" }],
  });
  addCustomer(account, { name: "Noor National", channels: [{ type: "phone", address: "01 70 18 99 00" }] });
}
