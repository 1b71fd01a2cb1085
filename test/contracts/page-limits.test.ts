/** Our own limits, on each side of their edge: pages of lists, bulk requests, and how many webhooks and tokens there may be. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AdminApiDeps } from "../../src/http/api/admin-api.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { webhookStore } from "../../src/storage/webhooks/webhook-store.ts";
import { openAdmin, type AdminClient, type Refused } from "./admin-client.ts";
import { NOW, openPostgresBackend, useBackend } from "./backend.ts";
import { fullRecord } from "./records.ts";

const backend = useBackend(openPostgresBackend);
const WEBHOOK = { url: "https://hooks.example.com/", events: ["item.failed"] };

let admin: AdminClient;
let id: string;
const replayed: string[] = [];

const webhooks = () => webhookStore(backend.it.database, createSealer(backend.it.keys), "null");

beforeAll(async () => {
  const deps = {
    admin: adminStores(backend.it.database),
    webhooks: webhooks(),
    clock: () => NOW,
    gorgiasTicketUrl: () => "https://acme.example/",
    replay: async (_account: string, activityId: string) => (replayed.push(activityId), true),
  };
  // The routes used here need no more.
  admin = openAdmin(deps as unknown as AdminApiDeps);
  await admin.server.ready();
});

beforeEach(async () => {
  id = await backend.it.connect();
  signIn(id);
  replayed.length = 0;
});

function signIn(connectionId: string): void {
  admin.signIn({ connectionId, account: "acme", user: { name: "Ada", email: null }, csrfToken: "csrf" });
}

const get = <Body>(path: string) => admin.ask<Body>({ path: `/api${path}`, as: id });
const post = <Body>(path: string, body?: unknown) =>
  admin.ask<Body>({ method: "POST", path: `/api${path}`, body, as: id });

/** A connection with so many failed calls, and one that is done. */
async function connectFailed(count: number): Promise<string> {
  const { database } = backend.it;
  const connectionId = await backend.it.connect();
  const keep = (activityId: string, more: Parameters<typeof fullRecord>[1]) =>
    activityStore(database).save(connectionId, fullRecord(activityId, more), new Map(), NOW);
  await keep("call:1", { state: "done", reason: null });
  await keep("call:2", { state: "failed" });
  const columns = await database.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_name = 'activity' and is_generated = 'NEVER' and column_name <> 'ref'`,
  );
  const names = columns.map(({ name }) => name).join(", ");
  await database.query(
    `insert into activity (ref, ${names}) select n::text, ${names} from activity, generate_series(3, $2::int) n
     where connection_id = $1 and ref = '2'`,
    [connectionId, count + 1],
  );
  return connectionId;
}

/** What a list shows page by page: how many on each. */
async function pagesOf<Key extends string>(path: string, key: Key, of: (item: never) => string): Promise<number[]> {
  const seen: string[][] = [];
  for (let cursor: string | null = ""; cursor !== null && seen.length < 9;) {
    const separator = path.includes("?") ? "&" : "?";
    const { body }: { body: Record<Key, never[]> & { nextCursor: string | null } } = await get(
      cursor === "" ? path : `${path}${separator}cursor=${encodeURIComponent(cursor)}`,
    );
    seen.push(body[key].map(of));
    cursor = body.nextCursor;
  }
  expect(new Set(seen.flat()).size).toBe(seen.flat().length);
  return seen.map((page) => page.length);
}

const PAGES: [number, number[]][] = [
  [50, [50]],
  [51, [50, 1]],
];

describe("a list has pages of 50", () => {
  it.each(PAGES)("of %i changes in the audit log: %j", async (count, pages) => {
    const { settings } = adminStores(backend.it.database);
    for (let n = 0; n < count; n += 1)
      await settings.change(id, { madeUpEmailDomain: `n${n}.example` }, "Ada", NOW + n);
    const to = (entry: { to: unknown }) => String(entry.to);
    expect(await pagesOf("/audit?kind=settings", "entries", to)).toEqual(pages);
  });

  it.each(PAGES)("of %i events sent to a webhook: %j", async (count, pages) => {
    const { body } = await post<{ webhook: { id: string } }>("/webhooks", WEBHOOK);
    const event = { type: "endpoint.test", about: null, data: {} } as const;
    for (let n = 0; n < count; n += 1)
      await webhooks().send(id, body.webhook.id, { ...event, key: `test:${id}:${n}`, at: NOW + Math.floor(n / 3) });
    const eventId = (item: { eventId: string }) => item.eventId;
    expect(await pagesOf(`/webhooks/${body.webhook.id}/deliveries`, "items", eventId)).toEqual(pages);
  });
});

describe("failed items of the activity", () => {
  let failing: string;

  beforeAll(async () => {
    failing = await connectFailed(1_001);
  });

  /** Each test leaves fewer of them, so their order counts. */
  async function keep(count: number): Promise<void> {
    const { database } = backend.it;
    await database.query(`delete from activity where connection_id = $1 and ref::int > $2`, [failing, count + 1]);
    signIn((id = failing));
  }

  it.each([
    [1_001, { count: 1_000, isMore: true }],
    [1_000, { count: 1_000, isMore: false }],
  ])("are counted: %i as %j", async (count, counted) => {
    await keep(count);
    expect((await get("/activity/count?result=failed")).body).toEqual(counted);
  });

  it.each([1_000, 501, 500])("are exported, each of %i once", async (count) => {
    await keep(count);
    const lines = (await get("/activity/export.csv?result=failed")).text.split("\n").filter((line) => line !== "");
    expect([lines.length, new Set(lines).size]).toEqual([count + 1, count + 1]);
  });

  it.each([
    [201, 200, true],
    [200, 200, false],
  ])("are retried: of %i the first %i, and nothing that is done", async (count, retried, isMore) => {
    await keep(count);
    const { body } = await post<{ items: { id: string }[]; isMore: boolean }>("/activity/retry-failed", {});
    expect([body.items.length, new Set(replayed).size, body.isMore]).toEqual([retried, retried, isMore]);
    expect(replayed).not.toContain("call:1");
  });

  it("are shown by their ids, the first 100 of those that are named", async () => {
    await keep(101);
    const ids = Array.from({ length: 101 }, (_, n) => `call:${n + 2}`);
    const { body } = await get<{ items: unknown[] }>(`/activity/items?ids=${ids.join(",")}`);
    expect(body.items).toHaveLength(100);
  });

  it.each(PAGES.toReversed())("are listed: %i on pages of %j", async (count, pages) => {
    await keep(count);
    expect(await pagesOf("/activity?result=failed", "items", (item: { id: string }) => item.id)).toEqual(pages);
  });
});

describe("a connection has at most", () => {
  it.each([
    ["/webhooks", 10, WEBHOOK, "too_many_webhooks"],
    ["/tokens", 50, { name: "Reports", scope: "read" }, "too_many_tokens"],
  ])("%s: %i", async (path, most, body, code) => {
    for (let n = 0; n < most; n += 1) expect([n, (await post(path, body)).status]).toEqual([n, 201]);
    const refused = await post<Refused>(path, body);
    expect([refused.status, refused.body.error.code]).toEqual([409, code]);
  });
});
