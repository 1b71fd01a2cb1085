/** The schema is migrated once, from any process and however often. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../../src/storage/db/migrate.ts";
import type { UsedBackend } from "./backend.ts";

/** Takes everything away and leaves a schema without rows. */
export function migrateContract(backend: UsedBackend): void {
  describe("migrate", () => {
    const columns = () =>
      backend.it.database.query<{ what: string }>(
        `select table_name || '.' || column_name || ' ' || data_type as what from information_schema.columns
         where table_schema = 'public' order by 1`,
      );

    beforeEach(async () => {
      await backend.it.database.query("drop schema public cascade");
      await backend.it.database.query("create schema public");
    });

    afterAll(() => migrate(backend.it.database));

    it("makes the schema from nothing, and applies nothing the second time", async () => {
      const { database } = backend.it;
      expect(await migrate(database)).toContain("0001-calls.sql");
      const made = await columns();
      expect(made.map(({ what }) => what)).toContain("activity.kind text");
      expect(await migrate(database)).toEqual([]);
      expect(await columns()).toEqual(made);
    });

    it("is not misled by a table of the same name in another program's schema", async () => {
      const { database } = backend.it;
      await database.query("create schema other");
      try {
        await database.query("create table other.migrations (id int)");
        expect(await migrate(database)).toContain("0001-calls.sql");
      } finally {
        await database.query("drop schema other cascade");
      }
    });

    it("applies every file once when twenty ask at the same time", async () => {
      const nodes = [backend.it.database, backend.it.otherNode(), backend.it.otherNode()];
      const runs = Array.from({ length: 20 }, (_, i) => migrate(nodes[i % nodes.length] ?? backend.it.database));
      const applied = (await Promise.all(runs)).flat();
      expect(applied.sort()).toEqual([...new Set(applied)]);
      const stored = await backend.it.database.query<{ name: string }>("select name from migrations order by name");
      expect(stored.map(({ name }) => name)).toEqual(applied);
    });

    it("leaves nothing of a file that fails, keeps those before it, and continues from there once it is fixed", async () => {
      const { database } = backend.it;
      const folder = await mkdtemp(join(tmpdir(), "migrations-"));
      try {
        await writeFile(join(folder, "0001-first.sql"), "create table one (id int); -- a remark; with a semicolon\n");
        await writeFile(join(folder, "0002-second.sql"), "create table two (id int); create table one (id int);");
        await writeFile(join(folder, "notes.txt"), "no migration");
        await expect(migrate(database, folder)).rejects.toThrow(/one/);
        expect((await columns()).map(({ what }) => what)).toEqual([
          "migrations.applied_at timestamp with time zone",
          "migrations.name text",
          "one.id integer",
        ]);
        await writeFile(join(folder, "0002-second.sql"), "create table two (id int);");
        expect(await migrate(database, folder)).toEqual(["0002-second.sql"]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  });
}
