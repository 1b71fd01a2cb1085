// A message comes into being: checked against its line, then kept.
import { createHash, randomBytes } from "node:crypto";
import type * as z from "zod";
import { compactDigits } from "../digits.ts";
import type { Company, Line } from "../entities.ts";
import { ControlError } from "../../core/control-error.ts";
import type { Exchange } from "../exchange.ts";
import { makeAttachment } from "./message-media.ts";
import type { Audience, Group, Message, WhatsappExtras } from "./message.ts";
import type { attachmentInput } from "./message-inputs.ts";

export const maxAttachments = 10;

/** What is written, and when. */
export interface Words {
  body: string;
  media: z.output<typeof attachmentInput>[];
  atMs?: number | undefined;
  id?: string | undefined;
}

/** What every way of writing a message has in common. */
export interface Draft extends Words {
  company: Company;
  line: Line;
  direction: Message["direction"];
  digits: string;
  group: Group | null;
  whatsapp: WhatsappExtras | null;
  audience: Audience;
  contactId: number | null;
  userId: number | null;
}

export function createMessage(exchange: Exchange, draft: Draft): Message {
  const { company, line, media, atMs = exchange.now(), id, ...rest } = draft;
  if (media.length > maxAttachments) throw new ControlError(400, `a message carries ${maxAttachments} files at most`);
  const message: Message = {
    ...rest,
    id: id ?? `${draft.group === null ? "SM" : "GM"}${randomBytes(16).toString("hex")}`,
    companyId: company.id,
    lineId: line.id,
    status: draft.direction === "inbound" ? "received" : "pending",
    attachments: media.map((one) => makeAttachment(one)),
    createdAtMs: atMs,
    updatedAtMs: atMs,
    sentAtMs: atMs,
  };
  const { messages } = exchange.state;
  if (messages.get(message.id)) throw new ControlError(409, `message ${message.id} exists already`);
  messages.put(message);
  return message;
}

/** Refuses a line that cannot text, and says what to do about it. */
export function requireTexting(line: Line): void {
  if (line.smsEnabled) return;
  const remedy = `switch it on with PATCH /_sandbox/numbers/${line.id} {"smsEnabled":true}, or take another line`;
  throw new ControlError(409, `line ${line.id} (${line.name}) cannot text: ${remedy}`);
}

/** Compact when it is a telephone number; a short code or a sender's name stays as it is. */
export function readParty(party: string): string {
  return /[a-z]/i.test(party) ? party : compactDigits(party);
}

/** The same people on the same line always share a thread. */
export function formGroup(line: Line, people: readonly string[], conversation: string | undefined): Group {
  const participants = [...new Set(people.map((one) => readParty(one)))];
  if (participants.length < 2) throw new ControlError(400, "a group needs two participants besides the line");
  const key = [line.id, ...participants.toSorted()].join(" ");
  const conversationId = conversation ?? `GC${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
  return { conversationId, participants };
}
