// What exists inside one account of the Gorgias simulator: plain records, times in epoch milliseconds.

export interface Channel {
  id: number;
  type: string;
  /** Kept exactly as it was written (contract 4.1). */
  address: string;
  preferred: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface Customer {
  id: number;
  externalId: string | null;
  name: string | null;
  channels: Channel[];
  language: string | null;
  timezone: string | null;
  meta: Record<string, unknown> | null;
  data: unknown;
  dataVersion: number | null;
  note: string | null;
  customFields: CustomFields;
  integrations: Record<string, unknown>;
  createdAt: number;
  updatedAt: number;
}

/** By field id, as the vendor answers them (contract 5.1). */
type CustomFields = Record<string, { id: number; value: unknown }>;

export interface User {
  id: number;
  active: boolean;
  email: string;
  name: string;
  role: string;
  /** Set on bots that belong to an app (contract 8). */
  clientId: string | null;
  externalId: string | null;
  language: string | null;
  timezone: string | null;
  createdAt: number;
  updatedAt: number;
  deactivatedAt: number | null;
}

export interface Tag {
  id: number;
  name: string;
  description: string | null;
  color: string;
  createdAt: number;
}

export interface Ticket {
  id: number;
  externalId: string | null;
  status: "open" | "closed";
  priority: string;
  channel: string;
  via: string;
  fromAgent: boolean;
  spam: boolean;
  isUnread: boolean;
  imported: boolean;
  subject: string | null;
  customerId: number | null;
  assigneeUserId: number | null;
  tagIds: number[];
  customFields: CustomFields;
  language: string | null;
  meta: Record<string, unknown> | null;
  splitFrom: number | null;
  createdAt: number;
  updatedAt: number;
  /** When the account stored it, whatever `createdAt` claims. */
  processedAt: number;
  openedAt: number | null;
  lastMessageAt: number | null;
  lastReceivedMessageAt: number | null;
  closedAt: number | null;
  snoozedUntil: number | null;
  trashedAt: number | null;
}

export const eventTypes = [
  "customer-created",
  "customer-updated",
  "customer-merged",
  "customer-deleted",
  "ticket-customer-updated",
  "ticket-closed",
  "ticket-reopened",
  "ticket-merged",
  "ticket-trashed",
  "ticket-untrashed",
  "ticket-marked-spam",
  "ticket-unmarked-spam",
] as const;
export type EventType = (typeof eventTypes)[number];

/** Something that happened in the account, by whomever. */
export interface LoggedEvent {
  id: number;
  type: EventType;
  objectType: string;
  objectId: number;
  data: unknown;
  createdAt: number;
}

interface Attachment {
  url: string;
  name: string;
  content_type: string;
  size: number | null;
  public: boolean;
  extra: unknown;
}

export interface Message {
  id: number;
  ticketId: number;
  messageId: string | null;
  externalId: string | null;
  public: boolean;
  channel: string;
  via: string;
  source: Record<string, unknown> | null;
  /** A user when `fromAgent`, else a customer. */
  senderId: number | null;
  receiverId: number | null;
  fromAgent: boolean;
  integrationId: number | null;
  subject: string | null;
  bodyText: string | null;
  bodyHtml: string | null;
  strippedText: string | null;
  strippedHtml: string | null;
  strippedSignature: string | null;
  attachments: Attachment[] | null;
  macros: unknown[];
  actions: unknown[] | null;
  headers: Record<string, unknown> | null;
  meta: Record<string, unknown> | null;
  mentionIds: number[];
  imported: boolean;
  createdAt: number;
  processedAt: number;
  sentAt: number | null;
  failedAt: number | null;
  openedAt: number | null;
  deletedAt: number | null;
  lastSendingError: { error: string } | null;
  isRetriable: boolean;
}

/** A message that the account sent, or tried to send, to a customer. */
export interface OutboxEntry {
  at: number;
  reason: "message" | "auto-reply";
  ticketId: number;
  messageId: number;
  channel: string;
  to: string | null;
  text: string | null;
}

export interface StoredFile {
  hash: string;
  name: string;
  contentType: string;
  type: string;
  size: number;
  sha256: string;
  /** The first bytes only: `keepBytes` of them at most. */
  kept: Uint8Array;
  createdAt: number;
}

export type CredentialKind = "key" | "oauth";

export interface Credential {
  kind: CredentialKind;
  userId: number;
  /** What an app may do; null where nothing limits it. */
  scopes: readonly string[] | null;
}

export interface Token {
  userId: number;
  expiresAt: number;
}

export interface LoggedRequest {
  at: number;
  method: string;
  path: string;
  query: string;
  /** 0 when no answer was made. */
  status: number;
  credential: CredentialKind | null;
  /** The token was of this account, and has expired. */
  isExpired: boolean;
  userAgent: string | null;
  /** The fault that hit it, if any. */
  fault: string | null;
}
