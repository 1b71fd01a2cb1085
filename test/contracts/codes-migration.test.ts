/** Migration 0018: sentences that earlier versions stored become codes, and keys of writes become columns. */
import { mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readDeliveryOutcome, type DeliveryOutcome } from "../../src/domain/reasons/delivery-outcome.ts";
import { fileReasonSchema, type FileReason } from "../../src/domain/reasons/file-reason.ts";
import { readReason, type Reason } from "../../src/domain/reasons/reason.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";

const MIGRATIONS = join(import.meta.dirname, "../../migrations");
const vendor = "gorgias" as const;
const rejected = { code: "vendor_rejected", vendor, request: null } as const;

const REASONS: [string, Reason][] = [
  ["line not selected", { code: "line_not_selected" }],
  ["the connection is not active", { code: "connection_inactive" }],
  ["Aircall names no line for this call", { code: "line_unknown" }],
  ["Aircall names no line for this text", { code: "line_unknown" }],
  ["Aircall has no such call", { code: "call_unknown" }],
  ["the call is older than the connection or the choice of its line", { code: "before_connection" }],
  ["the ticket is gone, and nothing new has happened since", { code: "ticket_gone" }],
  ["waiting for a file of a text", { code: "waiting_for_file" }],
  [
    "unanswered outbound calls are not logged (a setting)",
    { code: "left_out_by_setting", setting: "unansweredOutbound" },
  ],
  ["internal_line", { code: "left_out_by_setting", setting: "internalCalls" }],
  ["none of its deliveries could be understood", { code: "nothing_understood" }],
  ["not understood: data.id: odd: 7", { code: "not_understood", path: "data.id", detail: "odd: 7" }],
  ["not understood: the delivery: odd", { code: "not_understood", path: "", detail: "odd" }],
  ["Aircall told no number of the caller", { code: "number_missing" }],
  ['"a "b"" is no phone number: treated as anonymous', { code: "not_a_number", value: 'a "b"' }],
  ["erased", { code: "erased" }],
  ["the call is older than what is kept of it", { code: "past_retention" }],
  [
    "nobody can sign a note: no Gorgias user has the agent's e-mail, and Gorgias has no active admin",
    { code: "no_signer" },
  ],
  [
    "nobody can sign a text: no Gorgias user has the agent's e-mail, and Gorgias has no active admin",
    { code: "no_signer" },
  ],
  ["no card: it was begun and never finished", { code: "card_unfinished" }],
  ["no card: the call was over already", { code: "card_call_over" }],
  ["no card: it would have come more than 10 s late", { code: "card_late" }],
  ["no card: the caller is not known in Gorgias", { code: "card_caller_unknown" }],
  [
    "no card: a customer in Gorgias may have this number, and just as well another one",
    { code: "card_caller_unclear" },
  ],
  ["no card: the gorgias budget is spent for 3 s", { code: "card_failed", cause: { code: "no_capacity", vendor } }],
  [
    "no card: aircall (acme), card of call 7: no answer in time",
    { code: "card_failed", cause: { code: "vendor_silent", vendor: "aircall", request: null } },
  ],
  ["no card: something odd", { code: "card_failed", cause: { code: "internal_error", detail: "something odd" } }],
  ["the aircall budget is spent for 61 s", { code: "no_capacity", vendor: "aircall" }],
  ["another call is looking for the same caller", { code: "caller_busy" }],
  ["another number of the same customer is being written to", { code: "customer_busy" }],
  ["the number belongs to another customer by now, who is looked up first", { code: "customer_moved" }],
  [
    "Gorgias rejects the new customer, also without its optional parts, and shows no other one with this phone or e-mail. Create the customer in Gorgias, then retry.",
    { code: "customer_rejected" },
  ],
  ["ticket 812 keeps moving away", { code: "ticket_moving" }],
  ["note:ended: looked for too early", { code: "answer_awaited" }],
  ["the ticket could not be opened", { code: "other", detail: "the ticket could not be opened" }],
  ["gorgias (acme): its token is being refreshed", { code: "token_refreshing" }],
  ["gorgias (acme), new ticket: refused (401). Its token is refreshed first.", { code: "token_refreshing" }],
  [
    "gorgias (acme), new ticket: refused (401). The connection must be authorised again.",
    { code: "vendor_unauthorised", vendor },
  ],
  [
    "gorgias (acme): the authorisation was removed. It must be installed again.",
    { code: "vendor_unauthorised", vendor },
  ],
  [
    "gorgias (acme): refuses the API key. Enter a new one: aircall-gorgias connection keys acme",
    { code: "vendor_unauthorised", vendor },
  ],
  [
    'gorgias (acme), new ticket: refused (403). Raise the quota or the permissions there. It is tried again by itself. It says: "Quota: "9""',
    { ...rejected, status: 403, detail: 'Quota: "9"' },
  ],
  ["gorgias (acme), note on ticket 812: refused (400)", { ...rejected, status: 400, detail: null }],
  [
    'aircall (acme), call 7: the server failed (502). It says: "Bad gateway"',
    { code: "vendor_failed", vendor: "aircall", status: 502, request: null, detail: "Bad gateway" },
  ],
  [
    "gorgias (acme), ticket 8: the answer is not as documented at data.0.id",
    { code: "vendor_unexpected", vendor, request: null, path: "data.0.id" },
  ],
  ["gorgias (acme), ticket 8: too many requests", { code: "vendor_limited", vendor }],
  ["gorgias (acme), ticket 8: the connection broke", { code: "vendor_silent", vendor, request: null }],
  ["Gorgias refused a write", { ...rejected, status: null, detail: null }],
  ["Gorgias refused a text", { ...rejected, status: null, detail: null }],
  ["the database went away", { code: "other", detail: "the database went away" }],
  ["failed for an unknown reason", { code: "other", detail: "failed for an unknown reason" }],
];

const OUTCOMES: [string, DeliveryOutcome][] = [
  ["read", { code: "read" }],
  ["read, except: data.tags.0, media_details.1", { code: "read_in_part", paths: ["data.tags.0", "media_details.1"] }],
  ["not understood: data.id: odd: 7", { code: "not_understood", path: "data.id", detail: "odd: 7" }],
  ["not understood: the delivery: odd", { code: "not_understood", path: "", detail: "odd" }],
  ["waiting: not written yet", { code: "not_written_yet" }],
  ["waiting: not verified yet", { code: "not_verified_yet" }],
  ["ignored: event not followed", { code: "ignored", why: "event_not_followed" }],
  ["ignored: line not selected", { code: "ignored", why: "line_not_selected" }],
  ["ignored: internal_line", { code: "ignored", why: "left_out_by_setting", setting: "internalCalls" }],
  ["ignored: the call is older than what is kept of it", { code: "ignored", why: "past_retention" }],
  ["ignored: erased", { code: "ignored", why: "erased" }],
  ["ignored: something odd", { code: "other", detail: "ignored: something odd" }],
];

const FILES: [string, FileReason][] = [
  ["Gorgias refused the file", { code: "file_rejected" }],
  ["Gorgias rejected the attachment", { code: "attachment_rejected" }],
  ["not fetched: a.example:81 is not a media host", { code: "host_not_allowed", host: "a.example:81" }],
  ["not fetched: a.example leads to an address that is not public", { code: "address_not_public", host: "a.example" }],
  ["not fetched: a redirect to no address", { code: "redirect_broken" }],
  ["not fetched: more than 5 redirects", { code: "too_many_redirects" }],
  ["the file is empty", { code: "file_empty" }],
  ["it is image/png, not a recording", { code: "not_a_recording", type: "image/png" }],
  ["it is a page or a message, not a recording", { code: "not_a_recording", type: null }],
  ["it did not come in time", { code: "file_late" }],
  ["media: the server answered 503", { code: "other", detail: "media: the server answered 503" }],
];

const KEYS: [key: string, kind: string, ref: string | null, part: number | null, attempt: number][] = [
  ["ticket", "ticket", null, null, 1],
  ["change:3", "change", null, null, 3],
  ["correct:1", "correct", null, null, 1],
  ["tags:2", "tags", null, null, 2],
  ["moved:2", "moved", null, null, 2],
  ["left:1", "left", null, null, 1],
  ["note:ended", "note", "ended", null, 1],
  ["note:comment:12", "note", "comment:12", null, 1],
  ["edit:comment:12:3", "edit", "comment:12", null, 3],
  ["remove:recording", "remove", "recording", null, 1],
  ["customer", "customer", null, null, 1],
  ["customer:again", "customer", null, null, 2],
  ["customer:+33612345678", "customer", "+33612345678", null, 1],
  ["customer:+33612345678:again", "customer", "+33612345678", null, 2],
  ["message:SM1", "message", "SM1", null, 1],
  ["message:12345", "message", "12345", null, 1],
  ["message:SM1:again2", "message", "SM1", null, 3],
  ["undelivered:SM1", "undelivered", "SM1", null, 1],
  ["upload:recording", "upload", "recording", null, 1],
  ["upload:SM1:0", "upload", "SM1", 0, 1],
  ["upload:12345:11", "upload", "12345", 11, 1],
  ["verify:4:812", "verify", "812", null, 4],
  ["learn:users", "learn-users", null, null, 1],
  ["learn:customer", "learn-customer", null, null, 1],
  ["learn:tag:a:b:1", "learn-tag", "a:b:1", null, 1],
  ["forgotten", "forgotten", null, null, 1],
  ["forgotten:tag:VIP", "forgotten", "tag:VIP", null, 1],
  ["left-out:tag:VIP", "left-out", "tag:VIP", null, 1],
  ["card", "card", null, null, 1],
];

let database: Database;
let folder: string;
/** What had a row of an earlier version, by the number of its row. */
const rows = async <T>(text: string) => (await database.query<T & { n: number }>(text)).sort((a, b) => a.n - b.n);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "migrations-"));
  database = await openPglite(null);
  for (const name of await readdir(MIGRATIONS))
    if (name < "0017") await symlink(join(MIGRATIONS, name), join(folder, name));
  await migrate(database, folder);
  await database.query(
    `insert into connections (id, account, status, webhook_key, webhook_token_hash, reason, created_at)
     select 'c' || n, 'acme-' || n, 'deactivated', 'k' || n, 'h', reason, now()
     from unnest($1::text[]) with ordinality as x(reason, n)`,
    [["rate limit", "authorisation removed", "by hand", "disconnected", null]],
  );
  await database.query(
    `insert into subjects (connection_id, subject, state, reason, updated_at)
     select 'c1', 'call:' || n, 'failed', reason, now() from unnest($1::text[]) with ordinality as x(reason, n)`,
    [[...REASONS.map(([text]) => text), null]],
  );
  await database.query(
    `insert into deliveries (connection_id, subject, event, received_at, digest, body, outcome)
     select 'c1', 'call:1', 'call.ended', now(), n::text, '{}', outcome
     from unnest($1::text[]) with ordinality as x(outcome, n)`,
    [[...OUTCOMES.map(([text]) => text), null]],
  );
  await database.query(
    `insert into writes (connection_id, subject, round, key, state, outcome, intended_at)
     select 'c1', 'files', n, 'upload:recording', 'done', jsonb_build_object('kind', 'refused', 'reason', reason), now()
     from unnest($1::text[]) with ordinality as x(reason, n)`,
    [FILES.map(([text]) => text)],
  );
  await database.query(
    `insert into writes (connection_id, subject, round, key, state, intended_at)
     select 'c1', 'keys', n, key, 'done', now() from unnest($1::text[]) with ordinality as x(key, n)`,
    [KEYS.map(([key]) => key)],
  );
  await database.query(
    `insert into audit (connection_id, at, actor_kind, action, subject)
     values ('c1', now(), 'admin', 'status_changed', 'by hand'), ('c1', now(), 'admin', 'line_selected', 'by hand')`,
  );
  await database.query(
    `insert into alerts (connection_id, kind, detail, raised_at)
     values ('c1', 'deactivated', '{"reason": "authorisation removed", "side": "gorgias"}', now())`,
  );
  await migrate(database);
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

it("N5: turns every reason into its code, and leaves unknown text as it is", async () => {
  const stored = await rows<{ reason: string | null; detail: unknown }>(
    `select ref::int as n, reason, reason_detail as detail from activity where kind = 'call'`,
  );
  expect(stored.map(({ reason, detail }) => readReason(reason, detail))).toEqual([
    ...REASONS.map(([, to]) => to),
    null,
  ]);
});

it("N5: turns the outcome of every delivery into its code", async () => {
  const stored = await rows<{ outcome: string | null; detail: unknown }>(
    `select digest::int as n, outcome, outcome_detail as detail from deliveries`,
  );
  expect(stored.map(({ outcome, detail }) => readDeliveryOutcome(outcome, detail))).toEqual([
    ...OUTCOMES.map(([, to]) => to),
    null,
  ]);
});

it("N5: turns why a file is missing into its code", async () => {
  const stored = await rows<{ reason: unknown }>(
    `select generation as n, outcome -> 'reason' as reason from writes where ref = 'files'`,
  );
  expect(stored.map(({ reason }) => fileReasonSchema.parse(reason))).toEqual(FILES.map(([, to]) => to));
});

it("N5: derives kind, reference and attempt of every write", async () => {
  const stored = await rows<{ key: string; kind: string; ref: string | null; part: number | null; attempt: number }>(
    `select generation as n, key, write_kind as kind, write_ref as ref, write_part as part, attempt from writes where ref = 'keys'`,
  );
  expect(stored.map(({ key, kind, ref, part, attempt }) => [key, kind, ref, part, attempt])).toEqual(KEYS);
});

it("N5: turns why a connection is not active into its code, in the audit log and in alerts as well", async () => {
  const connections = await rows<{ reason: string | null }>(`select substr(id, 2)::int as n, reason from connections`);
  expect(connections.map(({ reason }) => reason)).toEqual([
    "rate_limit",
    "authorisation_removed",
    "by_hand",
    "disconnected",
    null,
  ]);
  const audit = await rows<{ subject: string }>(`select id as n, subject from audit`);
  expect(audit.map(({ subject }) => subject)).toEqual(["by_hand", "by hand"]);
  const alerts = await rows<{ detail: unknown }>(`select id as n, detail from alerts`);
  expect(alerts.map(({ detail }) => detail)).toEqual([{ reason: "authorisation_removed", side: "gorgias" }]);
});
