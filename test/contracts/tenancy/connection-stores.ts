/** Calls of every method of the stores about connections, their credentials and their webhooks. */
import { forgetDeliveries } from "../../../src/storage/activity/retention.ts";
import { apiTokenStore } from "../../../src/storage/connection/api-tokens.ts";
import { connectionStore } from "../../../src/storage/connection/connections.ts";
import { customerFeed } from "../../../src/storage/connection/customer-feed.ts";
import { installStore } from "../../../src/storage/connection/installs.ts";
import { maintenanceStore } from "../../../src/storage/connection/maintenance.ts";
import { oauthFlows } from "../../../src/storage/connection/oauth-flows.ts";
import { oneTimeLinks } from "../../../src/storage/connection/one-time-links.ts";
import { revocationStore } from "../../../src/storage/connection/revocations.ts";
import { tokenStore } from "../../../src/storage/connection/tokens.ts";
import { deliveryRuns } from "../../../src/storage/webhooks/delivery-runs.ts";
import { webhookStore } from "../../../src/storage/webhooks/webhook-store.ts";
import { NOTIFY } from "../../../src/storage/work/mark-due.ts";
import { tested, type TestedStore } from "./cases.ts";
import { basic, bearer, DAY_MS, MINUTE_MS, namesOf, noSealer, NOW, OWN, TICKET, type Shop } from "./shops.ts";

const BY = { by: "Ada", now: NOW };
const JOINED = { name: "Grace", email: null, at: NOW };
const line = (id: string) => ({ id, name: "New", digits: "+33 9", country: "FR", timeZone: null });
const fresh = (own: Shop) => ({ ...bearer(own), accessToken: "fresh" });
const side = (own: Shop, companyId: string) => ({
  companyId,
  credential: basic(own),
  webhookId: "webhook-9",
  webhookToken: "token",
  linked: ["7"],
  by: JOINED,
  callbackTagIds: {
    requested: [],
    done: [],
  },
  lines: [line("7"), line("9")],
});
const of = (ids: readonly string[], { id }: Shop) => ids.filter((each) => each === id);
/** Only the maintenance of the own connection is due. */
const NOT_DUE = `update maintenance set due_at = 'infinity' where connection_id <> '${OWN.id}'`;
const OFF = `update connections set status = 'deactivated', reason = 'rate_limit'`;

const connections = tested((database) => connectionStore(database, noSealer, () => NOW), {
  add: "adds one more connection: connections-contract.ts",
  endpointOf: { findsOwn: true, run: (store, own) => store.endpointOf(namesOf(own).webhookKey) },
  withAccount: { findsOwn: true, run: (store, own) => store.withAccount(own.account) },
  credential: [
    (store, { id }) => store.credential(id, "gorgias").catch(String),
    (store, { id }) => store.credential(id, "aircall").catch(String),
  ],
  holderOfLines: "answers about the other connections: connections-contract.ts",
  unseal: "reads no row",
  selectLines: [
    (store, { id }) => store.selectLines(id, ["8"], BY),
    {
      before: `update activity set line_id = null where ref = '103'`,
      run: (store, { id }) => store.selectLines(id, ["7", "8"]),
    },
  ],
  remove: (store, { id }) => store.remove(id),
});

const installs = tested((database) => installStore(database, noSealer), {
  joinGorgias: {
    findsOwn: true,
    run: (store, own) => store.joinGorgias({ id: "new", account: own.account, webhookKey: "new" }, fresh(own), JOINED),
  },
  joinAircall: [
    (store, own) => store.joinAircall(own.id, side(own, namesOf(own).company)),
    {
      before: `with gone as (update credentials set problem = 'removed' where vendor = 'gorgias' and connection_id <> '${OWN.id}')
        update connections set status = 'deactivated', reason = 'authorisation_removed'`,
      run: (store, own) => store.joinAircall(own.id, side(own, namesOf(own).company)),
    },
    { before: OFF, run: (store, own) => store.joinAircall(own.id, side(own, "another-company")) },
  ],
  keepKeys: (store, own) => store.keepKeys(own.id, "aircall", basic(own), BY),
  keepLinks: (store, { id }) => store.keepLinks(id, ["7"]),
  keepWebhookProblem: (store, { id }) => store.keepWebhookProblem(id, "missing"),
  keepLines: (store, { id }) => store.keepLines(id, [line("7"), line("9")]),
  keepWebhook: (store, { id }) => store.keepWebhook(id, "webhook-1", { webhookId: "webhook-2", token: "token" }),
  read: (store, { id }) => store.read(id),
  withCompany: { findsOwn: true, run: (store, own) => store.withCompany(namesOf(own).company) },
  setStatus: [
    (store, { id }) => store.setStatus(id, "deactivated", "by_hand", NOW, "Ada"),
    { before: OFF, run: (store, { id }) => store.setStatus(id, "active", null, NOW) },
    {
      before: `update connections set status = case id when '${OWN.id}' then 'active' else 'deactivated' end`,
      run: (store, { id }) => store.setStatus(id, "deactivated", "by_hand", NOW),
    },
  ],
  wipe: (store, { id }) => store.wipe(id, NOW, "Ada"),
});

const tokens = tested((database) => tokenStore(database, noSealer), {
  claimRefresh: [
    (store, { id }) => store.claimRefresh(id, NOW),
    {
      before: `update credentials set refreshing_until = to_timestamp(${NOW / 1_000 + 60} + refresh_failures)`,
      run: (store, { id }) => store.claimRefresh(id, NOW),
    },
  ],
  replace: (store, own) => store.replace(own.id, bearer(own), fresh(own)),
  end: (store, own) => store.end(own.id, bearer(own)),
  postpone: (store, { id }) => store.postpone(id, { why: "unavailable", until: NOW + MINUTE_MS, now: NOW }),
  judge: (store, own) => store.judge(own.id, "aircall", basic(own), { kind: "removed", why: null, since: NOW }),
});

const revocations = tested((database) => revocationStore(database, noSealer), {
  request: (store, own) =>
    store.request(
      {
        connectionId: own.id,
        account: own.account,
        vendor: "aircall",
        credential: basic(own),
        webhookId: null,
        appOff: true,
      },
      NOW,
    ),
  take: (store, { id }) => store.take(id, NOW),
  done: { findsOwn: true, run: (store, own) => store.done(namesOf(own).revocationId) },
  due: { run: (store) => store.due(NOW, 100), partOf: of },
});

const feed = tested(customerFeed, {
  state: (store, { id }) => store.state(id),
  allow: (store, { id }) => store.allow(id, true),
  read: (store, { id }) => store.read(id, NOW, NOW),
  refused: (store, { id }) => store.refused(id, NOW),
  ticketsOf: (store, { id }) => store.ticketsOf(id, [TICKET]),
});

const maintenance = tested(maintenanceStore, {
  takeDue: [
    { run: (store) => store.takeDue(NOW, 100), partOf: of },
    { before: NOT_DUE, run: (store) => store.takeDue(NOW, 100) },
    { before: `delete from maintenance`, run: (store) => store.takeDue(NOW, 100), partOf: of },
  ],
  read: (store, { id }) => store.read(id),
  save: (store, { id }) => store.save(id, { recentUntil: NOW, dayUntil: NOW }),
  doubtAfterGap: "doubts every connection at the start of the service: maintenance-contract.ts",
  refusedTooLong: {
    before: `update rate_limits set blocked_until = refused_since + interval '11 minutes'`,
    run: (store) => store.refusedTooLong(NOW),
    partOf: of,
  },
  idle: {
    before: `with gone as (delete from maintenance where connection_id = '${OWN.id}') update connections set status = 'deactivated'`,
    run: (store) => store.idle(),
    partOf: of,
  },
  hurry: (store, { id }) => store.hurry(id, NOW - DAY_MS),
  status: (store, { id }) => store.status(id),
});

const flows = tested(oauthFlows, {
  begin: (store, own) =>
    store.begin(
      { vendor: "gorgias", account: own.account, connectionId: own.id, next: "/", events: true },
      { state: "new", browser: "new" },
      NOW,
    ),
  take: { findsOwn: true, run: (store, own) => store.take("gorgias", namesOf(own).flow, NOW) },
});

const links = tested(oneTimeLinks, {
  make: (store, { id }) => store.make({ secret: "new", connectionId: id, expiresAt: NOW + 1 }, BY),
  take: { findsOwn: true, run: (store, own) => store.take(namesOf(own).link, NOW) },
});

const apiTokens = tested(apiTokenStore, {
  list: (store, { id }) => store.list(id),
  add: (store, { id }) =>
    store.add(
      id,
      { id: "new", name: "New", scope: "read", token: "agw_new-and-more-characters", expiresAt: null },
      2,
      BY,
    ),
  revoke: (store, { id }, named) => store.revoke(id, namesOf(named).tokenId, BY),
  identify: { findsOwn: true, run: (store, own) => store.identify(namesOf(own).token, NOW) },
});

const endpoint = {
  id: "new",
  url: "https://new.example/",
  description: "",
  events: ["call.ticketed" as const],
  secret: "s",
};
const webhooks = tested((database) => webhookStore(database, noSealer, NOTIFY), {
  list: (store, { id }) => store.list(id),
  add: (store, { id }) => store.add(id, endpoint, 2, BY),
  change: (store, { id }, named) => store.change(id, namesOf(named).endpointId, { active: false }, BY),
  remove: (store, { id }, named) => store.remove(id, namesOf(named).endpointId, BY),
  renewSecret: (store, { id }, named) =>
    store.renewSecret(id, namesOf(named).endpointId, { secret: "n", previousUntil: NOW }, BY),
  deliveries: (store, { id }, named) =>
    store.deliveries(id, namesOf(named).endpointId, { state: null, after: null, limit: 9 }),
  delivery: (store, { id }, named) => store.delivery(id, namesOf(named).endpointId, "msg_1"),
  replay: (store, { id }, named) => store.replay(id, namesOf(named).endpointId, "msg_2", BY),
  send: (store, { id }, named) =>
    store.send(id, namesOf(named).endpointId, { type: "endpoint.test", key: "test", about: null, data: {}, at: NOW }),
});

const webhookWork = (own: Shop, named: Shop) => ({
  connectionId: own.id,
  kind: "webhook" as const,
  ref: "msg_1",
  part: namesOf(named).endpointId,
  lease: "the lease",
});
const runs = tested((database) => deliveryRuns(database, noSealer), {
  open: (store, own, named) => store.open(webhookWork(own, named), NOW),
  finish: (store, own, named) =>
    store.finish(webhookWork(own, named), {
      attempt: {
        at: NOW,
        durationMs: 5,
        status: 410,
        problem: "status",
      },
      state: "failed",
      nextAt: null,
      gone: true,
    }),
});

/** A function alone counts as a store of one method. */
const retention = tested((database) => ({ forget: (id: string) => forgetDeliveries(database, id, NOW) }), {
  forget: [
    (store, { id }) => store.forget(id),
    { before: `update connections set reason = 'disconnected'`, run: (store, { id }) => store.forget(id) },
  ],
});

export const CONNECTION_STORES: Record<string, TestedStore> = {
  connectionStore: connections,
  installStore: installs,
  tokenStore: tokens,
  revocationStore: revocations,
  customerFeed: feed,
  maintenanceStore: maintenance,
  oauthFlows: flows,
  oneTimeLinks: links,
  apiTokenStore: apiTokens,
  webhookStore: webhooks,
  deliveryRuns: runs,
  forgetDeliveries: retention,
};
