/**
 * Internal notes in Gorgias (contract 6). The only code that builds a message: channel `internal-note`, never public,
 * and with `sent_datetime`, so that Gorgias has two reasons never to send it to anybody (contract 6.3).
 */
import type { NoteDesk, NoteDraft, TicketState } from "../domain/ports/help-desk.ts";
import { refusedWith, type RequestError } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { mergedInto } from "./merged.ts";
import { listOf, messageSchema } from "./schemas.ts";

const messages = listOf(messageSchema);

export function noteDesk(account: GorgiasAccount): NoteDesk {
  return {
    add: (ticketId, note) => add(account, ticketId, note),
    edit: (ticketId, messageId, note) => edit(account, `/tickets/${ticketId}/messages/${messageId}`, note),
    find: (ticketId, externalId) => find(account, ticketId, externalId),
  };
}

/** The message body of a note, for a new ticket or an old one. */
export function noteBody(note: NoteDraft) {
  const at = new Date(note.at * 1000).toISOString();
  return {
    channel: "internal-note",
    via: "api",
    from_agent: true,
    public: false,
    sender: { id: note.authorId },
    external_id: note.externalId,
    body_text: note.text,
    body_html: note.html,
    created_datetime: at,
    sent_datetime: at,
    ...(note.files.length > 0 ? { attachments: attachmentsOf(note) } : {}),
  };
}

function attachmentsOf(note: NoteDraft) {
  return note.files.map(({ url, name, contentType, size }) => ({
    url,
    name,
    content_type: contentType,
    ...(size === null ? {} : { size }),
    public: false,
  }));
}

async function add(account: GorgiasAccount, ticketId: number, note: NoteDraft): Promise<number | TicketState> {
  const what = `note on ticket ${ticketId}`;
  try {
    const path = `/tickets/${ticketId}/messages`;
    const answer = await account.call({ method: "POST", path, json: noteBody(note), what });
    return answer.status === 301 ? mergedInto(answer) : messageSchema.parse(answer.body).id;
  } catch (error) {
    if (refusedWith(error, 404)) return { kind: "deleted" };
    throw error;
  }
}

/**
 * Body and text are known to be editable; sender and attachments only assumed (contract 6.2): where they are refused,
 * the note keeps the ones it has.
 */
async function edit(account: GorgiasAccount, path: string, note: NoteDraft): Promise<TicketState | null> {
  const { channel, from_agent, body_text, body_html, sender, attachments } = noteBody(note);
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
    return put({ ...certain, ...notNamed(uncertain, error) });
  }
}

/** What of the uncertain keys the refusal did not name; none of them where it named none. */
function notNamed(uncertain: Record<string, unknown>, error: RequestError): Record<string, unknown> {
  const told = JSON.stringify(error.body ?? "");
  const kept = Object.entries(uncertain).filter(([key]) => !told.includes(`"${key}"`));
  return kept.length < Object.keys(uncertain).length ? Object.fromEntries(kept) : {};
}

/** No filter by message external id exists (contract 6.2), so the ticket's messages are looked through. */
async function find(account: GorgiasAccount, ticketId: number, externalId: string): Promise<number | null> {
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ ticket_id: String(ticketId), limit: "100", ...(cursor ? { cursor } : {}) });
    const spec = { method: "GET" as const, path: `/messages?${query}`, what: `messages of ticket ${ticketId}` };
    const page: { data: { id: number; external_id?: string | null | undefined }[]; next: string | null } =
      await account.read(messages, spec);
    const found = page.data.find((message) => message.external_id === externalId);
    if (found) return found.id;
    cursor = page.next;
  } while (cursor);
  return null;
}
