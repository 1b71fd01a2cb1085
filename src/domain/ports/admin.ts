/** What the console reads and saves. Every method names a connection, and answers nothing about another. */
import type { ActorKind, AuditAction, AuditEntry, ChangedBy } from "../connection/audit.ts";
import type { Outcome } from "../call/call-stage.ts";
import type { Direction, MediaKind } from "../call/call.ts";
import type { ChosenLine, ConnectionStatus } from "../connection/connection.ts";
import type { HealthFacts } from "../connection/health.ts";
import type { LeftOut } from "../ticket/left-out.ts";
import type { StoredFile } from "../ticket/media.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";
import type { DeliveryOutcome } from "../reasons/delivery-outcome.ts";
import type { Reason } from "../reasons/reason.ts";
import type { ItemSearch } from "../activity/search-query.ts";
import type { Settings } from "../settings/settings.ts";
import type { ShownPlan } from "../activity/shown-plan.ts";
import type { ShownMatch, ShownWrite } from "../activity/shown-write.ts";
import type { RecordKind } from "../activity/work-item.ts";
import type { ApiTokenStore } from "./api-tokens.ts";
import type { ReportQueries } from "./reports.ts";
import type { AlertStore } from "./maintenance.ts";
import type { CustomerFeed } from "./customer-feed.ts";
import type { ConnectionDetailQueries } from "./connection-details.ts";
import type { ActivityState } from "./stores.ts";
import type { TimeZoneStore } from "./time-zone.ts";
import type { DistributionQueries, UsageQueries } from "./usage.ts";
import type { WaitingQueries } from "./waiting.ts";

/** All stores of the console. */
export interface AdminStores {
  connections: ConnectionQueries;
  details: ConnectionDetailQueries;
  feed: Pick<CustomerFeed, "state">;
  lines: LineQueries;
  settings: SettingStore;
  agents: AgentStore;
  activity: ActivityQueries;
  overview: OverviewQueries;
  usage: UsageQueries;
  distribution: DistributionQueries;
  waiting: WaitingQueries;
  alerts: Pick<AlertStore, "list">;
  audit: AuditQueries;
  tokens: ApiTokenStore;
  timeZone: Pick<TimeZoneStore, "facts">;
  reports: ReportQueries;
}

export interface AuditRow extends AuditEntry {
  id: number;
  at: Date;
  byKind: ActorKind;
  /** The name of an admin. Null where `byKind` says all. */
  by: string | null;
}

/** What is left out is not filtered by. */
export interface AuditFilter {
  actions?: readonly AuditAction[];
  byKind?: ActorKind;
  /** The name of an admin. */
  by?: string;
  since?: Date;
  /** Exclusive. */
  until?: Date;
}

export type Actor = Pick<AuditRow, "byKind" | "by">;

export interface AuditQueries {
  /** Newest first, only entries older than `before`. */
  list(connectionId: string, page: { before: number | null; limit: number; filter?: AuditFilter }): Promise<AuditRow[]>;
  /** All authors of changes, admins by name. */
  actors(connectionId: string): Promise<Actor[]>;
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
  map(connectionId: string, aircallUserId: string, helpDeskUserId: number, change?: MappedBy): Promise<void>;
  unmap(connectionId: string, aircallUserId: string, change?: MappedBy): Promise<void>;
}

/** Without `names`, the audit log has ids. */
export interface MappedBy extends ChangedBy {
  names?: { agent: string; helpDeskUser(id: number): string };
}

/** A position in the list, which is ordered by when an item happened and then by work item, newest first. */
export interface ListPlace {
  /** ISO 8601 with microseconds, as stored. */
  happenedAt: string;
  activityId: string;
}

export interface ItemFilter {
  kind: RecordKind | null;
  /** Whether insight cards are items of their own, where no kind is named. */
  cards: boolean;
  state: ActivityState | null;
  /** One of these. Null: any outcome. */
  outcomes: readonly Outcome[] | null;
  lineId: string | null;
  /** Aircall's user id. */
  agentId: string | null;
  /** Epoch ms, `to` excluded. */
  from: number | null;
  to: number | null;
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
  customerEmail: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  updatedAt: Date;
  outcome: Outcome | null;
  agentId: string | null;
  agentName: string | null;
  durationS: number | null;
  tags: string[] | null;
  ticketId: number | null;
  deliveries: number;
  requests: number;
  /** The number of saved messages of a conversation. Null for a call. */
  texts: number | null;
  /** The insight card of a call. */
  card: { state: ActivityState; reason: Reason | null } | null;
}

interface DeliveryBody {
  event: string;
  receivedAt: Date;
  body: string;
}

/** What the filters offer. */
export interface FilterOptions {
  agents: { id: string; name: string | null }[];
  lines: { id: string; name: string; selected: boolean }[];
}

export interface ItemInFull extends ListedItem {
  /** How the customer was found. */
  match: ShownMatch | null;
  plan: ShownPlan | null;
  wakeAt: Date | null;
  received: { id: number; event: string; receivedAt: Date; outcome: DeliveryOutcome | null }[];
  writes: (ShownWrite & { key: string; at: Date; endedAt: Date | null })[];
  /** Optional parts that the writes were sent without (C18). */
  leftOut: LeftOut[];
  /** Aircall's id of the call. Null for a conversation. */
  callId: string | null;
  answeredAt: Date | null;
  missedReason: string | null;
  /** The call that answered this call's request. */
  callbackDoneBy: string | null;
  /** The Gorgias users whom the plan names, as far as they are stored. */
  users: { id: number; name: string }[];
  /** The files that Gorgias has of the call. */
  recordings: (Pick<StoredFile, "name" | "url" | "contentType"> & { kind: MediaKind })[];
}

export interface ActivityQueries {
  /** The items with these ids, in no order. */
  some(connectionId: string, activityIds: readonly string[]): Promise<ListedItem[]>;
  /** The body of one delivery of an item. */
  delivery(connectionId: string, activityId: string, id: number): Promise<DeliveryBody | null>;
  /** What one write of an item was to do, and what came of it. */
  write(
    connectionId: string,
    activityId: string,
    write: { generation: number; key: string },
  ): Promise<{ intent: unknown; outcome: unknown } | null>;
  options(connectionId: string): Promise<FilterOptions>;
  /** How many items match, at most `most`. */
  count(connectionId: string, filter: ItemFilter, most: number): Promise<number>;
  list(connectionId: string, filter: ItemFilter): Promise<ListedItem[]>;
  read(connectionId: string, activityId: string): Promise<ItemInFull | null>;
}

export interface OverviewQueries {
  /** Unfinished calls and conversations, and when the oldest began. */
  waiting(connectionId: string): Promise<{ count: number; oldest: Date | null }>;
  /** Requests used on Gorgias since `since`, by kind of write, the most expensive first. */
  used(connectionId: string, since: Date): Promise<{ kind: string; requests: number }[]>;
}
