/** The list of activity over HTTP: filters, search, export, bulk retry, and the JSON behind each step. */
import { beforeAll, describe, expect, it } from "vitest";
import type {
  ActivityAnswer,
  ActivityItemsAnswer,
  ActivityOptionsAnswer,
  DeliveryBodyAnswer,
  RetryFailedAnswer,
  WriteEvidenceAnswer,
} from "../../src/http/api/schemas.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { webhookStore } from "../../src/storage/webhooks/webhook-store.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { writeStore } from "../../src/storage/activity/writes.ts";
import { openAdmin, type AdminClient } from "./admin-client.ts";
import { NOW, openPgliteBackend, useBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const backend = useBackend(openPgliteBackend);
const DAY_MS = 86_400_000;
const FORMULA = `=HYPERLINK("http://evil.example";"Ada")`;

let admin: AdminClient;
let id: string;
const replayed: string[] = [];

beforeAll(async () => {
  const { database, keys } = backend.it;
  const line = { id: "7", name: "Support FR", digits: "+33170180001", country: "FR", timeZone: "Europe/Paris" };
  id = await backend.it.connect({ lines: [{ ...line, selected: true }] });
  const keep = (activityId: string, more: Parameters<typeof fullRecord>[1]) =>
    activityStore(database).save(id, fullRecord(activityId, { endedAt: null, tags: [], ...more }), new Map(), NOW);
  const missed = { outcome: "missed", agent: null, state: "done", reason: null } as const;
  await keep("call:1", { startedAt: NOW - 7 * DAY_MS, state: "done", reason: null, ticketId: 7001 });
  await keep("call:2", {
    ...missed,
    startedAt: NOW - DAY_MS,
    caller: "+33170189999",
    customerName: FORMULA,
    ticketId: 7002,
  });
  await keep("call:3", {
    startedAt: NOW - 1_000,
    state: "failed",
    agent: { id: "9", name: "Noé Lee" },
    ticketId: null,
  });
  await keep("card:3", { startedAt: NOW - 1_000, state: "failed", outcome: null, agent: null, caller: "anonymous" });
  await database.query(
    `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome)
     values ($1, 'call', '1', 'call.created', $2, 'd', '{"token":"t0p","event":"call.created"}', 'read')`,
    [id, new Date(NOW)],
  );
  await writeStore(database).complete(id, "call:1", [
    { generation: 1, key: "ticket", state: "done", outcome: { ticketId: 7001, token: "t0p" }, requests: 1, at: NOW },
  ]);
  const nothing = async () => undefined;
  admin = openAdmin({
    admin: adminStores(database),
    connections: connectionStore(database, createSealer(keys)),
    connection: {
      deactivate: nothing,
      reactivate: nothing,
      disconnect: nothing,
      replaceKeys: async () => ({}) as never,
    },
    accessOf: async () => ({ access: "keys", scopes: null }),
    examine: async () => ({ company: null, findings: [] }),
    postJson: async () => undefined,
    publicUrl: "http://127.0.0.1",
    webhooks: webhookStore(database, createSealer(keys), "null"),
    lines: { refresh: async () => null },
    companyUsers: async () => [],
    helpDeskUsers: async () => [],
    openRecording: async () => null,
    replay: async (_account, activityId) => replayed.push(activityId) > 0,
    gorgiasTicketUrl: (account, ticketId) => `https://${account}.example/${ticketId}`,
    clock: () => NOW,
  });
  await admin.server.ready();
  admin.signIn({ connectionId: id, account: "acme", user: { name: "Ada", email: null }, csrfToken: "csrf" });
});

const get = <Body>(path: string) => admin.ask<Body>({ path: `/api/activity${path}`, as: id });
const idsFor = async (search: string) => (await get<ActivityAnswer>(`?${search}`)).body.items.map((item) => item.id);

describe("the list", () => {
  it.each([
    ["cards=exclude", ["call:3", "call:2", "call:1"]],
    ["", ["card:3", "call:3", "call:2", "call:1"]],
    [`from=${new Date(NOW - 2 * DAY_MS).toISOString()}&to=${new Date(NOW - 3_600_000).toISOString()}`, ["call:2"]],
    ["agent=456", ["call:1"]],
    ["agent=456&query=refund", []],
    ["line=7&cards=exclude", ["call:3", "call:2", "call:1"]],
    ["line=8", []],
    ["outcome=missed", ["call:2"]],
    ["outcome=missed,answered", ["call:3", "call:2", "call:1"]],
    ["result=failed&cards=exclude", ["call:3"]],
    ["query=%2B33+1+70+18&cards=exclude", ["call:2"]],
    ["query=01+70+18", ["call:2"]],
    ["query=noe", ["call:3"]],
    ["query=%237002", ["call:2"]],
  ])("for %j has %j", async (search, expected) => {
    expect(await idsFor(search)).toEqual(expected);
  });

  it("refuses an outcome and a moment that do not exist", async () => {
    expect((await get("?outcome=odd")).status).toBe(400);
    expect((await get("?from=yesterday")).status).toBe(400);
  });

  it("has agent, duration and insight card of a call", async () => {
    const { body } = await get<ActivityAnswer>("?cards=exclude");
    expect(body.items[0]).toMatchObject({
      agent: { id: "9", name: "Noé Lee" },
      outcome: "answered",
      phone: "+33 6 12 34 56 78",
      card: { result: "failed" },
    });
  });

  it("has no number to read of an anonymous caller", async () => {
    const { body } = await get<ActivityAnswer>("?kind=card");
    expect(body.items).toMatchObject([{ id: "card:3", caller: "anonymous", phone: null }]);
  });

  it("offers the agents who appear in it and the company's numbers", async () => {
    const { body } = await get<ActivityOptionsAnswer>("/options");
    expect(body).toEqual({
      agents: [
        { id: "456", name: "Cleo Agent" },
        { id: "9", name: "Noé Lee" },
      ],
      lines: [{ id: "7", name: "Support FR", selected: true }],
    });
    expect((await get("/count?outcome=answered")).body).toEqual({ count: 2, isMore: false });
    const { body: some } = await get<ActivityItemsAnswer>("/items?ids=call:1,call:99,odd");
    expect(some.items.map((item) => item.id)).toEqual(["call:1"]);
  });
});

describe("the export", () => {
  it("has every row of the filter, with times of the zone and without formulas", async () => {
    const { status, text, headers } = await get("/export.csv?outcome=missed,answered&timeZone=Europe/Paris");
    expect([status, headers["content-type"]]).toEqual([200, "text/csv; charset=utf-8"]);
    const [head, ...rows] = text.trim().split("\r\n");
    expect(head).toContain("Id,Type,Time,Direction,Outcome,Customer");
    expect(rows).toHaveLength(3);
    const [, missed = ""] = rows;
    expect(missed).toContain("call:2,Call,2026-03-01 10:00:00,Inbound,Missed,");
    expect(missed).toContain(`"'=HYPERLINK(""http://evil.example"";""Ada"")"`);
    expect(missed).toContain(",+33 1 70 18 99 99,");
    expect(missed).toContain(",7002,https://acme.example/7002,");
  });

  it("is in UTC where the zone is unknown, and has no number of an anonymous caller", async () => {
    const { status, text } = await get("/export.csv?kind=card&timeZone=Mars/Base");
    expect(status).toBe(200);
    expect(text).toContain("card:3,Insight card,2026-03-02 08:59:59,Inbound,,Ada Byron,,,Support FR,");
  });

  it("is in the language of the reader", async () => {
    const french = { path: "/api/activity/export.csv?outcome=missed", as: id, headers: { "accept-language": "fr" } };
    expect((await admin.ask(french)).text).toMatch(/;Manqué;/);
  });
});

describe("a retry of what failed", () => {
  it("takes the failed items of the filter alone, and no insight card", async () => {
    const asked = { method: "POST", path: "/api/activity/retry-failed", as: id, csrf: "csrf" };
    const none = await admin.ask<RetryFailedAnswer>({ ...asked, body: { agent: "456" } });
    expect([none.status, none.body]).toEqual([202, { items: [], isMore: false }]);
    const { body } = await admin.ask<RetryFailedAnswer>({ ...asked, body: { agent: "9" } });
    expect(body.items.map((item) => item.id)).toEqual(["call:3"]);
    expect(replayed).toEqual(["call:3"]);
  });
});

describe("the JSON behind a step", () => {
  it("is the body as Aircall sent it, without the webhook's token", async () => {
    const { body: call } = await get<{ received: { id: number }[] }>("/call:1");
    const { body } = await get<DeliveryBodyAnswer>(`/call:1/deliveries/${call.received[0]?.id}`);
    expect(JSON.parse(body.payload)).toEqual({ token: "••••••", event: "call.created" });
    expect((await get(`/call:2/deliveries/${call.received[0]?.id}`)).status).toBe(404);
  });

  it("is what a change asked for, and what came of it", async () => {
    const { body } = await get<WriteEvidenceAnswer>("/call:1/write?generation=1&key=ticket");
    expect(JSON.parse(body.outcome ?? "")).toEqual({ ticketId: 7001, token: "••••••" });
    expect((await get("/call:1/write?generation=2&key=ticket")).status).toBe(404);
  });
});
