/** A failed request to a vendor's server, and whether its effect happened. */

/**
 * `refused`: the server rejected it, nothing happened, and a repetition would be rejected too. `later`: nothing
 * happened, try again after `retryAfterMs`. `unknown`: it may have happened (timeout, broken connection, 5xx), so check
 * before sending it again.
 */
export type RequestFate = "refused" | "later" | "unknown";

export class RequestError extends Error {
  override name = "RequestError" as const;
  readonly fate: RequestFate;
  /** HTTP status. Null without an answer. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** It was never sent: the rate limit has no capacity for it yet. */
  readonly noRoom: boolean;
  /** The vendor's message, shortened. For people, not for logs, because it may quote a name or a number. */
  readonly detail: string | null;
  /** The vendor's parsed answer. For code, not for logs. */
  readonly body: unknown;

  constructor(
    message: string,
    about: {
      fate: RequestFate;
      status?: number;
      retryAfterMs?: number;
      noRoom?: boolean;
      detail?: string | null;
      body?: unknown;
      cause?: unknown;
    },
  ) {
    super(message, { cause: about.cause });
    this.fate = about.fate;
    this.status = about.status ?? null;
    this.retryAfterMs = about.retryAfterMs ?? null;
    this.noRoom = about.noRoom ?? false;
    this.detail = about.detail ?? null;
    this.body = about.body;
  }

  /** Message and vendor's message together. For people, not for logs. */
  get reason(): string {
    return this.detail === null ? this.message : `${this.message.replace(/\.?$/, ".")} It says: "${this.detail}"`;
  }
}

/** The reason of a failure. For people, not for logs. */
export function reasonOf(error: unknown): string {
  if (error instanceof RequestError) return error.reason;
  return error instanceof Error ? error.message : "failed for an unknown reason";
}

/** True for a request that the server rejected with one of these statuses. */
export function refusedWith(error: unknown, ...statuses: number[]): error is RequestError {
  return error instanceof RequestError && error.status !== null && statuses.includes(error.status);
}
