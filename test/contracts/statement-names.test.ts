/** What PostgreSQL plans once: the same answers as before, also after the table has changed under the plan. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/storage/db/database.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";

describe("a connection that prepares its statements", () => {
  let store: PostgresStore;
  let database: Database;
  beforeAll(async () => {
    store = await freshPostgres({ empty: true });
    // One connection, so that what it has prepared can be asked of it.
    database = openPostgres({ url: store.url, poolSize: 1 }, () => undefined);
    await database.query("create table shelf (id int primary key, what text)");
  });
  afterAll(async () => {
    await database.close();
    await store.close();
  });

  const prepared = async () => {
    const rows = await database.query<{ statement: string }>(
      "select statement from pg_prepared_statements order by statement",
    );
    return rows.map(({ statement }) => statement);
  };

  it("has a place for what is asked again, none for what is asked once", async () => {
    await database.keyed("select what from shelf where id = $1", [1]);
    await database.keyed("insert into shelf (id, what) values ($1, $2)", [1, "one"]);
    expect(await prepared()).toEqual([]);
    await database.keyed("insert into shelf (id, what) values ($1, $2)", [2, "two"]);
    expect(await database.keyed("select what from shelf where id = $1", [2])).toEqual([{ what: "two" }]);
    expect(await database.keyed("select what from shelf where id = $1", [1])).toEqual([{ what: "one" }]);
    expect(await prepared()).toEqual([
      "insert into shelf (id, what) values ($1, $2)",
      "select what from shelf where id = $1",
    ]);
  });

  it("plans a search anew each time: what is quick for one value takes minutes for another", async () => {
    for (let time = 0; time < 8; time += 1) await database.query("select id from shelf where what like $1", ["o%"]);
    expect((await prepared()).filter((statement) => statement.includes("like"))).toEqual([]);
  });

  it("leaves several statements in one text as they are, however often they come", async () => {
    for (let time = 0; time < 3; time += 1) await database.keyed("select 1; select 2");
    expect((await prepared()).filter((statement) => statement.includes(";"))).toEqual([]);
  });

  it("prepares inside a transaction as well, and an error in one leaves the statement as it is", async () => {
    const insert = (id: number) =>
      database.transaction((sql) => sql.keyed("insert into shelf (id, what) values ($1, $2)", [id, "more"]));
    await insert(3);
    await expect(insert(3)).rejects.toMatchObject({ code: "23505" });
    await insert(4);
    expect(await database.keyed("select what from shelf where id = $1", [4])).toEqual([{ what: "more" }]);
  });

  it("answers after a migration as before it: whole rows with the new column", async () => {
    const whole = (id: number) => database.keyed("select to_jsonb(s) as row from shelf s where id = $1", [id]);
    for (let time = 0; time < 8; time += 1) await whole(1);
    await database.query("alter table shelf add column colour text not null default 'red'");
    expect(await whole(1)).toEqual([{ row: { id: 1, what: "one", colour: "red" } }]);
  });

  it("bounds the number of names: statements that differ each time have none", async () => {
    for (let n = 0; n < 500; n += 1) {
      const text = `select ${n} + $1::int as sum`;
      await database.keyed(text, [1]);
      expect(await database.keyed(text, [2])).toEqual([{ sum: n + 2 }]);
    }
    expect((await prepared()).length).toBeLessThanOrEqual(400);
  });
});
