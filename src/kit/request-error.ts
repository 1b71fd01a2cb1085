/** A failed request to a vendor's server, and whether its effect happened. */

/**
 * `refused`: the server rejected it, nothing happened, and a repetition would be rejected too. `later`: nothing
 * happened, try again after `retryAfterMs`. `unknown`: it may have happened (timeout, broken connection, 5xx), so check
 * before sending it again.
 */
export type RequestFate = "refused" | "later" | "unknown";

/** What stands in the way where it is no answer to a request. `domain/reasons` has a sentence for each. */
export type Obstacle =
  | "token_refreshing"
  | "oauth_not_configured"
  | "caller_busy"
  | "customer_busy"
  | "customer_moved"
  | "customer_rejected"
  | "ticket_moving"
  | "answer_awaited"
  | "transfers_busy"
  | "planned_anew";

/** Which request an error is about. */
export interface RequestAbout {
  vendor?: "aircall" | "gorgias" | null | undefined;
  /** Method and path without ids: `POST /tickets`. */
  request?: string | null | undefined;
}

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
  readonly vendor: "aircall" | "gorgias" | null;
  readonly request: string | null;
  readonly obstacle: Obstacle | null;
  /** The field of the answer that is not as documented. Null where no answer came. */
  readonly path: string | null;

  constructor(
    message: string,
    about: RequestAbout & {
      obstacle?: Obstacle;
      path?: string;
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
    this.vendor = about.vendor ?? null;
    this.request = about.request ?? null;
    this.obstacle = about.obstacle ?? null;
    this.path = about.path ?? null;
  }
}

/** True for a request that the server rejected with one of these statuses. */
export function refusedWith(error: unknown, ...statuses: number[]): error is RequestError {
  return error instanceof RequestError && error.fate === "refused" && statuses.includes(error.status ?? 0);
}
