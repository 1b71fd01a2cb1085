/** PostgreSQL through a pool of connections. */
import pg from "pg";
import type { Database, Sql } from "./database.ts";
import { nameOf } from "./preparing-client.ts";

/** int8 comes as text by default; our ids and counts fit a number. */
const INT8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary"
      ? Number
      : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

export interface PostgresOptions {
  url: string;
  /** Connections at most. */
  poolSize?: number;
}

/** `onError` hears of connections that broke; the pool replaces them by itself. */
export function openPostgres({ url, poolSize = 12 }: PostgresOptions, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({ connectionString: url, max: poolSize, types });
  // From its first moment to its last: an error that nobody hears ends the process. The pool only repeats it.
  pool.on("connect", (client) => void client.on("error", onError));
  pool.on("error", () => undefined);
  const sql = sqlOn(pool);
  return {
    kind: "postgres",
    ...sql,
    async transaction(work) {
      const client = await pool.connect();
      let broken = false;
      try {
        await client.query("begin");
        const result = await work(sqlOn(client));
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => void (broken = true));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    queue: { executeSql: async (text, values) => ({ rows: await sql.keyed(text, values ?? []) }) },
    close: () => pool.end(),
  };
}

function sqlOn(on: pg.Pool | pg.PoolClient): Sql {
  const ask = async <Row>(text: string, values: readonly unknown[], name?: string) =>
    (await on.query({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows as Row[];
  return {
    query: <Row>(text: string, values: readonly unknown[] = []) => ask<Row>(text, values),
    keyed: <Row>(text: string, values: readonly unknown[] = []) => ask<Row>(text, values, nameOf(text, values)),
  };
}
