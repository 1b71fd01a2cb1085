/** The database as the rest of this folder sees it: one SQL dialect for PostgreSQL and for the embedded PGlite. */
/** Something that runs statements: the database itself, or one transaction. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * As `query`, for statements of every run that find their rows by key, whatever the values. PostgreSQL plans them
   * once a connection. Never use it for a search: a plan that is fast for one value takes minutes for another.
   */
  keyed: Sql["query"];
}

export interface Database extends Sql {
  readonly kind: "postgres" | "pglite";
  /** With `patient`, a statement may take as long as building an index does. */
  transaction<T>(work: (sql: Sql) => Promise<T>, options?: { patient?: boolean }): Promise<T>;
  /** When the database last answered a statement, on the process' steady counter. Absent for the embedded database. */
  answeredAt?(): number;
  /**
   * Rejects where nothing can be written now, as far as the process knows without writing. Absent where only the server
   * knows.
   */
  writable?(): Promise<void>;
  /**
   * Listens for notifications. `hear` gets their payload, or null where some may have been missed. Resolves to a
   * function that stops listening.
   */
  listen(channel: string, hear: (payload: string | null) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Drops what the database cannot store: NUL, and halves of surrogate pairs. */
export function toText(value: string): string {
  return value.toWellFormed().replaceAll("\u0000", "");
}

/** A value for a `jsonb` parameter. Its strings pass through `toText`. */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "string" ? toText(part) : part));
}
