/** The types of a conversation: what one event says of a message, and the message that all events make. */
import type { Contact, Direction, Line, Person } from "../call/call.ts";

/** A file that came with a message. */
export interface MessageFile {
  name: string;
  /** The declared type of the sender's phone. It is not trusted. */
  type: string | null;
  /** The link expires (Aircall contract 6.3). Null where the event has none. */
  url: string | null;
}

/** Several people in one thread. */
interface TextGroup {
  id: string;
  /** The digits of all participants, as Aircall writes them. */
  participants: string[];
}

/** What one event shows of a message. Null means that the event does not say. */
export interface MessageSnapshot {
  messageId: string;
  direction: Direction;
  body: string;
  status: string | null;
  /** Null means SMS or MMS. Otherwise `whatsapp`, or Aircall's name of another channel. */
  channel: string | null;
  /** Epoch ms. */
  sentAt: number | null;
  /** The external party. */
  customerDigits: string | null;
  line: Line | null;
  user: Person | null;
  contact: Contact | null;
  files: MessageFile[];
  group: TextGroup | null;
}

/** A parsed delivery. `at` is the envelope's Unix seconds. */
export interface MessageEvent {
  name: string;
  at: number;
  snapshot: MessageSnapshot;
  /** Paths of list items that could not be read. Left out where there are none. */
  unread?: readonly string[];
}

/** One message. The order of its events does not matter. */
export interface TextMessage {
  id: string;
  direction: Direction;
  body: string;
  channel: string | null;
  /** Epoch ms. Exceeds the moment of the first delivery by at most the clock skew. */
  sentAt: number;
  customerDigits: string | null;
  line: Line | null;
  user: Person | null;
  contact: Contact | null;
  files: MessageFile[];
  group: TextGroup | null;
  /**
   * The message was not delivered to the customer. `status` is Aircall's word, `at` the time of that event, epoch ms.
   */
  undelivered: { status: string; at: number } | null;
}
