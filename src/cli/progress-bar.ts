/** A progress bar on one line of a terminal. */
import type { Progress, Report } from "../kit/progress.ts";

export interface Screen {
  write(text: string): unknown;
  columns?: number;
}

const WIDTH = 24;
/** Faster is not readable. */
const EVERY_MS = 100;
/** Clears the line from its beginning. */
const CLEAR = "\r\u001b[2K";

/** Draws until `work` ends, and leaves an empty line behind. */
export async function drawProgress<T>(
  screen: Screen,
  what: string,
  work: (report: Report) => Promise<T>,
  now: () => number = Date.now,
): Promise<T> {
  let drawnAt = Number.NEGATIVE_INFINITY;
  try {
    return await work((progress) => {
      if (now() - drawnAt < EVERY_MS && progress.done < progress.total) return;
      drawnAt = now();
      screen.write(`${CLEAR}${lineOf(what, progress).slice(0, (screen.columns ?? 80) - 1)}`);
    });
  } finally {
    if (drawnAt > 0) screen.write(CLEAR);
  }
}

/** `Erasing  ████████░░░░  67 %  2 of 3`. */
export function lineOf(what: string, { done, total, note }: Progress): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const full = Math.round(share * WIDTH);
  const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
  return `${what}  ${bar}  ${Math.floor(share * 100)} %  ${note ?? `${done} of ${total}`}`;
}
