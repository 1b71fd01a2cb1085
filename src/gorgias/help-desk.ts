/** Implements the domain's help desk port with Gorgias. */
import type { HelpDesk } from "../domain/ports/help-desk.ts";
import { openAccount, type AccountDeps, type AccountIdentity } from "./account.ts";
import { customerDesk } from "./customers.ts";
import { fileDesk } from "./files.ts";
import { noteDesk } from "./notes.ts";
import { OPTIONAL_FIELDS } from "./optional-parts.ts";
import { tagDesk } from "./tags.ts";
import { ticketDesk } from "./tickets.ts";
import { textDesk } from "./texts.ts";
import { listUsers, readUser } from "./users.ts";

/** Opens one account for one run. Sends no request yet. */
export function openGorgias(deps: AccountDeps, identity: AccountIdentity): HelpDesk {
  const account = openAccount(deps, identity);
  return {
    customers: customerDesk(account),
    tickets: ticketDesk(account),
    notes: noteDesk(account),
    texts: textDesk(account),
    tags: tagDesk(account),
    files: fileDesk(account),
    optionalFields: OPTIONAL_FIELDS,
    user: (id) => readUser(account, id),
    users: () => listUsers(account),
    shown: (customerId) => account.shown.get(customerId) ?? null,
    spent: account.used,
  };
}
