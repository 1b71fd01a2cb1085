/** What a ticket should look like, and what is written of it, whether it is of a call or of a conversation. */

/** A note or a text. Calls and conversations add what it says. */
export interface PlannedMessage {
  /** Names the message within its ticket. */
  key: string;
  /** Epoch ms until which it waits for a file that is still on its way to it. */
  waitsUntil: number | null;
  /** The key of the message that carries this one's file in its place, unless the help desk refuses it there (C10). */
  insteadOf?: string;
}

/** Whom a ticket is for, and under which subject. */
export interface Heading {
  customerId: number;
  subject: string;
}

export interface TicketPlan<M extends PlannedMessage> extends Heading {
  /** Undefined where the plan leaves it as it is. */
  assigneeId: number | null | undefined;
  tags: readonly string[];
  messages: readonly M[];
  /** `closing`: no message is added until the rest is known. `finished`: the ticket is open, tagged, and its messages are edited. */
  stage: "waiting" | "live" | "closing" | "finished";
  /** Tags are added before the messages, so that a message is the last thing to be done. */
  tagsFirst?: boolean;
}

/** What the writes so far add up to: the ticket as we left it. */
export interface WrittenTicket {
  /** Which ticket of the work item it is: 1, and one more for each further one. */
  generation: number;
  /** Null before the ticket is made. */
  ticketId: number | null;
  tags: ReadonlySet<string>;
  /** By the message's key. */
  messages: ReadonlyMap<string, MessageMark>;
  /** Keys of the messages that the help desk left without their files when they were edited. */
  withoutFiles: ReadonlySet<string>;
  /** Keys of the messages that may be there: their answer was lost. */
  inDoubt: ReadonlySet<string>;
  /** Undefined while it is unknown. */
  assigneeId: number | null | undefined;
  opened: boolean;
  /** Null where it was not kept. */
  heading: Heading | null;
}

/** What a message says, as a digest, and where it is. Null where that is unknown: the answer was lost. */
export interface MessageMark {
  digest: string | null;
  messageId: number | null;
}

/** How the messages of a plan are named and compared. */
export interface MessageRules<M extends PlannedMessage> {
  /** The key of the write that adds it. */
  writeKeyOf(message: M): string;
  /** What it says: a change of it means an edit. Null for messages that are never edited. */
  digestOf(message: M): string | null;
}
