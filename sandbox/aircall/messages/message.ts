// What a message is in the Aircall simulator: text, picture, WhatsApp, or one of a group (contract 6.3). Times are epoch milliseconds.
import type { MediaControls } from "../entities.ts";

/** One file of a message. */
export interface Attachment {
  name: string;
  /** What webhooks say it is. */
  type: string;
  /** What its made-up bytes begin like. */
  looksLike: string;
  /** Its bytes when a control gave them; null means made-up ones. */
  content: Buffer | null;
  controls: MediaControls;
}

/** What only WhatsApp messages have. */
export interface WhatsappExtras {
  /** Its words: a text, or whatever shape they come in (contract 15). */
  templateContent: unknown;
  category: "marketing" | "utility" | "authentication" | null;
  messageType: string;
  parentId: string | null;
  metadata: Record<string, unknown> | null;
}

export interface Group {
  /** What holds the thread together: `group_conversation_id`. */
  conversationId: string;
  /** All outside parties, in compact form. */
  participants: string[];
}

/** Who hears of it: the app and the company's webhooks, the line's own callback, or none (contract 6.1, 6.4). */
export type Audience = "webhooks" | "callback" | "none";

export interface Message {
  id: string;
  companyId: number;
  lineId: number;
  direction: "inbound" | "outbound";
  /** The other party; in a group the sender, and empty for what the line itself sent there. */
  digits: string;
  group: Group | null;
  body: string;
  /** `pending`, `sent`, `delivered`, `received`, and whatever a control says. */
  status: string;
  attachments: Attachment[];
  whatsapp: WhatsappExtras | null;
  audience: Audience;
  contactId: number | null;
  /** The agent who wrote it; null for inbound, and for what an app sent in no agent's name. */
  userId: number | null;
  createdAtMs: number;
  updatedAtMs: number;
  sentAtMs: number;
}

/** A line's proxy mode (contract 6.1). */
export interface MessageConfiguration {
  token: string;
  callbackUrl: string;
  type: string;
}
