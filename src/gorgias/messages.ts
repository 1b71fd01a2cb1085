/**
 * The common part of every message that the service writes into Gorgias: it is recorded, never sent. Gorgias would send
 * an outgoing message without `sent_datetime` to the customer (docs/vendors/gorgias.md 6.3). So only this file sets a
 * message's times.
 */
import type { StoredFile } from "../domain/ticket/media.ts";
import type { MessageLikeness, TicketState } from "../domain/ports/help-desk.ts";
import { refusedWith, RequestError } from "../kit/request-error.ts";
import type { GorgiasAccount } from "./account.ts";
import { mergedInto } from "./merged-ticket.ts";
import { pagesOf } from "./pages.ts";
import { listOf, messageSchema, type MessageAnswer } from "./schemas.ts";

const messages = listOf(messageSchema);

/** A message exchanged outside Gorgias at this moment (Unix seconds). */
export function recorded(draft: {
  externalId: string;
  text: string;
  html: string;
  at: number;
  files: readonly StoredFile[];
}) {
  const at = new Date(Math.round(draft.at * 1000)).toISOString();
  return {
    via: "api",
    external_id: draft.externalId,
    body_text: draft.text,
    body_html: draft.html,
    created_datetime: at,
    sent_datetime: at,
    ...(draft.files.length > 0 ? { attachments: draft.files.map(attachment) } : {}),
  };
}

function attachment({ url, name, contentType, size }: StoredFile) {
  return { url, name, content_type: contentType, ...(size === null ? {} : { size }), public: false };
}

/** Returns the new message's id, or the ticket's state if it cannot be written to. */
export async function postMessage(
  account: GorgiasAccount,
  ticketId: number,
  json: object,
  what: string,
): Promise<number | TicketState> {
  try {
    const path = `/tickets/${ticketId}/messages`;
    const answer = await account.call({ method: "POST", path, json, what: `${what} on ticket ${ticketId}` });
    if (answer.status === 301) return mergedInto(answer);
    const made = messageSchema.safeParse(answer.body);
    if (made.success) return made.data.id;
    const { status } = answer;
    throw new RequestError(`gorgias, ${what} on ticket ${ticketId}: the answer names no message`, {
      fate: "unknown",
      status,
    });
  } catch (error) {
    if (refusedWith(error, 404)) return { kind: "deleted" };
    throw error;
  }
}

/**
 * Gorgias has no filter by a message's external id (docs/vendors/gorgias.md 6.2), so this reads the ticket's messages.
 */
export async function findMessage(
  account: GorgiasAccount,
  ticketId: number,
  externalId: string,
  like?: MessageLikeness,
): Promise<number | null> {
  for await (const page of messagesOf(account, ticketId)) {
    const found = page.find((message) => message.external_id === externalId || (like && isLike(message, like)));
    if (found) return found.id;
  }
  return null;
}

/** True for a message without an external id that has this text and time. */
export function isLike(message: MessageAnswer, { text, at }: MessageLikeness): boolean {
  if (message.external_id) return false;
  const times = [message.sent_datetime, message.created_datetime];
  const isThen = at === null || times.some((time) => time !== null && Math.abs(time - at * 1000) < 1_000);
  const words = (value: string | null | undefined) => (value ?? "").replaceAll(/<[^>]*>|\s+/g, "");
  return isThen && [message.body_text, message.body_html].some((value) => words(value) === words(text));
}

/** All messages of a ticket, page by page. */
export function messagesOf(account: GorgiasAccount, ticketId: number) {
  const query = { ticket_id: String(ticketId) };
  return pagesOf(account, messages, { path: "/messages", query, what: `messages of ticket ${ticketId}` });
}
