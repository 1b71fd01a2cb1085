/** Tries API keys with both vendors and says what is wrong with them. Changes nothing. */
import { MAX_WEBHOOKS } from "../../aircall/vendor.ts";
import type { Line } from "../../domain/call/call.ts";
import type { Credential } from "../../domain/connection/connection.ts";
import type { KeyProblem } from "../../domain/access/access-problem.ts";
import { isAdmin } from "../../domain/customer/people.ts";
import type { HelpDeskIdentity, OpenSetup } from "../../domain/ports/setup.ts";
import type { ConnectionStore } from "../../domain/ports/stores.ts";
import { RequestError, refusedWith } from "../../kit/request-error.ts";

export interface TryKeysDeps {
  setup: OpenSetup;
  connections: Pick<ConnectionStore, "holderOfLines">;
}

type Refused = { kind: "refused"; problem: KeyProblem };

/** Admins that a sentence names. */
const MOST_ADMINS = 3;

/** Whether the key works and belongs to an admin. `id`: the connection that the request counts for. */
export async function tryGorgiasKey(
  { setup }: Pick<TryKeysDeps, "setup">,
  id: string,
  account: string,
  credential: Credential,
): Promise<{ kind: "accepted"; identity: HelpDeskIdentity } | Refused> {
  try {
    const identity = await setup.whoIsAt(id, account, credential);
    if (identity.admin) return { kind: "accepted", identity };
    const user = identity.email ?? identity.name ?? "this user";
    const admins = await adminsOf(setup, id, account, credential);
    return { kind: "refused", problem: { code: "not_an_admin", account, user, admins } };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const email = credential.kind === "basic" ? credential.user : "?";
    if (refusedWith(error, 401, 403))
      return { kind: "refused", problem: { code: "gorgias_key_rejected", account, email } };
    // Gorgias answers 404 for a subdomain without an account (docs/vendors/gorgias.md 1).
    if (refusedWith(error, 404)) return { kind: "refused", problem: { code: "unknown_account", account } };
    return { kind: "refused", problem: unavailable("gorgias", error) };
  }
}

/** The names of some admins. Empty where the key may not know. */
async function adminsOf(setup: OpenSetup, id: string, account: string, credential: Credential): Promise<string[]> {
  try {
    const users = (await setup.helpDesk(id, account, credential).users()).filter(isAdmin);
    return users
      .slice(0, MOST_ADMINS)
      .flatMap(({ name, email }) => (name && email ? `${name} (${email})` : (email ?? [])));
  } catch (error) {
    if (error instanceof RequestError) return [];
    throw error;
  }
}

/**
 * Whether the key works, its company is free, and Aircall allows a webhook. `except`: the connection that may have the
 * company already.
 */
export async function tryAircallKey(
  { setup, connections }: TryKeysDeps,
  { id, account, except = null }: { id: string; account: string; except?: string | null },
  credential: Credential,
): Promise<{ kind: "accepted"; lines: Line[] } | Refused> {
  try {
    const company = setup.company(id, account, credential);
    const lines = await company.lines();
    if (lines.length === 0) return { kind: "refused", problem: { code: "no_numbers" } };
    const ids = lines.map((line) => line.id);
    const holder = await connections.holderOfLines(ids, except);
    if (holder !== null) return { kind: "refused", problem: { code: "company_taken", account: holder } };
    // The empty text begins every address.
    const webhooks = await company.webhooksAt("");
    if (except === null && webhooks.length >= MAX_WEBHOOKS)
      return { kind: "refused", problem: { code: "webhook_limit" } };
    return { kind: "accepted", lines };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (refusedWith(error, 401, 403)) return { kind: "refused", problem: { code: "aircall_key_rejected" } };
    return { kind: "refused", problem: unavailable("aircall", error) };
  }
}

/** The vendor's own words, or what happened instead of an answer. */
export function unavailable(vendor: "gorgias" | "aircall", error: RequestError): KeyProblem {
  const status = error.status === null ? null : String(error.status);
  const detail = [status, error.detail].filter((part) => part !== null).join(" ") || causeOf(error);
  return { code: "vendor_unavailable", vendor, detail };
}

/** A failed connection has its reason in the cause, as a code. */
function causeOf(error: Error): string | null {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return null;
}
