/** Which tags a call's ticket gets (C12, C13). */
import type { Call, CallTag } from "./call.ts";
import { isMissed, type CallStage } from "./call-stage.ts";
import type { Translations } from "../translations/translations.ts";

/** Ids of Aircall's own tags that mean a callback, read once per connection (Aircall contract 5.2). */
export interface CallbackTagIds {
  requested: string[];
  done: string[];
}

const REQUESTED_NAME = "Callback Request";
const DONE_NAME = "Called Back";

/** Whether Aircall's system tag "Callback Request" is on the call, by its id or its exact name. */
export function isCallbackRequested(call: Call, ids: CallbackTagIds): boolean {
  return call.tags.some((tag) => means(tag, ids.requested, REQUESTED_NAME));
}

/**
 * Every tag for the ticket, each once, in a stable order. `callbackDone`: this call is a callback, or a callback
 * answered it.
 */
export function tagsOf(
  call: Call,
  stage: CallStage["stage"],
  facts: { callbackTagIds: CallbackTagIds; callbackDone: boolean },
  translations: Translations,
): string[] {
  const ids = facts.callbackTagIds;
  const done = facts.callbackDone || call.tags.some((tag) => means(tag, ids.done, DONE_NAME));
  const voicemail = call.media.some((media) => media.kind === "voicemail");
  const tags = [
    translations.say("tag.aircall"),
    translations.say(call.direction === "inbound" ? "tag.inboundCall" : "tag.outboundCall"),
    stage === "finished" && isMissed(call) ? translations.say("tag.missedCall") : "",
    voicemail ? translations.say("tag.voicemail") : "",
    isCallbackRequested(call, ids) ? translations.say("tag.callbackRequest") : "",
    done ? translations.say("tag.callbackDone") : "",
    call.line?.name ?? "",
    ...call.teams,
    ...call.tags.filter((tag) => !isCallbackTag(tag, ids)).map((tag) => tag.name),
  ];
  return [...new Set(tags.map(asTagName).filter(Boolean))];
}

/**
 * The call without the tags that an agent chose. The agent may remove those until the call is over, but a ticket keeps
 * its tags (C12).
 */
export function withoutChosenTags(call: Call, ids: CallbackTagIds): Call {
  return { ...call, tags: call.tags.filter((tag) => isCallbackTag(tag, ids)) };
}

function isCallbackTag(tag: CallTag, ids: CallbackTagIds): boolean {
  return means(tag, ids.requested, REQUESTED_NAME) || means(tag, ids.done, DONE_NAME);
}

function means(tag: CallTag, ids: readonly string[], name: string): boolean {
  return ids.includes(tag.id) || tag.name === name;
}

/** A name as a tag: Gorgias takes at most 256 characters (Aircall contract 9). Empty where no tag can have it. */
export function asTagName(name: string): string {
  return name.trim().slice(0, 256).toWellFormed().trim();
}
