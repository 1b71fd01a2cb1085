/** What each note about a call says (C6–C9). */
import type { Call, CallComment } from "../call.ts";
import { agentOf, isMissed } from "../call-stage.ts";
import { displayCaller, displayNumber, readCaller } from "../phone.ts";
import { displayDuration, displayMoment } from "../texts/moments.ts";
import { en } from "../texts/en.ts";
import type { TextKey, Texts } from "../texts/texts.ts";
import type { NoteContent, NoteField } from "./note.ts";

/** What notes need beside the call: the language, and where the dashboard shows a call. */
export interface NoteSurroundings {
  texts: Texts;
  dashboardUrl: string;
}

/**
 * Notes that an agent writes until the call is closed, about 30 s after hang-up (Aircall contract 3.1), are listed in the
 * note of the end. The bound is on when they were written, not on when we heard of them, so that order does not matter.
 */
const WRAP_UP_S = 30;

/** "Call answered" (C6). */
export function answeredNote(call: Call, { texts }: NoteSurroundings): NoteContent {
  return { title: texts.say("note.callAnswered"), fields: startFields(call, texts), sentences: [] };
}

/** "Call ended" (C7). */
export function endedNote(call: Call, around: NoteSurroundings): NoteContent {
  return { title: around.texts.say("note.callEnded"), fields: endFields(call, around), sentences: [] };
}

/** The one note of a call that nobody answered (C8). */
export function unansweredNote(call: Call, around: NoteSurroundings): NoteContent {
  const fields = [...startFields(call, around.texts), ...endFields(call, around)];
  return { title: around.texts.say("note.callEnded"), fields, sentences: [] };
}

/** "Call commented": one agent note (C9). */
export function commentNote(comment: CallComment, { texts }: NoteSurroundings): NoteContent {
  return { title: texts.say("note.callCommented"), fields: [], sentences: [comment.content] };
}

function startFields(call: Call, texts: Texts): NoteField[] {
  const zone = call.line?.timeZone ?? null;
  const moment = (seconds: number | null) => (seconds === null ? "" : displayMoment(seconds, zone, texts.language));
  return [
    field(texts, "field.startTime", moment(call.startedAt)),
    field(texts, "field.answeredTime", moment(call.answeredAt)),
    field(texts, "field.callDirection", texts.say(`direction.${call.direction}`)),
    field(texts, "field.customerNumber", callerShown(call, texts)),
    field(texts, "field.aircallNumber", lineShown(call)),
    field(texts, "field.ivrOptions", ivrShown(call)),
    field(texts, "field.aircallTeam", call.teams.join(", ")),
  ];
}

function endFields(call: Call, { texts, dashboardUrl }: NoteSurroundings): NoteField[] {
  const zone = call.line?.timeZone ?? null;
  const endedAt = call.endedAt ?? call.startedAt;
  const agent = call.assignedTo ?? agentOf(call);
  const written = call.comments.filter((comment) => comment.postedAt <= endedAt + WRAP_UP_S);
  const dashboard = `${dashboardUrl}/calls/${encodeURIComponent(call.id)}`;
  const voicemail = call.media.some((media) => media.kind === "voicemail");
  return [
    field(texts, "field.endTime", displayMoment(endedAt, zone, texts.language)),
    field(texts, "field.callDuration", displayDuration(endedAt - call.startedAt)),
    field(texts, "field.assignedTo", agent?.name ?? agent?.email ?? ""),
    { ...field(texts, "field.dashboardLink", dashboard), href: dashboard },
    field(texts, "field.voicemail", voicemail ? texts.say("word.yes") : ""),
    field(texts, "field.missedReason", isMissed(call) ? missedReason(call.missedReason, texts) : ""),
    field(texts, "field.agentNotes", written.map((comment) => comment.content).join("\n")),
  ];
}

function field(texts: Texts, label: TextKey, value: string): NoteField {
  return { label: texts.say(label), value };
}

function callerShown(call: Call, texts: Texts): string {
  const caller = readCaller(call.callerDigits, call.line?.country ?? null);
  return displayCaller(caller) ?? texts.say("word.withheld");
}

function lineShown(call: Call): string {
  if (!call.line) return "";
  return `${call.line.name} (${displayNumber(call.line.digits, call.line.country)})`;
}

function ivrShown(call: Call): string {
  return call.ivr.map((choice) => [choice.key, choice.title].filter(Boolean).join(" – ")).join(", ");
}

/** A reason that this version does not know is shown as Aircall writes it. */
function missedReason(reason: string | null, texts: Texts): string {
  if (reason === null) return "";
  return Object.hasOwn(en.missedReason, reason) ? texts.say(`missedReason.${reason}` as TextKey) : reason;
}
