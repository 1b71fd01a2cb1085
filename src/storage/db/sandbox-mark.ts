/** Keeps the sandbox away from the data of real shops. A database either belongs to the sandbox or does not. */
import type { Database } from "./database.ts";

/**
 * The names of the accounts of real connections. Empty in a new database, and in one that only the sandbox has used.
 */
export async function realAccounts(database: Database): Promise<string[]> {
  if (!(await hasTable(database, "connections")) || (await isMarked(database))) return [];
  const rows = await database.query<{ account: string }>(`select account from connections order by account`);
  return rows.map(({ account }) => account);
}

/** Whether the sandbox has used the database. */
export async function isMarked(database: Database): Promise<boolean> {
  // The database of an earlier version lacks this table.
  if (!(await hasTable(database, "sandbox_mark"))) return false;
  const rows = await database.query(`select 1 from sandbox_mark limit 1`);
  return rows.length > 0;
}

export async function markSandbox(database: Database): Promise<void> {
  await database.query(`insert into sandbox_mark (marked_at) select now() where not exists (select from sandbox_mark)`);
}

async function hasTable(database: Database, name: string): Promise<boolean> {
  const [row] = await database.query<{ there: boolean }>(`select to_regclass($1) is not null as there`, [name]);
  return row?.there === true;
}
