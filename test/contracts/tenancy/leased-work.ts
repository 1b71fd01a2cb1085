/** The work that each connection of the tenancy contract has leased, by the same lease. */
import type { Ask, LeasedWork } from "../../../src/storage/work/lease.ts";
import { PHONE, type Shop } from "./shops.ts";

const ITEMS = [
  ["call", "102", ""],
  ["recording", "102", "recording"],
  ["conversation", PHONE, ""],
] as const;

export function leasedWorks({ id }: Shop): [LeasedWork, LeasedWork, LeasedWork] {
  return ITEMS.map(([kind, ref, part]) => ({
    connectionId: id,
    kind,
    ref,
    part,
    lease: "the lease",
    attempts: 0,
    input: {},
  })) as [LeasedWork, LeasedWork, LeasedWork];
}

export const LEAST_URGENT_ASK: Ask = { kinds: ["call", "recording"], mostUrgent: 0, leastUrgent: 32_767, free: 100 };
