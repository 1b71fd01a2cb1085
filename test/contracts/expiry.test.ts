/** Everything stored that ends by itself: it lasts to its last millisecond, not one longer, and its row goes. */
import { describe, expect, it } from "vitest";
import { fullRecord } from "./records.ts";
import { activityStore } from "../../src/storage/activity/activity-store.ts";
import { helpDeskCache } from "../../src/storage/activity/help-desk-cache.ts";
import { phoneIndex } from "../../src/storage/activity/phone-index.ts";
import { forgetDeliveries } from "../../src/storage/activity/retention.ts";
import { threadIndex } from "../../src/storage/activity/threads.ts";
import { ticketMemory } from "../../src/storage/activity/ticket-memory.ts";
import { alertStore } from "../../src/storage/admin/alerts.ts";
import { doctorQueries } from "../../src/storage/admin/doctor-queries.ts";
import { sessionStore } from "../../src/storage/admin/sessions.ts";
import { apiTokenStore } from "../../src/storage/connection/api-tokens.ts";
import { maintenanceStore } from "../../src/storage/connection/maintenance.ts";
import { oauthFlows } from "../../src/storage/connection/oauth-flows.ts";
import { oneTimeLinks, setUpSessions } from "../../src/storage/connection/one-time-links.ts";
import { reachProbes } from "../../src/storage/connection/reach-probes.ts";
import { revocationStore } from "../../src/storage/connection/revocations.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { tokenStore } from "../../src/storage/connection/tokens.ts";
import { nodeStore } from "../../src/storage/db/nodes.ts";
import { usageQueries } from "../../src/storage/rate-limit/usage.ts";
import { deliveryRuns } from "../../src/storage/webhooks/delivery-runs.ts";
import { webhookStore } from "../../src/storage/webhooks/webhook-store.ts";
import { NOW, openPgliteBackend, useBackend } from "./backend.ts";
import { rolledBack } from "./tenancy/rolled-back.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BY = { by: "Ada", now: NOW };

const backend = useBackend(openPgliteBackend);
const database = () => backend.it.database;
const sealer = () => createSealer(backend.it.keys);

let made = 0;
const fresh = (what: string) => `${what}-${(made += 1)}`;

/** Begins something at NOW. Answers whether it still holds at a moment. */
type Begin = () => Promise<(at: number) => Promise<unknown>>;

/** `last`: the last moment at which it holds, in ms after NOW. */
const LASTING: [what: string, last: number, begin: Begin][] = [
  ["N2: a session, 12 h", 12 * HOUR_MS - 1, beginSession],
  [
    "N2: a session of a role that was just confirmed, no longer than any other",
    12 * HOUR_MS - 1,
    async () => {
      const find = await beginSession();
      await sessionStore(database()).confirm(`session-${made}`, NOW + 11 * HOUR_MS);
      return find;
    },
  ],
  [
    "an OAuth flow, 15 minutes",
    15 * MINUTE_MS,
    async () => {
      const secrets = { state: fresh("state"), browser: "browser" };
      const flow = { vendor: "gorgias" as const, account: "acme", connectionId: null, next: "/", events: false };
      await oauthFlows(database()).begin(flow, secrets, NOW);
      return (at) => oauthFlows(database()).take("gorgias", secrets, at);
    },
  ],
  [
    "a one-time link, until its end",
    MINUTE_MS - 1,
    async () => {
      const secret = fresh("link");
      await oneTimeLinks(database()).make({ secret, connectionId: null, expiresAt: NOW + MINUTE_MS }, BY);
      return (at) => oneTimeLinks(database()).take(secret, at);
    },
  ],
  [
    "a browser on the set-up page, until its end",
    MINUTE_MS - 1,
    async () => {
      const secret = fresh("set-up");
      await setUpSessions(database()).open(secret, { now: NOW, expiresAt: NOW + MINUTE_MS });
      return (at) => setUpSessions(database()).isOpen(secret, at);
    },
  ],
  [
    "N8: an API token, until its end",
    MINUTE_MS - 1,
    async () => {
      const token = `agw_${fresh("a-token-of-some-length")}`;
      const draft = { id: fresh("id"), name: "one", scope: "read" as const, token, expiresAt: NOW + MINUTE_MS };
      await apiTokenStore(database()).add(await backend.it.connect(), draft, 9, BY);
      return (at) => apiTokenStore(database()).identify(token, at);
    },
  ],
  [
    "L6: the right to refresh a token, 30 s",
    30 * SECOND_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await tokenStore(database(), sealer()).claimRefresh(id, NOW);
      return async (at) => (await tokenStore(database(), sealer()).claimRefresh(id, at)).kind === "taken";
    },
  ],
  [
    "L6: a failed refresh, until it may be tried again",
    MINUTE_MS - 1,
    async () => {
      const id = await backend.it.connect();
      const tokens = tokenStore(database(), sealer());
      await tokens.postpone(id, { why: "unavailable", until: NOW + MINUTE_MS, now: NOW });
      return async (at) => (await tokens.claimRefresh(id, at)).kind === "taken";
    },
  ],
  [
    "M11: the right to create a customer, 120 s",
    120 * SECOND_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await phoneIndex(database()).claim(id, "+331", "one", NOW);
      return async (at) => (await phoneIndex(database()).claim(id, "+331", "other", at)).kind === "taken";
    },
  ],
  [
    "M11: the right to open a ticket, 120 s",
    120 * SECOND_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await threadIndex(database()).claim(id, 1, "one", NOW);
      return async (at) => (await threadIndex(database()).claim(id, 1, "other", at)).kind === "taken";
    },
  ],
  [
    "M11: the right to open the next ticket after one was left, 120 s",
    120 * SECOND_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await threadIndex(database()).remember(id, 1, 7);
      await threadIndex(database()).leave(id, 1, 7, "one", NOW);
      return async (at) => (await threadIndex(database()).claim(id, 1, "other", at)).kind === "taken";
    },
  ],
  [
    "N9: the previous secret of a webhook, until its end",
    MINUTE_MS - 1,
    async () => {
      const { connectionId, endpointId, eventId } = await endpointWithEvent();
      await webhookStore(database(), sealer(), "null").renewSecret(
        connectionId,
        endpointId,
        { secret: "new", previousUntil: NOW + MINUTE_MS },
        BY,
      );
      const work = { connectionId, kind: "webhook" as const, ref: eventId, part: endpointId };
      return async (at) => (await deliveryRuns(database(), sealer()).open(work, at))?.endpoint.secrets.length === 2;
    },
  ],
  [
    "a vendor's token that waits to be revoked, a day",
    DAY_MS,
    async () => {
      const id = await backend.it.connect();
      const one = { connectionId: id, account: id, vendor: "aircall" as const, webhookId: null, appOff: false };
      const credential = { kind: "basic" as const, user: "user", password: "password" };
      await revocationStore(database(), sealer()).request({ ...one, credential }, NOW);
      return async (at) => (await revocationStore(database(), sealer()).due(at, 1_000)).includes(id);
    },
  ],
  [
    "N6: a raw delivery, as many days as the admin chose",
    30 * DAY_MS,
    async () => {
      const id = await backend.it.connect({ settings: { retentionDays: 30 } as never });
      await database().query(
        `insert into deliveries (connection_id, event, received_at, digest, body, outcome) values ($1, 'any', $2, 'x', '{}', 'read')`,
        [id, new Date(NOW)],
      );
      return async (at) => (await forgetDeliveries(database(), id, at)) === 0;
    },
  ],
  ["N6: an audit entry that names a customer, as long", 30 * DAY_MS, keptBy("audit")],
  ["N9: an event that was sent, 30 days", 30 * DAY_MS, keptBy("webhook_events")],
  ["I3: the list of a customer's tickets, a day", DAY_MS, keptBy("customer_tickets")],
  [
    "an alert that was over before it was reported, as long as asked",
    MINUTE_MS,
    async () => {
      const id = await backend.it.connect();
      await alertStore(database()).raise(id, "webhook off", {}, NOW);
      await alertStore(database()).resolve(id, "webhook off", NOW + 1);
      return async (at) => (await alertStore(database()).untold(id, at - MINUTE_MS)).length === 1;
    },
  ],
  [
    "C18: a rejected tag, as long as asked",
    MINUTE_MS,
    async () => {
      const id = await backend.it.connect();
      await helpDeskCache(database()).rejectTag(id, { name: "Odd", status: 400, detail: null }, NOW);
      return async (at) => (await helpDeskCache(database()).rejectedTags(id, ["Odd"], at - MINUTE_MS)).length === 1;
    },
  ],
  [
    "L1: a complete list of tags, as long as asked",
    MINUTE_MS,
    async () => {
      const id = await backend.it.connect();
      await helpDeskCache(database()).rememberTagList(id, { tags: [], complete: true }, NOW);
      return (at) => helpDeskCache(database()).tagsComplete(id, at - MINUTE_MS);
    },
  ],
  [
    "I3: a list of tickets on a card, as long as asked",
    MINUTE_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await ticketMemory(database()).remember(id, 1, [], NOW);
      return (at) => ticketMemory(database()).known(id, 1, at - MINUTE_MS);
    },
  ],
  [
    "L1: the requests of a minute in the console, a day",
    DAY_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await database().query(
        `insert into rate_limit_minutes (connection_id, vendor, minute, priority, requests, refused)
         values ($1, 'gorgias', $2, 'card', 1, 0)`,
        [id, new Date(NOW)],
      );
      return async (at) => (await usageQueries(database()).read(id, at)).minutes.length === 1;
    },
  ],
  [
    "N5: maintenance that was done, a minute",
    MINUTE_MS - 1,
    async () => {
      const id = await backend.it.connect();
      await maintenanceStore(database()).takeDue(NOW, 1_000);
      return async (at) => !(await maintenanceStore(database()).takeDue(at, 1_000)).includes(id);
    },
  ],
  [
    "C1: trust in what was known, two minutes without maintenance",
    3 * MINUTE_MS,
    async () => {
      const id = await backend.it.connect();
      await maintenanceStore(database()).takeDue(NOW, 1_000);
      return async (at) => {
        await maintenanceStore(database()).doubtAfterGap(at);
        const [row] = await database().query<{ at: Date | null }>(
          `select doubted_until as at from maintenance where connection_id = $1`,
          [id],
        );
        return row?.at === null;
      };
    },
  ],
];

describe("lasts to its last millisecond", () => {
  it.each(LASTING)("%s", async (_what, last, begin) => {
    expect(await (await begin())(NOW + last)).toBeTruthy();
    expect(await (await begin())(NOW + last + 1)).toBeFalsy();
  });
});

async function beginSession() {
  const sessionId = fresh("session");
  const connectionId = await backend.it.connect();
  const user = { id: 1, name: "Ada", email: null };
  await sessionStore(database()).open({ sessionId, connectionId, account: "", csrfToken: "", user }, NOW);
  return (at: number) => sessionStore(database()).find(sessionId, at);
}

async function endpointWithEvent() {
  const connectionId = await backend.it.connect();
  const endpointId = fresh("endpoint");
  const webhooks = webhookStore(database(), sealer(), "null");
  const endpoint = { id: endpointId, url: "https://example.com/", description: "", events: ["call.ticketed" as const] };
  await webhooks.add(connectionId, { ...endpoint, secret: "first" }, 9, BY);
  const event = { type: "endpoint.test" as const, key: "test", about: null, data: {}, at: NOW };
  const eventId = (await webhooks.send(connectionId, endpointId, event)) ?? "";
  return { connectionId, endpointId, eventId };
}

/** Whether the maintenance of raw data keeps a row of NOW. */
function keptBy(table: "audit" | "webhook_events" | "customer_tickets"): Begin {
  return async () => {
    const id = await backend.it.connect({ settings: { retentionDays: 30 } as never });
    await database().query(ROW_OF_NOW[table], [id, new Date(NOW)]);
    return async (at) => {
      await forgetDeliveries(database(), id, at);
      return (await database().query(`select 1 from ${table} where connection_id = $1`, [id])).length > 0;
    };
  };
}

const ROW_OF_NOW = {
  audit: `insert into audit (connection_id, at, actor_kind, action) values ($1, $2, 'service', 'replayed')`,
  webhook_events: `insert into webhook_events (connection_id, id, type, data, occurred_at) values ($1, 'one', 'any', '{}', $2)`,
  customer_tickets: `insert into customer_tickets (connection_id, customer_id, read_at, tickets) values ($1, 1, $2, '[]')`,
};

/** The next one of its kind deletes rows that are over, and only these. `end`: until when the row of NOW stays. */
const SWEPT: [table: string, end: number, make: (at: number) => Promise<unknown>][] = [
  ["sessions", 12 * HOUR_MS, (at) => openSession(at)],
  ["oauth_flows", 15 * MINUTE_MS, (at) => beginFlow(at)],
  [
    "one_time_links",
    MINUTE_MS,
    (at) =>
      oneTimeLinks(database()).make(
        { secret: fresh("l"), connectionId: null, expiresAt: at + MINUTE_MS },
        { ...BY, now: at },
      ),
  ],
  [
    "set_up_sessions",
    MINUTE_MS,
    (at) => setUpSessions(database()).open(fresh("s"), { now: at, expiresAt: at + MINUTE_MS }),
  ],
];

async function openSession(at: number): Promise<void> {
  const connectionId = await backend.it.connect();
  const user = { id: 1, name: "Ada", email: null };
  await sessionStore(database()).open({ sessionId: fresh("x"), connectionId, account: "", csrfToken: "", user }, at);
}

async function beginFlow(at: number): Promise<void> {
  const flow = { vendor: "gorgias" as const, account: "acme", connectionId: null, next: "/", events: false };
  await oauthFlows(database()).begin(flow, { state: fresh("y"), browser: "b" }, at);
}

it.each(SWEPT)("the next one deletes rows of %s that are over, and no others", async (table, end, make) => {
  await database().query(`delete from ${table}`);
  const count = async () => (await database().query(`select 1 from ${table}`)).length;
  await make(NOW);
  await make(NOW + end);
  expect(await count()).toBe(2);
  await make(NOW + end + 1);
  expect(await count()).toBe(2);
});

it("an OAuth flow is used up by its end, whichever, and belongs to one browser and one vendor", async () => {
  const flows = oauthFlows(database());
  const flow = { vendor: "gorgias" as const, account: "acme", connectionId: null, next: "/", events: true };
  for (const [vendor, browser] of [
    ["aircall", "b"],
    ["gorgias", "other"],
  ] as const) {
    const state = fresh("state");
    await flows.begin(flow, { state, browser: "b" }, NOW);
    expect(await flows.take(vendor, { state, browser }, NOW)).toBeNull();
    expect(await flows.take("gorgias", { state, browser: "b" }, NOW)).toBeNull();
  }
  await flows.begin(flow, { state: "mine", browser: "b" }, NOW);
  expect(await flows.take("gorgias", { state: "mine", browser: "b" }, NOW)).toEqual(flow);
  expect(await flows.take("gorgias", { state: "mine", browser: "b" }, NOW)).toBeNull();
});

it("a one-time link works once, and a session that ended is gone, of all its devices where its user lost the role", async () => {
  const links = oneTimeLinks(database());
  await links.make({ secret: "once", connectionId: null, expiresAt: NOW + 1 }, BY);
  expect(await links.take("once", NOW)).toEqual({ connectionId: null, account: null });
  expect(await links.take("once", NOW)).toBeNull();
  const sessions = sessionStore(database());
  const connectionId = await backend.it.connect();
  const open = (sessionId: string, id: number) =>
    sessions.open({ sessionId, connectionId, account: "", csrfToken: "", user: { id, name: null, email: null } }, NOW);
  for (const [sessionId, user] of [
    ["one", 1],
    ["two", 1],
    ["three", 1],
    ["other", 2],
  ] as const)
    await open(sessionId, user);
  await sessions.end("one");
  expect(await sessions.find("one", NOW)).toBeNull();
  expect(await sessions.find("two", NOW)).not.toBeNull();
  await sessions.endOf(connectionId, 1);
  expect(await Promise.all(["two", "three"].map((each) => sessions.find(each, NOW)))).toEqual([null, null]);
  expect(await sessions.find("other", NOW)).not.toBeNull();
  await setUpSessions(database()).open("admitted", { now: NOW, expiresAt: NOW + 1 });
  await setUpSessions(database()).end("admitted");
  expect(await setUpSessions(database()).isOpen("admitted", NOW)).toBe(false);
});

it("the use of an API token is stored once a minute", async () => {
  const connectionId = await backend.it.connect();
  const tokens = apiTokenStore(database());
  const token = `agw_${fresh("used-and-used-again")}`;
  await tokens.add(connectionId, { id: fresh("id"), name: "one", scope: "read", token, expiresAt: null }, 1, BY);
  const used = async (at: number) => {
    await tokens.identify(token, at);
    return (await tokens.list(connectionId))[0]?.lastUsedAt?.getTime();
  };
  expect(await used(NOW)).toBe(NOW);
  expect(await used(NOW + MINUTE_MS - 1)).toBe(NOW);
  expect(await used(NOW + MINUTE_MS)).toBe(NOW + MINUTE_MS);
});

it("a revocation that fails is tried again after 1, 2, 4 … minutes, and each hour at last", async () => {
  const id = await backend.it.connect();
  const revocations = revocationStore(database(), sealer());
  const credential = { kind: "basic" as const, user: "user", password: "password" };
  const one = { connectionId: id, account: id, vendor: "aircall" as const, credential, webhookId: null, appOff: false };
  const requested = await revocations.request(one, NOW);
  let at = NOW;
  for (const minutes of [0, 1, 2, 4, 8, 16, 32, 60, 60]) {
    at += minutes * MINUTE_MS;
    expect(await revocations.take(id, at - 1)).toEqual([]);
    expect(await revocations.due(at - 1, 9)).not.toContain(id);
    expect(await revocations.due(at, 1_000)).toContain(id);
    expect(await revocations.take(id, at)).toEqual([{ ...one, id: requested }]);
  }
  await revocations.done(requested);
  expect(await revocations.due(at + HOUR_MS, 1_000)).not.toContain(id);
});

it("limits hold to the last one: endpoints, tokens, and how many connections are handed out at a time", async () => {
  const id = await backend.it.connect();
  const webhooks = webhookStore(database(), sealer(), "null");
  const endpoint = () => ({ id: fresh("e"), url: "https://example.com/", description: "", events: [], secret: "s" });
  const token = () => ({
    id: fresh("t"),
    name: "",
    scope: "read" as const,
    token: `agw_${fresh("some-more-letters")}`,
    expiresAt: null,
  });
  for (const wanted of [true, true, false]) {
    expect((await webhooks.add(id, endpoint(), 2, BY)) !== null).toBe(wanted);
    expect((await apiTokenStore(database()).add(id, token(), 2, BY)) !== null).toBe(wanted);
  }
  await Promise.all([backend.it.connect(), backend.it.connect()]);
  const maintenance = maintenanceStore(database());
  await maintenance.takeDue(NOW, 1);
  const taken = await maintenance.takeDue(NOW + HOUR_MS, 2);
  expect(taken).toHaveLength(2);
  expect(await maintenance.takeDue(NOW + HOUR_MS, 2)).not.toEqual(expect.arrayContaining(taken));
});

it("L8: a probe ends after ten minutes, a node that is silent is shown for five and forgotten after a day", async () => {
  await rolledBack(database(), async ({ database: inside }) => {
    const probes = reachProbes(inside, sealer());
    const id = "a".repeat(32);
    const other = "b".repeat(32);
    const age = (table: string, column: string, interval: string) =>
      inside.query(`update ${table} set ${column} = now() - interval '${interval}'`);
    await probes.ask(id, "pong");
    await age("reach_probes", "created_at", "9 minutes 59.999 seconds");
    expect(await probes.find(id)).toEqual({ kind: "answer", answer: "pong" });
    await age("reach_probes", "created_at", "10 minutes");
    expect(await probes.find(id)).toEqual({ kind: "unknown" });
    await probes.ask(other, "pong");
    expect(await inside.query("select 1 from reach_probes")).toHaveLength(2);
    await age("reach_probes", "created_at", "10 minutes 0.001 seconds");
    await probes.ask("c".repeat(32), "pong");
    expect(await inside.query("select 1 from reach_probes")).toHaveLength(1);

    const nodes = nodeStore(inside);
    const shown = async () => (await doctorQueries(inside).nodes()).map(({ role }) => role);
    await inside.query("delete from nodes");
    await nodes.beat({ id: "one", role: "web", skewMs: 1 });
    await age("nodes", "seen_at", "4 minutes 50 seconds");
    expect(await shown()).toEqual(["web"]);
    await age("nodes", "seen_at", "5 minutes");
    expect(await shown()).toEqual([]);
    await age("nodes", "seen_at", "23 hours 59 minutes");
    await nodes.beat({ id: "two", role: "worker", skewMs: 2 });
    expect(await inside.query("select 1 from nodes")).toHaveLength(2);
    await age("nodes", "seen_at", "1 day");
    await nodes.beat({ id: "two", role: "worker", skewMs: 2 });
    expect(await inside.query("select id from nodes")).toEqual([{ id: "two" }]);
    await nodes.leave("two");
    expect(await shown()).toEqual([]);
  });
});

it("the last contact is the latest call or message, whichever was stored first", async () => {
  const id = await backend.it.connect();
  const activities = activityStore(database());
  for (const [n, minutes] of [3, 1, 2].entries())
    await activities.saveFacts(id, fullRecord(`call:${n}`, { startedAt: NOW - minutes * MINUTE_MS }), NOW);
  expect([...(await activities.lastSeen(id, [910_001]))]).toEqual([[910_001, NOW - MINUTE_MS]]);
});
