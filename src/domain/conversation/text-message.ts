/** The words of a text conversation: what one event tells of a message, and what all events of it add up to. */
import type { Contact, Direction, Line, Person } from "../call.ts";

/** A file that came with a message. */
export interface MessageFile {
  name: string;
  /** As the sender's phone said it; not to be believed. */
  type: string | null;
  /** It expires (Aircall contract 6.3). Null where none was told. */
  url: string | null;
}

/** Several people in one thread. */
interface TextGroup {
  id: string;
  /** Digits of everybody in it, as Aircall writes them. */
  participants: string[];
}

/** What one event shows of a message. A null says "not told". */
export interface MessageSnapshot {
  messageId: string;
  direction: Direction;
  body: string;
  status: string | null;
  /** Null is SMS or MMS; `whatsapp`, or whatever Aircall may call another one. */
  channel: string | null;
  /** Epoch ms. */
  sentAt: number | null;
  /** The other party. */
  callerDigits: string | null;
  line: Line | null;
  user: Person | null;
  contact: Contact | null;
  files: MessageFile[];
  group: TextGroup | null;
}

/** A delivery understood. `at` is the envelope's Unix seconds. */
export interface MessageEvent {
  name: string;
  at: number;
  snapshot: MessageSnapshot;
  /** Paths of what its lists hold and could not be read; left out where there is none. */
  unread?: readonly string[];
}

/** One text, whatever the order of its events. */
export interface TextMessage {
  id: string;
  direction: Direction;
  body: string;
  channel: string | null;
  /** Epoch ms; after the moment at which we heard of it by no more than clocks differ. */
  sentAt: number;
  callerDigits: string | null;
  line: Line | null;
  user: Person | null;
  contact: Contact | null;
  files: MessageFile[];
  group: TextGroup | null;
  /** It did not reach the customer: the status in Aircall's word, and when that was said, epoch ms. */
  undelivered: { status: string; at: number } | null;
}
