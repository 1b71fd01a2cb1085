/**
 * Folds the events of a conversation into its messages. Pure. Order and repetition do not change the result (C15, M8).
 */
import type { MessageEvent, MessageSnapshot, TextMessage } from "./text-message.ts";

/** An event, and when its delivery arrived, epoch ms. */
export interface ReceivedEvent {
  event: MessageEvent;
  heardAt: number;
}

/** Aircall documents no status words for a failure (Aircall contract 14.7). These are the usual ones of carriers. */
const FAILED = new Set(["failed", "undelivered", "rejected", "expired", "error"]);

/** Clocks differ by up to this. A later sending time is wrong, so the envelope's time counts instead. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** The messages in the order in which they were sent. */
export function foldMessages(received: readonly ReceivedEvent[]): TextMessage[] {
  const byMessage = Map.groupBy(received, ({ event }) => event.snapshot.messageId);
  return [...byMessage.values()].map(foldMessage).sort((a, b) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1));
}

function foldMessage(received: readonly ReceivedEvent[]): TextMessage {
  const ordered = received
    .map(({ event }) => ({ event, tie: JSON.stringify(event) }))
    .sort((a, b) => a.event.at - b.event.at || (a.tie < b.tie ? -1 : 1));
  const snapshots = ordered.map(({ event }) => event.snapshot);
  const newest = <T>(pick: (snapshot: MessageSnapshot) => T | null): T | null =>
    snapshots.reduce<T | null>((known, snapshot) => pick(snapshot) ?? known, null);
  const heardAt = Math.min(...received.map((each) => each.heardAt));
  const latest = heardAt + CLOCK_SKEW_MS;
  const told = ordered.map(({ event: { at, snapshot } }) =>
    snapshot.sentAt !== null && snapshot.sentAt <= latest ? snapshot.sentAt : at * 1000,
  );
  const sentAt = Math.min(...told);
  const [first] = snapshots;
  if (!first) throw new Error("a message without events");
  return {
    id: first.messageId,
    direction: first.direction,
    body: newest((s) => s.body || null) ?? "",
    channel: newest((s) => s.channel),
    sentAt: sentAt > latest ? heardAt : sentAt,
    customerDigits: newest((s) => s.customerDigits),
    line: newest((s) => s.line),
    user: newest((s) => s.user),
    contact: newest((s) => s.contact),
    files:
      newest((s) => (s.files.some(({ url }) => url !== null) ? s.files : null)) ??
      newest((s) => (s.files.length > 0 ? s.files : null)) ??
      [],
    group: newest((s) => s.group),
    undelivered: undeliveredIn(ordered.map(({ event }) => event)),
  };
}

/** The first event that reports the failure. Later events do not revoke it. */
function undeliveredIn(events: readonly MessageEvent[]): TextMessage["undelivered"] {
  const failed = events.find(
    ({ snapshot }) => snapshot.direction === "outbound" && FAILED.has(snapshot.status?.toLowerCase() ?? ""),
  );
  return failed ? { status: failed.snapshot.status ?? "", at: failed.at * 1000 } : null;
}
