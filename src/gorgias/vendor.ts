/** What Gorgias fixes, and more than one part of the service relies on: limits, header names, addresses, page sizes. */
import type { RateLimitDefaults } from "../rate-limit/port.ts";

/** The address of an account. `{account}` is its subdomain (contract 1). */
export const URL_TEMPLATE = "https://{account}.gorgias.com";

/**
 * A subdomain that may become part of a host, with the 63 characters of a DNS label. Anything else would leak the
 * credential to another server (contract 1).
 */
export const ACCOUNT_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The account's root address. Throws for a name that is not a subdomain. */
export function accountUrl(template: string, account: string): string {
  if (!ACCOUNT_PATTERN.test(account)) throw new Error(`"${account}" is not a Gorgias subdomain such as acme`);
  return template.replace("{account}", account);
}

/** The pages on which people see a ticket and a customer, below the account's root (contract 4.8). */
export const ticketPage = (root: string, id: number): string => `${root}/app/ticket/${id}`;
export const customerPage = (root: string, id: number): string => `${root}/app/customer/${id}`;

/** 80 requests in 40 s is the slowest that any source names. Answers teach the rest (contract 11.3). */
export const RATE_LIMIT: RateLimitDefaults = { limit: 80, windowMs: 40_000, learnsDrain: true };
/** `used/limit`, on every answer (contract 11.3). */
export const RATE_LIMIT_HEADER = "x-gorgias-account-api-call-limit";
/** After a 429 without `Retry-after`. */
export const DEFAULT_PAUSE_MS = 10_000;

/** The most entries of one page of a list (contract 11.1). */
export const PAGE_SIZE = 100;
/** The most entries that a search may return (contract 4.3). */
export const SEARCH_SIZE = 50;

/** The lifetime of an access token whose answer does not say it (contract 2.2). */
export const TOKEN_LIFETIME_MS = 86_400_000;
/** The least that tickets, notes, tags, customers and agents need (contract 2.3). */
export const SCOPES =
  "offline account:read users:read customers:read customers:write tickets:read tickets:write tags:read tags:write";
/** Asked for with one click, so that changed customers are followed (contract 10.3). */
export const EVENTS_SCOPE = "events:read";
