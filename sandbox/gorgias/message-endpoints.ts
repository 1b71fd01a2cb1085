// Messages of a ticket, and of the whole account (contract 6.2).
import { z } from "zod";
import type { Account } from "./account.ts";
import { type Call, check, defineEndpoint, type Endpoint, readId } from "./endpoint.ts";
import { pageQuery, queryInt } from "./fields.ts";
import { pageOf } from "./list-page.ts";
import { messageChange, messageInput } from "./message-body.ts";
import { messagesOf, viewMessage } from "./message-view.ts";
import type { Message } from "./model.ts";
import { addMessage, changeMessage, checkKind, findPeople } from "./save-message.ts";
import { findTicket } from "./save-ticket.ts";
import { refuseOverQuota } from "./ticket-endpoints.ts";
import { reopenFor } from "./ticket-times.ts";
import { refuse } from "./vendor-error.ts";

/** The old way of paging is still alive here alone (contract 6.2). */
const offsetPage = 30;

export const messageEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "POST",
    path: "/tickets/:id/messages",
    query: z.strictObject({ action: z.enum(["force", "retry", "cancel"]).optional() }),
    body: z.unknown(),
    handle: (call) => {
      const { account, credential } = call;
      const failure = "Failed to create ticket message";
      refuseOverQuota(account);
      const ticket = findTicket(account, readId(call));
      const input = check(messageInput(account.settings), call.body, failure);
      const writing = { account, credential, failure, at: "" };
      checkKind(writing, input);
      const people = findPeople(writing, input, { customerId: ticket.customerId });
      const canceled = call.query.action === "cancel";
      const message = addMessage(
        account,
        ticket,
        canceled ? { ...input, sent_datetime: account.now() } : input,
        people,
      );
      const body = viewMessage(account, message);
      if (canceled) account.messages.delete(message.id);
      else reopenFor(account, ticket, message);
      account.tickets.put(ticket);
      return { status: 201, body };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/tickets/:id/messages",
    query: z.strictObject({
      page: queryInt.pipe(z.int().min(1)).default(1),
      per_page: queryInt.pipe(z.int().min(1).max(100)).default(offsetPage),
    }),
    handle: (call) => {
      const ticket = findTicket(call.account, readId(call));
      const { page, per_page } = call.query;
      const messages = messagesOf(call.account, ticket.id);
      const shown = messages.slice((page - 1) * per_page, page * per_page);
      return {
        status: 200,
        body: {
          data: shown.map((message) => viewMessage(call.account, message)),
          object: "list",
          uri: `/api/tickets/${ticket.id}/messages/`,
          meta: {
            page: `/api/tickets/${ticket.id}/messages/?page=${page}`,
            per_page,
            current_page: page,
            item_count: messages.length,
            nb_pages: Math.max(1, Math.ceil(messages.length / per_page)),
          },
        },
      };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/messages",
    query: z.strictObject({
      ...pageQuery,
      ticket_id: queryInt.optional(),
      order_by: z.enum(["created_datetime:asc", "created_datetime:desc"]).default("created_datetime:desc"),
    }),
    handle: (call) => {
      const { account, query } = call;
      const ticketId = query.ticket_id;
      return {
        status: 200,
        body: pageOf(call, {
          records: ticketId === undefined ? account.messages.all() : account.messages.by("ticket", ticketId),
          sortKey: (message) => message.createdAt,
          descending: query.order_by === "created_datetime:desc",
          format: (message) => viewMessage(account, message),
        }),
      };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/tickets/:id/messages/:message",
    handle: (call) => ({ status: 200, body: viewMessage(call.account, findMessage(call)) }),
  }),
  defineEndpoint({
    method: "PUT",
    path: "/tickets/:id/messages/:message",
    query: z.strictObject({ action: z.enum(["force", "retry", "cancel"]).optional() }),
    body: z.unknown(),
    handle: (call) => {
      const { account, credential } = call;
      const held = findMessage(call);
      const failure = "Failed to update ticket message";
      const input = check(messageChange(account.settings), call.body, failure);
      const writing = { account, credential, failure, at: "" };
      checkKind(writing, input, held);
      const people = findPeople(writing, input, { customerId: findTicket(account, held.ticketId).customerId, held });
      changeMessage(account, held, input, people);
      touchTicket(account, held.ticketId);
      return { status: 202, body: viewMessage(account, held) };
    },
  }),
  defineEndpoint({
    method: "DELETE",
    path: "/tickets/:id/messages/:message",
    handle: (call) => {
      const message = findMessage(call);
      call.account.messages.delete(message.id);
      touchTicket(call.account, message.ticketId);
      return { status: 204 };
    },
  }),
];

function findMessage(call: Call): Message {
  const ticket = findTicket(call.account, readId(call));
  const message = call.account.messages.get(readId(call, "message"));
  if (message === undefined || message.ticketId !== ticket.id) throw refuse.notFound();
  return message;
}

function touchTicket(account: Account, id: number): void {
  findTicket(account, id).updatedAt = account.now();
}
