/** What the embedded database's one connection forbids: a run that begins and ends while a delivery of its call is being stored. */
import { expect, it } from "vitest";
import { openInbox } from "../../src/storage/activity/inbox.ts";
import { NOW, openPostgresBackend, useBackend } from "./backend.ts";

const backend = useBackend(openPostgresBackend);

it("C15: a delivery that a run began too early to see has another run at once", async () => {
  const { database } = backend.it;
  const scheduler = backend.it.openScheduler();
  const connectionId = await backend.it.connect();
  const delivery = { connectionId, activityId: "call:1", receivedAt: NOW };
  const inbox = openInbox(database, scheduler);
  await inbox.put({ ...delivery, event: "call.created", body: `{"n": 1}` });
  const release = Promise.withResolvers<void>();
  const holding = Promise.withResolvers<void>();
  // Holds the connection's row: the second delivery waits for it inside its statement.
  const held = backend.it.otherNode().transaction(async (sql) => {
    await sql.query("select 1 from connections where id = $1 for update", [connectionId]);
    holding.resolve();
    await release.promise;
  });
  await holding.promise;
  const stored = inbox.put({ ...delivery, event: "call.answered", body: `{"n": 2}` });
  const runs: string[] = [];
  await scheduler.step(async ({ ref }) => void runs.push(ref));
  expect(runs).toEqual(["1"]);
  release.resolve();
  await Promise.all([held, stored]);
  await scheduler.step(async ({ ref }) => void runs.push(ref));
  expect(runs).toEqual(["1", "1"]);
});
