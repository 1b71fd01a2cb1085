/** Maintenance of connections: what is stored for it. Times are epoch ms. */
import type { Alert, AlertDetail, AlertKind } from "../alerts/alert.ts";

/** Until when a connection's calls were reconciled with Aircall's list. */
export interface MaintenanceState {
  recentUntil: number;
  dayUntil: number;
}

export interface MaintenanceStore {
  /**
   * Connections due for maintenance, those never maintained first. Each becomes due again later, even if the worker
   * crashes.
   */
  takeDue(now: number, limit: number): Promise<string[]>;
  /** Null for a connection that was never maintained. */
  read(connectionId: string): Promise<MaintenanceState | null>;
  save(connectionId: string, state: MaintenanceState): Promise<void>;
  /** At startup after a gap without workers: records that everything until now may have been written already. */
  doubtAfterGap(now: number): Promise<void>;
  /** Active connections that Gorgias has refused without a break for longer than their patience (L5). */
  refusedTooLong(now: number): Promise<string[]>;
  /** Connections without maintenance. Their stored data expires all the same (N6). */
  idle(): Promise<string[]>;
  /** Makes the maintenance of the connection due at once. */
  hurry(connectionId: string, now: number): Promise<void>;
  /** The problems of the connection's work. */
  status(connectionId: string): Promise<WorkStatus>;
}

interface WorkStatus {
  failed: number;
  /** When the oldest deferred work began to wait. */
  deferredSince: number | null;
  /** Selected lines, and those among them that are not linked to our app in Aircall. */
  selected: number;
  unlinked: number;
}

export interface AlertStore {
  /** The new alert. Null when an alert of the kind is active, whose detail is updated instead. */
  raise(connectionId: string, kind: AlertKind, detail: AlertDetail, now: number): Promise<Alert | null>;
  resolve(connectionId: string, kind: AlertKind, now: number): Promise<void>;
  /** The kinds with an active alert. */
  status(connectionId: string): Promise<Set<AlertKind>>;
  /** Active alerts first, then the latest resolved ones. */
  list(connectionId: string, limit: number): Promise<Alert[]>;
  /**
   * Alerts not yet reported to the admin's address: active ones, and single events (`HAPPENINGS`) since `since` that
   * are already resolved.
   */
  untold(connectionId: string, since: number): Promise<Alert[]>;
  markTold(connectionId: string, ids: readonly number[], now: number): Promise<void>;
}
