/** Customers from the latest answers. They refresh the customer cache without a request (C1). */
import type { Customer } from "../domain/customer/customer.ts";
import type { GorgiasAccount } from "./account.ts";

interface Channel {
  type: string;
  address?: string | null | undefined;
}

/** An answer without channels says nothing about the numbers, so the earlier ones stay. */
export function noteShown(
  { shown }: GorgiasAccount,
  customer: Customer & { channels?: readonly Channel[] | null | undefined },
): void {
  const { id, name, email, channels } = customer;
  const phones = channels ? addressesOf(channels, "phone") : (shown.get(id)?.phones ?? null);
  shown.set(id, { id, name, email, phones });
}

/** Addresses of one type, as stored. */
export function addressesOf(channels: readonly Channel[], type: string): string[] {
  return channels.flatMap((channel) => (channel.type === type ? (channel.address ?? []) : []));
}
