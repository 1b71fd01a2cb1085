/**
 * Names for statements that come again: PostgreSQL plans those once a connection, which was near half of their cost.
 */

/** More texts than the service has. A statement with a new text each time must not fill every connection. */
const MOST_TEXTS = 400;

/** By text: its name, and how often it came, up to the second time. */
const names = new Map<string, { name: string; came: number }>();

/**
 * A text that comes a second time has a name. A text that comes once needs no place in a connection. Without values it
 * may be several statements, which cannot be prepared.
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
