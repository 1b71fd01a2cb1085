/** Migration 0010: what an earlier version stored under one number of a subscriber is found under all of them. */
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { phoneKey, readPhone } from "../../src/domain/phone/phone.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";

const MIGRATIONS = join(import.meta.dirname, "../../migrations");
const NUMBERS = [
  "+5215512345678",
  "+5491123456789",
  "+541143219876",
  "+551187654321",
  "+551133334444",
  "+33692123456",
  "+33639123456",
  "+33262123456",
  "+33690001234",
  "+33594123456",
  "+33694201234",
  "+33596123456",
  "+33697123456",
  "+33508412345",
  "+390549886377",
  "+378886377",
  "+33612345678",
  "+12025550147",
  "anonymous",
  "3635",
];

it("C1: knows a customer and a callback's caller under the key of this version", async () => {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  const database = await openPglite(null);
  try {
    for (const name of await readdir(MIGRATIONS))
      if (name < "0010") await symlink(join(MIGRATIONS, name), join(folder, name));
    await migrate(database, folder);
    await database.query(
      `insert into connections (id, account, status, webhook_key, webhook_token_hash, created_at)
       values ('c', 'acme', 'active', 'k', 'h', now())`,
    );
    await database.query(
      `insert into phone_index (connection_id, caller, customer_id, name, learned_at)
       select 'c', caller, place, caller, now() from unnest($1::text[]) with ordinality as n(caller, place)`,
      [NUMBERS],
    );
    await database.query(
      `insert into subjects (connection_id, subject, state, caller, updated_at)
       select 'c', 'call:' || place, 'done', caller, now() from unnest($1::text[]) with ordinality as n(caller, place)`,
      [NUMBERS],
    );
    expect(await migrate(database)).toContain("0010-one-key-per-subscriber.sql");
    const keys = NUMBERS.map((number) => phoneKey(readPhone(number, null)));
    const known = await Promise.all(keys.map((key) => phoneIndex(database).known("c", key)));
    expect(known.map((customer) => customer !== null)).toEqual(keys.map(() => true));
    const stored = await database.query<{ caller: string }>(`select caller from activity order by ref::int`);
    expect(stored.map(({ caller }) => caller)).toEqual(keys);
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
});
