/**
 * Names for repeated statements. PostgreSQL plans a named statement once a connection. Planning was nearly half of
 * their cost.
 */

/** More statements than the service has. Statements that differ each time must not fill every connection. */
const MOST_TEXTS = 400;

/** For each SQL text, its name and how often it came. */
const names = new Map<string, { name: string; came: number }>();

/**
 * Names an SQL text when it comes for the second time. A text that comes once takes no space in a connection. Without
 * values, a text may contain several statements, which cannot be prepared.
 */
export function nameOf(text: string, values: readonly unknown[]): string | undefined {
  if (values.length === 0) return undefined;
  let known = names.get(text);
  if (!known) {
    if (names.size >= MOST_TEXTS) return undefined;
    known = { name: `statement_${names.size}`, came: 0 };
    names.set(text, known);
  }
  known.came += 1;
  return known.came > 1 ? known.name : undefined;
}
