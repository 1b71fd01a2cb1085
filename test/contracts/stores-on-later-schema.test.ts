/** Every store of this version on the schema of a later one, as while nodes are replaced one after another: a column more everywhere, a table more. */
import { describe } from "vitest";
import { openPgliteBackend, useBackend, type Backend } from "./backend.ts";
import { storesContract } from "./stores-contract.ts";

async function openLaterBackend(): Promise<Backend> {
  const backend = await openPgliteBackend();
  const tables = await backend.database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> 'migrations'`,
  );
  for (const { name } of tables) {
    await backend.database.query(
      `alter table ${name} add column later_note text, add column later_kind text not null default 'later'`,
    );
  }
  await backend.database.query(
    `create table later_things (connection_id text not null references connections on delete cascade, what jsonb)`,
  );
  return backend;
}

describe("PGlite with the schema of a later version", () => {
  storesContract(useBackend(openLaterBackend));
});
