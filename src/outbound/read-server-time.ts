/** What time it is at somebody else's server, by the `Date` header of whatever it answers. Carries no credential. */
import { vendorTime } from "../kit/vendor-time.ts";

const TIMEOUT_MS = 10_000;

/** Epoch ms, to the second; null when it does not answer, or does not tell. */
export async function readServerTime(ask: typeof fetch, url: string): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await ask(url, { method: "HEAD", redirect: "manual", signal });
    return vendorTime(response.headers.get("date"));
  } catch {
    return null;
  }
}
