/** Calls of every method of the stores that runs use. */
import { LEAST_URGENT_ASK, leasedWorks } from "./leased-work.ts";
import { fullRecord } from "../records.ts";
import { activityStore } from "../../../src/storage/activity/activity-store.ts";
import { conversationSnapshots } from "../../../src/storage/activity/conversations.ts";
import { helpDeskCache } from "../../../src/storage/activity/help-desk-cache.ts";
import { openInbox } from "../../../src/storage/activity/inbox.ts";
import { phoneIndex } from "../../../src/storage/activity/phone-index.ts";
import { threadIndex } from "../../../src/storage/activity/threads.ts";
import { ticketMemory } from "../../../src/storage/activity/ticket-memory.ts";
import { writeStore } from "../../../src/storage/activity/writes.ts";
import { createLogger } from "../../../src/kit/logger.ts";
import { rateLimitStore } from "../../../src/storage/rate-limit/store.ts";
import { NOTIFY } from "../../../src/storage/work/mark-due.ts";
import { openScheduler } from "../../../src/storage/work/scheduler.ts";
import { workStore } from "../../../src/storage/work/work-store.ts";
import { tested, type TestedStore } from "./cases.ts";
import { ticket, userOf } from "./rows.ts";
import {
  CUSTOMER,
  DAY_MS,
  MESSAGE_TICKET,
  MINUTE_MS,
  namesOf,
  NEIGHBOURS_TICKET,
  NOW,
  OWN,
  OTHER_CUSTOMER,
  OTHER_PHONE,
  PHONE,
  TICKET,
  tokenHashOf,
  type Shop,
} from "./shops.ts";

const TEXT = `text:${PHONE}`;
const completed = (key: string) => ({
  generation: 1,
  key,
  outcome: { done: true },
  requests: 1,
  state: "done" as const,
  at: NOW,
});
const customer = { id: CUSTOMER, name: "Ada", email: null };
const record = (activityId: string) => fullRecord(activityId, { callbackDoneBy: null });
const outbound = { ...record("call:106"), direction: "outbound" as const, startedAt: NOW };
const request = { ...record("call:101"), answered: false, startedAt: NOW - 50 * MINUTE_MS };
const CONFLICT = `update phone_index set claimed_by = 'call:1' where phone_key = '${OTHER_PHONE}'`;

const activities = tested(activityStore, {
  open: [(store, { id }) => store.open(id, "call:100"), (store, { id }) => store.open(id, "call:101")],
  save: [
    (store, own) =>
      store.save(own.id, record("call:102"), new Map(), NOW, {
        lease: "the lease",
        completed: [completed("note:ended")],
        marks: [
          {
            connectionId: own.id,
            kind: "message_file",
            ref: PHONE,
            part: "m1",
          },
        ],
        events: [
          {
            type: "call.ticketed",
            key: "event-1",
            about: {
              kind: "call",
              ref: "102",
            },
            data: {},
            at: NOW,
          },
        ],
      }),
    ...[1, 2].map(
      (many) => (store: ReturnType<typeof activityStore>, own: Shop, named: Shop) =>
        store.save(
          own.id,
          record("call:100"),
          new Map(deliveryIds(named, many).map((id) => [id, { code: "not_verified_yet" }])),
          NOW,
        ),
    ),
  ],
  saveFacts: (store, { id }) => store.saveFacts(id, record("call:101"), NOW),
  claim: [
    (store, { id }) => store.claim(id, record("call:100"), NOW),
    (store, { id }) => store.claim(id, record("call:999"), NOW),
  ],
  wakeAll: (store, { id }) => store.wakeAll(id, NOW - DAY_MS),
  joinCallbacks: [
    (store, { id }) => store.joinCallbacks(id, outbound, NOW),
    (store, { id }) => store.joinCallbacks(id, request, NOW),
    {
      before: `update activity set callback_done_by = '102' where ref = '101'`,
      run: (store, { id }) => store.joinCallbacks(id, { ...outbound, activityId: "call:102" }, NOW),
    },
    {
      before: `update activity set line_id = null where ref in ('101', '102')`,
      run: (store, { id }) => store.joinCallbacks(id, request, NOW),
    },
  ],
  lastSeen: (store, { id }) => store.lastSeen(id, [CUSTOMER]),
  callsOf: (store, { id }) => store.callsOf(id, PHONE, "call:100"),
  lastTicket: (store, { id }) => store.lastTicket(id, PHONE),
});

function deliveryIds(named: Shop, many: number): number[] {
  return Array.from({ length: many }, (_, n) => namesOf(named).deliveryId + n);
}

const conversations = tested(conversationSnapshots, {
  open: (store, { id }) => store.open(id, TEXT),
  writes: (store, { id }) => store.writes(id, TEXT, ["message:m1"]),
});

const writes = tested(writeStore, {
  intend: (store, { id }) =>
    store.intend(id, "call:100", { generation: 1, key: "note:ended", intent: {} as never }, NOW, [completed("tags:1")]),
  complete: (store, { id }) => store.complete(id, "call:100", [completed("note:ended")]),
  withdraw: (store, { id }) => store.withdraw(id, "call:100", { generation: 1, key: "note:ended" }),
  forgetRefused: [
    (store, { id }) => store.forgetRefused(id, "call:101"),
    (store, { id }) => store.forgetRefused(id, "call:100", { by: "Ada", now: NOW }),
    (store, { id }) => store.forgetRefused(id, "call:101", { by: "Ada", now: NOW }),
  ],
});

const index = tested(phoneIndex, {
  known: (store, { id }) => store.known(id, PHONE),
  claim: [
    (store, { id }) => store.claim(id, PHONE, "call:9", NOW),
    (store, { id }) => store.claim(id, OTHER_PHONE, "call:9", NOW),
    { before: CONFLICT, run: (store, { id }) => store.claim(id, OTHER_PHONE, "call:9", NOW + DAY_MS / 2) },
  ],
  rememberMiss: (store, { id }) => store.rememberMiss(id, OTHER_PHONE, NOW),
  remember: (store, { id }) => store.remember(id, PHONE, { customer, others: [1] }, NOW),
  refresh: (store, { id }) => store.refresh(id, customer, { phoneKey: PHONE, at: NOW }),
  doubt: [(store, { id }) => store.doubt(id, "all"), (store, { id }) => store.doubt(id, [{ id: CUSTOMER, at: NOW }])],
  forget: (store, { id }) => store.forget(id, PHONE, CUSTOMER),
});

const threads = tested(threadIndex, {
  known: (store, { id }) => store.known(id, CUSTOMER),
  claim: (store, { id }) => store.claim(id, OTHER_CUSTOMER, "text:9", NOW + DAY_MS / 2),
  remember: (store, { id }) => store.remember(id, CUSTOMER, TICKET),
  leave: (store, own) => store.leave(own.id, CUSTOMER, MESSAGE_TICKET + own.plus, "text:9", NOW),
});

const memory = tested(ticketMemory, {
  known: (store, { id }) => store.known(id, CUSTOMER, NOW - DAY_MS),
  doubt: [
    (store, { id }) => store.doubt(id, [TICKET]),
    (store, { id }) => store.doubt(id, [TICKET, NEIGHBOURS_TICKET]),
  ],
  remember: (store, { id }) => store.remember(id, CUSTOMER, [ticket(1, "new")], NOW),
});

const cache = tested(helpDeskCache, {
  users: (store, { id }) => store.users(id),
  rememberUsers: (store, { id }) => store.rememberUsers(id, [userOf(32, "Grace")], NOW),
  forgetUsers: (store, { id }) => store.forgetUsers(id),
  tags: (store, { id }) => store.tags(id, ["Refund"]),
  rememberTag: (store, { id }) => store.rememberTag(id, { name: "Refund", id: 99 }),
  tagsComplete: (store, { id }) => store.tagsComplete(id, NOW - DAY_MS),
  rememberTagList: (store, { id }) =>
    store.rememberTagList(id, { tags: [{ name: "Refund", id: 99 }], complete: true }, NOW),
  forgetTags: (store, { id }) => store.forgetTags(id, ["Refund"]),
  rejectedTags: (store, { id }) => store.rejectedTags(id, ["Odd"], NOW - DAY_MS),
  rejectTag: (store, { id }) => store.rejectTag(id, { name: "Odd", status: 403, detail: null }, NOW),
});

const delivery = (own: Shop, more: object = {}) => ({
  connectionId: own.id,
  activityId: "call:107",
  event: "call.created",
  receivedAt: NOW,
  body: `{"number": "${PHONE}"}`,
  ...more,
});

const inbox = tested((database) => openInbox(database, { priorityOf: () => 0, notifyMarked: NOTIFY }), {
  put: [
    (store, own) => store.put(delivery(own, { rings: true, removed: true })),
    (store, own, named) => store.put(delivery(own, { tokenHash: tokenHashOf(named) })),
    (store, own) => store.put(delivery(own, { activityIdsBefore: ["call:100"] })),
    (store, own) => store.put(delivery(own, { activityIdsBefore: ["text:only-of-neighbours"] })),
    (store, own) => store.put(delivery(own, { activityIdsBefore: ["text:written-to-neighbours"] })),
  ],
  isFailing: "reads no row",
});

/** Only the work of the own connection is due. */
const OTHERS_DONE = `update work_items set lease = null, leased_until = null, deferred_since = case when connection_id = '${OWN.id}' then deferred_since end,
  due_at = case when connection_id = '${OWN.id}' then due_at end, attempts = case when connection_id = '${OWN.id}' then attempts else 0 end`;
const WAITING = `update work_items set lease = null, leased_until = null`;
const scheduler = tested(
  (database) => openScheduler(database, { backend: "postgres" }, () => NOW, createLogger("silent")),
  {
    markDue: (store, own) => store.markDue(leasedWorks(own)),
    endTransfer: (store, own) => {
      const [record, transfer] = leasedWorks(own);
      return store.endTransfer(transfer, { ...record, kind: "call" }, [completed("note:ended")]);
    },
    resume: [
      {
        run: async (store, own) => {
          const rooms: string[] = [];
          await store.resume((connectionId) => (rooms.push(connectionId), connectionId === own.id ? 1 : 0));
          return rooms;
        },
        partOf: (rooms: string[], { id }) => rooms.filter((each) => each === id),
      },
      { before: OTHERS_DONE, run: (store) => store.resume(() => 1) },
      {
        before: `update work_items set deferred_since = case ref when '203' then deferred_since - interval '1 hour' end where connection_id <> '${OWN.id}'`,
        run: (store, own) => store.resume((connectionId) => (connectionId === own.id ? 1 : 0)),
      },
    ],
    step: [
      { before: OTHERS_DONE, run: (store) => store.step(async () => undefined) },
      {
        before: WAITING,
        run: async (store) => {
          const names: string[] = [];
          await store.step(
            async ({ connectionId, kind, ref, attempts }) =>
              void names.push(`${connectionId} ${kind} ${ref} ${attempts}`),
          );
          return names;
        },
        partOf: (names: string[], { id }) => names.filter((name) => name.startsWith(id)),
      },
    ],
    priorityOf: "reads no row",
    notifyMarked: "a part of other statements",
    work: "runs what `step` runs",
    rest: "reads no row",
    upkeep: "repairs the work of all connections: scheduler-contract.ts",
    freeLeases: "frees the leases of all connections: scheduler-contract.ts",
  },
);

const work = tested((database) => workStore(database, () => NOW), {
  lease: [
    { before: OTHERS_DONE, run: (store) => store.lease([LEAST_URGENT_ASK]) },
    {
      before: WAITING,
      run: (store) => store.lease([LEAST_URGENT_ASK]),
      partOf: (leased: { work: { connectionId: string } }[], { id }) =>
        leased.filter(({ work: { connectionId } }) => connectionId === id),
    },
  ],
  extend: (store, own) => store.extend(leasedWorks(own)),
  complete: [
    (store, own) => store.complete({ work: leasedWorks(own)[0], nextAt: NOW + 1, attempts: 1 }),
    (store, own) => store.complete({ work: leasedWorks(own)[0], nextAt: NOW - 1, attempts: 0 }),
  ],
  giveBack: (store, own) => store.giveBack(leasedWorks(own)),
});

const RATE = { limit: 40, windowMs: 20_000, learnsDrain: true };
const rateLimits = tested((database) => rateLimitStore(database, { gorgias: RATE, aircall: RATE }, () => undefined), {
  take: (store, { id }) => store.take(id, "gorgias", { priority: "card", waitedMs: 0 }, NOW + MINUTE_MS * 2),
  learn: (store, { id }) => store.learn(id, "gorgias", { blockedForMs: 1_000, at: NOW } as never),
  capacity: {
    run: async (store, own) => {
      await store.take(own.id, "gorgias", { priority: "card", waitedMs: 0 }, NOW + MINUTE_MS * 2);
      return store.capacity(own.id, "card", NOW + MINUTE_MS * 2);
    },
  },
  refusedSince: (store, { id }) => store.refusedSince(id),
});

export const RUN_STORES: Record<string, TestedStore> = {
  activityStore: activities,
  conversationSnapshots: conversations,
  writeStore: writes,
  phoneIndex: index,
  threadIndex: threads,
  ticketMemory: memory,
  helpDeskCache: cache,
  openInbox: inbox,
  openScheduler: scheduler,
  workStore: work,
  rateLimitStore: rateLimits,
};
