/**
 * Internal notes in Gorgias (docs/vendors/gorgias.md 6): channel `internal-note`, never public, recorded as in
 * messages.ts.
 */
import type { HelpDeskNotes, NoteDraft, TicketState } from "../domain/ports/help-desk.ts";
import { refusedWith, type RequestError } from "../kit/request-error.ts";
import { WITH_ALL } from "../domain/ticket/rejected-parts.ts";
import type { GorgiasAccount } from "./account.ts";
import { addMessage } from "./add-message.ts";
import { mergedInto } from "./merged-ticket.ts";
import { findMessage, recorded } from "./messages.ts";
import { namedFields } from "./rejected-fields.ts";

export function helpDeskNotes(account: GorgiasAccount): HelpDeskNotes {
  return {
    add: (ticketId, note, without = WITH_ALL) =>
      addMessage(account, ticketId, { message: { kind: "note", draft: note }, body: noteBody(note), without }),
    edit: (ticketId, messageId, note) => edit(account, `/tickets/${ticketId}/messages/${messageId}`, note),
    remove: (ticketId, messageId) => remove(account, `/tickets/${ticketId}/messages/${messageId}`),
    find: (ticketId, externalId, like) => findMessage(account, ticketId, externalId, like),
  };
}

/** The body of a note, for a new or an existing ticket. */
export function noteBody(note: NoteDraft) {
  return {
    channel: "internal-note",
    from_agent: true,
    public: false,
    ...(note.authorId === null ? {} : { sender: { id: note.authorId } }),
    ...recorded(note),
  };
}

/**
 * Only body and text are documented as editable (docs/vendors/gorgias.md 6.2). If Gorgias rejects sender or
 * attachments, the note keeps the ones it has.
 */
async function edit(
  account: GorgiasAccount,
  path: string,
  note: NoteDraft,
): Promise<TicketState | { kind: "without files" } | null> {
  const { channel, from_agent, body_text, body_html, sender } = noteBody(note);
  const attachments = attachmentsOf(note);
  const certain = { channel, from_agent, body_text, body_html };
  const uncertain = {
    ...(sender ? { sender } : {}),
    ...(attachments ? { attachments } : {}),
  };
  const put = async (json: object) => {
    const answer = await account.call({ method: "PUT", path, json, what: "edit of a note" });
    return answer.status === 301 ? mergedInto(answer) : null;
  };
  try {
    return await put({ ...certain, ...uncertain });
  } catch (error) {
    if (!refusedWith(error, 400, 403, 409, 422)) throw error;
    const named = new Set(namedFields(error.body).flatMap(({ path: [field] }) => field ?? []));
    const words = ["body_text", "body_html"] as const;
    const rejected = words.filter((field) => named.has(field));
    // A note needs text, but one form of it is enough.
    const kept = rejected.length === 1 ? omitted(certain, rejected[0]) : certain;
    const keptToo = notNamed(uncertain, error);
    const state = await put({ ...kept, ...keptToo });
    return state === null && attachments && !("attachments" in keptToo) ? { kind: "without files" } : state;
  }
}

/** An edit requires a size for each, which may be null (docs/vendors/gorgias.md 16). */
function attachmentsOf(note: NoteDraft) {
  const { attachments = [] } = recorded(note);
  return attachments.length > 0 || note.clearsFiles ? attachments.map((file) => ({ size: null, ...file })) : null;
}

/**
 * Known only from old documents and from integrators (docs/vendors/gorgias.md 6.2). If Gorgias rejects it, the note
 * stays.
 */
async function remove(account: GorgiasAccount, path: string): Promise<TicketState | { kind: "kept" } | null> {
  try {
    const answer = await account.call({ method: "DELETE", path, what: "removal of a note" });
    return answer.status === 301 ? mergedInto(answer) : null;
  } catch (error) {
    if (refusedWith(error, 404)) return null;
    if (refusedWith(error, 400, 405, 409, 422)) return { kind: "kept" };
    throw error;
  }
}

function omitted<T extends object>(body: T, field: string | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== field)) as Partial<T>;
}

/** The uncertain keys that the rejection did not name. Empty if it named none. */
function notNamed(uncertain: Record<string, unknown>, error: RequestError): Record<string, unknown> {
  const quoted = JSON.stringify(error.body ?? "");
  const kept = Object.entries(uncertain).filter(([key]) => !quoted.includes(`"${key}"`));
  return kept.length < Object.keys(uncertain).length ? Object.fromEntries(kept) : {};
}
