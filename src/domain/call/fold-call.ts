/**
 * Folds the events of a call into the call. Pure. Gives the same result for every order and any repetition of the
 * events (C15).
 */
import type { Call, CallComment, CallEvent, CallMedia, CallSnapshot, IvrChoice, MediaKind, Person } from "./call.ts";
import { presentTags } from "../ticket/present-tags.ts";

/** Aircall's answer to a query about a call. It is not an Aircall event, but has the shape of one. */
export const SWEPT_EVENT = "call.swept";
/** The same for one call whose deliveries lack what decides (C14). The call may still go on. */
export const READ_EVENT = "call.read";
/** The same, because an admin imports the calls of a period (C17). */
export const IMPORTED_EVENT = "call.imported";
const COMPARED = new Set([SWEPT_EVENT, IMPORTED_EVENT]);

/**
 * An event's place in a call's life. It decides between events of the same second. An unlisted name ranks between the
 * answer and the end.
 */
const RANK: Record<string, number> = {
  "call.created": 0,
  "call.ringing_on_agent": 1,
  "call.agent_declined": 2,
  "call.ivr_option_selected": 3,
  "call.answered": 4,
  "call.hungup": 8,
  "call.ended": 9,
  "call.voicemail_left": 10,
  "call.comm_assets_generated": 11,
  [SWEPT_EVENT]: 12,
  [IMPORTED_EVENT]: 12,
  [READ_EVENT]: 12,
};
const MIDDLE_RANK = 6;

/** In these events `user` is an agent whose phone rings, not one who talks (Aircall contract 3.1). */
const RINGING = new Set(["call.created", "call.ringing_on_agent", "call.agent_declined", "call.ivr_option_selected"]);

/** Folds all events of one call, in any order. Null when there is no event. */
export function foldCall(events: readonly CallEvent[]): Call | null {
  const ordered = inOrderOfLife(events);
  const first = ordered[0];
  if (!first) return null;
  const snapshots = ordered.map((event) => event.snapshot);
  const newest = <T>(pick: (snapshot: CallSnapshot) => T | null): T | null =>
    snapshots.reduce<T | null>((known, snapshot) => pick(snapshot) ?? known, null);
  const endedAt = newest((s) => (s.done ? s.endedAt : null)) ?? seenOverAt(ordered);
  return {
    id: first.snapshot.callId,
    direction: first.snapshot.direction,
    line: newest((s) => s.line),
    customerDigits: newest((s) => s.customerDigits),
    contact: newest((s) => s.contact),
    startedAt: Math.min(...snapshots.map((s) => s.startedAt)),
    answeredAt: newest((s) => s.answeredAt),
    endedAt,
    closed: ordered.some(({ name, snapshot }) => name === "call.ended" || (COMPARED.has(name) && snapshot.done)),
    missedReason: newest((s) => s.missedReason),
    talkers: talkersOf(ordered, endedAt),
    transferredOutTo: unique(snapshots.flatMap((s) => s.transferredOutTo ?? [])),
    dialler: first.snapshot.direction === "outbound" ? oldest(snapshots, (s) => s.user) : null,
    assignedTo: newest((s) => s.assignedTo),
    teams: unique(snapshots.flatMap((s) => s.teams)),
    tags: presentTags(ordered),
    comments: commentsOf(snapshots),
    ivr: ivrOf(snapshots),
    media: [mediaOf(ordered, "recording"), mediaOf(ordered, "voicemail")].filter((m) => m !== null),
    callbackCallId: newest((s) => s.callbackCallId),
    imported: ordered.some(({ name }) => name === IMPORTED_EVENT),
    swept: ordered.some(({ name }) => COMPARED.has(name)),
  };
}

function inOrderOfLife(events: readonly CallEvent[]): CallEvent[] {
  return events
    .map((event) => ({ event, rank: RANK[event.name] ?? MIDDLE_RANK, tie: JSON.stringify(event) }))
    .sort((a, b) => a.event.at - b.event.at || a.rank - b.rank || (a.tie < b.tie ? -1 : 1))
    .map(({ event }) => event);
}

function oldest<T>(snapshots: CallSnapshot[], pick: (snapshot: CallSnapshot) => T | null): T | null {
  return snapshots.reduce<T | null>((known, snapshot) => known ?? pick(snapshot), null);
}

/** For a call that is over without a known end time: the time of the earliest event that shows the end. */
function seenOverAt(ordered: CallEvent[]): number | null {
  return (
    ordered.find(({ name, snapshot }) => snapshot.done || name === "call.hungup" || name === "call.ended")?.at ?? null
  );
}

/** Once the call is over, the `user` of these events may not be the last talker. */
const AFTERWARDS = new Set([
  ...COMPARED,
  READ_EVENT,
  "call.tagged",
  "call.untagged",
  "call.commented",
  "call.assigned",
  "call.archived",
]);

/** Where no event of the end names an agent, a transfer event may be lost. Then trust later events (C4). */
function talkersOf(ordered: CallEvent[], endedAt: number | null): Person[] {
  const isOver = ({ at, snapshot }: CallEvent) => snapshot.done || (endedAt !== null && at > endedAt);
  const during = ordered.filter((event) => !AFTERWARDS.has(event.name) || !isOver(event));
  const toldAtEnd = during.some(({ snapshot }) => snapshot.done && snapshot.answeredAt !== null && snapshot.user);
  return talkersIn(toldAtEnd ? during : ordered);
}

/**
 * The agent of an outbound call talks from the answer on. An inbound `user` counts once the call is answered. After a
 * transfer without `user`, its target counts until another event names the talker. The target of a team transfer is
 * only its first member (Aircall contract 5.4).
 */
function talkersIn(ordered: CallEvent[]): Person[] {
  const talkers: Person[] = [];
  let target: Person | null = null;
  const add = (person: Person) => {
    if (talkers.at(-1)?.id !== person.id) talkers.push(person);
  };
  for (const { name, snapshot } of ordered) {
    if (snapshot.answeredAt === null || RINGING.has(name)) continue;
    if (snapshot.user) {
      target = null;
      add(snapshot.user);
    } else if (name === "call.transferred") target = snapshot.transferredTo ?? target;
  }
  if (target) add(target);
  return talkers;
}

function commentsOf(snapshots: CallSnapshot[]): CallComment[] {
  return uniqueBy(
    snapshots.flatMap((s) => s.comments.filter(({ content }) => content.trim() !== "")),
    (comment) => comment.id,
  ).sort((a, b) => a.postedAt - b.postedAt || (a.id < b.id ? -1 : 1));
}

function ivrOf(snapshots: CallSnapshot[]): IvrChoice[] {
  return uniqueBy(
    snapshots.flatMap((s) => s.ivr),
    (choice) => `${choice.key}\n${choice.title}`,
  );
}

function mediaOf(ordered: CallEvent[], kind: MediaKind): CallMedia | null {
  const urlIn = (snapshot: CallSnapshot) => (kind === "recording" ? snapshot.recordingUrl : snapshot.voicemailUrl);
  const shown = ordered.filter((event) => urlIn(event.snapshot) !== null);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return null;
  return { kind, url: urlIn(last.snapshot) ?? "", availableAt: first.at };
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

/** The last version of each, in the order of first appearance. */
function uniqueBy<T>(values: T[], keyOf: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}
