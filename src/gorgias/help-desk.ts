/** Implements the domain's help desk port with Gorgias. */
import type { HelpDesk } from "../domain/ports/help-desk.ts";
import { openAccount, type AccountDeps, type AccountIdentity } from "./account.ts";
import { helpDeskCustomers } from "./customers.ts";
import { readTimeZone } from "./help-desk-setup.ts";
import { customerEvents } from "./events.ts";
import { helpDeskFiles } from "./files.ts";
import { helpDeskNotes } from "./notes.ts";
import { OPTIONAL_FIELDS } from "./optional-parts.ts";
import { helpDeskTags } from "./tags.ts";
import { helpDeskTickets } from "./tickets.ts";
import { helpDeskMessages } from "./texts.ts";
import { listUsers, readUser } from "./users.ts";

/** Opens one account for one run. Sends no request yet. */
export function openGorgias(deps: AccountDeps, identity: AccountIdentity): HelpDesk {
  const account = openAccount(deps, identity);
  return {
    customers: helpDeskCustomers(account),
    tickets: helpDeskTickets(account),
    notes: helpDeskNotes(account),
    texts: helpDeskMessages(account),
    tags: helpDeskTags(account),
    files: helpDeskFiles(account),
    optionalFields: OPTIONAL_FIELDS,
    user: (id) => readUser(account, id),
    users: () => listUsers(account),
    customerEvents: (since) => customerEvents(account, since),
    timeZone: () => readTimeZone(account),
    shown: (customerId) => account.shown.get(customerId) ?? null,
    used: account.used,
  };
}
