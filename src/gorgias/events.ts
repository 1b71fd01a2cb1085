/**
 * The account's log of events (docs/vendors/gorgias.md 10.3). Needs the scope `events:read`. Reference:
 * https://developers.gorgias.com/reference/list-events
 */
import { z } from "zod";
import type { CustomerEvents } from "../domain/ports/customer-feed.ts";
import { vendorTime } from "../kit/vendor-time.ts";
import type { GorgiasAccount } from "./account.ts";
import { pagesOf } from "./pages.ts";
import { readableOf } from "./schemas.ts";

/** `object_id` is the customer's or the ticket's. What `data` shows is not documented. */
export const eventSchema = z.object({
  type: z.string(),
  object_id: z.number().int(),
  created_datetime: z.unknown().transform(vendorTime),
});
const events = readableOf(eventSchema);

/** What each type of event is about. */
const ABOUT = new Map<string, CustomerEvents["events"][number]["about"]>([
  ["customer-updated", "customer"],
  ["customer-merged", "customer"],
  ["customer-deleted", "customer"],
  ["ticket-customer-updated", "ticket's customer"],
  ["ticket-closed", "ticket"],
  ["ticket-reopened", "ticket"],
  ["ticket-merged", "ticket"],
  ["ticket-trashed", "ticket"],
  ["ticket-untrashed", "ticket"],
  ["ticket-marked-spam", "ticket"],
  ["ticket-unmarked-spam", "ticket"],
]);

/** 500 changes. After more, everything remembered is doubted. */
const MOST_EVENT_PAGES = 5;

/** The changes since a time in epoch ms, in one request per 100. */
export async function customerEvents(account: GorgiasAccount, since: number): Promise<CustomerEvents> {
  const query: [string, string][] = [
    ...[...ABOUT.keys()].map((type): [string, string] => ["types", type]),
    ["created_datetime[gte]", new Date(since).toISOString()],
    ["order_by", "created_datetime:desc"],
  ];
  const found: CustomerEvents["events"] = [];
  let pages = 0;
  for await (const page of pagesOf(account, events, { path: "/events", query, what: "events about customers" })) {
    for (const { type, object_id: id, created_datetime: at } of page) {
      const about = ABOUT.get(type);
      if (about && at !== null) found.push({ about, id, at });
    }
    pages += 1;
    if (pages === MOST_EVENT_PAGES) return { events: found, complete: false };
  }
  return { events: found, complete: true };
}
