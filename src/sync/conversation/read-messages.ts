/** Reads the unprocessed part of a conversation: its messages, and how far each is written. */
import { writeKeysOf } from "../../domain/conversation/entries.ts";
import { foldMessages, type ReceivedEvent } from "../../domain/conversation/fold-messages.ts";
import { isInternalMessage, withoutOwnLines } from "../../domain/conversation/internal-message.ts";
import type { MessageEvent, TextMessage } from "../../domain/conversation/text-message.ts";
import type { DeliveryReader } from "../../domain/ports/phone-system.ts";
import type { ConversationSnapshots, Snapshot, StoredDelivery } from "../../domain/ports/stores.ts";
import type { NotUnderstood } from "../../domain/reasons/delivery-outcome.ts";

export interface ReadDeps {
  conversations: ConversationSnapshots;
  reader: DeliveryReader;
}

export interface ReadConversation {
  /** Its writes are those of the conversation and those of the current messages. */
  snapshot: Snapshot;
  messages: TextMessage[];
  /**
   * Messages of selected lines (S1), without messages between the company's own lines where a setting leaves them out.
   */
  followed: TextMessage[];
  /** Ids of the messages left out by that setting (C19). */
  internal: ReadonlySet<string>;
  /** By delivery id: the message in the delivery, or why it contains none. */
  byDelivery: Map<number, { messageId: string; event: MessageEvent } | { problem: NotUnderstood }>;
  notUnderstood: NotUnderstood | null;
}

export async function readConversation(
  deps: ReadDeps,
  connectionId: string,
  activityId: string,
): Promise<ReadConversation | null> {
  const snapshot = await deps.conversations.open(connectionId, activityId);
  if (!snapshot) return null;
  const { received, ...read } = readMessages(deps.reader, snapshot.deliveries);
  const messages = foldMessages(received).map((message) => withoutOwnLines(message, snapshot.ownLines));
  snapshot.writes.push(...(await namedWrites(deps, snapshot, activityId, messages)));
  const internal = internalOf(snapshot, messages);
  const followed = messages.filter(
    ({ id, line }) => line !== null && snapshot.selectedLines.has(line.id) && !internal.has(id),
  );
  return { snapshot, messages, followed, internal, ...read };
}

type ReadDeliveries = Pick<ReadConversation, "byDelivery" | "notUnderstood"> & { received: ReceivedEvent[] };

function readMessages(reader: DeliveryReader, deliveries: readonly StoredDelivery[]): ReadDeliveries {
  const all: ReadDeliveries = { received: [], byDelivery: new Map(), notUnderstood: null };
  for (const { id, body, receivedAt } of deliveries) {
    const read = reader.readMessage(body);
    if (read.ok) {
      all.received.push({ event: read.value, heardAt: receivedAt });
      all.byDelivery.set(id, { messageId: read.value.snapshot.messageId, event: read.value });
    } else {
      all.byDelivery.set(id, { problem: read.problem });
      all.notUnderstood = read.problem;
    }
  }
  return all;
}

/** A conversation has many writes of single messages. Only those of the current messages are read, none twice. */
async function namedWrites(
  { conversations }: ReadDeps,
  { connection, writes }: Snapshot,
  activityId: string,
  messages: readonly TextMessage[],
) {
  if (messages.length === 0) return [];
  const named = await conversations.writes(connection.id, activityId, writeKeysOf(messages, writes));
  return named.filter(
    ({ generation, key }) => !writes.some((known) => known.generation === generation && known.key === key),
  );
}

/** The messages between own lines that a setting leaves out (C19). */
function internalOf(
  { connection, ownLines, selectedLines }: Snapshot,
  messages: readonly TextMessage[],
): ReadonlySet<string> {
  if (connection.settings.internalCalls !== "skip") return new Set();
  const followed = messages.filter(({ line }) => line !== null && selectedLines.has(line.id));
  return new Set(followed.flatMap((message) => (isInternalMessage(message, ownLines) ? message.id : [])));
}
