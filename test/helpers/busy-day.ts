/** A busy day of a shop, the same in every run: calls of all kinds and messages on several lines, as timed actions. */
import type { AircallSimulator } from "../../sandbox/aircall/start.ts";
import type { SeenTicket } from "./shop.ts";

type Phone = AircallSimulator["phone"];

export interface DayShop {
  phone: Phone;
  company: number;
  lines: readonly number[];
  users: readonly number[];
  random: () => number;
  /** The number of the next customer. Left out: one of a few. */
  customer?(): string;
}

/** An action, in seconds after the start of the day. */
export interface Action {
  at: number;
  act(): Promise<unknown>;
}

export interface DayOptions {
  seconds: number;
  calls: number;
  texts: number;
  /** When the next call or message begins, in seconds after the start. Left out: any time. */
  begins?(): number;
}

const CALLERS = Array.from({ length: 24 }, (_, n) => `+3361234${5600 + n}`);

/** Ordered by time. */
export function planDay(shop: DayShop, { seconds, calls, texts, begins }: DayOptions): Action[] {
  const actions: Action[] = [];
  const { random } = shop;
  for (let n = 0; n < calls; n += 1) actions.push(...planCall(shop, begins?.() ?? random() * (seconds - 600)));
  for (let n = 0; n < texts; n += 1) actions.push(planText(shop, begins?.() ?? random() * seconds, `text ${n}`));
  // Whole milliseconds, like a clock.
  return actions
    .map((action) => ({ ...action, at: Math.round(action.at * 1_000) / 1_000 }))
    .sort((a, b) => a.at - b.at);
}

function one<T>(random: () => number, of: readonly T[]): T {
  const chosen = of[Math.floor(random() * of.length)];
  if (chosen === undefined) throw new Error("nothing to choose from");
  return chosen;
}

function customerOf({ random, customer }: DayShop): string {
  return customer?.() ?? one(random, CALLERS);
}

function planText(shop: DayShop, at: number, body: string): Action {
  const { phone, company, lines, users, random } = shop;
  const [line, caller, user] = [one(random, lines), customerOf(shop), one(random, users)];
  if (random() < 0.6) return { at, act: () => phone.messages.receive({ company, line, from: caller, body }) };
  return { at, act: () => phone.messages.send({ company, line, to: caller, user, body }) };
}

const ENDS = ["answered", "answered", "answered", "transferred", "missed", "missed", "voicemail", "callback"] as const;

function planCall(shop: DayShop, began: number): Action[] {
  const { phone, company, lines, users, random } = shop;
  const actions: Action[] = [];
  let [call, at] = [0, began];
  const then = (pause: number, act: () => Promise<unknown>) => void actions.push({ at: (at += pause), act });
  const [line, user, end] = [one(random, lines), one(random, users), one(random, ENDS)];
  const outbound = random() < 0.2;
  const from = random() < 0.06 ? "anonymous" : customerOf(shop);
  const direction = outbound ? "outbound" : "inbound";
  const who = outbound ? { user } : {};
  then(0, async () => void (call = (await phone.place({ company, line, direction, from, ...who })).call.id));
  if (!outbound) then(3, () => phone.calls.ring(call, { user }));
  if (end === "answered" || end === "transferred") {
    then(9, () => phone.calls.answer(call, { user }));
    if (random() < 0.3) then(20, () => phone.calls.tag(call, { tags: ["Refund"], user }));
    if (end === "transferred") then(20, () => phone.calls.transfer(call, { to: one(random, users) }));
    then(30 + random() * 400, () => phone.calls.hangup(call));
    if (random() < 0.3) then(10, () => phone.calls.comment(call, { content: "calls back on Monday", user }));
  } else if (outbound || end === "missed") then(17, () => phone.calls.hangup(call));
  else if (end === "voicemail") then(17, () => phone.calls.voicemail(call, {}));
  else then(17, () => phone.calls.callbackRequest(call, {}));
  then(30, () => phone.calls.end(call));
  if (random() < 0.15) then(200, () => phone.calls.tag(call, { tags: ["Delivery"], user }));
  return actions;
}

/** The expected ticket of each call, from the simulator's own state, for comparison with `shownCalls`. */
export function expectedCalls({ phone, company }: DayShop) {
  const lines = phone.state.companies.find(({ id }) => id === company)?.lines ?? [];
  const tagNames = phone.state.companies.find(({ id }) => id === company)?.tags ?? [];
  const calls = phone.state.calls.all().filter(({ companyId }) => companyId === company);
  return calls.map((call) => {
    const answered = call.answeredAt !== null;
    const ended = { key: answered ? "ended" : "unanswered", at: call.endedAt ?? 0 };
    // An agent's note has the file, if there is one.
    const files = (["recording", "voicemail"] as const).filter(
      (kind) => call.files[kind] && call.comments.length === 0,
    );
    const chosen = call.tags.map(({ tagId }) => tagNames.find(({ id }) => id === tagId)?.name ?? "");
    return {
      externalId: `aircall-call-${call.id}`,
      tickets: 1,
      status: "open",
      at: call.startedAt,
      tags: [
        "Aircall",
        call.direction === "inbound" ? "Inbound call" : "Outbound call",
        lines.find(({ id }) => id === call.lineId)?.name ?? "",
        ...chosen.filter((name) => name === "Refund" || name === "Delivery"),
        ...(answered || call.direction === "outbound" ? [] : ["Missed call"]),
        ...(call.files.voicemail ? ["Voicemail"] : []),
        ...(call.callbackMode ? ["Callback request"] : []),
      ].sort(),
      notes: [
        ...(answered ? [`answered ${call.answeredAt}`] : []),
        `${ended.key} ${ended.at}`,
        ...call.comments.map(({ id, postedAt }) => `comment:${id} ${postedAt}`),
        ...files.map((kind) => `${kind} ${ended.at}`),
      ].sort(),
    };
  });
}

const seconds = (iso: string | null) => Math.floor(Date.parse(iso ?? "") / 1_000);

/** The same from the real tickets. `createdAt` is the ticket's start in Unix seconds. */
export function shownCalls(
  wanted: readonly { externalId: string }[],
  tickets: readonly SeenTicket[],
  createdAt: (ticketId: number) => number,
) {
  const byExternalId = Map.groupBy(tickets, ({ externalId }) => externalId);
  return wanted.map(({ externalId }) => {
    const found = byExternalId.get(externalId) ?? [];
    const [ticket] = found;
    return {
      externalId,
      tickets: found.length,
      status: ticket?.status,
      at: ticket && createdAt(ticket.id),
      // Other calls decide whether a callback was done.
      tags: ticket?.tags.filter((name) => name !== "Callback done"),
      notes: ticket?.notes
        // A customer is new or known depending on the order.
        .filter(({ key }) => key !== "customer-not-found")
        .map(({ key, createdAt }) => `${key} ${seconds(createdAt)}`)
        .sort(),
    };
  });
}

/** The data of a message that both sides know. */
export interface DayText {
  body: string;
  caller: string;
  sentAt: number;
}

/** The messages with at least one delivery, in the order of sending. */
export function deliveredTexts({ phone, company }: DayShop): DayText[] {
  const delivered = new Set(
    phone.deliveries.log.flatMap(({ messageId, state }) => (messageId && state === "delivered" ? [messageId] : [])),
  );
  return phone.state.messages
    .all()
    .filter(({ id, companyId }) => companyId === company && delivered.has(id))
    .map(({ body, digits, sentAtMs }) => ({ body, caller: `+${digits.replace(/\D/g, "")}`, sentAt: sentAtMs }))
    .sort((a, b) => a.sentAt - b.sentAt);
}
