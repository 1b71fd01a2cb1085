/** The activity, as the console shows it. */

import type { LeftOut } from "../ticket/left-out.ts";
import type { DeliveryOutcome } from "../reasons/delivery-outcome.ts";
import type { Reason } from "../reasons/reason.ts";

export interface ActivityItem {
  account: string;
  /** `call:123`. */
  id: string;
  state: string;
  reason: Reason | null;
  direction: string | null;
  lineName: string | null;
  caller: string | null;
  startedAt: Date | null;
  ticketId: number | null;
  customerId: number | null;
  /** How the customer was found. */
  match: unknown;
  updatedAt: Date;
  wakeAt: Date | null;
  /** How many deliveries arrived. */
  deliveries: number;
  /** Requests used on Gorgias. */
  requests: number;
}

export interface ActivityDetail extends ActivityItem {
  plan: unknown;
  /** Optional parts that the ticket goes without (C18). */
  leftOut: LeftOut[];
  received: { event: string; receivedAt: Date; outcome: DeliveryOutcome | null }[];
  writes: { generation: number; key: string; state: string; outcome: unknown; requests: number; intendedAt: Date }[];
}

export interface ActivityLog {
  /** Newest first. Covers all accounts when none is named. */
  list(filter: { account: string | null; limit: number }): Promise<ActivityItem[]>;
  read(account: string, activityId: string): Promise<ActivityDetail | null>;
}
