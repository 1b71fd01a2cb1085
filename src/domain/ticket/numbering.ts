/** The keys of ticket writes that can happen more than once: `change:1`, `tags:2`, `edit:ended:1`. Pure. */
import type { Write } from "./write.ts";

/** `edit:ended:2` is of kind `edit:ended`, `tags:1` of kind `tags`. The key of a note may end in digits of its own. */
export function kindOf(key: string): string {
  return key.startsWith("note:") ? key : key.replace(/:\d+$/, "");
}

export function numberOf(key: string): number {
  return Number(/:(\d+)$/.exec(key)?.[1] ?? 0);
}

/** The key of the next write of this kind. A write whose answer was lost is made again under its own key. */
export function nextKey(writes: readonly Write[], generation: number, kind: string): string {
  const earlier = writes.filter(
    (write) => write.generation === generation && write.key !== kind && kindOf(write.key) === kind,
  );
  const unanswered = earlier.find(({ state }) => state === "intended");
  return unanswered?.key ?? `${kind}:${Math.max(0, ...earlier.map(({ key }) => numberOf(key))) + 1}`;
}
