/** What we need from the phone system. Each promise may reject with a RequestError (kit). */
import type { CardLine } from "../insight-card/plan-card.ts";
import type { MessageEvent, MessageFile } from "../conversation/text-message.ts";
import type { NotUnderstood } from "../reasons/delivery-outcome.ts";
import type { FileReason } from "../reasons/file-reason.ts";
import type { Priority } from "../activity/work-item.ts";
import type { CallEvent, CallMedia, Contact } from "../call/call.ts";

/** A delivery's envelope, parsed just far enough to find its connection and its work item. */
export interface OpenedDelivery {
  token: string;
  event: string;
  /** A call begins: an agent may need to know the caller. */
  rings: boolean;
  /** The company removed our app. */
  removed: boolean;
  /** `call:123`, `text:+33612345678`, or null for an event that we do not process. */
  activityId: string | null;
  /** Work items that may already exist for other numbers of the same caller. */
  activityIdsBefore?: readonly string[];
}

export interface DeliveryReader {
  /** Null when the bytes are not a JSON object. Never throws. */
  open(raw: Uint8Array): OpenedDelivery | null;
  /** The call event in a stored delivery, or why it contains none. */
  readCall(body: string): { ok: true; value: CallEvent } | { ok: false; problem: NotUnderstood };
  /** The same for a message. */
  readMessage(body: string): { ok: true; value: MessageEvent } | { ok: false; problem: NotUnderstood };
}

/** A file being downloaded, or why it cannot be. `expired`: the link is too old, a fresh one may work. */
export type OpenedMedia =
  /** `contentType` is the server's word. It is not trusted, and null where the server does not say. */
  | { kind: "open"; stream: ReadableStream<Uint8Array>; size: number | null; contentType: string | null }
  | { kind: "expired" }
  | { kind: "refused"; reason: FileReason };

/** A call as the phone system lists it. */
export interface ListedCall {
  callId: string;
  lineId: string | null;
  /** Unix seconds. */
  startedAt: number;
  done: boolean;
  /** The body to store it as: `readCall` parses it as an event of this name. */
  bodyAs(event: string): string;
}

export interface PhoneSystem {
  /** Calls that started within these Unix seconds, page by page, the earliest first. */
  calls(window: { from: number; to: number }): AsyncIterable<ListedCall[]>;
  /** The current call, to be stored like a delivery. Null when no call has this id. */
  call(callId: string): Promise<ListedCall | null>;
  /** The address book's entry for a number, or null. */
  contact(phone: string): Promise<Contact | null>;
  /** Fresh links to a call's files. Null when the call no longer exists. */
  media(callId: string): Promise<CallMedia[] | null>;
  /** Fresh links to the files of a message. Null when it no longer exists. */
  messageFiles(lineId: string, messageId: string): Promise<MessageFile[] | null>;
  /** Shows lines to the agents of a call in progress. */
  pushCard(callId: string, lines: readonly CardLine[]): Promise<void>;
  /** `until` aborts the download and its stream. */
  download(url: string, until?: AbortSignal): Promise<OpenedMedia>;
}

/** Opens the phone system of a connection for one run. */
export type OpenPhoneSystem = (connectionId: string, priority?: Priority) => Promise<PhoneSystem>;
