/** Migrates the schema: plain SQL files, forward only, each once, under a lock. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./database.ts";

const FOLDER = join(import.meta.dirname, "../../../migrations");
/** An arbitrary number, the same in every process. */
const LOCK = 4_210_807;
/** Another process may hold the lock while it builds an index. */
const PATIENT = { patient: true };

/** Answers the names of the migrations that it applied. Several processes may call it at once. */
export async function migrate(database: Database, folder = FOLDER): Promise<string[]> {
  const pending = await pendingMigrations(database, folder);
  if (pending.length === 0) return [];
  await database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await sql.query("create table if not exists migrations (name text primary key, applied_at timestamptz not null)");
  }, PATIENT);
  const applied: string[] = [];
  for (const name of pending) {
    const text = await readFile(join(folder, name), "utf8");
    if (await applyOnce(database, name, text)) applied.push(name);
  }
  return applied;
}

/** The names of the migrations that are still to be applied. Changes nothing. */
export async function pendingMigrations(database: Database, folder = FOLDER): Promise<string[]> {
  const names = await namesIn(folder);
  // Null where this user's schemas have no such table. Another schema may have one of another program.
  const [table] = await database.query<{ name: string | null }>(`select to_regclass('migrations')::text as name`);
  if (!table?.name) return names;
  const applied = await database.query<{ name: string }>(`select name from migrations`);
  return names.filter((name) => !applied.some((known) => known.name === name));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
}

async function applyOnce(database: Database, name: string, text: string): Promise<boolean> {
  return database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock($1)", [LOCK]);
    const known = await sql.query("select 1 from migrations where name = $1", [name]);
    if (known.length > 0) return false;
    for (const statement of statementsOf(text)) await sql.query(statement);
    await sql.query("insert into migrations (name, applied_at) values ($1, now())", [name]);
    return true;
  }, PATIENT);
}

/**
 * Splits a file into statements, which both databases run in the same way. A semicolon inside a statement is between
 * two `$$`.
 */
function statementsOf(text: string): string[] {
  const bare = text.replaceAll(/--.*$/gm, "");
  const statements = bare.match(/(?:\$\$.*?\$\$|[^;])+/gs) ?? [];
  return statements.flatMap((statement) => statement.trim() || []);
}
