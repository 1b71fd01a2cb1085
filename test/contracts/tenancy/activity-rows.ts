/** Calls, a conversation and a card of one connection, with their deliveries, writes and work items. */
import type { ActivityRecord } from "../../../src/domain/ports/stores.ts";
import type { Rows } from "./rows.ts";
import {
  CUSTOMER,
  DAY_MS,
  MESSAGE_TICKET,
  MINUTE_MS,
  namesOf,
  NEIGHBOURS_TICKET,
  NOW,
  OTHER_CUSTOMER,
  OTHER_PHONE,
  PHONE,
  TICKET,
  type Shop,
} from "./shops.ts";

export interface ActivityRows {
  records: Partial<ActivityRecord>[];
  /** Refs of erased calls. */
  erased: string[];
  rows: Rows;
}

export function activityRows(own: Shop): ActivityRows {
  const rows = { ...deliveriesOf(own), ...writesOf(own), ...workOf(own) };
  const records = recordsOf(own);
  if (own.plus === 0) return { records, erased: ["105"], rows };
  return {
    records: [...records, ...records.map((record) => renamedRecord(record, own))],
    erased: ["105"],
    rows: Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, [...list, ...list.map(renamedRow)]])),
  };
}

/** A neighbour has the same once more by other refs, a minute earlier or later. */
function renamedRecord({ activityId = "", startedAt = null, ...record }: Partial<ActivityRecord>, { shiftMs }: Shop) {
  const [kind, ref = ""] = activityId.split(":");
  return { ...record, activityId: `${kind}:${renamed(ref)}`, startedAt: startedAt && startedAt + 60 * shiftMs };
}

function renamedRow(row: Record<string, unknown>): Record<string, unknown> {
  const { id, digest } = row;
  return {
    ...row,
    ref: typeof row.ref === "string" ? renamed(row.ref) : row.ref,
    ...(typeof id === "number"
      ? {
          id: id + 50,
          digest: `${digest}-renamed`,
        }
      : {}),
  };
}

/** Calls and groups have other numbers. A customer's number stays, with a mark behind it. */
const renamed = (ref: string): string =>
  ref.startsWith("+") ? `${ref}-2` : ref.replace(/\d+$/, (n) => String(Number(n) + 100));

function recordsOf({ label, shiftMs, plus }: Shop): Partial<ActivityRecord>[] {
  const at = (minutes: number) => NOW + shiftMs - minutes * MINUTE_MS;
  const customer = { customerName: `Ada ${label}`, customerId: CUSTOMER, caller: PHONE };
  const match = {
    customer: {
      id: CUSTOMER,
      name: `Ada ${label}`,
      email: `ada@${label}.example`,
    },
    how: "phone channel" as const,
    others: [],
    created: true,
  };
  const call = { ...customer, match, agent: { id: "456", name: `Cleo ${label}` }, endedAt: at(39), answeredAt: at(40) };
  const messages = [
    { at: at(31), direction: "inbound", line: "Support FR", agent: null },
    { at: at(30), direction: "outbound", line: "Support FR", agent: `Cleo ${label}` },
  ];
  const ticketPlan = { subject: `Call of ${label}`, assigneeId: 31, notes: [] };
  const onlyOfNeighbours = (): Partial<ActivityRecord>[] => [
    {
      ...none,
      activityId: "text:only-of-neighbours",
      startedAt: at(20),
      callbackDoneBy: "call:100",
      customerId: OTHER_CUSTOMER,
      customerName: `Number ${PHONE}`,
      ticketId: NEIGHBOURS_TICKET,
      agent: {
        id: "111",
        name: label,
      },
    },
    { ...none, activityId: "card:101", state: "done", startedAt: at(50) },
    {
      ...call,
      activityId: `text:${OTHER_PHONE}`,
      agent: { id: "500", name: label },
      state: "done",
      startedAt: at(30),
      caller: OTHER_PHONE,
      plan: { texts: messages },
    },
  ];
  const none = { ticketId: null, agent: null, outcome: null };
  return [
    { ...call, activityId: "call:100", state: "done", startedAt: at(60), ticketId: TICKET, plan: ticketPlan },
    {
      ...call,
      activityId: "call:101",
      state: "failed",
      startedAt: at(50),
      answered: false,
      outcome: "missed",
      ticketId: null,
      callbackRequested: true,
      endedAt: at(49),
    },
    { ...call, activityId: "call:102", state: "done", startedAt: at(40), direction: "outbound", ticketId: null },
    {
      ...call,
      activityId: "call:103",
      state: "pending",
      startedAt: at(45),
      lineId: "8",
      lineName: "Sales",
      deferredSince: at(44),
      deferredPriority: plus ? "message" : "ended call",
      ticketId: null,
    },
    {
      ...call,
      activityId: "call:104",
      state: plus ? "pending" : "done",
      startedAt: at(60 * 24 * 40),
      ticketId: null,
      agent: { id: "789", name: plus ? label : null },
    },
    { ...none, activityId: "call:105", state: "ignored", startedAt: at(70), caller: null, trimmed: true },
    {
      ...none,
      activityId: "call:106",
      state: "pending",
      startedAt: at(5),
      caller: PHONE,
      answered: true,
      direction: "outbound",
    },
    { ...none, activityId: "card:100", state: "done", startedAt: at(60), caller: PHONE },
    {
      ...call,
      activityId: `text:${PHONE}`,
      state: "done",
      startedAt: at(30),
      ticketId: MESSAGE_TICKET,
      outcome: null,
      plan: {
        texts: messages,
        ...ticketPlan,
      },
    },
    { ...call, activityId: "text:group-1", state: "done", startedAt: at(33), caller: null, plan: { texts: messages } },
    { ...call, activityId: "call:108", state: plus ? "failed" : "done", startedAt: at(60 * 24 * 41), ticketId: null },
    { ...call, activityId: "call:109", state: "failed", startedAt: at(80), ticketId: null },
    {
      ...call,
      activityId: "call:110",
      state: "done",
      startedAt: at(35),
      caller: OTHER_PHONE,
      answered: false,
      outcome: "missed",
    },
    ...(plus ? onlyOfNeighbours() : []),
  ];
}

/** A number of which nothing else is stored. */
const ELSE = "+442079460000";

function deliveriesOf(own: Shop): Rows {
  const { firstId, label, shiftMs } = own;
  const at = (minutes: number) => new Date(NOW + shiftMs - minutes * MINUTE_MS).toISOString();
  const one = (
    offset: number,
    [name, event]: [string | null, string],
    minutes: number,
    outcome: string | null,
    to = PHONE,
  ) => {
    const [kind, ref] = name?.split(" ") ?? [null, null];
    const body = `{"number": "${to}", "of": "${label}", "n": ${offset}}`;
    return {
      id: firstId + offset,
      kind,
      ref,
      event,
      received_at: at(minutes),
      digest: `digest-${offset}`,
      body,
      outcome,
    };
  };
  return {
    deliveries: [
      one(0, ["call 100", "call.created"], 60, "read"),
      one(1, ["call 100", "call.ended"], 58, "read"),
      one(2, ["call 101", "call.ended"], 49, "not_written_yet"),
      one(3, ["call 104", "call.ended"], (40 * DAY_MS) / MINUTE_MS, "read"),
      one(4, ["call 105", "call.ended"], 69, "read"),
      one(5, [`conversation ${PHONE}`, "message.sent"], 30, null),
      one(6, ["conversation group-1", "message.sent"], 33, "read"),
      one(7, [null, "contact.created"], 20, "ignored"),
      one(8, ["call 103", "call.ended"], 44, "read"),
      one(10, ["call 104", "call.hungup"], 60 * 24 * 10, "read"),
      one(11, ["call 108", "call.ended"], 60 * 24 * 41, "not_written_yet"),
      one(12, ["conversation group-3", "message.sent"], 32, "read", own.plus ? PHONE : ELSE),
      ...(own.plus
        ? [
            one(13, ["call 100", "call.hungup"], 60 * 24 * 42, "read"),
            one(9, ["conversation written-to-neighbours", "message.sent"], 9, null),
          ]
        : []),
    ],
  };
}

function writesOf({ label, plus, shiftMs }: Shop): Rows {
  const at = (minutes: number) => new Date(NOW + shiftMs - minutes * MINUTE_MS).toISOString();
  const write = (name: string, key: string, state: string, minutes: number, more: object = {}) => {
    const [kind, ref] = name.split(" ");
    const times = { intended_at: at(minutes), completed_at: state === "intended" ? null : at(minutes - 0.1) };
    return {
      kind,
      ref,
      generation: 1,
      key,
      state,
      requests: 2 + plus,
      intent: { of: label, to: PHONE },
      ...times,
      ...more,
    };
  };
  const opened = (ticketId: number) => ({ ticketId, of: label });
  const text = `conversation ${PHONE}`;
  return {
    writes: [
      write("call 100", "ticket", "done", 57, { outcome: opened(TICKET), completed_at: at(20) }),
      write("call 100", `customer:${PHONE}`, "done", 58, { outcome: { customer: { id: CUSTOMER }, of: label } }),
      write("call 100", "learn:users", "done", 59, { outcome: { of: label } }),
      write("call 100", "note:ended", "intended", 56),
      write("call 100", "tags:1", "done", 55, { outcome: { leftOut: [label], rejected: { kind: "tag" } } }),
      write("call 101", "ticket", "refused", 48, { outcome: { kind: "refused", status: 400 } }),
      write("call 101", `customer:${PHONE}`, "done", 49, { outcome: { customer: { id: CUSTOMER } } }),
      write("call 102", "ticket", "done", 38, { outcome: opened(TICKET + 1) }),
      write("card 100", "card", "done", 60, { outcome: { of: label } }),
      write(text, "ticket", "done", 30, {
        outcome: opened(MESSAGE_TICKET),
        completed_at: at(19),
        intent: {
          entries: ["message:m1"],
          to: PHONE,
        },
      }),
      write(text, "message:m1", "done", 29, { outcome: { of: label } }),
      write(text, "message:m2", "intended", 28),
      write("conversation group-4", "message:m9", "done", 33, { intent: { to: plus ? PHONE : ELSE } }),
      write("conversation group-1", `customer:${PHONE}`, "done", 33, { outcome: { customer: { id: CUSTOMER } } }),
    ],
  };
}

function workOf(own: Shop): Rows {
  const { plus, shiftMs } = own;
  const at = (minutes: number) => new Date(NOW + shiftMs - minutes * MINUTE_MS).toISOString();
  const work = (name: string, due: string | null, more: object = {}) => {
    const [kind, ref, part = ""] = name.split(" ");
    return {
      kind,
      ref,
      part,
      due_at: due,
      scheduled_at: at(50),
      priority: 2 + plus,
      input: { heardAt: plus },
      ...more,
    };
  };
  const leased = { lease: "the lease", leased_until: new Date(Date.now() + 30_000).toISOString() };
  return {
    work_items: [
      work("call 100", null),
      work("call 101", at(40), { attempts: 2 }),
      work("call 103", at(44), { deferred_since: at(44) }),
      work("call 102", at(41), leased),
      work("recording 102 recording", at(42), leased),
      work("call 104", plus ? at(10) : null),
      work("call 109", plus ? at(10) : null),
      work(`conversation ${PHONE}`, at(29), leased),
      work(`message_file ${PHONE} m1`, at(28)),
      work("card 100", at(60)),
      work(`webhook msg_1 ${namesOf(own).endpointId}`, at(20), leased),
    ],
  };
}
