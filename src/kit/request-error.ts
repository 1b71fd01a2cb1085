/** A request to somebody else's server that did not succeed, and what is known of its fate. */

/**
 * `refused`: the other side said no; nothing was done, and the same request will be refused again.
 * `later`: nothing was done; it may be tried once `retryAfterMs` have passed.
 * `unknown`: it may or may not have been done (timeout, broken connection, 5xx): look before it is sent again.
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
  | "ticket_not_opened"
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
  /** HTTP status, or null when there was no answer. */
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  /** It was never sent: our own budget has no room for it yet. */
  readonly noRoom: boolean;
  /** What the other side said, shortened. People may read it, a log may not: it may repeat a name or a number. */
  readonly detail: string | null;
  /** The other side's parsed answer, for branching; never for logs. */
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

/** The error when it is a request that was refused with one of these statuses. */
export function refusedWith(error: unknown, ...statuses: number[]): error is RequestError {
  return error instanceof RequestError && error.status !== null && statuses.includes(error.status);
}
