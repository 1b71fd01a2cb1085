/** Calls of every method of the stores that the console and the commands read. */
import type { ItemFilter } from "../../../src/domain/ports/admin.ts";
import { readSearch } from "../../../src/domain/activity/search-query.ts";
import { activityLog } from "../../../src/storage/activity/activity.ts";
import { eraser } from "../../../src/storage/activity/erase.ts";
import { activityQueries } from "../../../src/storage/admin/activity.ts";
import { agentStore } from "../../../src/storage/admin/agents.ts";
import { alertStore } from "../../../src/storage/admin/alerts.ts";
import { auditQueries } from "../../../src/storage/admin/audit.ts";
import { connectionDetailQueries } from "../../../src/storage/admin/connection-details.ts";
import { connectionQueries } from "../../../src/storage/admin/connection.ts";
import { doctorQueries } from "../../../src/storage/admin/doctor-queries.ts";
import { lineQueries } from "../../../src/storage/admin/lines.ts";
import { overviewQueries } from "../../../src/storage/admin/overview.ts";
import { sessionStore } from "../../../src/storage/admin/sessions.ts";
import { settingStore } from "../../../src/storage/admin/settings.ts";
import { timeZoneStore } from "../../../src/storage/admin/time-zone.ts";
import { waitingQueries } from "../../../src/storage/admin/waiting.ts";
import { reportQueries } from "../../../src/storage/figures/report-queries.ts";
import { distributionQueries } from "../../../src/storage/figures/request-distribution.ts";
import { usageQueries } from "../../../src/storage/rate-limit/usage.ts";
import { tested, type TestedStore } from "./cases.ts";
import { DAY_MS, MINUTE_MS, namesOf, NOW, OWN, PHONE, type Shop } from "./shops.ts";

const BY = { by: "Ada", now: NOW };
const SINCE = new Date(NOW - DAY_MS);

const ALL: ItemFilter = {
  kind: null,
  cards: true,
  state: null,
  outcomes: null,
  lineId: null,
  agentId: null,
  from: null,
  to: null,
  search: null,
  after: null,
  limit: 100,
};
const FILTERS: Partial<ItemFilter>[] = [
  {},
  { kind: "call", limit: 2 },
  { cards: false, state: "failed" },
  { lineId: "7", from: NOW - DAY_MS, to: NOW },
  { agentId: "456" },
  { outcomes: ["missed"] },
  { outcomes: ["answered", "missed"] },
  { search: readSearch("Refund") },
  { search: readSearch(PHONE) },
  { search: readSearch("7001") },
  { search: readSearch("call:100") },
];

const activity = tested(activityQueries, {
  list: FILTERS.map(
    (filter) =>
      (store, { id }) =>
        store.list(id, { ...ALL, ...filter }),
  ),
  count: FILTERS.map(
    (filter) =>
      (store, { id }) =>
        store.count(id, { ...ALL, ...filter }, 100),
  ),
  some: (store, { id }) => store.some(id, ["call:100", `text:${PHONE}`]),
  options: (store, { id }) => store.options(id),
  read: ["call:100", "call:101", "call:104", `text:${PHONE}`, "card:100"].map(
    (item) =>
      (store, { id }) =>
        store.read(id, item),
  ),
  delivery: (store, { id }, named) => store.delivery(id, "call:100", namesOf(named).deliveryId),
  write: (store, { id }) => store.write(id, "call:100", { generation: 1, key: "ticket" }),
});

const log = tested(activityLog, {
  list: { findsOwn: true, run: (store, own) => store.list({ account: own.account, limit: 100 }) },
  read: { findsOwn: true, run: (store, own) => store.read(own.account, "call:100") },
});

const OWN_RUNS_ENDED = `with ended as (update work_items set lease = null, leased_until = null where connection_id = '${OWN.id}')
  update deliveries set outcome = 'read' where connection_id = '${OWN.id}'`;
const erasing = tested((database) => eraser(database, { clock: () => NOW, sleep: async () => undefined }), {
  erase: [
    (store, { id }) => store.erase(id, PHONE, "Ada"),
    { before: OWN_RUNS_ENDED, run: (store, { id }) => store.erase(id, PHONE) },
  ],
  preview: (store, { id }) => store.preview(id, PHONE),
  connections: { findsOwn: true, run: (store, own) => store.connections(own.account) },
});

const agents = tested(agentStore, {
  mappings: (store, { id }) => store.mappings(id),
  map: (store, { id }) => store.map(id, "456", 99, BY),
  unmap: (store, { id }) => store.unmap(id, "456", BY),
});

const alerts = tested(alertStore, {
  raise: [
    (store, { id }) => store.raise(id, "no line selected", { n: 1 }, NOW),
    (store, { id }) => store.raise(id, "failed items", { n: 1 }, NOW),
  ],
  resolve: (store, { id }) => store.resolve(id, "no line selected", NOW),
  status: {
    before: `delete from alerts where kind = 'deactivated' and detail ->> 'of' = 'own'`,
    run: (store, { id }) => store.status(id),
  },
  list: (store, { id }) => store.list(id, 9),
  untold: (store, { id }) => store.untold(id, NOW - DAY_MS),
  markTold: (store, { id }, named) => store.markTold(id, [namesOf(named).alertId], NOW),
});

const audit = tested(auditQueries, {
  list: [
    (store, { id }) => store.list(id, { before: null, limit: 9 }),
    (store, { id }) =>
      store.list(id, { before: null, limit: 9, filter: { actions: ["setting_changed"], byKind: "admin" } }),
  ],
  actors: (store, { id }) => store.actors(id),
});

const connection = tested(connectionQueries, { status: (store, { id }) => store.status(id) });
const details = tested(connectionDetailQueries, { details: (store, { id }) => store.details(id) });
const lines = tested(lineQueries, { list: (store, { id }) => store.list(id) });

const doctor = tested(doctorQueries, {
  now: "reads no row",
  nodes: "the processes of all connections",
  pending: "reads the migrations",
  connections: { findsOwn: true, run: (store, own) => store.connections(own.account) },
  webhooks: {
    run: (store) => store.webhooks(),
    partOf: (found: { key: string }[], own) => found.filter(({ key }) => key === namesOf(own).webhookKey),
  },
  work: (store, { id }) => store.work(id),
  failed: (store, { id }) => store.failed(id),
});

const overview = tested(overviewQueries, {
  waiting: (store, { id }) => store.waiting(id),
  used: (store, { id }) => store.used(id, SINCE),
});

const session = (own: Shop) => ({
  sessionId: "new",
  connectionId: own.id,
  account: own.account,
  csrfToken: "new",
  openedBy: "link" as const,
  user: {
    id: 31,
    name: "Ada",
    email: null,
  },
});
const sessions = tested(sessionStore, {
  open: (store, own) => store.open(session(own), NOW),
  find: { findsOwn: true, run: (store, own) => store.find(namesOf(own).session, NOW) },
  confirm: { findsOwn: true, run: (store, own) => store.confirm(namesOf(own).session, NOW) },
  end: { findsOwn: true, run: (store, own) => store.end(namesOf(own).session) },
  endOf: (store, { id }) => store.endOf(id, 31),
});

const settings = tested(settingStore, {
  read: (store, { id }) => store.read(id),
  history: (store, { id }) => store.history(id, 9),
  change: (store, { id }) => store.change(id, { timeZone: "Europe/London", sharePercent: 20 }, "Ada", NOW),
});

const timeZone = tested(timeZoneStore, {
  facts: (store, { id }) => store.facts(id),
  readAt: (store, { id }) => store.readAt(id),
  keep: (store, { id }) => store.keep(id, "Europe/London", NOW),
});

const waiting = tested(waitingQueries, {
  byPriority: (store, { id }) => store.byPriority(id),
  taken: (store, { id }) => store.taken(id, SINCE),
});

const spans = [{ since: NOW - DAY_MS, until: NOW, offsetSeconds: 3_600 }];
const reports = tested(reportQueries, {
  calls: [null, "7"].map(
    (line) =>
      (store, { id }) =>
        store.calls(id, { spans, line }),
  ),
  responses: [null, "7"].map(
    (line) =>
      (store, { id }) =>
        store.responses(id, { spans, line }),
  ),
  messages: [null, "7"].map(
    (line) =>
      (store, { id }) =>
        store.messages(id, { spans, line }),
  ),
  timeToTicket: (store, { id }) => store.timeToTicket(id, SINCE),
  latest: (store, { id }) => store.latest(id, 3),
  lastDelivery: (store, { id }) => store.lastDelivery(id),
  failed: (store, { id }) => store.failed(id),
});

const distribution = tested(distributionQueries, {
  read: [SINCE, new Date(NOW - 4 * DAY_MS)].map(
    (since) =>
      (store, { id }) =>
        store.read(id, since),
  ),
});
const usage = tested(usageQueries, {
  read: (store, { id }) => store.read(id, NOW + MINUTE_MS / 2),
  current: (store, { id }) => store.current(id, NOW),
});

export const ADMIN_STORES: Record<string, TestedStore> = {
  activityQueries: activity,
  activityLog: log,
  eraser: erasing,
  agentStore: agents,
  alertStore: alerts,
  auditQueries: audit,
  connectionQueries: connection,
  connectionDetailQueries: details,
  lineQueries: lines,
  doctorQueries: doctor,
  overviewQueries: overview,
  sessionStore: sessions,
  settingStore: settings,
  timeZoneStore: timeZone,
  waitingQueries: waiting,
  reportQueries: reports,
  distributionQueries: distribution,
  usageQueries: usage,
};
