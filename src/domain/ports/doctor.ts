/** What the doctor reads of our own side. Changes nothing. */
import type { ConnectionStatus } from "../connection.ts";
import type { ConnectionReason } from "../reasons/connection-reason.ts";

/** A connection as the doctor meets it. */
export interface Patient {
  id: string;
  account: string;
  status: ConnectionStatus;
  reason: ConnectionReason | null;
  webhookKey: string;
  /** A credential of that side is kept. */
  hasGorgias: boolean;
  hasAircall: boolean;
}

export interface WorkSeen {
  failed: number;
  /** Some of what failed: `call:123`. */
  examples: string[];
  /** What was put aside longest ago; epoch ms. */
  oldest: { subject: string; since: number } | null;
}

/** A process that told lately that it works on this database. Times are epoch ms. */
export interface NodeSeen {
  role: string;
  startedAt: number;
  /** How far its machine's clock is ahead of the database's. */
  skewMs: number;
}

export interface DoctorQueries {
  nodes(): Promise<NodeSeen[]>;
  /** The database's clock, epoch ms. */
  now(): Promise<number>;
  /** Names of migrations that were not applied. */
  pending(): Promise<string[]>;
  /** By account; all where none is named. */
  patients(account: string | null): Promise<Patient[]>;
  /** The webhook of each connection that has one, whoever asks: the key in its address, and its id where that was kept. */
  webhooks(): Promise<{ key: string; webhookId: string | null }[]>;
  work(connectionId: string): Promise<WorkSeen>;
  /** Everything of the connection that failed. */
  failed(connectionId: string): Promise<string[]>;
}
