/** Changes of a filter in the address. The address follows a moment after a change, and a second change builds on the first. */
import { useRef } from "react";

/** `address`: the query as rendered. The result merges a change with those that the address does not show yet. */
export function usePendingChanges<T>(address: string): (changed: T) => T {
  const pending = useRef<{ address: string; changed: T } | null>(null);
  return (changed) => {
    const before = pending.current?.address === address ? pending.current.changed : null;
    pending.current = { address, changed: { ...before, ...changed } };
    return pending.current.changed;
  };
}
