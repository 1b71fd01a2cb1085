/** Aggregates repeated failures in the log: the first is written in full, the others of the next minute are counted. */

/** What makes two lines the same failure. */
interface Line {
  level: number;
  message: string;
  /** The fields of the line. */
  fields: Readonly<Record<string, unknown>>;
}

interface Counted extends Line {
  repeats: number;
}

/** Writes a line that stands for `repeats` others. */
type WriteCount = (level: number, fields: Record<string, unknown>, message: string) => void;

export interface RepeatedLines {
  /** True if the line is to be written. False if it repeats one of the last minute, and is counted. */
  isFirst(line: Line): boolean;
}

/** How long repetitions are counted before their line. */
const EVERY_MS = 60_000;
/** Different failures that are counted at once. Others are written each time. */
const MOST = 500;

/**
 * `write` gets the count of each failure a minute after its first line, if there were others. The fields that tell two
 * failures apart are kept: which connection, which kind of work, which error.
 */
export function repeatedLines(write: WriteCount, everyMs = EVERY_MS): RepeatedLines {
  const counted = new Map<string, Counted>();
  const tell = (key: string) => {
    const one = counted.get(key);
    counted.delete(key);
    if (one && one.repeats > 0)
      write(one.level, { ...aboutOf(one), repeats: one.repeats }, `${one.message} (repeated)`);
  };
  return {
    isFirst(line) {
      const key = JSON.stringify([line.level, line.message, aboutOf(line)]);
      const known = counted.get(key);
      if (known) {
        known.repeats += 1;
        return false;
      }
      if (counted.size >= MOST) return true;
      counted.set(key, { ...line, repeats: 0 });
      setTimeout(() => tell(key), everyMs).unref();
      return true;
    },
  };
}

/** Without a stack, and without what differs between two occurrences of one failure, such as a request's id. */
function aboutOf({ fields }: Line): Record<string, unknown> {
  const { err, connectionId, kind, role } = fields;
  return { ...(err instanceof Error ? { error: errorOf(err) } : {}), ...defined({ connectionId, kind, role }) };
}

function errorOf(error: Error): string {
  return "code" in error && typeof error.code === "string"
    ? `${error.name} ${error.code}`
    : `${error.name}: ${error.message}`;
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
