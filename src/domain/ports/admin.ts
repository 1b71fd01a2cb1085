/** What the console reads and saves. Every method names a connection, and answers nothing about another. */
import type { ActorKind, AuditEntry, ChangedBy } from "../connection/audit.ts";
import type { Direction } from "../call/call.ts";
import type { ChosenLine, ConnectionStatus } from "../connection/connection.ts";
import type { HealthFacts } from "../connection/health.ts";
import type { LeftOut } from "../ticket/left-out.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";
import type { DeliveryOutcome } from "../reasons/delivery-outcome.ts";
import type { Reason } from "../reasons/reason.ts";
import type { Settings } from "../settings/settings.ts";
import type { ShownPlan } from "../activity/shown-plan.ts";
import type { ShownMatch, ShownWrite } from "../activity/shown-write.ts";
import type { ActivityKind } from "../activity/activity-id.ts";
import type { AlertStore } from "./maintenance.ts";
import type { ActivityState } from "./stores.ts";
import type { UsageQueries } from "./usage.ts";
import type { WaitingQueries } from "./waiting.ts";

/** All stores of the console. */
export interface AdminStores {
  connections: ConnectionQueries;
  lines: LineQueries;
  settings: SettingStore;
  agents: AgentStore;
  activity: ActivityQueries;
  overview: OverviewQueries;
  usage: UsageQueries;
  waiting: WaitingQueries;
  alerts: Pick<AlertStore, "list">;
  audit: AuditQueries;
}

export interface AuditRow extends AuditEntry {
  id: number;
  at: Date;
  byKind: ActorKind;
  /** The name of an admin. Null where `byKind` says all. */
  by: string | null;
}

export interface AuditQueries {
  /** Newest first, only entries older than `before`. */
  list(connectionId: string, page: { before: number | null; limit: number }): Promise<AuditRow[]>;
}

/** The status of a connection. */
export interface ConnectionState extends HealthFacts {
  account: string;
  status: ConnectionStatus;
  /** Why it is not active. */
  reason: ConnectionReason | null;
  since: Date | null;
  /** The admin who authorized each side, as far as known. */
  joinedGorgias: { by: string | null; at: Date | null } | null;
  joinedAircall: { company: string | null; by: string | null; at: Date | null } | null;
  lines: HealthFacts["lines"] & { known: number };
}

export interface ConnectionQueries {
  /** Null when there is no such connection any more. */
  status(connectionId: string): Promise<ConnectionState | null>;
}

export interface LineQueries {
  /** By name. */
  list(connectionId: string): Promise<ChosenLine[]>;
}

export interface SettingChange {
  name: string;
  from: unknown;
  to: unknown;
  by: string;
  at: Date;
}

export interface SettingStore {
  /** Null when there is no such connection any more. */
  read(connectionId: string): Promise<Settings | null>;
  /** Newest first. */
  history(connectionId: string, limit: number): Promise<SettingChange[]>;
  /** Saves checked values, and records each that differs from before. All or nothing. */
  change(connectionId: string, values: Partial<Settings>, by: string, now: number): Promise<void>;
}

/** Agents mapped by hand: from an Aircall user's id to the Gorgias user's. */
export interface AgentStore {
  mappings(connectionId: string): Promise<Map<string, number>>;
  /** `change` is recorded in the same transaction. */
  map(connectionId: string, aircallUserId: string, helpDeskUserId: number, change?: ChangedBy): Promise<void>;
  unmap(connectionId: string, aircallUserId: string, change?: ChangedBy): Promise<void>;
}

/** A position in the list, which is ordered by change and then by work item, newest first. */
export interface ListPlace {
  /** ISO 8601 with microseconds, as stored. */
  changedAt: string;
  activityId: string;
}

/** The parts of a search. A work item is found when any part matches. */
export interface ItemSearch {
  /** Part of the customer's name, in any letter case. */
  name: string;
  /** The last digits of the caller's number. */
  lastDigits: string | null;
  activityId: string | null;
  ticketId: number | null;
}

export interface ItemFilter {
  kind: ActivityKind | null;
  state: ActivityState | null;
  search: ItemSearch | null;
  /** Only items after this place. */
  after: ListPlace | null;
  limit: number;
}

export interface ListedItem {
  activityId: string;
  place: ListPlace;
  state: ActivityState;
  reason: Reason | null;
  direction: Direction | null;
  lineName: string | null;
  timeZone: string | null;
  caller: string | null;
  customerName: string | null;
  startedAt: Date | null;
  updatedAt: Date;
  ticketId: number | null;
  deliveries: number;
  requests: number;
  /** The number of saved messages of a conversation. Null for a call. */
  texts: number | null;
}

export interface ItemInFull extends ListedItem {
  /** How the customer was found. */
  match: ShownMatch | null;
  plan: ShownPlan | null;
  wakeAt: Date | null;
  received: { event: string; receivedAt: Date; outcome: DeliveryOutcome | null }[];
  writes: (ShownWrite & { at: Date })[];
  /** Optional parts that the writes were sent without (C18). */
  leftOut: LeftOut[];
}

export interface ActivityQueries {
  list(connectionId: string, filter: ItemFilter): Promise<ListedItem[]>;
  read(connectionId: string, activityId: string): Promise<ItemInFull | null>;
}

export interface DayFigures {
  /** `2026-03-02`, in UTC. */
  day: string;
  calls: number;
  missed: number;
  /** Failed calls, and failed conversations on the day of their latest message. */
  failed: number;
}

/** Items on unselected lines, or ignored for another reason, are not counted. */
export interface OverviewQueries {
  /** Calls that began since `since`, and how many of them and of the conversations failed. */
  count(connectionId: string, since: Date): Promise<{ calls: number; failed: number }>;
  /** Days with calls or conversations since `since`, oldest first. */
  days(connectionId: string, since: Date): Promise<DayFigures[]>;
  /** Messages of each day since `since` that has any, oldest first. A conversation counts its latest hundred. */
  texts(connectionId: string, since: Date): Promise<{ day: string; texts: number }[]>;
  /** Unfinished calls and conversations, and when the oldest began. */
  waiting(connectionId: string): Promise<{ count: number; oldest: Date | null }>;
  /** Requests used on Gorgias since `since`, by kind of write, the most expensive first. */
  used(connectionId: string, since: Date): Promise<{ kind: string; requests: number }[]>;
}
