/** A database within one transaction, which is rolled back. */
import type { Database, Sql } from "../../../src/storage/db/database.ts";

export interface RolledBack {
  database: Database;
  /** Undoes everything that `work` did. */
  undone<T>(work: () => Promise<T>): Promise<T>;
  /** The statements since the last question. */
  heard(): string[];
}

/** Calls `use` with the database, and undoes everything at its end. */
export async function rolledBack(database: Database, use: (inside: RolledBack) => Promise<void>): Promise<void> {
  const end = new Error("the end");
  const whole = database.transaction(async (sql) => {
    await use(insideOf(database, sql));
    throw end;
  });
  await whole.catch((error: unknown) => {
    if (error !== end) throw error;
  });
}

function insideOf({ kind }: Database, sql: Sql): RolledBack {
  let savepoints = 0;
  let texts: string[] = [];
  const [query, keyed] = inOrder(sql, (text) => void texts.push(text));
  const nested = async <T>(work: () => Promise<T>, onSuccess: "release" | "rollback to"): Promise<T> => {
    const name = `savepoint_${(savepoints += 1)}`;
    await query(`savepoint ${name}`);
    let by: typeof onSuccess = "rollback to";
    try {
      const answer = await work();
      by = onSuccess;
      return answer;
    } finally {
      await query(`${by} savepoint ${name}`);
    }
  };
  const own: Sql = { query, keyed };
  return {
    undone: (work) => nested(work, "rollback to"),
    heard() {
      const heard = texts;
      texts = [];
      return heard;
    },
    database: {
      ...own,
      kind,
      transaction: (work) => nested(() => work(own), "release"),
      listen: async () => async () => undefined,
      close: async () => undefined,
    },
  };
}

/** One statement at a time, as on one connection. */
function inOrder(sql: Sql, hear: (text: string) => void): [query: Sql["query"], keyed: Sql["query"]] {
  let latest: Promise<unknown> = Promise.resolve();
  const ordered =
    (ask: Sql["query"]): Sql["query"] =>
    <Row>(text: string, values?: readonly unknown[]) => {
      hear(text);
      const own = latest.then(() => ask<Row>(text, values));
      latest = own.catch(() => undefined);
      return own;
    };
  return [ordered(sql.query), ordered(sql.keyed)];
}
