/** What the console and operators read of the API usage of connections. */

export interface UsageQueries {
  /** As of `now`, with the figures of the 24 hours before. */
  read(connectionId: string, now: number): Promise<UsageFigures>;
  /** What Gorgias allows and how much of it is used now. Null before the first request to it. */
  current(connectionId: string, now: number): Promise<{ limit: number; used: number } | null>;
}

export interface UsageFigures {
  /** Null before the first request to Gorgias. */
  bucket: {
    /** Requests that Gorgias allows at once, as its answers say. */
    limit: number;
    /** Requests that drain each second, as learned. */
    drainPerS: number;
    used: number;
    /** Gorgias paused our requests until then. Null when it did not. */
    blockedUntil: Date | null;
  } | null;
  /** The share that is left to the shop's other apps (L2). */
  sharePercent: number;
  byPriority: { priority: string; requests: number; refused: number }[];
  /** Minutes with requests, oldest first. */
  minutes: { minute: Date; requests: number; refused: number }[];
}

/** What one call causes depends on what became of it. Calls are inbound, unless `outbound`. */
export const REQUEST_KINDS = ["answered", "missed", "voicemail", "callback", "outbound", "conversation"] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Requests to Gorgias of the calls of one kind, each with its insight card, or of conversations. */
export interface RequestSpread {
  kind: RequestKind;
  /** Finished calls or conversations that caused a request. */
  count: number;
  /** Of all of them together. */
  requests: number;
  least: number;
  median: number;
  p95: number;
  most: number;
}

export interface RequestDistribution {
  /** In the order of `REQUEST_KINDS`, without those that did not happen. */
  kinds: RequestSpread[];
  /** Requests of no single call: lists of users and tags, maintenance, the console, attempts that failed. */
  shared: {
    requests: number;
    /** The calls and conversations that share them. */
    among: number;
  };
}

export interface DistributionQueries {
  /** Of what began since then. */
  read(connectionId: string, since: Date): Promise<RequestDistribution>;
}
