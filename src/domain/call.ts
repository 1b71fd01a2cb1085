/** The words of a phone call: what one event tells, and what all events of a call add up to. */

export type Direction = "inbound" | "outbound";

/** A person of the team as Aircall names them. */
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
  /** ISO 3166 two letters, the default region for the caller's digits. */
  country: string | null;
  /** IANA name. */
  timeZone: string | null;
}

/** The caller as Aircall's address book knows them. */
export interface Contact {
  firstName: string | null;
  lastName: string | null;
  /** The first that is an address. */
  email: string | null;
  company?: string | null;
}

export interface CallTag {
  id: string;
  name: string;
  /** Aircall put it on, no agent: some events of the call do not show it all the same (Aircall contract 5.2). */
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

/** What one event shows of a call. A null says "not told", never "no longer so" (Aircall contract 3.3). */
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
  callerDigits: string | null;
  line: Line | null;
  user: Person | null;
  assignedTo: Person | null;
  transferredTo: Person | null;
  /** The outside number of this event's transfer. */
  transferredOutTo: string | null;
  contact: Contact | null;
  teams: string[];
  /** All tags of the call at that moment; null where the event shows no list. */
  tags: CallTag[] | null;
  comments: CallComment[];
  ivr: IvrChoice[];
  /** Links that expire; the newest event has the freshest. */
  recordingUrl: string | null;
  voicemailUrl: string | null;
  /** The automatic callback that answers this call's request. */
  callbackCallId: string | null;
}

/** A delivery understood. `name` is Aircall's event name, `at` the envelope's Unix seconds. */
export interface CallEvent {
  name: string;
  at: number;
  snapshot: CallSnapshot;
  /** Paths of what its lists hold and could not be read; left out where there is none. */
  unread?: readonly string[];
}

export interface CallMedia {
  kind: MediaKind;
  /** The freshest link known; it expires. */
  url: string;
  /** Unix seconds of the earliest event that showed it. */
  availableAt: number;
}

/** All that the events of one call add up to, whatever their order. */
export interface Call {
  id: string;
  direction: Direction;
  line: Line | null;
  callerDigits: string | null;
  contact: Contact | null;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** `call.ended` was seen: Aircall has nothing more to add by itself. */
  closed: boolean;
  missedReason: string | null;
  /** Who was on the phone, in order, nobody twice in a row. */
  talkers: Person[];
  /** Outside numbers that the call was handed on to, in order. */
  transferredOutTo: string[];
  /** Who placed an outbound call, whether or not it was answered. */
  dialler: Person | null;
  assignedTo: Person | null;
  teams: string[];
  tags: CallTag[];
  comments: CallComment[];
  ivr: IvrChoice[];
  media: CallMedia[];
  callbackCallId: string | null;
  /** An admin asked for it: it is written however old it is (C17). */
  imported: boolean;
  /** Something of it was fetched from Aircall's list: what we knew may be older than what we did. */
  swept: boolean;
}
