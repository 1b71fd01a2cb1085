/** Implements the domain's phone system port with Aircall. */
import { z } from "zod";
import type { MessageFile } from "../domain/conversation/text-message.ts";
import type { CallMedia, Contact } from "../domain/call/call.ts";
import type { PhoneSystem } from "../domain/ports/phone-system.ts";
import { refusedWith } from "../kit/request-error.ts";
import { bodyAs } from "../outbound/answer.ts";
import { listCalls, readListed } from "./call-list.ts";
import { openCompany, type AircallCompany, type CompanyDeps, type CompanyIdentity } from "./company.ts";
import { describeContact } from "./describe-call.ts";
import { describeFiles } from "./describe-message.ts";
import { downloadMedia, type MediaDeps } from "./media.ts";
import { messageSchema } from "./message-schema.ts";
import { callSchema, contactSchema } from "./schemas.ts";

/** An unreadable entry does not hide the others. An answer without a list is an error. */
export const contactsAnswer = z.object({ contacts: z.array(contactSchema.nullable().catch(null)) });
/** An answer on a group's message has no `id` (docs/vendors/aircall.md 6.4). Only the files matter. */
export const filesAnswer = messageSchema.pick({ media_details: true, media_url: true, media: true });
export const callAnswer = z.object({ call: callSchema });

export function openAircall(deps: CompanyDeps & MediaDeps, identity: CompanyIdentity): PhoneSystem {
  const company = openCompany(deps, identity);
  return {
    contact: (phone) => findContact(company, phone),
    media: (callId) => freshMedia(company, callId),
    calls: (window) => listCalls(company, deps.clock, window),
    call: (callId) => readListed(company, deps.clock, callId),
    messageFiles: (lineId, messageId) => freshFiles(company, lineId, messageId),
    async pushCard(callId, lines) {
      const path = `/v1/calls/${encodeURIComponent(callId)}/insight_cards`;
      await company.call({ method: "POST", path, json: { contents: lines }, what: `card of call ${callId}` });
    },
    download: (url, until) => downloadMedia(deps, url, until),
  };
}

/**
 * The oldest entry with a person's name, else the oldest with any data. The list may hold duplicates
 * (docs/vendors/aircall.md 9.4).
 */
async function findContact(company: AircallCompany, phone: string): Promise<Contact | null> {
  const path = `/v1/contacts/search?${new URLSearchParams({ phone_number: phone })}`;
  const answer = await company.call({ method: "GET", path, what: "contact by phone" });
  const found = bodyAs(contactsAnswer, answer, "aircall, contact by phone").contacts;
  const contacts = found.flatMap((contact) => (contact && describeContact(contact)) ?? []);
  return contacts.find(({ firstName, lastName }) => firstName?.trim() || lastName?.trim()) ?? contacts[0] ?? null;
}

/** Each read signs new links (docs/vendors/aircall.md 4.2). */
async function freshMedia(company: AircallCompany, callId: string): Promise<CallMedia[] | null> {
  try {
    const path = `/v1/calls/${encodeURIComponent(callId)}`;
    const what = `call ${callId}`;
    const answer = await company.call({ method: "GET", path, what });
    const { call } = bodyAs(callAnswer, answer, `aircall, ${what}`);
    const availableAt = call.ended_at ?? call.started_at;
    return [
      ...(call.recording ? [{ kind: "recording" as const, url: call.recording, availableAt }] : []),
      ...(call.voicemail ? [{ kind: "voicemail" as const, url: call.voicemail, availableAt }] : []),
    ];
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    throw error;
  }
}

/** The answer has no envelope (docs/vendors/aircall.md 8.4). Its links are newly signed. */
async function freshFiles(company: AircallCompany, lineId: string, messageId: string): Promise<MessageFile[] | null> {
  try {
    const path = `/v1/numbers/${encodeURIComponent(lineId)}/messages/${encodeURIComponent(messageId)}`;
    const answer = await company.call({ method: "GET", path, what: `text ${messageId}` });
    const message = filesAnswer.safeParse(answer.body);
    return message.success ? describeFiles(message.data) : null;
  } catch (error) {
    if (refusedWith(error, 404) || isNotNative(error)) return null;
    throw error;
  }
}

/** 403 also answers a bad credential. Only this key says that the line is the reason (docs/vendors/aircall.md 6.4). */
function isNotNative(error: unknown): boolean {
  return refusedWith(error, 403) && JSON.stringify(error.body ?? "").includes("LineIsNotNativeException");
}
