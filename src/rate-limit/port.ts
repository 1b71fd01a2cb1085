/** The types of the rate limit: what is requested, granted and learned, and the stores. All times are epoch ms. */

/** The vendor whose API a request goes to. */
export type Vendor = "gorgias" | "aircall";

/** What holds until an answer says otherwise. Each vendor's `vendor.ts` has its own. */
export interface RateLimitDefaults {
  /** Requests that the bucket holds. */
  limit: number;
  /** The whole limit drains within it. */
  windowMs: number;
  /** Whether answers may teach another drain. */
  learnsDrain: boolean;
}

export interface PermitRequest {
  /** A `Priority`. Storage may hold one that this version does not know. */
  priority: string;
  /** How long the work has been waiting. */
  waitedMs: number;
}

/** Links an answer to the request that was granted. */
export interface Permit {
  takenAt: number;
  priority: string;
  /** `counted` of the bucket that granted it. */
  counted: number;
}

export type Decision = { waitMs: 0; permit: Permit } | { waitMs: number; permit: null };

/** What the headers of an answer say of the rate limit. Absent parts are left out. */
export interface Feedback {
  limit?: number;
  used?: number;
  /** The vendor rejected the request (429) and pauses us for this long. */
  blockedForMs?: number;
}

export interface AnswerFeedback extends Feedback {
  /** When the answer came. It may be learned later. */
  at: number;
  /** The permit of the answered request. Without it, the oldest request in flight is meant. */
  permit?: Permit | undefined;
}

/** Stores the buckets of all connections, shared by all processes. */
export interface RateLimitStore {
  /** Grants one permit, or says how many ms to wait before asking again. */
  take(connectionId: string, vendor: Vendor, request: PermitRequest, now: number): Promise<Decision>;
  learn(connectionId: string, vendor: Vendor, feedback: AnswerFeedback): Promise<void>;
}

/** Every request to a vendor asks it for a permit, and reports the answer. */
export interface RateLimiter {
  /** Resolves when the request may go. Rejects with a RequestError `later` when the wait is too long. */
  acquire(
    connectionId: string,
    vendor: Vendor,
    request: { priority: string; begun: boolean; waitedMs?: number },
  ): Promise<Permit | undefined>;
  report(connectionId: string, vendor: Vendor, feedback: Feedback, permit?: Permit): Promise<void>;
}
