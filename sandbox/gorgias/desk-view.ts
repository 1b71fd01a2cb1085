// What the help desk's pages show: the newest of everything, so that a large account stays quick.
import { z } from "zod";
import type { Account } from "./account.ts";
import { viewCustomerRead } from "./customer-view.ts";
import type { Desk } from "./desk.ts";
import { check } from "./endpoint.ts";
import { queryInt } from "./fields.ts";
import { findCustomer } from "./save-customer.ts";
import { findTicket } from "./save-ticket.ts";
import { viewTicket, viewTicketItem } from "./ticket-view.ts";

const shownAtOnce = 50;
const viewQuery = z.strictObject({ ticket: queryInt.optional(), customer: queryInt.optional() });

export function describeView(desk: Desk, name: string, query: unknown) {
  const account = desk.account(name);
  const wanted = check(viewQuery, query, "The control panel refuses");
  return {
    account: name,
    accounts: desk
      .accounts()
      .slice(0, shownAtOnce)
      .map((each) => each.account),
    buckets: { key: desk.bucket(name, "key"), oauth: desk.bucket(name, "oauth") },
    outbox: account.outbox.slice(-shownAtOnce).toReversed(),
    outboxSize: account.outbox.length,
    requests: account.requests.slice(-shownAtOnce).toReversed(),
    requestCount: account.requests.length,
    quotaExceeded: account.settings.quotaExceeded,
    ...describeList(account, wanted.customer),
    ...(wanted.ticket === undefined ? {} : { ticket: viewTicket(account, findTicket(account, wanted.ticket)) }),
    ...(wanted.customer === undefined ? {} : { customer: viewCustomerRead(findCustomer(account, wanted.customer)) }),
  };
}

function describeList(account: Account, customerId: number | undefined) {
  const tickets = customerId === undefined ? account.tickets.all() : account.tickets.by("customer", customerId);
  const newest = tickets.sort((a, b) => b.updatedAt - a.updatedAt || b.id - a.id).slice(0, shownAtOnce);
  return {
    ticketCount: tickets.length,
    tickets: newest.map((ticket) => viewTicketItem(account, findTicket(account, ticket.id))),
    customerCount: account.customers.size,
    customers: account.customers.all().slice(-shownAtOnce).toReversed().map(viewCustomerRead),
  };
}
