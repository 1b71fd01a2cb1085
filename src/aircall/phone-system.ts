/** Aircall as the phone system that the domain asks for. */
import { z } from "zod";
import type { CallMedia, Contact } from "../domain/call.ts";
import type { PhoneSystem } from "../domain/ports/phone-system.ts";
import { refusedWith } from "../kit/request-error.ts";
import { openCompany, type AircallCompany, type CompanyDeps, type CompanyIdentity } from "./company.ts";
import { describeContact } from "./describe-call.ts";
import { downloadMedia, type MediaDeps } from "./media.ts";
import { callSchema, contactSchema } from "./schemas.ts";

const contactsAnswer = z.object({ contacts: z.array(contactSchema) });
const callAnswer = z.object({ call: callSchema });

export function openAircall(deps: CompanyDeps & MediaDeps, identity: CompanyIdentity): PhoneSystem {
  const company = openCompany(deps, identity);
  return {
    contact: (phone) => findContact(company, phone),
    media: (callId) => freshMedia(company, callId),
    download: (url) => downloadMedia(deps, url),
  };
}

/** The oldest entry that tells something; the list may hold duplicates (contract 9.4). */
async function findContact(company: AircallCompany, phone: string): Promise<Contact | null> {
  const path = `/v1/contacts/search?${new URLSearchParams({ phone_number: phone })}`;
  const answer = await company.call({ method: "GET", path, what: "contact by phone" });
  const found = contactsAnswer.safeParse(answer.body);
  const contacts = found.success ? found.data.contacts.map(describeContact) : [];
  return contacts.find((contact) => contact !== null) ?? null;
}

/** Each read signs new links (contract 4.2). */
async function freshMedia(company: AircallCompany, callId: string): Promise<CallMedia[] | null> {
  try {
    const path = `/v1/calls/${encodeURIComponent(callId)}`;
    const answer = await company.call({ method: "GET", path, what: `call ${callId}` });
    const { call } = callAnswer.parse(answer.body);
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
