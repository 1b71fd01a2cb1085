// What each control of messages takes, shared by the control routes and the typed phone.
import * as z from "zod";

const id = z.int();
const digits = z.string().min(1);

/** One file. Its bytes are given as text or base64, or made up; how it is served can differ from what is said of it. */
export const attachmentInput = z.strictObject({
  name: z.string().default("picture.png"),
  /** What webhooks say it is. */
  type: z.string().default("image/png"),
  text: z.string().optional(),
  base64: z.string().optional(),
  /** Length of made-up bytes. */
  sizeBytes: z.int().min(0).optional(),
  /** What made-up bytes begin like; `type` when left out. */
  looksLike: z.string().optional(),
  /** The content type the bucket answers with; `type` when left out. */
  contentType: z.string().min(1).optional(),
  /** True: the link answers 404. */
  gone: z.boolean().default(false),
  status: z.int().min(200).max(599).optional(),
  redirectTo: z.string().min(1).optional(),
  truncateAt: z.int().min(0).optional(),
  /** True: the link is never answered. */
  hang: z.boolean().optional(),
  /** After so many bytes nothing more comes, and the connection stays. */
  stallAt: z.int().min(0).optional(),
  chunked: z.boolean().optional(),
});

const common = {
  company: id.optional(),
  line: id.optional(),
  body: z.string().default(""),
  media: z.array(attachmentInput).default([]),
  /** When it was written, epoch milliseconds; now when left out. */
  atMs: z.int().optional(),
  /** Its id; a new one when left out. */
  id: z.string().min(1).optional(),
};

const single = {
  ...common,
  channel: z.enum(["sms", "whatsapp"]).default("sms"),
  /** False: no contact though one matches. True: one is made when none matches. */
  contact: z.boolean().optional(),
  /** WhatsApp only. */
  templateContent: z.unknown().default(null),
  category: z.enum(["marketing", "utility", "authentication"]).nullable().default(null),
  messageType: z.string().default("regular"),
  parentId: z.string().nullable().default(null),
  metadata: z.record(z.string(), z.unknown()).nullable().default(null),
};

export const receiveInput = z.strictObject({ ...single, from: digits.optional() });
export const sendInput = z.strictObject({
  ...single,
  to: digits.optional(),
  /** The agent; the line's first when left out, none when null. */
  user: id.nullable().optional(),
});

const group = {
  ...common,
  /** All outside parties; the sender of an inbound one belongs to them by itself. */
  participants: z.array(digits).min(1),
  /** The thread; the same people on the same line share one when left out. */
  conversation: z.string().min(1).optional(),
};

export const receiveGroupInput = z.strictObject({ ...group, from: digits.optional() });
export const sendGroupInput = z.strictObject({ ...group, user: id.nullable().optional() });

export const statusInput = z.strictObject({ status: z.string(), atMs: z.int().optional() });

/** Changes how one file of a message is served; null takes a control back. */
export const messageMediaInput = z.strictObject({
  /** Which file, counted from 0. */
  index: z.int().min(0).default(0),
  gone: z.boolean().optional(),
  sizeBytes: z.int().min(0).nullable().optional(),
  contentType: z.string().min(1).nullable().optional(),
  status: z.int().min(200).max(599).nullable().optional(),
  redirectTo: z.string().min(1).nullable().optional(),
  truncateAt: z.int().min(0).nullable().optional(),
  hang: z.boolean().nullable().optional(),
  stallAt: z.int().min(0).nullable().optional(),
  chunked: z.boolean().nullable().optional(),
});

/** Publishes this data as it is, to see what a receiver makes of it. */
export const publishInput = z.strictObject({
  company: id.optional(),
  line: id.optional(),
  event: z.string().min(1).default("message.received"),
  data: z.record(z.string(), z.unknown()),
});

export type ReceiveInput = z.input<typeof receiveInput>;
export type SendInput = z.input<typeof sendInput>;
export type ReceiveGroupInput = z.input<typeof receiveGroupInput>;
export type SendGroupInput = z.input<typeof sendGroupInput>;
export type StatusInput = z.input<typeof statusInput>;
export type MessageMediaInput = z.input<typeof messageMediaInput>;
export type PublishInput = z.input<typeof publishInput>;
