/** What a process does to stored work when it starts, alone on its database or beside others. */
import { describe, expect, it } from "vitest";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import type { Store } from "../../src/storage/db/open-store.ts";
import { NOW, openPgliteBackend, openPostgresBackend, useBackend } from "./backend.ts";

const MINUTE_MS = 60_000;
const KINDS = [
  ["alone on the embedded database", openPgliteBackend, true],
  ["beside others on PostgreSQL", openPostgresBackend, false],
] as const;

describe.each(KINDS)("a process that starts %s", (_what, open, alone) => {
  const backend = useBackend(open);

  async function start(): Promise<void> {
    const { database, keys } = backend.it;
    const store: Store = { database, keys, alone, lock: null, close: async () => undefined };
    await buildServices(configFrom({ SANDBOX: "1" }), { store, log: createLogger("silent"), clock: () => NOW });
  }

  it("takes work from a process that lives only where there can be none", async () => {
    const id = await backend.it.connect();
    await backend.it.openScheduler(() => NOW).markDue([{ connectionId: id, kind: "call", ref: "1", part: "" }]);
    const leases = (text: string) => backend.it.database.query<{ lease: string | null }>(text, [id]);
    await leases(
      `update work_items set lease = 'other', leased_until = now() + interval '40 s' where connection_id = $1`,
    );
    await start();
    expect(await leases(`select lease from work_items where connection_id = $1`)).toEqual([
      { lease: alone ? null : "other" },
    ]);
  });

  it.each([
    [2 * MINUTE_MS - 1, null],
    [2 * MINUTE_MS + 1, new Date(NOW)],
  ])("doubts what was written of a connection whose maintenance is overdue by %i ms: until %s", async (ms, until) => {
    const id = await backend.it.connect();
    const { database } = backend.it;
    await database.query(
      `insert into maintenance (connection_id, due_at, recent_until, day_until) values ($1, $2, $2, $2)`,
      [id, new Date(NOW - ms)],
    );
    await start();
    expect(await database.query(`select doubted_until from maintenance where connection_id = $1`, [id])).toEqual([
      { doubted_until: until },
    ]);
  });
});
