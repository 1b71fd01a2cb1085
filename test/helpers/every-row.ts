/** Every row of every table, as JSON text behind the table's name. */
import type { Sql } from "../../src/storage/db/database.ts";

export async function everyRow(database: Sql): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    rows.push(...found.map(({ row }) => `${name} ${row}`));
  }
  // A partition's rows are in its parent as well.
  return [...new Set(rows)].sort();
}
