/** What the console needs read and kept, in our own words. Every method names the connection and answers nothing of another. */
import type { ActorKind, AuditEntry, ChangedBy } from "../audit.ts";
import type { Direction } from "../call.ts";
import type { ChosenLine, ConnectionStatus } from "../connection.ts";
import type { HealthFacts } from "../health.ts";
import type { LeftOut } from "../left-out.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";
import type { DeliveryOutcome } from "../reasons/delivery-outcome.ts";
import type { Reason } from "../reasons/reason.ts";
import type { Settings } from "../settings.ts";
import type { ShownPlan } from "../shown-plan.ts";
import type { ShownMatch, ShownWrite } from "../shown-write.ts";
import type { SubjectKind } from "../subject.ts";
import type { AlertStore } from "./care.ts";
import type { SubjectState } from "./stores.ts";
import type { UsageQueries } from "./usage.ts";
import type { WaitingQueries } from "./waiting.ts";

/** Everything below. */
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
  /** The name of an admin; null where the kind says all. */
  by: string | null;
}

export interface AuditQueries {
  /** Newest first; those before the entry with this id. */
  list(connectionId: string, page: { before: number | null; limit: number }): Promise<AuditRow[]>;
}

/** How a connection stands. */
export interface Standing extends HealthFacts {
  account: string;
  status: ConnectionStatus;
  /** Why it is not active. */
  reason: ConnectionReason | null;
  since: Date | null;
  /** Who allowed each side, as far as it was told. */
  joinedGorgias: { by: string | null; at: Date | null } | null;
  joinedAircall: { company: string | null; by: string | null; at: Date | null } | null;
  lines: HealthFacts["lines"] & { known: number };
}

export interface ConnectionQueries {
  /** Null when there is no such connection any more. */
  standing(connectionId: string): Promise<Standing | null>;
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
  /** Keeps values that were checked, and records each that is another than before; all of them or none. */
  change(connectionId: string, values: Partial<Settings>, by: string, now: number): Promise<void>;
}

/** Agents joined by hand: an Aircall user's id and the Gorgias user's. */
export interface AgentStore {
  mappings(connectionId: string): Promise<Map<string, number>>;
  /** `change` is recorded together with it. */
  map(connectionId: string, aircallUserId: string, deskUserId: number, change?: ChangedBy): Promise<void>;
  unmap(connectionId: string, aircallUserId: string, change?: ChangedBy): Promise<void>;
}

/** A place in the list, which is ordered by change and then by subject, newest first. */
export interface ListPlace {
  /** ISO 8601 with microseconds, as the store has it. */
  changedAt: string;
  subject: string;
}

/** What somebody looks for; what fits any part is found. */
export interface ItemSearch {
  /** Part of the customer's name, in any letter case. */
  name: string;
  /** The end of the caller's number. */
  lastDigits: string | null;
  subject: string | null;
  ticketId: number | null;
}

export interface ItemFilter {
  kind: SubjectKind | null;
  state: SubjectState | null;
  search: ItemSearch | null;
  /** Only what comes after this place. */
  after: ListPlace | null;
  limit: number;
}

export interface ListedItem {
  subject: string;
  place: ListPlace;
  state: SubjectState;
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
  /** Of a conversation: its latest texts, as many as are kept with it; null of a call. */
  texts: number | null;
}

export interface ItemInFull extends ListedItem {
  /** How the customer was found. */
  match: ShownMatch | null;
  plan: ShownPlan | null;
  wakeAt: Date | null;
  received: { event: string; receivedAt: Date; outcome: DeliveryOutcome | null }[];
  writes: (ShownWrite & { at: Date })[];
  /** Optional parts that the writes went without (C18). */
  leftOut: LeftOut[];
}

export interface ActivityQueries {
  list(connectionId: string, filter: ItemFilter): Promise<ListedItem[]>;
  read(connectionId: string, subject: string): Promise<ItemInFull | null>;
}

export interface DayFigures {
  /** `2026-03-02`, in UTC. */
  day: string;
  calls: number;
  missed: number;
  /** Calls, and conversations on the day of their latest text. */
  failed: number;
}

/** What is on lines that are not selected, or ignored for another reason, counts nowhere. */
export interface OverviewQueries {
  /** Calls since `since`, by the time they began; what failed of them and of conversations. */
  count(connectionId: string, since: Date): Promise<{ calls: number; failed: number }>;
  /** Days with calls or conversations since `since`, oldest first. */
  days(connectionId: string, since: Date): Promise<DayFigures[]>;
  /** Texts of each day since `since` that has any, oldest first; of a conversation the latest hundred. */
  texts(connectionId: string, since: Date): Promise<{ day: string; texts: number }[]>;
  /** Calls and conversations that are not finished now, and when the oldest of them began. */
  waiting(connectionId: string): Promise<{ count: number; oldest: Date | null }>;
  /** Requests spent on Gorgias since `since`, by kind of write, the dearest first. */
  spent(connectionId: string, since: Date): Promise<{ kind: string; requests: number }[]>;
}
