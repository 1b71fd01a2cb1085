/** What each note about a call says (C6–C9). */
import type { Call, CallComment, Person } from "../call/call.ts";
import { isCallbackRequested, type CallbackTagIds } from "../call/call-tags.ts";
import { agentOf, isMissed } from "../call/call-stage.ts";
import { displayPhone, displayNumber, readPhone } from "../phone/phone.ts";
import { displayDuration, displayMoment } from "../translations/moments.ts";
import { en } from "../translations/en.ts";
import type { TextKey, Translations } from "../translations/translations.ts";
import type { NoteContent, NoteField } from "./note.ts";
import { nameOfPerson } from "./who-acted.ts";

/** What notes need besides the call: the language, and the page that shows a call to people. */
export interface NoteSurroundings {
  translations: Translations;
  callUrl(callId: string): string;
  /** Without them, only the name identifies Aircall's own tag. */
  callbackTagIds?: CallbackTagIds;
}

const NO_CALLBACK_TAGS: CallbackTagIds = { requested: [], done: [] };

/**
 * The end note lists the notes that an agent writes within this time after hang-up. The call closes about 30 s after
 * hang-up (Aircall contract 3.1). The bound applies to the time of writing, not of delivery, so that order does not
 * matter.
 */
const WRAP_UP_S = 30;

/** "Call answered" (C6). */
export function answeredNote(call: Call, { translations }: NoteSurroundings): NoteContent {
  return { title: translations.say("note.callAnswered"), fields: startFields(call, translations), sentences: [] };
}

/** "Call ended" (C7). */
export function endedNote(call: Call, around: NoteSurroundings): NoteContent {
  return { title: around.translations.say("note.callEnded"), fields: endFields(call, around), sentences: [] };
}

/** The one note of an unanswered call. Its title says what happened (C8). */
export function unansweredNote(call: Call, around: NoteSurroundings): NoteContent {
  const fields = [...startFields(call, around.translations), ...endFields(call, around)];
  const missed = call.direction === "inbound" ? "note.missedCall" : "note.unansweredCall";
  return { title: around.translations.say(hasVoicemail(call) ? "note.voicemail" : missed), fields, sentences: [] };
}

function hasVoicemail(call: Call): boolean {
  return call.media.some((media) => media.kind === "voicemail");
}

/** "Call commented": one agent note (C9). */
export function commentNote(comment: CallComment, { translations }: NoteSurroundings): NoteContent {
  return { title: translations.say("note.callCommented"), fields: [], sentences: [comment.content] };
}

function startFields(call: Call, translations: Translations): NoteField[] {
  const zone = call.line?.timeZone ?? null;
  const moment = (seconds: number | null) =>
    seconds === null ? "" : displayMoment(seconds, zone, translations.language);
  return [
    field(translations, "field.startTime", moment(call.startedAt)),
    field(translations, "field.answeredTime", moment(call.answeredAt)),
    field(translations, "field.callDirection", translations.say(`direction.${call.direction}`)),
    field(translations, "field.customerNumber", shownPhone(call, translations)),
    field(translations, "field.aircallNumber", lineShown(call)),
    field(translations, "field.ivrOptions", ivrShown(call)),
    field(translations, "field.aircallTeam", call.teams.join(", ")),
  ];
}

function endFields(call: Call, { translations, callUrl, callbackTagIds }: NoteSurroundings): NoteField[] {
  const zone = call.line?.timeZone ?? null;
  const endedAt = call.endedAt ?? call.startedAt;
  const agent = call.assignedTo ?? agentOf(call);
  const written = call.comments.filter((comment) => comment.postedAt <= endedAt + WRAP_UP_S);
  const dashboard = callUrl(call.id);
  const requested = isCallbackRequested(call, callbackTagIds ?? NO_CALLBACK_TAGS);
  const yesIf = (fact: boolean) => (fact ? translations.say("word.yes") : "");
  return [
    field(translations, "field.endTime", displayMoment(endedAt, zone, translations.language)),
    field(translations, "field.callDuration", displayDuration(endedAt - call.startedAt)),
    field(translations, "field.assignedTo", agent ? nameOfPerson(agent) : ""),
    field(translations, "field.agentsWhoTalked", talkersShown(call, agent)),
    field(translations, "field.transfers", transfersOf(call).join(", ")),
    { ...field(translations, "field.dashboardLink", dashboard), href: dashboard },
    field(translations, "field.voicemail", yesIf(hasVoicemail(call))),
    field(translations, "field.callbackRequest", yesIf(requested)),
    field(translations, "field.missedReason", isMissed(call) ? missedReason(call.missedReason, translations) : ""),
    field(translations, "field.agentNotes", written.map((comment) => comment.content).join("\n")),
  ];
}

function field(translations: Translations, label: TextKey, value: string): NoteField {
  return { label: translations.say(label), value };
}

function shownPhone(call: Call, translations: Translations): string {
  const customerPhone = readPhone(call.customerDigits, call.line?.country ?? null);
  return displayPhone(customerPhone) ?? translations.say("word.withheld");
}

function lineShown(call: Call): string {
  if (!call.line) return "";
  return `${call.line.name} (${displayNumber(call.line.digits, call.line.country)})`;
}

function ivrShown(call: Call): string {
  const shown = call.ivr.flatMap(({ key, title }) => title ?? (key === null || key === NO_KEY ? [] : key));
  return [...new Set(shown)].join(", ");
}

/** What Aircall sends where the customer pressed no valid key (Aircall contract 5.1). */
const NO_KEY = "fallback";

/** The agents who talked, once each. Empty where "Assigned to" already names the only one. */
function talkersShown({ talkers }: Call, assigned: Person | null): string {
  const names = new Set(talkers.map(nameOfPerson));
  const [only] = names;
  return names.size > 1 || only !== (assigned && nameOfPerson(assigned)) ? [...names].join(", ") : "";
}

/** Transfers from agent to agent, and at last to outside numbers. */
function transfersOf({ talkers, transferredOutTo, line }: Call): string[] {
  const names = talkers.map(nameOfPerson);
  const inside = names.slice(1).map((name, i) => `${names[i]} → ${name}`);
  const outside = transferredOutTo.map((digits) => displayNumber(digits, line?.country));
  return [...inside, ...outside.map((number) => [names.at(-1) ?? "", number].filter(Boolean).join(" → "))];
}

/** Shows a reason that this version does not know as Aircall writes it. */
function missedReason(reason: string | null, translations: Translations): string {
  if (reason === null) return "";
  return Object.hasOwn(en.missedReason, reason) ? translations.say(`missedReason.${reason}` as TextKey) : reason;
}
