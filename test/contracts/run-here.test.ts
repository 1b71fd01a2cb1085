/** Commands that build the services themselves: each closes its store, also if it fails. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { configFrom, type Config } from "../../src/config.ts";
import { dispatchCommand } from "../../src/run/dispatch-command.ts";
import { freshPostgres, type PostgresStore } from "../helpers/postgres.ts";

let store: PostgresStore;
let config: Config;
beforeAll(async () => {
  store = await freshPostgres();
  config = configFrom({ SANDBOX: "0", DATABASE_URL: store.url, ENCRYPTION_KEYS: `main:${"A".repeat(43)}=` });
});
afterAll(() => store.close());

/** How many connections besides that of this test are open. */
async function open(): Promise<number> {
  const [row] = await store.database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return row?.count ?? -1;
}

async function expectClosed(): Promise<void> {
  await expect.poll(open, { timeout: 3_000, interval: 10 }).toBe(0);
}

const notConnected = { name: "Refusal", code: "not_connected" };

it("closes after a success", async () => {
  expect(await dispatchCommand(config, "accounts", {})).toEqual([]);
  await expectClosed();
});

it("closes after a refusal", async () => {
  await expect(dispatchCommand(config, "activity", { account: "unknown", limit: 1 })).rejects.toMatchObject(
    notConnected,
  );
  await expectClosed();
});

it("closes after the doctor has looked, and after it was refused", async () => {
  expect(await dispatchCommand(config, "doctor", { account: null })).toEqual(expect.any(Array));
  await expectClosed();
  await expect(dispatchCommand(config, "doctor", { account: "unknown" })).rejects.toMatchObject(notConnected);
  await expectClosed();
});

it("closes after the doctor has found a database that lacks a migration, or one that it cannot read", async () => {
  await store.database.query("delete from migrations where name = (select max(name) from migrations)");
  const findings = await dispatchCommand(config, "doctor", { account: null });
  expect(findings).toMatchObject([{ check: "database", verdict: "wrong" }]);
  await expectClosed();
  await store.database.query("alter table migrations rename column name to other");
  await expect(dispatchCommand(config, "doctor", { account: null })).rejects.toThrow("name");
  await expectClosed();
});
