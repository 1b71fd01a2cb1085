// A call in the vendor's JSON: keys are absent in webhooks where REST says null (contract 3.3 and 4).
import { anonymous, compactDigits, displayDigits } from "./digits.ts";
import {
  describeAuthorInCall,
  describeContact,
  describeLineInCall,
  describeLineInWebhook,
  describeTeamBriefly,
  describeUserBriefly,
  describeUserInCall,
  directLink,
} from "./describe-resources.ts";
import type { Call, CallTag, Company, IvrOption, User } from "./entities.ts";
import type { CallEvent } from "./events.ts";
import type { Exchange } from "./exchange.ts";
import { findCompany } from "./find.ts";
import { assetUrl, signMedia } from "./media.ts";
import { shortMediaUrl } from "./short-media.ts";

/** Which optional parts a REST reader asked for. */
export interface CallReading {
  contact: boolean;
  shortUrls: boolean;
  timeline: boolean;
}

/** `data` of a call webhook. `callbackTag` says whether the callback tag is already there. */
export function describeCallInWebhook(exchange: Exchange, call: Call, event: CallEvent): Record<string, unknown> {
  const company = findCompany(exchange, call.companyId);
  const line = company.lines.find((one) => one.id === call.lineId);
  const contact = company.contacts.find((one) => one.id === call.contactId);
  const brief = (id: number | null) => describeBriefly(exchange, company, id);
  const forget = call.collected && exchange.settings.forgetTransferFieldsAtEnd;
  const hideLine = call.digits === anonymous && exchange.settings.omitNumberOnAnonymous;
  return {
    ...describeCore(exchange, call, event),
    ...present("user", brief(chooseUser(exchange, call, event))),
    ...present("contact", contact && describeContact(exchange, contact)),
    ...present("number", line && !hideLine ? describeLineInWebhook(exchange, line) : undefined),
    ...present("assigned_to", brief(call.assignedToId)),
    ...present("transferred_by", forget ? undefined : brief(call.transferredById)),
    ...present("transferred_to", forget ? undefined : brief(call.transferredToId)),
    ...describeMoment(exchange, call, event),
    ...present("automatic_callback_call_id", call.automaticCallbackCallId ?? undefined),
    archived: call.archived,
    teams: describeTeams(exchange, company, call),
    comments: call.comments.map((comment) => ({
      id: comment.id,
      content: comment.content,
      posted_by: brief(comment.postedById) ?? null,
      posted_at: comment.postedAt,
    })),
    ...(call.answeredAt === null ? {} : { participants: [] }),
    tags: listTags(exchange, company, call, event).map(({ tag, name }) => ({
      id: tag.tagId,
      name,
      // System tags carry an empty object, not null (contract 4.3).
      tagged_by: brief(tag.taggedById) ?? {},
      tagged_at: tag.taggedAt,
    })),
  };
}

/** `call` of the REST API. */
export function describeCall(exchange: Exchange, call: Call, reading: CallReading): Record<string, unknown> {
  const company = findCompany(exchange, call.companyId);
  const line = company.lines.find((one) => one.id === call.lineId);
  const contact = reading.contact ? company.contacts.find((one) => one.id === call.contactId) : undefined;
  const person = (id: number | null, describe: typeof describeUserInCall) => {
    const user = company.users.find((one) => one.id === id);
    return user === undefined ? null : describe(exchange, user);
  };
  const short = (kind: "recording" | "voicemail") => (reading.shortUrls ? shortMediaUrl(exchange, call, kind) : null);
  const { call_uuid: sid, hangup_cause: _, ...core } = describeCore(exchange, call, null);
  return {
    ...core,
    sid,
    recording_short_url: short("recording"),
    voicemail_short_url: short("voicemail"),
    user: person(call.userId, describeUserInCall),
    contact: contact === undefined ? null : describeContact(exchange, contact),
    number: line === undefined ? null : describeLineInCall(exchange, line),
    assigned_to: person(call.assignedToId, describeUserInCall),
    transferred_by: person(call.transferredById, describeUserInCall),
    transferred_to: person(call.transferredToId, describeUserInCall),
    automatic_callback_call_id: call.automaticCallbackCallId,
    archived: call.archived,
    teams: describeTeams(exchange, company, call),
    comments: call.comments.map((comment) => ({
      id: comment.id,
      content: comment.content,
      posted_by: person(comment.postedById, describeAuthorInCall),
      posted_at: comment.postedAt,
    })),
    tags: listTags(exchange, company, call, null).map(({ tag, name }) => ({
      id: tag.tagId,
      name,
      created_at: tag.taggedAt,
      tagged_by: person(tag.taggedById, describeAuthorInCall) ?? {},
    })),
    conference_participants: [],
    ...(reading.timeline ? { ivr_options_selected: call.ivrOptions.map((option) => describeIvrOption(option)) } : {}),
  };
}

function describeCore(exchange: Exchange, call: Call, event: CallEvent | null): Record<string, unknown> {
  // Links are still null at hang-up: collecting takes until call.ended (contract 3.1).
  const announcesMedia = event === "call.comm_assets_generated" || event === "call.voicemail_left";
  const isNote = event === "call.tagged" || event === "call.commented";
  const forgets = isNote && exchange.settings.forgetMediaOnNotes;
  const media = !forgets && (event === null || call.collected || announcesMedia);
  return {
    id: call.id,
    call_uuid: call.uuid,
    direct_link: directLink(exchange, `calls/${call.id}`),
    direction: call.direction,
    status: call.status,
    missed_call_reason: call.missedReason,
    started_at: call.startedAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    // Includes ringing and waiting; 0 until done (contract 4).
    duration: call.endedAt === null ? 0 : call.endedAt - call.startedAt,
    cost: "0.0",
    hangup_cause: null,
    voicemail: media ? signMedia(exchange, call, "voicemail") : null,
    recording: media ? signMedia(exchange, call, "recording") : null,
    asset: media ? assetUrl(call) : null,
    raw_digits: displayDigits(call.digits),
  };
}

/** What only this event tells. */
function describeMoment(exchange: Exchange, call: Call, event: CallEvent): Record<string, unknown> {
  const { forgetIvrOptions, ivrOptionAt } = exchange.settings;
  const ivr = ivrOptionAt === "data" && (event === "call.ivr_option_selected" || !forgetIvrOptions);
  return {
    ...(ivr && call.ivrOptions.length > 0
      ? { ivr_options_selected: call.ivrOptions.map((option) => describeIvrOption(option)) }
      : {}),
    ...(event === "call.external_transferred"
      ? { external_transferred_to: call.externalTransferredTo, external_caller_number: compactDigits(call.digits) }
      : {}),
    ...(event === "call.comm_assets_generated"
      ? {
          recording_short_url: shortMediaUrl(exchange, call, "recording"),
          voicemail_short_url: shortMediaUrl(exchange, call, "voicemail"),
        }
      : {}),
  };
}

/** What an envelope tells beside the call. */
export function describeBesideCall({ settings }: Exchange, call: Call, event: CallEvent): Record<string, unknown> {
  const chosen = call.ivrOptions.at(-1);
  if (settings.ivrOptionAt === "data" || event !== "call.ivr_option_selected" || !chosen) return {};
  return { ivr_option: describeIvrOption(chosen) };
}

/** The user of a webhook: the agent being rung or declining, else who took or made the call. */
function chooseUser(exchange: Exchange, call: Call, event: CallEvent): number | null {
  const { forgetUserAtEnd, forgetUserOnUnanswered } = exchange.settings;
  if (event === "call.ringing_on_agent" || event === "call.agent_declined") return call.rungUserId;
  if (event === "call.ended" && forgetUserAtEnd) return null;
  if (call.userId !== null) return call.userId;
  return call.status === "done" && !forgetUserOnUnanswered ? call.rungUserId : null;
}

function listTags(
  exchange: Exchange,
  company: Company,
  call: Call,
  event: CallEvent | null,
): { tag: CallTag; name: string }[] {
  return call.tags.flatMap((tag) => {
    const known = company.tags.find((one) => one.id === tag.tagId);
    if (known === undefined || isTagStillHidden(exchange, known.description, event)) return [];
    return [{ tag, name: known.name }];
  });
}

/** The system tag of a callback request shows up at hang-up, at the end, or only after it (contract 5.2). */
function isTagStillHidden(exchange: Exchange, description: string | null, event: CallEvent | null): boolean {
  if (description !== "queue_callback" || event === null) return false;
  const { callbackTagAt } = exchange.settings;
  if (callbackTagAt === "hungup") return false;
  return event === "call.hungup" || (callbackTagAt === "tagged" && event === "call.ended");
}

function describeTeams(exchange: Exchange, company: Company, call: Call): Record<string, unknown>[] {
  if (call.direction === "outbound") return [];
  return company.teams
    .filter((team) => call.teamIds.includes(team.id))
    .map((team) => describeTeamBriefly(exchange, team));
}

/** Times are ISO strings here, unlike the rest of a call (contract 5.1). */
function describeIvrOption(option: IvrOption): Record<string, unknown> {
  const at = new Date(option.createdAt * 1000).toISOString();
  return {
    id: option.id,
    title: option.title,
    key: option.key,
    branch: option.branch,
    created_at: at,
    transition_started_at: at,
    transition_ended_at: at,
  };
}

function describeBriefly(exchange: Exchange, company: Company, id: number | null): Record<string, unknown> | undefined {
  const user: User | undefined = company.users.find((one) => one.id === id);
  return user === undefined ? undefined : describeUserBriefly(exchange, user);
}

function present(key: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [key]: value };
}
