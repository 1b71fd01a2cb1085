// /api/tickets and the tags of a ticket (contract 5).
import { z } from "zod";
import type { Account } from "./account.ts";
import { type Answer, type Call, check, defineEndpoint, type Endpoint, readId } from "./endpoint.ts";
import { idField, pageQuery, queryBoolean, queryInt, repeated } from "./fields.ts";
import { pageByTime } from "./list-page.ts";
import type { Ticket } from "./model.ts";
import { resolveTagIds, resolveTagNames, setTags } from "./save-tag.ts";
import { addTicket, changeTicket, deleteTicket, findTicket } from "./save-ticket.ts";
import { ticketChange, ticketInput } from "./ticket-body.ts";
import { wakeTicket } from "./ticket-times.ts";
import { viewTicket, viewTicketItem } from "./ticket-view.ts";
import { refuse } from "./vendor-error.ts";

const listQuery = z.strictObject({
  ...pageQuery,
  customer_id: queryInt.optional(),
  external_id: z.string().max(255).optional(),
  ticket_ids: repeated(queryInt).pipe(z.array(z.int()).max(100)).optional(),
  /** Trashed tickets are listed unless this is `false` (contract 5.4). */
  trashed: queryBoolean.default(true),
  order_by: z
    .enum(["created_datetime:asc", "created_datetime:desc", "updated_datetime:asc", "updated_datetime:desc"])
    .default("created_datetime:desc"),
});

const tagsBody = z.strictObject({ ids: z.array(idField).optional(), names: z.array(z.string()).optional() });

export const ticketEndpoints: Endpoint[] = [
  defineEndpoint({
    method: "GET",
    path: "/tickets",
    query: listQuery,
    handle: (call) => ({
      status: 200,
      body: pageByTime(call, filterTickets(call.account, call.query), (ticket) =>
        viewTicketItem(call.account, wakeTicket(call.account, ticket)),
      ),
    }),
  }),
  defineEndpoint({
    method: "POST",
    path: "/tickets",
    body: z.unknown(),
    handle: ({ account, credential, body }) => {
      refuseOverQuota(account);
      const input = check(ticketInput(account.settings), body, "Failed to create ticket");
      return { status: 201, body: viewTicket(account, addTicket(account, credential, input)) };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/tickets/:id",
    handle: (call) => ({ status: 200, body: viewTicket(call.account, findTicket(call.account, readId(call))) }),
  }),
  defineEndpoint({
    method: "PUT",
    path: "/tickets/:id",
    failure: "Failed to update ticket",
    body: ticketChange,
    handle: (call) => {
      const ticket = findTicket(call.account, readId(call));
      return { status: 202, body: viewTicket(call.account, changeTicket(call.account, ticket, call.body)) };
    },
  }),
  defineEndpoint({
    method: "DELETE",
    path: "/tickets/:id",
    handle: (call) => {
      deleteTicket(call.account, findTicket(call.account, readId(call)));
      return { status: 204 };
    },
  }),
  defineEndpoint({
    method: "GET",
    path: "/tickets/:id/tags",
    handle: (call) => {
      const ticket = findTicket(call.account, readId(call));
      return { status: 200, body: { data: viewTicketItem(call.account, ticket).tags } };
    },
  }),
  tagEndpoint("POST", 201, (held, given) => [...held, ...given]),
  tagEndpoint("PUT", 202, (_held, given) => given),
  tagEndpoint("DELETE", 204, (held, given) => held.filter((id) => !given.includes(id))),
];

/** Empty answers; a present tag added or an absent one removed is no error (contract 5.6). */
function tagEndpoint(
  method: "POST" | "PUT" | "DELETE",
  status: number,
  combine: (held: number[], given: number[]) => number[],
): Endpoint {
  return defineEndpoint({
    method,
    path: "/tickets/:id/tags",
    failure: "Failed to update ticket tags",
    body: tagsBody,
    handle: (call): Answer => {
      const ticket = findTicket(call.account, readId(call));
      setTags(call.account, ticket, combine(ticket.tagIds, readTags(call, method)));
      return { status };
    },
  });
}

function readTags({ account, body }: Call<unknown, z.output<typeof tagsBody>>, method: string): number[] {
  const names = (body.names ?? []).map((name) => ({ name }));
  const failure = "Failed to update ticket tags";
  if (method !== "DELETE")
    return [...resolveTagIds(account, body.ids ?? [], failure), ...resolveTagNames(account, names, failure)];
  return [...(body.ids ?? []), ...names.flatMap(({ name }) => account.tags.by("name", name).map((tag) => tag.id))];
}

/** Trial accounts have a quota of tickets and messages (contract 5.3). */
export function refuseOverQuota(account: Account): void {
  if (account.settings.quotaExceeded) throw refuse.forbidden("Messaging quota exceeded.");
}

function filterTickets(account: Account, query: z.output<typeof listQuery>): Ticket[] {
  const { customer_id: customerId, external_id: externalId, ticket_ids: ids } = query;
  const youngest = account.now() - account.settings.externalIdDelayMs;
  let found: Ticket[];
  if (externalId !== undefined) found = account.tickets.by("external_id", externalId);
  else if (ids !== undefined) found = ids.flatMap((id) => account.tickets.get(id) ?? []);
  else if (customerId !== undefined) found = account.tickets.by("customer", customerId);
  else found = account.tickets.all();
  return found.filter(
    (ticket) =>
      (query.trashed || ticket.trashedAt === null) &&
      (externalId === undefined || ticket.processedAt <= youngest) &&
      (customerId === undefined || ticket.customerId === customerId) &&
      (ids === undefined || ids.includes(ticket.id)),
  );
}
