/** The target state of a call's ticket, computed from its inputs alone. */
import type { Call, CallComment, CallMedia, MediaKind, Person } from "./call.ts";
import { agentOf, type CallStage } from "./call-stage.ts";
import { tagsOf, withoutChosenTags, type CallbackTagIds } from "./call-tags.ts";
import { nameOf, type Customer, type Introduction } from "../customer/customer.ts";
import type { MediaOutcome, StoredFile } from "../ticket/media.ts";
import { answeredNote, commentNote, endedNote, unansweredNote } from "../notes/call-notes.ts";
import { customerNotFoundNote } from "../notes/customer-not-found-note.ts";
import { mediaNote } from "../notes/media-note.ts";
import { withAgent } from "../notes/who-acted.ts";
import { renderNote, type NoteContent, type RenderedNote } from "../notes/note.ts";
import { authorFor, firstAdmin, matchAgent, signerFor, type HelpDeskUser } from "../customer/people.ts";
import type { CustomerPhone } from "../phone/phone.ts";
import type { LeftOutSoFar } from "../ticket/rejected-parts.ts";
import type { Settings } from "../settings/settings.ts";
import type { PlannedMessage } from "../ticket/plan.ts";
import type { Translations } from "../translations/translations.ts";

/** Its key is `answered`, `ended`, `comment:12`… */
export interface PlannedNote extends PlannedMessage {
  content: RenderedNote;
  /** Null means the user of our credential. */
  authorId: number | null;
  /**
   * The Aircall user id of the agent whose words or actions the note reports. A change of it, not of the author,
   * changes the note.
   */
  about: string | null;
  /** When the reported event happened, Unix seconds. */
  at: number;
  files: StoredFile[];
  /**
   * Its HTML without the agent's name, where the note names the agent only because another user signs. The name alone
   * is no change of the note.
   */
  htmlAsOwn?: string;
}

export interface CallPlan {
  subject: string;
  customerId: number;
  assigneeId: number | null;
  tags: string[];
  notes: PlannedNote[];
  /** The call has further notes that no user can sign (C5). */
  unsigned: boolean;
  /** The user who signs where Gorgias rejects another author. */
  adminId: number | null;
  stage: CallStage["stage"];
  /** Unix seconds. */
  createdAt: number;
}

/** All inputs of a plan besides the call. */
export interface PlanFacts {
  stage: CallStage["stage"];
  settings: Settings;
  translations: Translations;
  callUrl(callId: string): string;
  customerPhone: CustomerPhone;
  customer: Customer;
  /** This call created the customer (C2). */
  customerCreated: boolean;
  /** How the ticket introduces a customer whom the number did not find, where this call found one. */
  introduction?: Introduction | null;
  users: readonly HelpDeskUser[];
  callbackTagIds: CallbackTagIds;
  callbackDone: boolean;
  /** Parts that the help desk has rejected (C18). */
  leftOut: LeftOutSoFar;
  /** How the transfer of each file ended. Absent until then. */
  media: Partial<Record<MediaKind, MediaOutcome>>;
}

/**
 * The user who can sign the notes: the agent's user, else the first admin. Null when there is neither, and then there
 * is no ticket (C5).
 */
export function signerOf(call: Call, users: readonly HelpDeskUser[]): HelpDeskUser | null {
  return signerFor(agentOf(call), users);
}

/** The plan. Call `signerOf` first. Without a signer its notes are empty. */
export function planTicket(call: Call, facts: PlanFacts): CallPlan {
  const assignee = matchAgent(agentOf(call), facts.users);
  const tagged = facts.stage === "finished" ? call : withoutChosenTags(call, facts.callbackTagIds);
  const { authors, assignees, tags } = facts.leftOut;
  const admin = firstAdmin(facts.users.filter(({ id }) => !authors.has(id)));
  const subject = call.direction === "inbound" ? "subject.inboundCall" : "subject.outboundCall";
  return {
    subject: facts.translations
      .say(subject, { customer: nameOf(facts.customer, facts.customerPhone, facts.translations) })
      .slice(0, 998)
      .toWellFormed(),
    customerId: facts.customer.id,
    assigneeId: assignee && !assignees.has(assignee.id) ? assignee.id : null,
    tags: tagsOf(tagged, facts.stage, facts, facts.translations).filter((tag) => !tags.has(tag)),
    ...notesOf(call, facts),
    adminId: admin?.id ?? null,
    stage: facts.stage,
    createdAt: call.startedAt,
  };
}

type AddNote = (key: string, note: NoteContent, author: Person | null, at: number, more?: Partial<PlannedNote>) => void;

/**
 * Notes that report no agent's action. They name no agent. Who talked or dialled signs them, not whom the call is
 * assigned to, so that an assignment does not change them.
 */
const NO_DEEDS = new Set<string>(["customer-not-found", "recording", "voicemail"]);

/**
 * An agent note waits this long for a file that is on its way, so that both are one request. A later file is added to
 * it afterwards.
 */
const FILE_PATIENCE_MS = 120_000;

function notesOf(call: Call, facts: PlanFacts): Pick<CallPlan, "notes" | "unsigned"> {
  const notes: PlannedNote[] = [];
  let unsigned = false;
  const { customerPhone, translations } = facts;
  const add: AddNote = (key, note, author, at, more = {}) => {
    const authorId = authorFor(author, facts.users, facts.leftOut.authors);
    if (authorId === undefined) {
      unsigned = true;
      return;
    }
    const isDeed = !NO_DEEDS.has(key);
    const named =
      isDeed && matchAgent(author, facts.users)?.id !== authorId ? withAgent(note, author, translations) : note;
    const content = renderNote(named, translations.language);
    const asOwn = named === note ? {} : { htmlAsOwn: renderNote(note, translations.language).html };
    notes.push({
      key,
      content,
      authorId,
      about: author?.id ?? null,
      at,
      files: [],
      waitsUntil: null,
      ...asOwn,
      ...more,
    });
  };
  const agent = agentOf(call);
  const endedAt = call.endedAt ?? call.startedAt;
  const introduction = facts.customerCreated ? "created" : facts.introduction;
  if (introduction && (customerPhone.kind === "number" || customerPhone.kind === "unusual")) {
    const note = customerNotFoundNote(customerPhone, translations, introduction);
    add("customer-not-found", note, call.talkers[0] ?? call.dialler, call.startedAt);
  }
  if (call.answeredAt !== null) add("answered", answeredNote(call, facts), call.talkers[0] ?? agent, call.answeredAt);
  if (facts.stage === "finished") {
    const [key, write] =
      call.answeredAt === null ? (["unanswered", unansweredNote] as const) : (["ended", endedNote] as const);
    add(key, write(call, facts), agent, endedAt);
  }
  for (const comment of call.comments) {
    const files = filesFor(comment, call, facts);
    add(keyOf(comment), commentNote(comment, facts), comment.author, comment.postedAt, files);
  }
  if (facts.stage === "finished") addMediaNotes(call, facts, add);
  return { notes, unsigned };
}

function keyOf(comment: CallComment): string {
  return `comment:${comment.id}`;
}

function addMediaNotes(call: Call, facts: PlanFacts, add: AddNote): void {
  if (facts.settings.media === "nothing") return;
  for (const media of call.media) {
    const outcome = facts.settings.media === "link" ? { kind: "linked" as const } : facts.media[media.kind];
    const note = outcome && mediaNote(call.id, media, outcome, facts);
    if (!note) continue;
    const at = call.endedAt ?? call.startedAt;
    const talker = call.talkers.at(-1) ?? call.dialler;
    if (outcome.kind !== "attached") add(media.kind, note, talker, at);
    else add(media.kind, note, talker, at, { files: [outcome.file], ...transferredBy(media, call) });
  }
}

function transferredBy(media: CallMedia, call: Call): Pick<PlannedNote, "insteadOf"> {
  const comment = carrierOf(media, call);
  return comment ? { insteadOf: keyOf(comment) } : {};
}

/**
 * The agent note that a file belongs to: the first one written when the file was available, else the first of all. The
 * times of the events count, not of the deliveries, so that their order does not matter (C9, C10, C15).
 */
function carrierOf(media: CallMedia, { comments }: Call): CallComment | null {
  return comments.find(({ postedAt }) => media.availableAt <= postedAt) ?? comments[0] ?? null;
}

/** The files that an agent note carries. It waits for those that are known and not transferred yet (L1). */
function filesFor(comment: CallComment, call: Call, facts: PlanFacts): Partial<PlannedNote> {
  if (facts.settings.media !== "attach") return {};
  const transferred = call.media.filter((media) => carrierOf(media, call)?.id === comment.id);
  const outcomes = transferred.map((media) => facts.media[media.kind]);
  const awaitedSince = transferred.flatMap((media) =>
    facts.media[media.kind] ? [] : Math.max(comment.postedAt, media.availableAt),
  );
  return {
    files: outcomes.flatMap((outcome) => (outcome?.kind === "attached" ? [outcome.file] : [])),
    waitsUntil: awaitedSince.length > 0 ? Math.max(...awaitedSince) * 1000 + FILE_PATIENCE_MS : null,
  };
}
