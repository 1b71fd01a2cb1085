/** PostgreSQL through a pool of connections. */
import pg from "pg";
import type { Database, Sql } from "./database.ts";
import { listenPostgres } from "./listen-postgres.ts";
import { nameOf } from "./statement-names.ts";

/** `int8` arrives as text by default. Our ids and counts fit a number. */
const INT8 = 20;

export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary"
      ? Number
      : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

export interface PostgresOptions {
  url: string;
  /** Connections at most. */
  poolSize?: number;
  /** How long a statement may take, in ms. */
  statementMs?: number;
}

/**
 * The longest statement. Most take milliseconds, and a search through years of calls takes some seconds. When a frozen
 * or cut-off server is silent for longer, the pool replaces the connection. Requests from outside get their answer long
 * before.
 */
const STATEMENT_MS = 30_000;
/** How long a query waits for a connection. A connection is normally free again within milliseconds. */
const CONNECT_MS = 10_000;
/** The longest statement of a patient transaction, such as building an index. */
const PATIENT_MS = 3_600_000;

/** `onError` gets the errors of broken connections. The pool replaces the connections itself. */
export function openPostgres(options: PostgresOptions, onError: (error: Error) => void): Database {
  const { url, poolSize = 12, statementMs = STATEMENT_MS } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types: postgresTypes,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  // Listens on each client for its whole life, because an error without a listener ends the process. The pool only
  // repeats the error.
  pool.on("connect", (client) => void client.on("error", onError));
  pool.on("error", () => undefined);
  let answeredAt = performance.now();
  const onAnswer = () => void (answeredAt = performance.now());
  const sql = sqlOn(pool, { statementMs, onAnswer });
  return {
    kind: "postgres",
    ...sql,
    answeredAt: () => answeredAt,
    async transaction(work, { patient = false } = {}) {
      const client = await pool.connect();
      let broken = false;
      try {
        const own = sqlOn(client, { statementMs, onAnswer });
        await own.query("begin");
        const result = await work(patient ? sqlOn(client, { statementMs: PATIENT_MS, onAnswer }) : own);
        await own.query("commit");
        return result;
      } catch (error) {
        // A rollback would wait behind the statement that timed out.
        if (isGivenUp(error)) broken = true;
        else
          await sqlOn(client, { statementMs, onAnswer })
            .query("rollback")
            .catch(() => void (broken = true));
        throw error;
      } finally {
        client.release(broken);
      }
    },
    listen: (channel, hear) => listenPostgres(url, channel, hear),
    close: () => pool.end(),
  };
}

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}

interface Asking {
  statementMs: number;
  onAnswer(): void;
}

function sqlOn(on: pg.Pool | pg.PoolClient, { statementMs, onAnswer }: Asking): Sql {
  const ask = async <Row>(text: string, values: readonly unknown[], name?: string) => {
    const query = { text, values: [...values], query_timeout: statementMs, ...(name === undefined ? {} : { name }) };
    const { rows } = await on.query(query);
    onAnswer();
    return rows as Row[];
  };
  return {
    query: <Row>(text: string, values: readonly unknown[] = []) => ask<Row>(text, values),
    keyed: <Row>(text: string, values: readonly unknown[] = []) => ask<Row>(text, values, nameOf(text, values)),
  };
}
