/** The rows of one connection, at least one in every table. */
import type { ActivityRecord } from "../../../src/domain/ports/stores.ts";
import { prefixOf } from "../../../src/domain/connection/api-token.ts";
import { activityStore } from "../../../src/storage/activity/activity-store.ts";
import { hashToken } from "../../../src/storage/connection/connections.ts";
import type { Database, Sql } from "../../../src/storage/db/database.ts";
import { fullRecord } from "../records.ts";
import { activityRows } from "./activity-rows.ts";
import {
  basic,
  bearer,
  CUSTOMER,
  MESSAGE_TICKET,
  MINUTE_MS,
  namesOf,
  NOW,
  OTHER_CUSTOMER,
  OTHER_PHONE,
  PHONE,
  TICKET,
  tokenHashOf,
  type Shop,
} from "./shops.ts";

export type Rows = Record<string, Record<string, unknown>[]>;

function connectionRows(own: Shop): Rows {
  const { webhookKey, company } = namesOf(own);
  const { label, plus, firstId, shiftMs } = own;
  const ago = (minutes: number) => new Date(NOW + shiftMs - minutes * MINUTE_MS).toISOString();
  return {
    connections: [
      {
        id: own.id,
        account: own.account,
        status: "active",
        webhook_key: webhookKey,
        webhook_token_hash: tokenHashOf(own),
        settings: { timeZone: plus ? "Asia/Tokyo" : "Europe/Paris", patienceMinutes: 10, retentionDays: plus ? 1 : 30 },
        callback_tag_ids: { requested: [label], done: [] },
        created_at: ago(9_000),
        webhook_id: shiftMs < 0 ? "webhook-of-earlier" : "webhook-1",
        aircall_company_id: company,
        since: ago(8_000),
        joined_gorgias: { name: label, email: null, at: NOW },
        joined_aircall: { company, name: label, email: null, at: NOW },
        desk_time_zone: plus ? "Asia/Tokyo" : "Europe/Paris",
        desk_time_zone_read_at: ago(60),
      },
    ],
    lines: [
      {
        ...line("7", `Support FR`),
        selected: true,
        linked: false,
        selected_at: ago(5_000),
        time_zone: `Zone/${label}`,
      },
      ...(plus
        ? [{ ...line("9", "Only of neighbours"), selected: true, linked: true, selected_at: ago(9), time_zone: null }]
        : []),
      { ...line("8", `Sales ${label}`), selected: false, linked: true, time_zone: "Europe/Paris" },
    ],
    credentials: [
      {
        vendor: "gorgias",
        sealed: `sealed ${JSON.stringify(bearer(own))}`,
        ...problem("not renewed", "limit"),
        refresh_failures: plus,
      },
      {
        vendor: "aircall",
        sealed: `sealed ${JSON.stringify(basic(own))}`,
        ...problem(plus ? "refused" : null, null),
        refresh_failures: 0,
      },
    ],
    help_desk_users: [{ users: [userOf(31, `Ada ${label}`)], learned_at: ago(100) }],
    help_desk_tags: [
      { name: "Refund", tag_id: 41 + plus },
      { name: `Of ${label}`, tag_id: 42 },
    ],
    help_desk_tag_lists: [{ listed_at: ago(90), complete: plus === 0 }],
    rejected_tags: [{ name: "Odd", status: 400 + plus, detail: label, rejected_at: ago(80) }],
    agent_mappings: [
      { aircall_user_id: "456", help_desk_user_id: 31 + plus },
      ...(plus ? [{ aircall_user_id: "457", help_desk_user_id: 31 }] : []),
    ],
    customer_feeds: [{ allowed: plus === 0, read_until: ago(3), asked_at: ago(2) }],
    customer_tickets: [
      { customer_id: CUSTOMER, read_at: ago(40), tickets: [ticket(TICKET, label)] },
      { customer_id: OTHER_CUSTOMER, read_at: ago(4_000), tickets: [ticket(TICKET + 5, label)] },
    ],
    phone_index: [
      { phone_key: PHONE, customer_id: CUSTOMER, name: `Ada ${label}`, others: [OTHER_CUSTOMER], learned_at: ago(70) },
      { phone_key: OTHER_PHONE, claimed_by: `call:${plus}`, claimed_until: ago(-1), searched_at: ago(50), others: [] },
    ],
    threads: [
      { customer_id: CUSTOMER, ticket_id: MESSAGE_TICKET + plus, several: plus === 0 },
      { customer_id: OTHER_CUSTOMER, claimed_by: `text:${PHONE}`, claimed_until: ago(-1) },
    ],
    maintenance: [{ due_at: ago(5), recent_until: ago(20), day_until: ago(30), doubted_until: ago(10) }],
    alerts: [
      { id: firstId, kind: "no line selected", detail: { of: label }, raised_at: ago(300), reported_at: null },
      { id: firstId + 1, kind: "lines not linked", detail: { of: label }, raised_at: ago(299), reported_at: ago(298) },
      { id: firstId + 2, kind: "deactivated", detail: { of: label }, raised_at: ago(297), reported_at: null },
      { id: firstId + 3, kind: "webhook off", detail: { of: label }, raised_at: ago(200), resolved_at: ago(199) },
    ],
    revocations: [
      {
        id: firstId,
        account: own.account,
        vendor: "aircall",
        sealed: `sealed ${JSON.stringify(basic(own))}`,
        webhook_id: "webhook-0",
        app_off: true,
        requested_at: ago(30),
        due_at: ago(20),
      },
    ],
    setting_changes: [
      { id: firstId, name: "language", from_value: "en", to_value: label, changed_by: label, changed_at: ago(600) },
    ],
    audit: [
      {
        id: firstId,
        at: ago(600),
        actor_kind: "admin",
        actor: `Ada ${label}`,
        action: "setting_changed",
        subject: "language",
      },
      { id: firstId + 1, at: ago(60 * 24 * 40), actor_kind: "service", action: "replayed", subject: "call:100" },
      { id: firstId + 2, at: ago(60 * 24 * 10), actor_kind: "service", action: "replayed", subject: "call:101" },
    ],
  };
  function line(lineId: string, name: string) {
    return { line_id: lineId, name, digits: `+33 1 ${label}`, country: "FR" };
  }
  function problem(kind: string | null, why: string | null) {
    return { problem: kind, problem_why: why, problem_since: kind && ago(15) };
  }
}

/** What gives access, what is sent to others, and what was used. */
function accessRows(own: Shop): Rows {
  const { session, link, flow, token, tokenId, endpointId } = namesOf(own);
  const { label, plus, firstId } = own;
  const ago = (minutes: number) => new Date(NOW + own.shiftMs - minutes * MINUTE_MS).toISOString();
  const event = (id: string, minutes: number, ref: string) => ({
    id,
    type: "call.ticketed",
    kind: "call",
    ref,
    data: { of: label },
    occurred_at: ago(minutes),
  });
  const delivery = (eventId: string, state: string) => ({
    event_id: eventId,
    endpoint_id: endpointId,
    state,
    created_at: ago(20),
    attempts: plus,
    next_attempt_at: null,
  });
  return {
    sessions: [
      {
        id_hash: hashToken(session),
        user_name: label,
        csrf_token: label,
        created_at: ago(10),
        expires_at: ago(-60),
        help_desk_user_id: 31,
      },
    ],
    one_time_links: [{ token_hash: hashToken(link), expires_at: ago(-5) }],
    oauth_flows: [
      {
        state_hash: hashToken(flow.state),
        browser_hash: hashToken(flow.browser),
        vendor: "gorgias",
        account: own.account,
        next: `/${label}`,
        created_at: ago(5),
      },
    ],
    api_tokens: [
      {
        id: tokenId,
        name: label,
        scope: "read",
        prefix: prefixOf(token),
        token_hash: hashToken(token),
        created_by: label,
        created_at: ago(700),
        last_used_at: ago(600),
      },
    ],
    webhook_endpoints: [
      {
        id: endpointId,
        url: `https://${label}.example/hook`,
        description: label,
        events: ["call.ticketed", "connection.status"],
        active: true,
        sealed: `sealed secret-${label}`,
        previous_sealed: `sealed old-${label}`,
        previous_until: ago(-9),
        failing_since: plus ? ago(9) : null,
        created_by: label,
        created_at: ago(800),
      },
    ],
    webhook_events: [
      event("msg_1", 20, "100"),
      event("msg_2", plus ? 60 * 24 * 40 : 19, "101"),
      event("msg_old", 60 * 24 * 31, "102"),
    ],
    webhook_deliveries: [
      delivery("msg_1", "pending"),
      delivery("msg_2", "failed"),
      delivery("msg_old", plus ? "pending" : "delivered"),
    ],
    webhook_attempts: [
      {
        id: firstId,
        event_id: "msg_1",
        endpoint_id: endpointId,
        at: ago(18),
        duration_ms: 100 + plus,
        status: 500 + plus,
        problem: "status",
      },
    ],
    rate_limits: ["gorgias", "aircall"].map((vendor) => ({
      vendor,
      capacity: 40 + plus,
      drain_per_s: 2 + plus,
      level: 30 + plus,
      level_at: ago(0.1),
      version: 1 + plus,
      blocked_until: ago(-1),
      refused_since: ago(30),
    })),
    rate_limit_minutes: [
      { vendor: "gorgias", minute: ago(4), priority: "live call", requests: 5 + plus, refused: 1 + plus },
      { vendor: "gorgias", minute: ago(60 * 50), priority: "message", requests: 4 + plus, refused: plus },
    ],
    rate_limit_hours: [
      { vendor: "gorgias", hour: ago(60 * 55), requests: 50 + plus, refused: plus },
      { vendor: "gorgias", hour: ago(60 * 24 * 60), requests: 9 + plus, refused: plus },
    ],
  };
}

export const userOf = (id: number, name: string) => ({
  id,
  name,
  email: "ada@shop.example",
  role: "admin",
  active: true,
  bot: false,
  createdAt: "2026-01-01",
});

export const ticket = (id: number, subject: string) => ({
  id,
  subject,
  open: true,
  snoozed: false,
  assignee: null,
  lastMessageAt: null,
});

/** Stores everything of one connection. */
export async function storeShop(database: Database, own: Shop): Promise<void> {
  for (const rows of [connectionRows(own), accessRows(own), activityRows(own).rows]) await insert(database, own, rows);
  const { records, erased } = activityRows(own);
  for (const record of records)
    await activityStore(database).saveFacts(own.id, whole(record), NOW + own.shiftMs - 10 * MINUTE_MS);
  await database.query(`update activity set erased_at = $2 where connection_id = $1 and ref = any($3::text[])`, [
    own.id,
    new Date(NOW),
    erased,
  ]);
}

const whole = ({ activityId = "", ...more }: Partial<ActivityRecord>): ActivityRecord =>
  fullRecord(activityId, { callbackRequested: false, callbackDoneBy: null, deferredSince: null, ...more });

async function insert(sql: Sql, own: Shop, tables: Rows): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    for (const row of rows) {
      const named = table === "connections" ? row : { connection_id: own.id, ...row };
      const columns = Object.keys(named).join(", ");
      await sql.query(
        `insert into ${table} (${columns}) overriding system value
         select ${columns} from jsonb_populate_record(null::${table}, $1::jsonb)`,
        [JSON.stringify(named)],
      );
    }
  }
}
