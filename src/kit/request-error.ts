/** A request to somebody else's server that did not succeed, and what is known of its fate. */

/**
 * `refused`: the other side said no; nothing was done, and the same request will be refused again.
 * `later`: nothing was done; it may be tried once `retryAfterMs` have passed.
 * `unknown`: it may or may not have been done (timeout, broken connection, 5xx): look before it is sent again.
 */
export type RequestFate = "refused" | "later" | "unknown";

export class RequestError extends Error {
  override name = "RequestError" as const;
  readonly fate: RequestFate;
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** It was never sent: the rate limit has no capacity for it yet. */
  readonly noRoom: boolean;
  /** What the other side said, shortened. People may read it, a log may not: it may repeat a name or a number. */
  readonly detail: string | null;
  /** The other side's parsed answer, for branching; never for logs. */
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

  /** For people, never for logs: the message and what the other side said. */
  get reason(): string {
    return this.detail === null ? this.message : `${this.message.replace(/\.?$/, ".")} It says: "${this.detail}"`;
  }
}

/** Why something failed, for people, never for logs. */
export function reasonOf(error: unknown): string {
  if (error instanceof RequestError) return error.reason;
  return error instanceof Error ? error.message : "failed for an unknown reason";
}

/** The error when it is a request that was refused with one of these statuses. */
export function refusedWith(error: unknown, ...statuses: number[]): error is RequestError {
  return error instanceof RequestError && error.status !== null && statuses.includes(error.status);
}
