/** What a ticket should look like, and what is written of it, for calls and conversations alike. */

/** A note or a message. Calls and conversations add its content. */
export interface PlannedMessage {
  /** Identifies the message within its ticket. */
  key: string;
  /** Epoch ms until which the message waits for a file that is on its way. */
  waitsUntil: number | null;
  /** The key of the message that holds this one's file in its place, unless the help desk refuses it there (C10). */
  insteadOf?: string;
}

/** The customer of a ticket, and its subject. */
export interface Heading {
  customerId: number;
  subject: string;
}

export interface TicketPlan<M extends PlannedMessage> extends Heading {
  /** Undefined where the plan leaves the assignee as it is. */
  assigneeId: number | null | undefined;
  tags: readonly string[];
  messages: readonly M[];
  /**
   * `closing`: no message is added until the rest is known. `finished`: the ticket is opened and tagged, and its
   * messages are edited.
   */
  stage: "waiting" | "live" | "closing" | "finished";
  /** Tags are added before the messages, so that a message is the last write. */
  tagsFirst?: boolean;
}

/** What the writes so far add up to: the ticket as we left it. */
export interface WrittenTicket {
  /** The ticket generation: 1 for the work item's first ticket, 2 for the next. */
  generation: number;
  /** Null before the ticket is made. */
  ticketId: number | null;
  tags: ReadonlySet<string>;
  /** By the message's key. */
  messages: ReadonlyMap<string, MessageMark>;
  /** Keys of the messages that the help desk left without their files when they were edited. */
  withoutFiles: ReadonlySet<string>;
  /** Keys of the messages that may exist, because their answer was lost. */
  inDoubt: ReadonlySet<string>;
  /** Undefined while it is unknown. */
  assigneeId: number | null | undefined;
  opened: boolean;
  /** Null where it was not saved. */
  heading: Heading | null;
}

/** What a message says, as a digest, and its id. Null where unknown, because the answer was lost. */
export interface MessageMark {
  digest: string | null;
  messageId: number | null;
}

/** How the messages of a plan are named and compared. */
export interface MessageRules<M extends PlannedMessage> {
  /** The key of the write that adds it. */
  writeKeyOf(message: M): string;
  /** The digest of its content. A changed digest means an edit. Null for messages that are never edited. */
  digestOf(message: M): string | null;
}
