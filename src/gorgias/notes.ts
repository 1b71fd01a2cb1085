/** Internal notes in Gorgias (contract 6): channel `internal-note`, never public, and recorded as messages.ts has it. */
import type { NoteDesk, NoteDraft, TicketState } from "../domain/ports/help-desk.ts";
import { refusedWith, type RequestError } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { mergedInto } from "./merged.ts";
import { findMessage, postMessage, recorded } from "./messages.ts";

export function noteDesk(account: GorgiasAccount): NoteDesk {
  return {
    add: (ticketId, note) => postMessage(account, ticketId, noteBody(note), "note"),
    edit: (ticketId, messageId, note) => edit(account, `/tickets/${ticketId}/messages/${messageId}`, note),
    remove: (ticketId, messageId) => remove(account, `/tickets/${ticketId}/messages/${messageId}`),
    find: (ticketId, externalId) => findMessage(account, ticketId, externalId),
  };
}

/** The message body of a note, for a new ticket or an old one. */
export function noteBody(note: NoteDraft) {
  return {
    channel: "internal-note",
    from_agent: true,
    public: false,
    sender: { id: note.authorId },
    ...recorded(note),
  };
}

/**
 * Body and text are known to be editable; sender and attachments only assumed (contract 6.2): where they are refused,
 * the note keeps the ones it has.
 */
async function edit(
  account: GorgiasAccount,
  path: string,
  note: NoteDraft,
): Promise<TicketState | { kind: "without files" } | null> {
  const { channel, from_agent, body_text, body_html, sender } = noteBody(note);
  const attachments = attachmentsOf(note);
  const certain = { channel, from_agent, body_text, body_html };
  const uncertain = { sender, ...(attachments ? { attachments } : {}) };
  const put = async (json: object) => {
    const answer = await account.call({ method: "PUT", path, json, what: "edit of a note" });
    return answer.status === 301 ? mergedInto(answer) : null;
  };
  try {
    return await put({ ...certain, ...uncertain });
  } catch (error) {
    if (!refusedWith(error, 400)) throw error;
    const kept = notNamed(uncertain, error);
    const state = await put({ ...certain, ...kept });
    return state === null && attachments && !("attachments" in kept) ? { kind: "without files" } : state;
  }
}

/** In an edit each has a size, be it null (contract 14). */
function attachmentsOf(note: NoteDraft) {
  const { attachments = [] } = recorded(note);
  return attachments.length > 0 || note.clearsFiles ? attachments.map((file) => ({ size: null, ...file })) : null;
}

/** Known from old documents and from integrators only (contract 6.2): where it is refused, the note stays. */
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

/** What of the uncertain keys the refusal did not name; none of them where it named none. */
function notNamed(uncertain: Record<string, unknown>, error: RequestError): Record<string, unknown> {
  const told = JSON.stringify(error.body ?? "");
  const kept = Object.entries(uncertain).filter(([key]) => !told.includes(`"${key}"`));
  return kept.length < Object.keys(uncertain).length ? Object.fromEntries(kept) : {};
}
