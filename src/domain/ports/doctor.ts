/** What the doctor reads of our own data. It changes nothing. */
import type { ConnectionStatus } from "../connection/connection.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";

/** A connection, as the doctor reads it. */
export interface ExaminedConnection {
  id: string;
  account: string;
  status: ConnectionStatus;
  reason: ConnectionReason | null;
  webhookKey: string;
  /** A credential of that side is stored. */
  hasGorgias: boolean;
  hasAircall: boolean;
}

export interface WorkSeen {
  failed: number;
  /** Some of the failed work items, as `call:123`. */
  examples: string[];
  /** The work item deferred longest ago. `since` is epoch ms. */
  oldest: { activityId: string; since: number } | null;
}

/** A process that reported recently that it works on this database. Times are epoch ms. */
export interface NodeSeen {
  role: string;
  startedAt: number;
  /** How far its machine's clock is ahead of the database's, in ms. */
  skewMs: number;
}

export interface DoctorQueries {
  nodes(): Promise<NodeSeen[]>;
  /** The database's clock, epoch ms. */
  now(): Promise<number>;
  /** Names of migrations that were not applied. */
  pending(): Promise<string[]>;
  /** The connections of the account. All of them when none is named. */
  connections(account: string | null): Promise<ExaminedConnection[]>;
  /** The webhook of every connection that has one: the key in its address, and its id where that is stored. */
  webhooks(): Promise<{ key: string; webhookId: string | null }[]>;
  work(connectionId: string): Promise<WorkSeen>;
  /** All work items of the connection that failed. */
  failed(connectionId: string): Promise<string[]>;
}
