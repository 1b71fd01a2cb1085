/** The types of a phone call: what one event shows, and what all events of a call add up to. */

export type Direction = "inbound" | "outbound";

/** A member of the team as Aircall names them. */
export interface Person {
  id: string;
  name: string | null;
  email: string | null;
}

/** An Aircall number of ours. */
export interface Line {
  id: string;
  name: string;
  /** As Aircall displays it, or E.164. */
  digits: string;
  /** ISO 3166 two letters, the default region for the customer's digits. */
  country: string | null;
  /** IANA name. */
  timeZone: string | null;
}

/** The customer as Aircall's address book shows them. */
export interface Contact {
  firstName: string | null;
  lastName: string | null;
  /** The first value that is an e-mail address. */
  email: string | null;
  company?: string | null;
}

export interface CallTag {
  id: string;
  name: string;
  /** Aircall added it, not an agent. Some events of the call omit it even so (Aircall contract 5.2). */
  system?: true;
}

export interface CallComment {
  id: string;
  content: string;
  author: Person | null;
  /** Unix seconds. */
  postedAt: number;
}

export interface IvrChoice {
  key: string | null;
  title: string | null;
}

export type MediaKind = "recording" | "voicemail";

/** What one event shows of a call. A null means "not shown", never "no longer so" (Aircall contract 3.3). */
export interface CallSnapshot {
  callId: string;
  direction: Direction;
  /** The line dropped. */
  done: boolean;
  /** Unix seconds, like every time below. */
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  missedReason: string | null;
  /** The other party's digits in display format, or `anonymous`. */
  customerDigits: string | null;
  line: Line | null;
  user: Person | null;
  assignedTo: Person | null;
  transferredTo: Person | null;
  /** The outside number of this event's transfer. */
  transferredOutTo: string | null;
  contact: Contact | null;
  teams: string[];
  /** All tags of the call at that moment. Null where the event shows no list. */
  tags: CallTag[] | null;
  comments: CallComment[];
  ivr: IvrChoice[];
  /** Links that expire. The newest event has the freshest. */
  recordingUrl: string | null;
  voicemailUrl: string | null;
  /** The automatic callback that answers this call's request. */
  callbackCallId: string | null;
}

/** A parsed delivery. `name` is Aircall's event name, `at` the envelope's Unix seconds. */
export interface CallEvent {
  name: string;
  at: number;
  snapshot: CallSnapshot;
  /** Paths of list items that the parser could not read. Absent where there is none. */
  unread?: readonly string[];
}

export interface CallMedia {
  kind: MediaKind;
  /** The freshest known link. It expires. */
  url: string;
  /** Unix seconds of the earliest event that showed it. */
  availableAt: number;
}

/** All that the events of one call add up to, whatever their order. */
export interface Call {
  id: string;
  direction: Direction;
  line: Line | null;
  customerDigits: string | null;
  contact: Contact | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** `call.ended` arrived: Aircall adds nothing more by itself. */
  closed: boolean;
  missedReason: string | null;
  /** The agents who talked, in order, without repeats in a row. */
  talkers: Person[];
  /** Outside numbers that received the call by transfer, in order. */
  transferredOutTo: string[];
  /** The agent who placed an outbound call, answered or not. */
  dialler: Person | null;
  assignedTo: Person | null;
  teams: string[];
  tags: CallTag[];
  comments: CallComment[];
  ivr: IvrChoice[];
  media: CallMedia[];
  callbackCallId: string | null;
  /** An admin asked for it. The service writes it however old it is (C17). */
  imported: boolean;
  /** Part of it came from Aircall's list. What we know may be older than our own writes. */
  swept: boolean;
}
