// The account's log of what happened, as `GET /events` lists it (contract 10.3, capabilities 0.11).
import type { Account } from "./account.ts";
import type { EventType, LoggedEvent } from "./model.ts";

/** Older events are dropped, so that a long life stays small. */
const mostEvents = 20_000;

/** `change`: what the event's `data` shows, where the account is set to show it. */
export function logEvent(account: Account, type: EventType, objectId: number, change: unknown = null): void {
  const event: LoggedEvent = {
    id: account.nextId("event"),
    type,
    objectType: type.startsWith("ticket-") ? "Ticket" : "Customer",
    objectId,
    data: account.settings.eventData === "change" ? change : null,
    createdAt: account.now(),
  };
  account.events.push(event);
  if (account.events.length > mostEvents) account.events.splice(0, account.events.length - mostEvents);
}
