/** A server that ends our connection in the middle of something costs that something, never the process. */
import { expect, it } from "vitest";
import { openPostgres } from "../../src/storage/open-postgres.ts";
import { freshPostgres } from "../helpers/postgres.ts";

it("fails the transaction whose connection breaks between two statements, and goes on with another one", async () => {
  const store = await freshPostgres();
  const broken = Promise.withResolvers<Error>();
  const database = openPostgres({ url: store.url }, broken.resolve);
  const work = database.transaction(async (sql) => {
    const [row] = await sql.query<{ pid: number }>("select pg_backend_pid() as pid");
    await store.database.query("select pg_terminate_backend($1)", [row?.pid]);
    await broken.promise;
    await sql.query("select 1");
  });
  await expect(work).rejects.toThrow("connection error");
  expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
  await database.close();
  await store.close();
});
