/** The result of an operation with an expected failure. */

export type Result<T> = { ok: true; value: T } | { ok: false; reason: string };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refused<T = never>(reason: string): Result<T> {
  return { ok: false, reason };
}
