/** What of a conversation is still to be written into its ticket, in order. Pure. */
import type { Write } from "../ticket/write.ts";
import { threadTicketIntentSchema } from "../ticket/write.ts";
import type { TextMessage } from "./text-message.ts";
import { timesLost } from "./verification.ts";

/** One thing to write: a message, or the note that a message was not delivered. `at` is epoch ms. */
export type Entry =
  | { kind: "text"; key: string; at: number; message: TextMessage }
  | { kind: "undelivered"; key: string; at: number; message: TextMessage };

export function textKey(messageId: string): string {
  return `message:${messageId}`;
}

/** Whether a write of this key belongs to a message, or to the note that one was not delivered. */
export function isEntryKey(key: string): boolean {
  return /^(?:message|undelivered):/.test(key);
}

/** The entries under their current keys. An entry that landed where no agent sees it is written again. */
export function entriesNow(entries: readonly Entry[], writes: readonly Write[]): Entry[] {
  return entries.map((entry) => ({ ...entry, key: keyNow(entry.key, writes) }));
}

export function keyNow(key: string, writes: readonly Write[]): string {
  const lost = timesLost(key, writes);
  return lost === 0 ? key : `${key}${AGAIN}${lost}`;
}

const AGAIN = ":again";

/** A file's write belongs to its message, whatever ticket the message goes to. */
export function uploadKeyOf(messageId: string, index: number): string {
  return `upload:${messageId}:${index}`;
}

/** All entries of these messages, in order. */
export function entriesOf(messages: readonly TextMessage[]): Entry[] {
  const entries = messages.flatMap((message): Entry[] => [
    { kind: "text", key: textKey(message.id), at: message.sentAt, message },
    ...(message.undelivered ? [undeliveredEntry(message, message.undelivered.at)] : []),
  ]);
  return entries.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** The note always follows its message, whatever the clocks say. A ticket orders its messages by time alone. */
function undeliveredEntry(message: TextMessage, at: number): Entry {
  return { kind: "undelivered", key: `undelivered:${message.id}`, at: Math.max(at, message.sentAt + 1), message };
}

/** Keys of the writes that show whether these messages are written. `writes` shows which were written again. */
export function writeKeysOf(messages: readonly TextMessage[], writes: readonly Write[] = []): string[] {
  return messages.flatMap((message) => [
    ...entriesOf([message]).flatMap(({ key }) => [...new Set([key, keyNow(key, writes)])]),
    ...message.files.map((_, i) => uploadKeyOf(message.id, i)),
  ]);
}

/** The final state of an entry, or null. A ticket that was opened with the entry counts as its write. */
export function completedAs(entry: Entry, writes: readonly Write[]): "done" | "refused" | null {
  const own = writes.find((write) => write.key === entry.key && write.state !== "intended");
  if (own && own.state !== "intended") return own.state;
  return opened(writes).some((keys) => keys.includes(entry.key)) ? "done" : null;
}

/** The entries that each ticket of the conversation was opened with. */
function opened(writes: readonly Write[]): string[][] {
  return writes.flatMap((write) =>
    write.key === "ticket" && write.state === "done" ? [threadTicketIntentSchema.parse(write.intent).entries] : [],
  );
}

/** External ids of our message tickets in Gorgias begin with this. */
export const TICKET_PREFIX = "aircall-text-";

/** The external id of the ticket that is opened with this entry. No two tickets are opened with the same entry. */
export function ticketIdOf(entry: Entry): string {
  const again = /:again(\d+)$/.exec(entry.key)?.[1];
  const kind = entry.kind === "undelivered" ? "-undelivered" : "";
  return `${TICKET_PREFIX}${entry.message.id}${kind}${again === undefined ? "" : `-again${again}`}`;
}

/** The external id of the entry's message in its ticket. With it, the message is found again after a lost answer. */
export function entryIdOf(entry: Entry): string {
  return `aircall-${entry.key}`;
}
