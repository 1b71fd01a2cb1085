/** What we need from the phone system, in our own words. Each promise may reject with a RequestError (kit). */
import type { CallEvent, CallMedia, Contact } from "../call.ts";

/** A delivery's envelope, read just far enough to know whose it is and what it is about. */
export interface OpenedDelivery {
  token: string;
  event: string;
  /** `call:123`, or null for what we do not follow. */
  subject: string | null;
}

export interface DeliveryReader {
  /** Null when the bytes are not a JSON object. Never throws. */
  open(raw: Uint8Array): OpenedDelivery | null;
  /** The event told by a stored delivery about a call, or why it tells none. */
  readCall(body: string): { ok: true; value: CallEvent } | { ok: false; reason: string };
}

/** A file being downloaded, or why it cannot be. `expired`: the link is too old, a fresh one may work. */
export type OpenedMedia =
  | { kind: "open"; stream: ReadableStream<Uint8Array>; size: number | null; contentType: string }
  | { kind: "expired" }
  | { kind: "refused"; reason: string };

export interface PhoneSystem {
  /** The address book's entry for a number, or null. */
  contact(phone: string): Promise<Contact | null>;
  /** Fresh links to a call's files; null when the call is gone. */
  media(callId: string): Promise<CallMedia[] | null>;
  download(url: string): Promise<OpenedMedia>;
}

/** Opens the phone system of a connection for one piece of work. */
export type OpenPhoneSystem = (connectionId: string) => Promise<PhoneSystem>;
