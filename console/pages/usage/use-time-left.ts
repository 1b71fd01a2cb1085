/** Counts down to a moment of the service's clock, second by second. */
import { useEffect, useState } from "react";

/**
 * Milliseconds until `until`, both as ISO 8601, and 0 afterwards. `at` is when the service answered: the browser's
 * clock may be wrong, so it only measures the time since then.
 */
export function useTimeLeft(at: string, until: string | null): number {
  const total = until === null ? 0 : Date.parse(until) - Date.parse(at);
  const [left, setLeft] = useState(total);
  useEffect(() => {
    const startedAt = performance.now();
    setLeft(total);
    if (total <= 0) return undefined;
    const timer = setInterval(() => setLeft(total - (performance.now() - startedAt)), 500);
    return () => clearInterval(timer);
  }, [at, total]);
  return Math.max(0, left);
}
