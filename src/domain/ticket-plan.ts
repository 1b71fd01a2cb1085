/** What the ticket of a call should look like, computed from what is known and nothing else. */
import type { Call, MediaKind, Person } from "./call.ts";
import { agentOf, type CallStage } from "./call-stage.ts";
import { tagsOf, withoutChosenTags, type CallbackTagIds } from "./call-tags.ts";
import { nameOf, type Customer, type Introduction } from "./customer.ts";
import type { MediaOutcome, StoredFile } from "./media.ts";
import { answeredNote, commentNote, endedNote, unansweredNote } from "./notes/call-notes.ts";
import { customerNotFoundNote } from "./notes/customer-not-found-note.ts";
import { mediaNote } from "./notes/media-note.ts";
import { renderNote, type NoteContent, type RenderedNote } from "./notes/note.ts";
import { firstAdmin, matchAgent, signerFor, type DeskUser } from "./people.ts";
import type { Caller } from "./phone.ts";
import type { Settings } from "./settings.ts";
import type { Texts } from "./texts/texts.ts";

export interface PlannedNote {
  /** Names the note within its ticket: `answered`, `ended`, `comment:12`… */
  key: string;
  content: RenderedNote;
  authorId: number;
  /** Whose words or deeds the note tells, as an Aircall user's id: a change of it, not of who signs, is a change of the note. */
  about: string | null;
  /** Unix seconds of what the note tells. */
  at: number;
  files: StoredFile[];
  /** Epoch ms until which the note waits for a file that is still on its way to it. */
  waitsUntil: number | null;
}

export interface TicketPlan {
  subject: string;
  customerId: number;
  assigneeId: number | null;
  tags: string[];
  notes: PlannedNote[];
  stage: CallStage["stage"];
  /** Unix seconds. */
  createdAt: number;
}

/** All that a plan depends on beside the call. */
export interface PlanFacts {
  stage: CallStage["stage"];
  settings: Settings;
  texts: Texts;
  dashboardUrl: string;
  caller: Caller;
  customer: Customer;
  /** This call created the customer (C2). */
  customerCreated: boolean;
  /** How the ticket introduces a customer who was not found by number, where this call came to one. */
  introduction?: Introduction | null;
  users: readonly DeskUser[];
  callbackTagIds: CallbackTagIds;
  callbackDone: boolean;
  /** How the transfer of each file ended; absent while it has not. */
  media: Partial<Record<MediaKind, MediaOutcome>>;
}

/** Who could sign the notes: the agent's user, else the first admin; null when there is neither, and then no ticket (C5). */
export function signerOf(call: Call, users: readonly DeskUser[]): DeskUser | null {
  return signerFor(agentOf(call), users);
}

/** The plan. Ask `signerOf` first: without a signer its notes are empty. */
export function planTicket(call: Call, facts: PlanFacts): TicketPlan {
  const assignee = matchAgent(agentOf(call), facts.users);
  const admin = firstAdmin(facts.users);
  const tagged = facts.stage === "finished" ? call : withoutChosenTags(call, facts.callbackTagIds);
  const subject = call.direction === "inbound" ? "subject.inboundCall" : "subject.outboundCall";
  return {
    subject: facts.texts
      .say(subject, { customer: nameOf(facts.customer, facts.caller, facts.texts) })
      .slice(0, 998)
      .toWellFormed(),
    customerId: facts.customer.id,
    assigneeId: assignee?.id ?? null,
    tags: tagsOf(tagged, facts.stage, facts, facts.texts),
    notes: notesOf(call, facts, (person) => (matchAgent(person, facts.users) ?? admin)?.id ?? null),
    stage: facts.stage,
    createdAt: call.startedAt,
  };
}

type AuthorOf = (person: Person | null) => number | null;
type AddNote = (key: string, note: NoteContent, author: Person | null, at: number, more?: Partial<PlannedNote>) => void;

/** An agent note waits this long for a file that it should carry; after that the file is added to it later. */
const FILE_PATIENCE_MS = 120_000;

function notesOf(call: Call, facts: PlanFacts, authorOf: AuthorOf): PlannedNote[] {
  const notes: PlannedNote[] = [];
  const add: AddNote = (key, note, author, at, more = {}) => {
    const authorId = authorOf(author);
    if (authorId === null) return;
    const content = renderNote(note);
    notes.push({ key, content, authorId, about: author?.id ?? null, at, files: [], waitsUntil: null, ...more });
  };
  const agent = agentOf(call);
  const endedAt = call.endedAt ?? call.startedAt;
  const { caller, texts } = facts;
  const introduction = facts.customerCreated ? "created" : facts.introduction;
  if (introduction && (caller.kind === "number" || caller.kind === "unusual"))
    add("customer-not-found", customerNotFoundNote(caller, texts, introduction), agent, call.startedAt);
  if (call.answeredAt !== null) add("answered", answeredNote(call, facts), call.talkers[0] ?? agent, call.answeredAt);
  if (facts.stage === "finished") {
    const [key, write] =
      call.answeredAt === null ? (["unanswered", unansweredNote] as const) : (["ended", endedNote] as const);
    add(key, write(call, facts), agent, endedAt);
  }
  for (const comment of call.comments) {
    const files = filesFor(comment.postedAt, call, facts);
    add(`comment:${comment.id}`, commentNote(comment, facts), comment.author, comment.postedAt, files);
  }
  if (facts.stage === "finished") addMediaNotes(call, facts, add);
  return notes;
}

function addMediaNotes(call: Call, facts: PlanFacts, add: AddNote): void {
  if (facts.settings.media === "nothing") return;
  for (const media of call.media) {
    const outcome = facts.settings.media === "link" ? { kind: "linked" as const } : facts.media[media.kind];
    const note = outcome && mediaNote(call.id, media, outcome, facts);
    if (!note) continue;
    const files = outcome.kind === "attached" ? [outcome.file] : [];
    add(media.kind, note, agentOf(call), call.endedAt ?? call.startedAt, { files });
  }
}

/**
 * The files that were there when an agent note was written (C9). What counts is when the file became available,
 * not when we heard of either, so that the order of deliveries does not matter (C15).
 */
function filesFor(postedAt: number, call: Call, facts: PlanFacts): Partial<PlannedNote> {
  if (facts.settings.media !== "attach") return {};
  const outcomes = call.media.filter((media) => media.availableAt <= postedAt).map((media) => facts.media[media.kind]);
  return {
    files: outcomes.flatMap((outcome) => (outcome?.kind === "attached" ? [outcome.file] : [])),
    waitsUntil: outcomes.includes(undefined) ? postedAt * 1000 + FILE_PATIENCE_MS : null,
  };
}
