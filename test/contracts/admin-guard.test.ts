/** Every route of the admin API, taken from the route table: no access without a session, and nothing of another connection. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { idOf } from "../../src/domain/activity/work-item.ts";
import type { HelpDeskUser } from "../../src/domain/customer/people.ts";
import type { ActivityAnswer } from "../../src/http/api/schemas.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { webhookStore } from "../../src/storage/webhooks/webhook-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { openAdmin, type AdminClient, type Refused } from "./admin-client.ts";
import { NOW, openPgliteBackend, useBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const backend = useBackend(openPgliteBackend);

/** The request to each route that writes. A new route needs a line here. `theirs` are ids of the other connection. */
const BODIES: Record<string, unknown> = {
  "DELETE /api/session": undefined,
  "POST /api/connection/deactivate": undefined,
  "POST /api/connection/reactivate": undefined,
  "POST /api/connection/disconnect": undefined,
  "PUT /api/connection/keys": { gorgias: { email: "a@b.example", key: "k" } },
  "PUT /api/lines": { selected: ["line-of-theirs"] },
  "PATCH /api/settings": { language: "fr" },
  "PUT /api/agents/:id": { helpDeskUserId: 66_601 },
  "POST /api/activity/:id/replay": undefined,
  "POST /api/tokens": { name: "Reports", scope: "read" },
  "DELETE /api/tokens/:id": undefined,
  "POST /api/webhooks": { url: "https://x.example/", events: ["call.ticketed"] },
  "PATCH /api/webhooks/:id": { active: false },
  "DELETE /api/webhooks/:id": undefined,
  "POST /api/webhooks/:id/secret": undefined,
  "POST /api/webhooks/:id/test": undefined,
  "POST /api/webhooks/:id/deliveries/:eventId/replay": undefined,
  "POST /api/activity/retry-failed": {},
  "POST /api/alerts/test": undefined,
};

/** Signing out comes last: then there is no session any more. */
const LAST = "DELETE /api/session";

/** The id of the other connection in each route with an id. */
const IDS = [
  ["/agents/", "agent-of-theirs"],
  ["/tokens/", "token-of-theirs"],
  ["/webhooks/", "webhook-of-theirs"],
] as const;

let theirEvent = "";

/** Routes that need no session. */
const OPEN = new Set(["GET /api/openapi.json", "HEAD /api/openapi.json"]);

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
}

interface Parties {
  ours: string;
  theirs: string;
  admin: AdminClient;
  /** Which connections and accounts the use cases given from outside were asked about. */
  asked: Set<string>;
}

/** Two connections with the same ids wherever ids are the vendors', and names of the other one that must never be seen. */
async function openParties(): Promise<Parties> {
  const { database, keys } = backend.it;
  const asked = new Set<string>();
  const ours = await connectWithCall("ours");
  const theirs = await connectWithCall("theirs");
  const note = (id: string) => void asked.add(id);
  const act = async (connectionId: string) => note(connectionId);
  const replaceKeys = async ({ account }: { account: string }) => {
    note(account);
    return { kind: "refused" as const, problem: { code: "no_keys" as const } };
  };
  const admin = openAdmin({
    admin: adminStores(database),
    connections: connectionStore(database, createSealer(keys)),
    connection: { deactivate: act, reactivate: act, disconnect: act, replaceKeys },
    webhooks: webhookStore(database, createSealer(keys), "null"),
    lines: { refresh: async (connectionId) => (note(connectionId), null) },
    companyUsers: async (connectionId) => {
      note(connectionId);
      return connectionId === theirs ? [{ id: "agent-of-theirs", name: "secret-of-theirs", email: null }] : [];
    },
    helpDeskUsers: async (connectionId) => (note(connectionId), connectionId === theirs ? [helpDeskUser] : []),
    accessOf: async (connectionId) => (note(connectionId), { access: "keys", scopes: null }),
    examine: async (connectionId) => (note(connectionId), { company: null, findings: [] }),
    openRecording: async (connectionId) => (note(connectionId), null),
    replay: async (account) => (note(account), true),
    gorgiasTicketUrl: (account, ticketId) => `https://${account}.example/${ticketId}`,
    clock: () => NOW,
    postJson: async (url) => note(url),
    publicUrl: "https://service.example",
  });
  await admin.server.ready();
  return { ours, theirs, admin, asked };
}

const helpDeskUser: HelpDeskUser = {
  id: 66_601,
  name: "secret-of-theirs",
  email: null,
  role: "admin",
  active: true,
  bot: false,
  createdAt: "2026-01-01",
};

async function connectWithCall(whose: "ours" | "theirs"): Promise<string> {
  const { database } = backend.it;
  const line = { id: `line-of-${whose}`, name: `secret-of-${whose} line`, digits: "1", country: null, timeZone: null };
  const id = await backend.it.connect({ lines: [{ ...line, selected: true }] });
  const name = `secret-of-${whose}`;
  const about = {
    lineName: name,
    reason: { code: "other" as const, detail: name },
    customerName: name,
    plan: { activityId: name },
    caller: "+33612345678",
  };
  const subject = whose === "ours" ? "call:1" : "call:2";
  await activityStore(database).save(id, fullRecord(subject, about), new Map(), NOW);
  await writeStore(database).complete(id, subject, [
    { generation: 1, key: `note:${name}`, state: "done", outcome: { name }, requests: 1, at: NOW },
  ]);
  await database.query(
    `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome)
     values ($1, 'call', $2, $3, $4, $5, '{}', 'read')`,
    [id, idOf(subject), name, new Date(NOW), name],
  );
  await adminStores(database).agents.map(id, `agent-of-${whose}`, whose === "ours" ? 1 : 66_601);
  const token = { id: `token-of-${whose}`, name, scope: "write", token: `agw_${name}`, expiresAt: null } as const;
  await adminStores(database).tokens.add(id, token, 50, { by: name, now: NOW });
  const hook = { id: `webhook-of-${whose}`, url: `https://${name}.example/`, description: name, secret: "whsec_MTIz" };
  const hooks = webhookStore(database, createSealer(backend.it.keys), "null");
  await hooks.add(id, { ...hook, events: ["item.failed"] }, 10, { by: name, now: NOW });
  const event = { key: `event-of-${whose}`, about: null, data: { name }, at: NOW };
  const eventId = await hooks.send(id, hook.id, { type: "endpoint.test", ...event });
  if (whose === "theirs") theirEvent = eventId ?? "";
  await adminStores(database).settings.change(id, { madeUpEmailDomain: `${name}.example` }, name, NOW);
  return id;
}

/** All rows of a connection in all tables that have any. */
async function everythingOf(connectionId: string): Promise<string> {
  const { database } = backend.it;
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where column_name = 'connection_id' and table_schema = 'public' order by 1`,
  );
  const rows = [await database.query(`select to_jsonb(c)::text from connections c where id = $1`, [connectionId])];
  for (const { name } of tables) {
    const found = `select to_jsonb(t)::text as row from "${name}" t where connection_id = $1 order by 1`;
    rows.push(await database.query(found, [connectionId]));
  }
  return JSON.stringify(rows, null, 1);
}

/** The route with the ids of the other connection. */
function addressed(route: string): { method: string; path: string; body?: unknown } {
  const [method = "", url = ""] = route.split(" ");
  const id = IDS.find(([part]) => url.includes(part))?.[1] ?? "call:2";
  const path = url
    .replace(":id", encodeURIComponent(id))
    .replace(":eventId", theirEvent)
    .replace(":deliveryId", "1")
    .replace(":kind", "recording")
    .replace(/\/write$/, "/write?generation=1&key=note:secret-of-theirs")
    .replace(/\/items$/, "/items?ids=call:2");
  const body = BODIES[route];
  return { method, path, ...(body === undefined ? {} : { body }) };
}

describe("the routes of the admin API", () => {
  let parties: Parties;
  let routes: string[];

  beforeAll(async () => {
    parties = await openParties();
    routes = parties.admin.routes.filter((route) => !OPEN.has(route));
  });

  beforeEach(() => {
    const { admin, ours, asked } = parties;
    admin.signIn({
      connectionId: ours,
      account: "ours",
      user: { name: "Ada", email: null },
      csrfToken: "csrf-of-ours",
    });
    asked.clear();
  });

  it("are the promised ones", () => {
    expect(routes.filter((route) => !route.startsWith("HEAD")).sort()).toEqual(
      [
        ...Object.keys(BODIES),
        "GET /api/session",
        "GET /api/connection",
        "GET /api/lines",
        "GET /api/settings",
        "GET /api/agents",
        "GET /api/desk-users",
        "GET /api/activity",
        "GET /api/activity/:id",
        "GET /api/activity/:id/deliveries/:deliveryId",
        "GET /api/activity/:id/write",
        "GET /api/activity/:id/recordings/:kind",
        "GET /api/activity/count",
        "GET /api/activity/export.csv",
        "GET /api/activity/items",
        "GET /api/activity/options",
        "GET /api/overview",
        "GET /api/usage",
        "GET /api/usage/distribution",
        "GET /api/budget",
        "GET /api/alerts",
        "GET /api/audit",
        "GET /api/tokens",
        "GET /api/webhooks",
        "GET /api/webhooks/:id/deliveries",
        "GET /api/webhooks/:id/deliveries/:eventId",
        "GET /api/reports",
        "GET /api/reports/export",
        "GET /api/settings/card-preview",
        "GET /api/connection/details",
        "GET /api/connection/findings",
      ].sort(),
    );
  });

  it("answer 401 without a session, and do nothing", async () => {
    const before = await everythingOf(parties.theirs);
    for (const route of routes) {
      const asked = { ...addressed(route), csrf: "csrf-of-ours" };
      const { status, body } = await parties.admin.ask<Refused | null>(asked);
      expect([route, status]).toEqual([route, 401]);
      expect([route, body?.error.code]).toEqual([route, route.startsWith("HEAD") ? undefined : "signed_out"]);
    }
    expect([...parties.asked]).toEqual([]);
    expect(await everythingOf(parties.theirs)).toBe(before);
  });

  it.each([null, "csrf-of-theirs", "csrf-of-our", "csrf-of-oursx"])(
    "answer 403 to a write with the token %j, and do nothing",
    async (csrf) => {
      const { admin, ours } = parties;
      const before = await everythingOf(ours);
      for (const route of Object.keys(BODIES)) {
        const { status, body } = await admin.ask({
          ...addressed(route),
          as: ours,
          csrf,
        });
        expect([route, status, body.error.code]).toEqual([route, 403, "csrf"]);
      }
      expect([...parties.asked]).toEqual([]);
      expect(await everythingOf(ours)).toBe(before);
    },
  );

  it("S3: show and change nothing of another connection", async () => {
    const { admin, ours, theirs, asked } = parties;
    const before = await everythingOf(theirs);
    for (const route of routes.toSorted((a, b) => Number(a === LAST) - Number(b === LAST))) {
      const { status, text } = await admin.ask({ ...addressed(route), as: ours });
      expect([route, status < 500]).toEqual([route, true]);
      expect([route, status === 401]).toEqual([route, false]);
      expect([route, text]).toEqual([route, expect.not.stringMatching(/secret-of-theirs|"call:2"/)]);
    }
    expect([...asked].filter((id) => id !== ours && id !== "ours")).toEqual([]);
    expect(await everythingOf(theirs)).toBe(before);
    expect(admin.errors).toEqual([]);
  });

  it.each(["secret", "+33612345678", "call:2", "2", "9007199254740991"])(
    "S3: find nothing of another connection for %j",
    async (query) => {
      const { admin, ours } = parties;
      const { body } = await admin.ask<ActivityAnswer>({
        path: `/api/activity?query=${encodeURIComponent(query)}`,
        as: ours,
      });
      expect(body.items.map((item) => item.id)).not.toContain("call:2");
    },
  );

  it("S3: go on from another connection's cursor within their own", async () => {
    const { admin, ours } = parties;
    const cursor = Buffer.from(JSON.stringify(["2099-01-01T00:00:00.000000Z", "call:2"])).toString("base64url");
    const { body } = await admin.ask<ActivityAnswer>({ path: `/api/activity?cursor=${cursor}`, as: ours });
    expect(body.items.map((item) => item.id)).toEqual(["call:1"]);
  });

  it("are described without a session", async () => {
    const { status, body } = await parties.admin.ask<OpenApi>({ path: "/api/openapi.json" });
    expect(status).toBe(200);
    expect(body.openapi).toBe("3.1.0");
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
    );
    expect(described.sort()).toEqual(routes.filter((route) => !route.startsWith("HEAD")).sort());
    expect(body.paths["/api/activity"]?.["get"]?.parameters?.map(({ name }) => name)).toEqual([
      "query",
      "kind",
      "cards",
      "result",
      "outcome",
      "line",
      "agent",
      "from",
      "to",
      "cursor",
    ]);
  });
});
