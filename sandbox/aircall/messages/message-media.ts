// Files of messages: made from a control's words, linked anew in every payload, and found again by the bucket (contract 6.3).
import type * as z from "zod";
import { makeBytes, signPath, sumBytes, type BucketFile } from "../bucket.ts";
import type { MediaControls } from "../entities.ts";
import { ControlError } from "../../core/control-error.ts";
import type { Exchange } from "../exchange.ts";
import { sampleOf } from "../sample-files.ts";
import type { Attachment, Message } from "./message.ts";
import type { attachmentInput, MessageMediaInput } from "./message-inputs.ts";

export function makeAttachment(input: z.output<typeof attachmentInput>): Attachment {
  const { name, type, text, base64, looksLike = type, gone, status, ...served } = input;
  if (text !== undefined && base64 !== undefined) throw new ControlError(400, "give text or base64, not both");
  const given = base64 === undefined ? text : Buffer.from(base64, "base64");
  return {
    name,
    type,
    looksLike,
    content: given === undefined ? null : Buffer.from(given),
    controls: { ...served, status: gone ? 404 : status },
  };
}

/** A link to the file, valid from now for `messageMediaTtlSeconds`. */
export function signAttachment(exchange: Exchange, message: Message, attachment: Attachment): string {
  return signPath(exchange, attachmentPath(message, attachment), exchange.settings.messageMediaTtlSeconds);
}

/** Name, claimed type, length and sha256 (hex) of every file of a message. */
export function describeAttachments(
  exchange: Exchange,
  message: Message,
): { name: string; type: string; sizeBytes: number; sha256: string }[] {
  return message.attachments.map((attachment) => {
    const { sizeBytes, read } = openAttachment(exchange, message, attachment);
    return { name: attachment.name, type: attachment.type, sizeBytes, sha256: sumBytes(read()) };
  });
}

/** Changes how one file is served from now on. */
export function controlAttachment(message: Message, { index = 0, gone, ...changes }: MessageMediaInput): void {
  const attachment = message.attachments[index];
  if (attachment === undefined) throw new ControlError(404, `message ${message.id} has no file ${index}`);
  const status = gone === undefined ? {} : { status: gone ? 404 : null };
  const merged = { ...attachment.controls, ...status, ...changes };
  const kept = Object.entries(merged).filter(([, value]) => value !== null);
  attachment.controls = Object.fromEntries(kept) as MediaControls;
}

/** The file of a message that this path names. */
export function findMessageFile(exchange: Exchange, path: string): BucketFile | undefined {
  const [, id = ""] = /^companies\/\d+\/messages\/([^/]+)\//.exec(path) ?? [];
  const message = exchange.state.messages.get(id);
  const attachment = message?.attachments.find((one) => attachmentPath(message, one) === path);
  return message && attachment && openAttachment(exchange, message, attachment);
}

function openAttachment(exchange: Exchange, message: Message, attachment: Attachment): BucketFile {
  const { content, controls, looksLike, type } = attachment;
  const sizeBytes = content?.length ?? controls.sizeBytes ?? exchange.settings.messageMediaBytes;
  const seed = attachmentPath(message, attachment);
  return {
    sizeBytes,
    contentType: type,
    controls,
    read: () => (content === null ? makeBytes(seed, sizeBytes, sampleOf(looksLike)) : [content]),
  };
}

/** Names are the writer's; a path keeps only what is safe of them. */
function attachmentPath(message: Message, attachment: Attachment): string {
  const safe = attachment.name.replace(/[^\w.-]/g, "_").slice(-80);
  const place = message.attachments.indexOf(attachment);
  return `companies/${message.companyId}/messages/${message.id}/${place}-${safe}`;
}
