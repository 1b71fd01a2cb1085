/**
 * What the activity shows of a conversation: its latest messages, and the ticket of each. Saved with the record, for
 * display.
 */
import { z } from "zod";
import { textOutcomeSchema, threadTicketIntentSchema, threadTicketOutcomeSchema, type Write } from "../ticket/write.ts";
import { keyNow, completedAs, textKey, uploadKeyOf } from "./entries.ts";
import { storedFileOutcomeSchema, type FileOutcome } from "./file-outcome.ts";
import { saidIn } from "./render-message.ts";
import { storedTextSchema, type ShownText } from "./shown-text.ts";
import type { TextMessage } from "./text-message.ts";

export const conversationPlanSchema = z.object({ texts: z.array(storedTextSchema) });
export type ConversationPlan = z.infer<typeof conversationPlanSchema>;

const MOST_SHOWN = 100;
const LONGEST_BODY = 300;

/** The messages shown before and the current ones, in order. The newer version of a message wins. */
export function conversationPlan(
  before: unknown,
  messages: readonly TextMessage[],
  writes: readonly Write[],
): ConversationPlan {
  const known = conversationPlanSchema.safeParse(before);
  const texts = new Map((known.success ? known.data.texts : []).map((text) => [text.id, text]));
  for (const message of messages) texts.set(message.id, shown(message, writes, texts.get(message.id)));
  const ordered = [...texts.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { texts: ordered.slice(-MOST_SHOWN) };
}

/** Defaults for a message that is shown for the first time. */
const UNKNOWN = {
  at: Number.POSITIVE_INFINITY,
  body: "",
  line: null,
  agent: null,
  channel: null,
  ticketId: null,
  group: false,
  undelivered: false,
  files: [],
};
type Known = Pick<ShownText, keyof typeof UNKNOWN>;

/** A field that a later event leaves out keeps its value (C15). A run reads only unprocessed deliveries. */
function shown(message: TextMessage, writes: readonly Write[], before: Known = UNKNOWN): ShownText {
  const { id, direction, sentAt, body, line, user, channel, group, undelivered, files } = message;
  const state =
    completedAs({ kind: "text", key: keyNow(textKey(id), writes), at: sentAt, message }, writes) ?? "waiting";
  const outcomes = files.map((_, i) => outcomeOf(uploadKeyOf(id, i), writes));
  const transfers = files.flatMap(({ name }, i): ShownText["files"] => {
    const kind = outcomes[i]?.kind ?? "waiting";
    return kind === "words" || kind === "layout" ? [] : [{ name, outcome: kind }];
  });
  const words = outcomes.flatMap((outcome) => (outcome?.kind === "words" ? outcome.said : []));
  return {
    id,
    direction,
    at: Math.min(sentAt, before.at),
    body: beginningOf(saidIn(body, words)) || before.body,
    line: line?.name ?? before.line,
    agent: direction === "outbound" ? (user?.name ?? before.agent) : null,
    channel: channel ?? before.channel,
    group: group !== null || before.group,
    undelivered: undelivered !== null || before.undelivered,
    files: files.length > 0 ? transfers : before.files,
    state,
    ticketId: state === "done" ? (ticketOf(message, writes) ?? before.ticketId) : null,
  };
}

function beginningOf(body: string): string {
  return body.length > LONGEST_BODY ? `${body.slice(0, LONGEST_BODY)}…`.toWellFormed() : body;
}

/** Null while the file is on its way. */
function outcomeOf(key: string, writes: readonly Write[]): FileOutcome | null {
  const write = writes.find((candidate) => candidate.key === key && candidate.state === "done");
  return write ? storedFileOutcomeSchema.parse(write.outcome) : null;
}

/** The message's own write names the ticket. Without one, it is the ticket that was opened with the message. */
function ticketOf({ id }: TextMessage, writes: readonly Write[]): number | null {
  const done = writes.filter(({ state }) => state === "done");
  const now = keyNow(textKey(id), writes);
  const own = done.find(({ key }) => key === now);
  if (own) return textOutcomeSchema.parse(own.outcome).ticketId;
  const opened = done.findLast(({ key, intent }) => key === "ticket" && wasOpenedWith(intent, now));
  return opened ? threadTicketOutcomeSchema.parse(opened.outcome).ticketId : null;
}

function wasOpenedWith(intent: unknown, entryKey: string): boolean {
  return threadTicketIntentSchema.parse(intent).entries.includes(entryKey);
}
