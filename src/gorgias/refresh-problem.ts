/** Interprets a failed answer of the token endpoint (docs/vendors/gorgias.md 2.2, 2.4). Pure. */
import type { RequestFate } from "../kit/request-error.ts";
import { retryAfterMs } from "../outbound/retry-after.ts";

export interface RefreshProblem {
  fate: RequestFate;
  status: number;
  /** The endpoint's error code, or the status. Safe for messages. */
  error: string;
  retryAfterMs?: number;
}

const ERROR_CODE = /^[a-z_]{1,40}$/;

/**
 * Null if the answer may hold a token. Only `invalid_grant` means that the authorisation is gone. Any other failure may
 * be a limit, an outage or a wrong configuration.
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

/** The rest of the answer may contain a secret, so only a plain code is read. */
function errorIn(body: string): string | null {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    return typeof error === "string" && ERROR_CODE.test(error) ? error : null;
  } catch {
    return null;
  }
}
