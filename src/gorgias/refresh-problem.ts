/** What an answer of the token endpoint says of an authorisation (contract 2.2, 2.4). Pure. */
import type { RequestFate } from "../kit/request-error.ts";
import { retryAfterMs } from "../outbound/retry-after.ts";

export interface RefreshProblem {
  fate: RequestFate;
  status: number;
  /** The endpoint's own code, or the status where there is none; fit for messages. */
  error: string;
  retryAfterMs?: number;
}

const ERROR_CODE = /^[a-z_]{1,40}$/;

/**
 * Null where the answer may be a token. Only `invalid_grant` says that the authorisation is gone. Everything else may be
 * a limit, an outage, or a mistake in this service's configuration: it says nothing of the authorisation.
 */
export function refreshProblem(
  { status, headers }: Pick<Response, "status" | "headers">,
  body: string,
  now: number,
): RefreshProblem | null {
  const error = errorIn(body);
  const isOutage = status >= 500 || status === 429 || status === 408;
  if (error === "invalid_grant" && !isOutage) return { fate: "refused", status, error };
  if (status >= 200 && status < 300 && error === null) return null;
  const wait = retryAfterMs(headers.get("retry-after"), now);
  return {
    fate: "unknown",
    status,
    error: error ?? String(status),
    ...(wait === null ? {} : { retryAfterMs: wait }),
  };
}

/** What else stands in an answer may be a secret: only a plain code is read. */
function errorIn(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    return typeof error === "string" && ERROR_CODE.test(error) ? error : null;
  } catch {
    return null;
  }
}
