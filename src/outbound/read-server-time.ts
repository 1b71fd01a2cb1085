/** Reads another server's time from the `Date` header of any answer. Sends no credential. */
import { vendorTime } from "../kit/vendor-time.ts";

const TIMEOUT_MS = 10_000;

/** Epoch ms, exact to the second. Null without an answer or a date. */
export async function readServerTime(fetchDate: typeof fetch, url: string): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetchDate(url, { method: "HEAD", redirect: "manual", signal });
    return vendorTime(response.headers.get("date"));
  } catch {
    return null;
  }
}
