/** The database as the rest of this room sees it: one SQL text for PostgreSQL and for the embedded PGlite. */
/** Something that runs statements: the database itself, or one transaction. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * As `query`, for what is asked in every turn and finds its rows by their keys whatever the values are: planned once a
   * connection, not each time. Never for a search: what is quick for one value takes minutes for another.
   */
  keyed: Sql["query"];
}

export interface Database extends Sql {
  readonly kind: "postgres" | "pglite";
  /** `patient`: its statements may take as long as building an index does. */
  transaction<T>(work: (sql: Sql) => Promise<T>, options?: { patient?: boolean }): Promise<T>;
  /** When a statement was last answered, on the process' steady counter. Left out where the database is this process. */
  answeredAt?(): number;
  /** Rejects where nothing can be written now, as far as that is known without writing. Left out where only the server knows. */
  writable?(): Promise<void>;
  /** Hears notifications: their payload, or null where some may have been missed. Answers how to end it. */
  listen(channel: string, hear: (payload: string | null) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** A text as it can be stored: without NUL and halves of surrogate pairs. */
export function toText(value: string): string {
  return value.toWellFormed().replaceAll("\u0000", "");
}

/** A value for a `jsonb` parameter, its texts as they can be stored. */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "string" ? toText(part) : part));
}
