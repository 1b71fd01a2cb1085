/** A database as 0.7.0 leaves it, jobs of its queue included: all that was unfinished is done afterwards, once, and nothing else. */
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLogger } from "../../src/kit/logger.ts";
import { conversationSnapshots } from "../../src/storage/activity/conversations.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { openScheduler } from "../../src/storage/work/scheduler.ts";
import { freshPostgres } from "../helpers/postgres.ts";
import { memoryStore } from "../helpers/world.ts";

const MIGRATIONS = join(import.meta.dirname, "../../migrations");
const FIRST_AFTER = "0017";
const HOUR_MS = 3_600_000;

/** The table of pg-boss 12, as far as it matters here. */
const QUEUE = [
  `create schema pgboss`,
  `create type pgboss.job_state as enum ('created', 'retry', 'active', 'completed', 'cancelled', 'failed')`,
  `create table pgboss.job (id uuid not null default gen_random_uuid(), name text not null, data jsonb,
     state pgboss.job_state not null default 'created', start_after timestamptz not null default now())`,
  `insert into pgboss.job (name, state, data) values
     ('turn', 'created', '{"queue": "turn", "connectionId": "c", "subject": "call:1"}'),
     ('turn', 'active', '{"queue": "turn", "connectionId": "c", "subject": "text:+331", "putAside": true}'),
     ('turn', 'completed', '{"queue": "turn", "connectionId": "c", "subject": "call:9"}'),
     ('media', 'retry', '{"queue": "media", "connectionId": "c", "subject": "call:2", "media": "recording"}'),
     ('file', 'created', '{"queue": "file", "connectionId": "c", "subject": "text:+331", "messageId": "SM/1"}'),
     ('card', 'created', '{"queue": "card", "connectionId": "c", "subject": "call:1", "heardAt": 1234}'),
     ('care', 'created', '{"queue": "care", "connectionId": "c", "subject": "connection", "removed": true}'),
     ('__pgboss__send-it', 'created', null)`,
];

const KEPT = [
  `insert into connections (id, account, status, webhook_key, webhook_token_hash, created_at)
     values ('c', 'acme', 'active', 'k', 'h', now())`,
  `insert into subjects (connection_id, subject, state, caller, callback_done_by, ticket_id, wake_at, held_since, held_lane, updated_at) values
     ('c', 'call:1', 'pending', '+331', 'call:3', 7, null, null, null, now()),
     ('c', 'call:2', 'done', '+331', null, 8, null, null, null, now()),
     ('c', 'call:3', 'pending', '+331', null, null, now() + interval '50 minutes', null, null, now()),
     ('c', 'call:4', 'failed', '+331', null, null, now(), now() - interval '1 minute', 'live call', now()),
     ('c', 'call:9', 'done', '+331', null, 9, null, null, null, now()),
     ('c', 'text:+331', 'pending', '+331', null, 10, now(), now(), 'message', now()),
     ('c', 'card:1', 'done', '+331', null, null, null, null, null, now())`,
  `insert into deliveries (connection_id, subject, event, received_at, digest, body, outcome) values
     ('c', 'call:1', 'call.created', now(), 'a', '{"n": 1}', 'read'),
     ('c', 'call:5', 'call.created', now(), 'b', '{"n": 2}', null),
     ('c', 'text:+331', 'message.sent', now(), 'c', '{"n": 3}', 'waiting: not written yet'),
     ('c', null, 'user.created', now(), 'd', '{"n": 4}', 'ignored: event not followed')`,
  `insert into writes (connection_id, subject, round, key, state, outcome, requests, intended_at) values
     ('c', 'call:1', 1, 'ticket', 'done', '{"ticketId": 7}', 1, now()),
     ('c', 'card:1', 1, 'ticket', 'done', '{}', 1, now()),
     ('c', 'text:+331', 1, 'message:SM', 'intended', null, 1, now())`,
];

async function asBefore(database: Database): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  try {
    for (const name of await readdir(MIGRATIONS))
      if (name < FIRST_AFTER) await symlink(join(MIGRATIONS, name), join(folder, name));
    await migrate(database, folder);
    for (const statement of [...KEPT, ...QUEUE]) await database.query(statement);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe.each([
  ["PGlite", () => memoryStore({ empty: true })],
  ["PostgreSQL", () => freshPostgres({ empty: true })],
])("upgrading 0.7.0 on %s", (_name, open) => {
  it("runs all that was unfinished, once, and keeps what is stored of everything", async () => {
    const store = await open();
    const { database } = store;
    try {
      await asBefore(database);
      expect(await migrate(database)).toContain("0017-work-items.sql");
      const life = { ahead: 0 };
      const scheduler = openScheduler(
        database,
        { backend: "postgres" },
        () => Date.now() + life.ahead,
        createLogger("silent"),
      );
      const ran: string[] = [];
      const work = async () => {
        await scheduler.upkeep();
        await scheduler.resume(() => 10);
        await scheduler.step(async ({ kind, ref, part, input }) => {
          ran.push([kind, ref, part, JSON.stringify(input)].join(" "));
        });
        return ran.splice(0).sort();
      };
      expect(await work()).toEqual([
        "call 1  {}",
        "call 4  {}",
        "call 5  {}",
        `card 1  {"heardAt":1234}`,
        `connection   {"removed":true}`,
        "conversation +331  {}",
        "message_file +331 SM/1 {}",
        "recording 2 recording {}",
      ]);
      expect(await work()).toEqual([]);
      life.ahead = HOUR_MS;
      expect(await work()).toEqual(["call 3  {}"]);
      expect(await work()).toEqual([]);
      const call = await activityStore(database).open("c", "call:1");
      expect(call).toMatchObject({
        record: { activityId: "call:1", ticketId: 7, callbackDoneBy: "call:3" },
        deliveries: [{ body: `{"n": 1}` }],
        writes: [{ key: "ticket", outcome: { ticketId: 7 } }],
      });
      expect(await activityStore(database).open("c", "call:3")).toMatchObject({ servesCallback: true });
      expect(await conversationSnapshots(database).open("c", "text:+331")).toMatchObject({
        record: { activityId: "text:+331", ticketId: 10, deferredPriority: "message" },
        deliveries: [{ body: `{"n": 3}` }],
        writes: [{ key: "message:SM", state: "intended" }],
      });
      expect((await activityStore(database).open("c", "card:1"))?.writes).toHaveLength(1);
      const [left] = await database.query<{ queue: string | null }>(`select to_regclass('pgboss.job')::text as queue`);
      expect(left?.queue).toBeNull();
    } finally {
      await store.close();
    }
  });
});
