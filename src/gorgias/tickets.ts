/** Tickets in Gorgias (contract 5): https://developers.gorgias.com/reference/create-ticket and its neighbours. */
import type {
  ListedTicket,
  MadeTicket,
  TagRef,
  TicketChange,
  HelpDeskTickets,
  TicketDraft,
  TicketState,
  TicketThere,
} from "../domain/ports/help-desk.ts";
import { WITH_ALL, type RejectedPart, type Without } from "../domain/ticket/rejected-parts.ts";
import { refusedWith } from "../kit/request-error.ts";
import { vendorTime } from "../kit/vendor-time.ts";
import { bodyAs } from "../outbound/answer.ts";
import type { AccountRequest, GorgiasAccount } from "./account.ts";
import { mergedInto } from "./merged-ticket.ts";
import { isLike, messagesOf } from "./messages.ts";
import { namingParts } from "./rejected-fields.ts";
import { noteShown } from "./shown-customers.ts";
import { noteBody } from "./notes.ts";
import { messageWithout, tagParts, ticketParts, ticketWithout } from "./optional-parts.ts";
import { textBody } from "./texts.ts";
import { PAGE_SIZE } from "./vendor.ts";
import { listOf, readableOf, ticketSchema, type MessageAnswer, type TicketAnswer } from "./schemas.ts";

const tickets = listOf(ticketSchema);
const shownTickets = readableOf(ticketSchema);

export function helpDeskTickets(account: GorgiasAccount): HelpDeskTickets {
  return {
    async open(draft, without = WITH_ALL) {
      const spec = { method: "POST", path: "/tickets", json: ticketBody(draft, without), what: "new ticket" } as const;
      const send = () => account.read(ticketSchema, spec);
      const ticket = await namingParts(send, (named) => ticketParts(draft, named));
      noteCustomer(account, ticket);
      return made(ticket);
    },
    find: (externalId) => find(account, externalId),
    findLike: (draft) => findLike(account, draft),
    read: (id) => stateAfter(account, { method: "GET", path: `/tickets/${id}`, what: `ticket ${id}` }),
    ofCustomer: (customerId) => listOfCustomer(account, customerId),
    change: (id, change, without = WITH_ALL) => changeTicket(account, id, change, without),
    addTags: (id, tags) =>
      namingParts(
        () => addTags(account, id, tags),
        ({ path: [field, place = ""], words }) => (field === "ids" ? tagsNamed(tags, place, words) : []),
      ),
  };
}

function ticketBody(draft: TicketDraft, without: Without) {
  const { channel } = draft;
  const text = draft.messages.find(({ kind }) => kind === "text");
  const messages = draft.messages.map((message) =>
    messageWithout(message.kind === "note" ? noteBody(message.draft) : textBody(message.draft), message, without),
  );
  const body = {
    channel,
    via: "api",
    from_agent: text?.kind === "text" && text.draft.direction === "outbound",
    status: "open",
    external_id: draft.externalId,
    subject: draft.subject,
    customer: { id: draft.customerId },
    ...(draft.assigneeId === null ? {} : { assignee_user: { id: draft.assigneeId } }),
    ...(draft.tags.length > 0 ? { tags: draft.tags.map((name) => ({ name })) } : {}),
    messages,
    created_datetime: new Date(draft.createdAt * 1000).toISOString(),
  };
  return ticketWithout(body, without);
}

/** Matches ids in the path or in the message. */
function tagsNamed(tags: readonly TagRef[], place: string, words: string): RejectedPart[] {
  const ids = tags.map(({ id }) => String(id));
  const mentioned = new Set(words.match(/\d+/g));
  const known = tags.filter(({ id }) => mentioned.has(String(id)));
  if (known.length > 0) return known.map(({ name }) => ({ kind: "tag", name }));
  return tagParts(
    tags.map(({ name }) => name),
    ids.includes(place) ? String(ids.indexOf(place)) : place,
    words,
  );
}

/** A list omits messages (docs/vendors/gorgias.md 5.1), so the messages of the found ticket are read as well. */
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

/** Number of the customer's latest tickets to compare. A ticket with a lost answer is among them. */
const MOST_ALIKE = 5;

/** Finds the ticket by its messages: by external id, else by text and time. */
async function findLike(account: GorgiasAccount, draft: TicketDraft): Promise<MadeTicket | null> {
  const [first] = draft.messages;
  if (!first) return null;
  const query = new URLSearchParams({
    customer_id: String(draft.customerId),
    order_by: "created_datetime:desc",
    limit: String(PAGE_SIZE),
  });
  const what = `tickets of customer ${draft.customerId}`;
  const { data } = await account.read(tickets, { method: "GET", path: `/tickets?${query}`, what });
  const candidates = data.filter((ticket) => !ticket.external_id || ticket.external_id === draft.externalId);
  const { externalId, text, at } = first.draft;
  for (const ticket of candidates.slice(0, MOST_ALIKE)) {
    const found: MessageAnswer[] = [];
    for await (const page of messagesOf(account, ticket.id)) found.push(...page);
    const isIt = found.some((message) => message.external_id === externalId || isLike(message, { text, at }));
    if (isIt) return made({ ...ticket, messages: found.map((message) => namedAs(message, draft)) });
  }
  return null;
}

/** Gives a message without an external id that of the matching draft. */
function namedAs(message: MessageAnswer, draft: TicketDraft): MessageAnswer {
  const like = draft.messages.find(({ draft: { text, at } }) => isLike(message, { text, at }));
  return like ? { ...message, external_id: like.draft.externalId } : message;
}

/**
 * One page. A ticket older than a hundred later changes is no conversation that continues
 * (docs/vendors/gorgias.md 5.4).
 */
async function listOfCustomer(account: GorgiasAccount, customerId: number): Promise<ListedTicket[]> {
  const order = { order_by: "updated_datetime:desc", trashed: "false", limit: String(PAGE_SIZE) };
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

/** The answer is 201 with an empty body (docs/vendors/gorgias.md 5.6), so it shows only that the ticket exists. */
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

/** Gorgias rejects the status of a new ticket and of a change for different reasons. */
const CHANGED_STATUS = "change.status";

async function changeTicket(
  account: GorgiasAccount,
  id: number,
  { open, assigneeId, subject, customerId }: TicketChange,
  without: Without,
): Promise<TicketState> {
  const what = `ticket ${id}`;
  const path = `/tickets/${id}`;
  const json = {
    ...(open && !without.ticket.has(CHANGED_STATUS) ? { status: "open" } : {}),
    // Unassigned is an object with a null id, as the documented type has it (docs/vendors/gorgias.md 16).
    ...(assigneeId === undefined ? {} : { assignee_user: { id: assigneeId } }),
    ...(subject === undefined ? {} : { subject }),
    ...(customerId === undefined ? {} : { customer: { id: customerId } }),
  };
  if (Object.keys(json).length === 0) return stateAfter(account, { method: "GET", path, what });
  return namingParts(
    () => stateAfter(account, { method: "PUT", path, json, what }),
    ({ path: [field] }): RejectedPart[] => {
      if (field === "status" && open)
        return [{ kind: "field", of: "ticket", field: CHANGED_STATUS, part: "status", message: null }];
      return field === "assignee_user" && assigneeId != null ? [{ kind: "assignee", userId: assigneeId }] : [];
    },
  );
}

/** The ticket's state from an answer that shows it, a 301 (merged) or a 404 (deleted). */
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
