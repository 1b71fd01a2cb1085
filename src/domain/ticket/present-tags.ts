/** The tags on a call: those that its events show, without those that were removed again (C12). Pure. */
import type { CallEvent, CallTag } from "../call/call.ts";

/** Events about the tags themselves. A tag that they omit is not on the call, whether an agent or Aircall added it. */
const ABOUT_TAGS = new Set(["call.tagged", "call.untagged", "call.swept", "call.imported", "call.read"]);

interface Known {
  tag: CallTag;
  /** Unix seconds of the latest event that lists it. */
  shownAt: number;
}

/**
 * Every event shows all tags of its moment, so the latest one is right in any order of arrival (C15). Within one second
 * only `call.untagged` removes tags. An event without a list removes none.
 */
export function presentTags(ordered: readonly CallEvent[]): CallTag[] {
  const known = new Map<string, Known>();
  for (const { at, snapshot } of ordered) {
    for (const tag of snapshot.tags ?? []) {
      const shownAt = Math.max(at, known.get(tag.id)?.shownAt ?? at);
      known.set(tag.id, { tag, shownAt });
    }
  }
  const present = [...known.values()].filter((one) => !ordered.some((event) => takesOff(event, one)));
  return present.map(({ tag: { id, name } }) => ({ id, name }));
}

function takesOff({ name, at, snapshot: { tags } }: CallEvent, { tag, shownAt }: Known): boolean {
  if (tags === null || tags.some(({ id }) => id === tag.id)) return false;
  if (tag.system && !ABOUT_TAGS.has(name)) return false;
  return at > shownAt || (at === shownAt && name === "call.untagged");
}
