/** What the embedded database's one connection forbids: a turn that begins and ends while a delivery of its call is being kept. */
import { expect, it } from "vitest";
import { openInbox } from "../../src/storage/inbox.ts";
import type { JobQueue } from "../../src/storage/queue/job-queue.ts";
import { NOW, openPostgresBackend, useBackend } from "./backend.ts";

const backend = useBackend(openPostgresBackend);

it("C15: a delivery that the waiting turn began too early to see has another turn at once", async () => {
  const { database } = backend.it;
  const queue = await backend.it.startQueue();
  const delivery = { connectionId: await backend.it.connect(), subject: "call:1", receivedAt: NOW };
  let turns = 0;
  const step = async () => {
    turns += (await queue.step(async () => undefined)).completed;
  };
  const hurried: JobQueue = {
    ...queue,
    async addInside(sql, jobs) {
      const waitedAlready = await queue.addInside(sql, jobs);
      await step();
      return waitedAlready;
    },
  };
  await openInbox(database, queue).put({ ...delivery, event: "call.created", body: `{"n": 1}` });
  // Its turn waits; it is done before this one's transaction is.
  await openInbox(database, hurried).put({ ...delivery, event: "call.answered", body: `{"n": 2}` });
  expect(turns).toBe(1);
  await step();
  expect(turns).toBe(2);
});
