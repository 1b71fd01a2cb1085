/** What the console reads for Overview and Reports. Every figure is of one connection, in the team's time zone. */
import type { OffsetSpan } from "../calendar/days.ts";
import type { Outcome } from "../call/call-stage.ts";
import type { Direction } from "../call/call.ts";
import type { ActivityState } from "./stores.ts";

/** Calls that the service ignored, such as those on numbers that are not selected, are not counted. */
export interface CallFigures {
  inbound: number;
  outbound: number;
  /** Inbound calls that an agent answered. */
  answered: number;
  /** Inbound calls that ended without an answer, with or without voicemail. */
  missed: number;
  /** Inbound calls of an anonymous caller, or of one that no customer of the help desk had before. */
  unknownCallers: number;
  callbacksRequested: number;
  callbacksDone: number;
}

export interface ResponseFigures {
  /** Missed calls that a later outbound call to the same number followed. */
  calledBack: number;
  /** Missed calls that a later outbound call or message to the same number followed. */
  responded: number;
  /** Missed calls without a number to call back. */
  unreachable: number;
  /** Median time from a missed call's end to the response, in seconds. Null where there was none. */
  responseSeconds: number | null;
}

/** Of a conversation its latest hundred messages count. */
export interface MessageFigures {
  received: number;
  sent: number;
}

/** `hour` and `weekday` are of the clock. On the day of a change, an hour may come twice or not at all. */
export type Dimension = "all" | "number" | "agent" | "hour" | "weekday" | "day";

/**
 * One row of a dimension. `key`: an id of Aircall, an hour (`0` to `23`), a weekday (`1` for Monday to `7`) or a day
 * (`2026-03-29`). Null where it is not known, and for `all`. `name` is of a number or agent.
 */
export type Grouped<Figures> = Figures & { dimension: Dimension; key: string | null; name: string | null };

export interface ReportFilter {
  /** The pieces of the period, each with its offset from UTC. */
  spans: readonly OffsetSpan[];
  /** Only this Aircall number. Null: all. */
  line: string | null;
}

/** A call or conversation, as the list of the latest shows it. */
export interface LatestItem {
  activityId: string;
  state: ActivityState;
  direction: Direction | null;
  outcome: Outcome | null;
  caller: string | null;
  customerName: string | null;
  agentName: string | null;
  lineName: string | null;
  startedAt: Date;
  durationSeconds: number | null;
  ticketId: number | null;
}

export interface ReportQueries {
  calls(connectionId: string, filter: ReportFilter): Promise<Grouped<CallFigures>[]>;
  responses(connectionId: string, filter: ReportFilter): Promise<Grouped<ResponseFigures>[]>;
  messages(connectionId: string, filter: ReportFilter): Promise<Grouped<MessageFigures>[]>;
  /**
   * From the delivery that made a ticket due to the answer of Gorgias, of tickets begun since `since`. In ms, null
   * where there is no ticket.
   */
  timeToTicket(connectionId: string, since: Date): Promise<{ tickets: number; p50: number | null; p95: number | null }>;
  /** By start, newest first. */
  latest(connectionId: string, limit: number): Promise<LatestItem[]>;
  /** When Aircall's latest delivery arrived. */
  lastDelivery(connectionId: string): Promise<Date | null>;
  /** Work that failed, whenever it began. */
  failed(connectionId: string): Promise<number>;
}
