/** What we need from the phone system, in our own words. Each promise may reject with a RequestError (kit). */
import type { CardLine } from "../card/plan-card.ts";
import type { MessageEvent, MessageFile } from "../conversation/text-message.ts";
import type { NotUnderstood } from "../reasons/delivery-outcome.ts";
import type { FileReason } from "../reasons/file-reason.ts";
import type { Lane } from "./help-desk.ts";
import type { CallEvent, CallMedia, Contact } from "../call.ts";

/** A delivery's envelope, read just far enough to know whose it is and what it is about. */
export interface OpenedDelivery {
  token: string;
  event: string;
  /** A call begins: somebody may want to know who calls. */
  rings: boolean;
  /** Our app was taken off by the company. */
  removed: boolean;
  /** `call:123`, `text:+33612345678`, or null for what we do not follow. */
  subject: string | null;
  /** Under what it may be worked on instead, where that is known already: other numbers of the same caller. */
  subjectsBefore?: readonly string[];
}

export interface DeliveryReader {
  /** Null when the bytes are not a JSON object. Never throws. */
  open(raw: Uint8Array): OpenedDelivery | null;
  /** The event told by a stored delivery about a call, or why it tells none. */
  readCall(body: string): { ok: true; value: CallEvent } | { ok: false; problem: NotUnderstood };
  /** The same about a text. */
  readMessage(body: string): { ok: true; value: MessageEvent } | { ok: false; problem: NotUnderstood };
}

/** A file being downloaded, or why it cannot be. `expired`: the link is too old, a fresh one may work. */
export type OpenedMedia =
  /** `contentType` is the server's word: not to be believed, null where it says nothing. */
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
  /** What it is kept as: a body that `readCall` understands, under the name of such an event. */
  bodyAs(event: string): string;
}

export interface PhoneSystem {
  /** Calls that started within these Unix seconds, page by page, the earliest first. */
  calls(window: { from: number; to: number }): AsyncIterable<ListedCall[]>;
  /** The call as it is now, to be kept like a delivery; null when there is none of this id. */
  call(callId: string): Promise<ListedCall | null>;
  /** The address book's entry for a number, or null. */
  contact(phone: string): Promise<Contact | null>;
  /** Fresh links to a call's files; null when the call is gone. */
  media(callId: string): Promise<CallMedia[] | null>;
  /** Fresh links to the files of a text; null when it is gone. */
  messageFiles(lineId: string, messageId: string): Promise<MessageFile[] | null>;
  /** Shows lines to the agents of a call that goes on. */
  pushCard(callId: string, lines: readonly CardLine[]): Promise<void>;
  /** `until` ends it, its stream as well. */
  download(url: string, until?: AbortSignal): Promise<OpenedMedia>;
}

/** Opens the phone system of a connection for one piece of work. */
export type OpenPhoneSystem = (connectionId: string, lane?: Lane) => Promise<PhoneSystem>;
