/** Looking after connections: what is kept of it, in our own words. Times are epoch ms. */
import type { Alert, AlertDetail, AlertKind } from "../alerts/alert.ts";

/** Until when a connection's calls were compared with Aircall's list. */
export interface CareState {
  recentUntil: number;
  dayUntil: number;
}

export interface CareStore {
  /** Connections whose time to be looked after has come; should nobody look, they are due again. Begins with those never looked after. */
  takeDue(now: number, limit: number): Promise<string[]>;
  /** Null for a connection that was never looked after. */
  read(connectionId: string): Promise<CareState | null>;
  save(connectionId: string, state: CareState): Promise<void>;
  /** At a start: where nobody was at work for a while, what happened until now may have been written already. */
  doubtAfterGap(now: number): Promise<void>;
  /** Active connections that Gorgias has refused for longer than their patience, without a break (L5). */
  refusedTooLong(now: number): Promise<string[]>;
  /** Connections that nobody looks after: what is kept of them ends all the same (N6). */
  idle(): Promise<string[]>;
  /** Has the connection looked after at once. */
  hurry(connectionId: string, now: number): Promise<void>;
  /** What is wrong with the connection's work. */
  standing(connectionId: string): Promise<WorkStanding>;
}

interface WorkStanding {
  failed: number;
  /** When the oldest work that was put aside began to wait. */
  heldSince: number | null;
  /** Selected lines, and those of them that are not linked to our app in Aircall. */
  selected: number;
  unlinked: number;
}

export interface AlertStore {
  /** The new alert; null where one of the kind stands, whose detail is renewed. */
  raise(connectionId: string, kind: AlertKind, detail: AlertDetail, now: number): Promise<Alert | null>;
  resolve(connectionId: string, kind: AlertKind, now: number): Promise<void>;
  /** Which kinds stand. */
  standing(connectionId: string): Promise<Set<AlertKind>>;
  /** Those that stand first, then the latest that are over. */
  list(connectionId: string, limit: number): Promise<Alert[]>;
  /** What stands and was not told to the admin's address yet, and what happened since and was mended before it could be told. */
  untold(connectionId: string, since: number): Promise<Alert[]>;
  markTold(connectionId: string, ids: readonly number[], now: number): Promise<void>;
}
