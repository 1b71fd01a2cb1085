/** Tickets in Gorgias (contract 5): https://developers.gorgias.com/reference/create-ticket and its neighbours. */
import type {
  ListedTicket,
  MadeTicket,
  TagRef,
  TicketDesk,
  TicketDraft,
  TicketState,
  TicketThere,
} from "../domain/ports/help-desk.ts";
import { refusedWith } from "../kit/request-error.ts";
import { vendorTime } from "../kit/vendor-time.ts";
import { bodyAs } from "../outbound/answer.ts";
import type { AccountRequest, GorgiasAccount } from "./account.ts";
import { mergedInto } from "./merged.ts";
import { messagesOf } from "./messages.ts";
import { noteShown } from "./shown-customers.ts";
import { noteBody } from "./notes.ts";
import { textBody } from "./texts.ts";
import { listOf, readableOf, ticketSchema, type TicketAnswer } from "./schemas.ts";

const tickets = listOf(ticketSchema);
const shownTickets = readableOf(ticketSchema);

export function ticketDesk(account: GorgiasAccount): TicketDesk {
  return {
    async open(draft) {
      const json = ticketBody(draft);
      const ticket = await account.read(ticketSchema, { method: "POST", path: "/tickets", json, what: "new ticket" });
      noteCustomer(account, ticket);
      return made(ticket);
    },
    find: (externalId) => find(account, externalId),
    read: (id) => stateAfter(account, { method: "GET", path: `/tickets/${id}`, what: `ticket ${id}` }),
    ofCustomer: (customerId) => listOfCustomer(account, customerId),
    change(id, { open, assigneeId, subject, customerId }) {
      const json = {
        ...(open ? { status: "open" } : {}),
        ...(assigneeId === undefined ? {} : { assignee_user: assigneeId === null ? null : { id: assigneeId } }),
        ...(subject === undefined ? {} : { subject }),
        ...(customerId === undefined ? {} : { customer: { id: customerId } }),
      };
      return stateAfter(account, { method: "PUT", path: `/tickets/${id}`, json, what: `ticket ${id}` });
    },
    addTags: (id, tags) => addTags(account, id, tags),
  };
}

function ticketBody(draft: TicketDraft) {
  const { texts } = draft;
  return {
    channel: texts ? "sms" : "phone",
    via: "api",
    from_agent: texts?.[0] ? texts[0].direction === "outbound" : false,
    status: "open",
    external_id: draft.externalId,
    subject: draft.subject,
    customer: { id: draft.customerId },
    ...(draft.assigneeId === null ? {} : { assignee_user: { id: draft.assigneeId } }),
    tags: draft.tags.map((name) => ({ name })),
    messages: [...draft.notes.map(noteBody), ...(texts ?? []).map(textBody)],
    created_datetime: new Date(draft.createdAt * 1000).toISOString(),
  };
}

/** List items are compact, without messages (contract 5.1), so those of a found ticket are listed too. */
async function find(account: GorgiasAccount, externalId: string): Promise<MadeTicket | null> {
  const query = new URLSearchParams({ external_id: externalId, order_by: "created_datetime:asc", limit: "1" });
  const what = "ticket by external id";
  const [ticket] = (await account.read(tickets, { method: "GET", path: `/tickets?${query}`, what })).data;
  if (!ticket) return null;
  noteCustomer(account, ticket);
  const found: TicketAnswer["messages"] = [];
  for await (const page of messagesOf(account, ticket.id)) found.push(...page);
  return made({ ...ticket, messages: found });
}

/** One page: a ticket that a hundred others have changed since is no conversation that goes on (contract 5.4). */
async function listOfCustomer(account: GorgiasAccount, customerId: number): Promise<ListedTicket[]> {
  const order = { order_by: "updated_datetime:desc", trashed: "false", limit: "100" };
  const query = new URLSearchParams({ customer_id: String(customerId), ...order });
  const what = `tickets of customer ${customerId}`;
  const { data } = await account.read(shownTickets, { method: "GET", path: `/tickets?${query}`, what });
  for (const ticket of data) noteCustomer(account, ticket);
  return data.map((ticket) => ({
    externalId: ticket.external_id ?? null,
    channel: ticket.channel ?? null,
    subject: ticket.subject,
    assigneeName: ticket.assignee_user?.name ?? null,
    lastMessageAt: ticket.last_message_datetime,
    state: stateOf(ticket),
  }));
}

function made(ticket: TicketAnswer): MadeTicket {
  const ids = (ticket.messages ?? []).flatMap(({ id, external_id }) =>
    external_id ? [[external_id, id] as const] : [],
  );
  return { ticketId: ticket.id, messageIds: new Map(ids) };
}

/** The answer is 201 with an empty body (contract 5.6): it shows no ticket, only whether there is one. */
async function addTags(account: GorgiasAccount, id: number, tags: readonly TagRef[]): Promise<TicketState | null> {
  const json = { ids: tags.map((tag) => tag.id) };
  try {
    const answer = await account.call({
      method: "POST",
      path: `/tickets/${id}/tags`,
      json,
      what: `tags of ticket ${id}`,
    });
    return answer.status === 301 ? mergedInto(answer) : null;
  } catch (error) {
    if (refusedWith(error, 404)) return { kind: "deleted" };
    throw error;
  }
}

/** Where the ticket is, from an answer that shows it whole, or a 301 (merged) or 404 (deleted). */
async function stateAfter(account: GorgiasAccount, spec: AccountRequest): Promise<TicketState> {
  try {
    const answer = await account.call(spec);
    if (answer.status === 301) return mergedInto(answer);
    const ticket = bodyAs(ticketSchema, answer, `gorgias, ${spec.what}`);
    noteCustomer(account, ticket);
    return stateOf(ticket);
  } catch (error) {
    if (refusedWith(error, 404)) return { kind: "deleted" };
    throw error;
  }
}

function noteCustomer(account: GorgiasAccount, { customer }: TicketAnswer): void {
  if (customer) noteShown(account, customer);
}

function stateOf(ticket: TicketAnswer): TicketThere {
  const trashedAt = vendorTime(ticket.trashed_datetime);
  return {
    kind: "there",
    ticketId: ticket.id,
    spam: ticket.spam ?? false,
    trashed: ticket.trashed_datetime != null,
    ...(trashedAt === null ? {} : { trashedAt }),
    tags: (ticket.tags ?? []).map((tag) => tag.name),
    status: ticket.status === "closed" ? "closed" : "open",
    closedAt: ticket.closed_datetime,
    snoozed: ticket.snooze_datetime != null,
    assigneeId: ticket.assignee_user?.id ?? null,
    subject: ticket.subject,
    customerId: ticket.customer?.id ?? null,
  };
}
