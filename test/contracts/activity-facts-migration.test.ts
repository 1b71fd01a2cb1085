/** Migration 0021: lists and reports ask for facts of calls, also of those that an earlier version stored. */
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { entriesFor } from "../../src/domain/activity/search-words.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";
import { tsvectorOf } from "../../src/storage/activity/search-vector.ts";

const MIGRATIONS = join(import.meta.dirname, "../../migrations");
const START = Date.UTC(2026, 2, 2, 9, 0, 0);
const at = (seconds: number) => START / 1000 + seconds;

interface Stored {
  ref: string;
  kind?: string;
  state?: string;
  direction?: string;
  answered?: boolean;
  requested?: boolean;
  plan?: unknown;
  match?: unknown;
}

const note = (key: string, seconds: number, about: string | null) => ({ key, at: at(seconds), about });
const unanswered = [note("unanswered", 31, null)];

const ROWS: Stored[] = [
  {
    ref: "1",
    answered: true,
    plan: { tags: ["Aircall"], notes: [note("answered", 12, "455"), note("ended", 125, "456")] },
    match: { customer: { id: 1, name: "Zoé Lee", email: "Zoe.Lee@Example.com" }, created: true },
  },
  { ref: "2", plan: { tags: ["Aircall"], notes: unanswered } },
  { ref: "3", plan: { tags: ["Messagerie vocale"], notes: unanswered } },
  { ref: "4", plan: { tags: ["Voicemail"], notes: unanswered }, requested: true },
  { ref: "5", plan: { tags: [], notes: unanswered }, direction: "outbound" },
  { ref: "6", state: "pending", plan: null },
  { ref: "7", state: "pending", answered: true, plan: { tags: [], notes: [note("answered", 12, "455")] } },
  { ref: "8", plan: { notes: [{ key: "ended", at: "odd", about: 7 }], tags: "odd" }, match: { customer: "odd" } },
  { ref: "+33612345678", kind: "conversation", plan: { texts: [] } },
  { ref: "1", kind: "card", plan: { card: [] } },
];

let database: Database;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
  database = await openPglite(null);
  for (const name of await readdir(MIGRATIONS))
    if (name < "0020") await symlink(join(MIGRATIONS, name), join(folder, name));
  await migrate(database, folder);
  await database.query(
    `insert into connections (id, account, status, webhook_key, created_at) values ('c', 'acme', 'active', 'k', now())`,
  );
  for (const { ref, kind = "call", state = "done", direction = "inbound", ...row } of ROWS)
    await database.query(
      `insert into activity (connection_id, kind, ref, state, direction, line_name, answered, callback_requested,
         started_at, caller, customer_name, ticket_id, plan, match, updated_at)
       values ('c', $1, $2, $3, $4, 'Support FR', $5, $6, $7, '+33170189', $8, 7001, $9::jsonb, $10::jsonb, now())`,
      [
        kind,
        ref,
        state,
        direction,
        row.answered ?? false,
        row.requested ?? false,
        new Date(START),
        row.match === undefined ? null : "Zoé Lee",
        JSON.stringify(row.plan ?? null),
        JSON.stringify(row.match ?? null),
      ],
    );
  await migrate(database);
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

it("derives agent, outcome and times of stored calls from their plans", async () => {
  const rows = await database.query<Record<string, unknown>>(
    `select kind, ref, outcome, agent_id as agent, extract(epoch from answered_at - started_at)::int as waited,
       duration_s as duration from activity order by kind, ref`,
  );
  const expected = [
    ["call", "1", "answered", "456", 12, 125],
    ["call", "2", "missed", null, null, 31],
    ["call", "3", "voicemail", null, null, 31],
    ["call", "4", "callback", null, null, 31],
    ["call", "5", "unanswered", null, null, 31],
    ["call", "6", null, null, null, null],
    ["call", "7", "in_progress", "455", 12, null],
    ["call", "8", "missed", "7", null, null],
    ["card", "1", null, null, null, null],
    ["conversation", "+33612345678", "message", null, null, null],
  ];
  expect(rows.map((row) => Object.values(row))).toEqual(expected);
});

it("names the customer, and sorts by time", async () => {
  const rows = await database.query(
    `select customer_email as email, customer_created as created, happened_at as at from activity where ref = '1' and kind = 'call'`,
  );
  expect(rows).toEqual([{ email: "Zoe.Lee@Example.com", created: true, at: new Date(START) }]);
});

it("finds stored calls by the same words as later ones", async () => {
  const words = entriesFor({
    texts: ["Zoé Lee", "Support FR"],
    email: "Zoe.Lee@Example.com",
    caller: "+33170189",
    ticketId: 7001,
    callId: "1",
    happenedAt: START,
  });
  const rows = await database.query(
    `select words = $1::tsvector as same from activity where ref = '1' and kind = 'call'`,
    [tsvectorOf("c", words)],
  );
  expect(rows).toEqual([{ same: true }]);
});
