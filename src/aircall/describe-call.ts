/** Converts Aircall's call object to the domain's types. */
import { createHash } from "node:crypto";
import type { CallComment, CallSnapshot, CallTag, Contact, IvrChoice, Line } from "../domain/call/call.ts";
import { contactName, readEmail } from "../domain/customer/customer.ts";
import type { CallAnswer, contactSchema, IvrFields } from "./schemas.ts";
import type { z } from "zod";

export function describeCall(call: CallAnswer): CallSnapshot {
  return {
    callId: call.id,
    direction: call.direction,
    done: call.status === "done",
    startedAt: call.started_at,
    answeredAt: call.answered_at ?? null,
    endedAt: call.ended_at ?? null,
    missedReason: call.missed_call_reason,
    customerDigits: boundedDigits(call.raw_digits ?? call.international_format),
    line: call.number ? describeLine(call.number) : null,
    user: call.user,
    assignedTo: call.assigned_to,
    transferredTo: call.transferred_to,
    transferredOutTo: boundedDigits(call.external_transferred_to),
    contact: call.contact ? describeContact(call.contact) : null,
    teams: call.teams.map((team) => team.name),
    tags: call.tags?.map(describeTag) ?? null,
    comments: call.comments.map((comment) => describeComment(comment, call)),
    ivr: describeIvr(call),
    recordingUrl: call.recording,
    voicemailUrl: call.voicemail,
    callbackCallId: call.automatic_callback_call_id ?? null,
  };
}

/** A comment without an id is identified by a hash of its text. One without a time gets the time of the call. */
function describeComment(
  { id, content, posted_by, posted_at }: CallAnswer["comments"][number],
  { started_at, answered_at, ended_at }: CallAnswer,
): CallComment {
  return {
    id: id ?? `words:${createHash("sha256").update(content).digest("hex").slice(0, 16)}`,
    content,
    author: posted_by,
    postedAt: posted_at ?? ended_at ?? answered_at ?? started_at,
  };
}

export function describeIvr({ ivr_options_selected, ivr_options, ivr_option }: IvrFields): IvrChoice[] {
  return [...ivr_options_selected, ...ivr_options, ...(ivr_option ? [ivr_option] : [])];
}

function describeTag({ id, name, tagged_by: system }: NonNullable<CallAnswer["tags"]>[number]): CallTag {
  return system ? { id, name, system } : { id, name };
}

/** No phone number is longer, and longer text would not fit the index on customers' numbers. */
const MOST_DIGITS = 100;

function boundedDigits(told: string | null): string | null {
  return told !== null && told.length > MOST_DIGITS ? null : told;
}

export function describeLine(number: NonNullable<CallAnswer["number"]>): Line {
  return {
    id: number.id,
    name: number.name ?? number.digits ?? number.id,
    digits: number.e164_digits ?? number.digits ?? number.international_format ?? "",
    country: number.country?.toUpperCase() ?? null,
    timeZone: number.time_zone,
  };
}

/** A contact without name and e-mail counts as unknown (C2). */
export function describeContact(contact: z.output<typeof contactSchema>): Contact | null {
  const email = contact.emails.map(({ value }) => readEmail(value)).find((address) => address !== null) ?? null;
  const company = contact.company_name ?? contact.company;
  const names = { firstName: contact.first_name, lastName: contact.last_name };
  const described: Contact = { ...names, email, ...(company ? { company } : {}) };
  return email === null && contactName(described) === null ? null : described;
}
