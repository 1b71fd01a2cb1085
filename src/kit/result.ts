/** The result of an operation with an expected failure. */

export type Result<T, P> = { ok: true; value: T } | { ok: false; problem: P };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function refused<P>(problem: P): Result<never, P> {
  return { ok: false, problem };
}
