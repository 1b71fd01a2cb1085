/** What of a conversation is still to be written into its ticket, in order. Pure. */
import type { Write } from "../write.ts";
import { threadTicketIntentSchema } from "../write.ts";
import type { TextMessage } from "./text-message.ts";
import { timesLost } from "./verification.ts";

/** One thing to write: a text, or the note that a text did not arrive. `at` is epoch ms. */
export type Entry =
  | { kind: "text"; key: string; at: number; message: TextMessage }
  | { kind: "undelivered"; key: string; at: number; message: TextMessage };

export function textKey(messageId: string): string {
  return `message:${messageId}`;
}

/** Whether a write of this key is that of a text, or of the note that one did not arrive. */
export function isEntryKey(key: string): boolean {
  return /^(?:message|undelivered):/.test(key);
}

/** The entries under the keys by which they are to be written now: what landed where nobody sees it is written again. */
export function entriesNow(entries: readonly Entry[], writes: readonly Write[]): Entry[] {
  return entries.map((entry) => ({ ...entry, key: keyNow(entry.key, writes) }));
}

export function keyNow(key: string, writes: readonly Write[]): string {
  const lost = timesLost(key, writes);
  return lost === 0 ? key : `${key}${AGAIN}${lost}`;
}

const AGAIN = ":again";

/** A file's write belongs to its message, whichever ticket that goes to. */
export function uploadKeyOf(messageId: string, index: number): string {
  return `upload:${messageId}:${index}`;
}

/** All entries of these messages, as they follow each other. */
export function entriesOf(messages: readonly TextMessage[]): Entry[] {
  const entries = messages.flatMap((message): Entry[] => [
    { kind: "text", key: textKey(message.id), at: message.sentAt, message },
    ...(message.undelivered ? [undeliveredEntry(message, message.undelivered.at)] : []),
  ]);
  return entries.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** Never told before the text itself, whatever the clocks say: a ticket orders its messages by their times alone. */
function undeliveredEntry(message: TextMessage, at: number): Entry {
  return { kind: "undelivered", key: `undelivered:${message.id}`, at: Math.max(at, message.sentAt + 1), message };
}

/** Keys of the writes by which one knows whether these messages are written. `writes`: what tells which were written again. */
export function writeKeysOf(messages: readonly TextMessage[], writes: readonly Write[] = []): string[] {
  return messages.flatMap((message) => [
    ...entriesOf([message]).flatMap(({ key }) => [...new Set([key, keyNow(key, writes)])]),
    ...message.files.map((_, i) => uploadKeyOf(message.id, i)),
  ]);
}

/** How far the writes of an entry are: a ticket that was opened with it has written it as well. */
export function settledAs(entry: Entry, writes: readonly Write[]): "done" | "refused" | null {
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

/** Names of our tickets of texts in Gorgias begin so. */
export const TICKET_PREFIX = "aircall-text-";

/** Names the ticket that was opened with this entry; no two tickets are opened with the same. */
export function ticketIdOf(entry: Entry): string {
  const again = /:again(\d+)$/.exec(entry.key)?.[1];
  const kind = entry.kind === "undelivered" ? "-undelivered" : "";
  return `${TICKET_PREFIX}${entry.message.id}${kind}${again === undefined ? "" : `-again${again}`}`;
}

/** Names the entry among a ticket's messages, so that it is found again after an answer was lost. */
export function entryIdOf(entry: Entry): string {
  return `aircall-${entry.key}`;
}
