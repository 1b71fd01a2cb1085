/** What Aircall fixes, and more than one part of the service relies on: limits, addresses, events, page sizes. */
import type { RateLimitDefaults } from "../rate-limit/port.ts";

/** The REST API, without its version (contract 1.1). */
export const API_URL = "https://api.aircall.io";
/** Where people give consent (contract 1.1) and see their calls (contract 10). */
export const DASHBOARD_URL = "https://dashboard.aircall.io";

/** The page on which people see a call (contract 10). */
export const callPage = (dashboardUrl: string, callId: string): string =>
  `${dashboardUrl}/calls/${encodeURIComponent(callId)}`;

/**
 * Aircall's own hosts, and S3 in all its forms (contract 4.2): global, of a region, dual-stack, and with a hyphen. Not all
 * of `amazonaws.com`, where any customer of Amazon may run a server.
 */
export const MEDIA_HOSTS =
  "aircall.io,s3.amazonaws.com,s3.*.amazonaws.com,s3.dualstack.*.amazonaws.com,s3-*.amazonaws.com";

/** Aircall counts by the minute, so a falling count says nothing of a drain (contract 8.1). */
export const RATE_LIMIT: RateLimitDefaults = { limit: 60, windowMs: 60_000, learnsDrain: false };
/** Any of them may be missing (contract 8.1). */
export const RATE_LIMIT_HEADERS = {
  limit: "x-aircallapi-limit",
  remaining: "x-aircallapi-remaining",
  reset: "x-aircallapi-reset",
} as const;
/** After a 429 with neither a reset nor `Retry-After` (contract 8.1). */
export const DEFAULT_PAUSE_MS = 60_000;

/** Entries of one page at most (contract 8.3). */
export const PAGE_SIZE = 50;
/** A query ends at 10,000 entries, without an error (contract 4.4). Later pages would never end. */
export const MAX_PAGES = 10_000 / PAGE_SIZE;
/** The list of calls goes back six months (contract 4.4). */
export const CALLS_LISTED_MS = 180 * 86_400_000;

/** The whole body of an insight card must stay under 10 KB (contract 7). */
export const MAX_CARD_BYTES = 9_900;

/** Where Aircall posts its deliveries, below our public address. A connection's key follows. */
export const WEBHOOK_PATH = "/webhooks/aircall";
export const webhookUrl = (publicUrl: string, key: string): string => `${publicUrl}${WEBHOOK_PATH}/${key}`;
/** A company has at most this many webhooks (contract 2.4). */
export const MAX_WEBHOOKS = 100;
/** The events of our webhooks (contract 3.1, 6.2). Named one by one: an empty list would subscribe to all (contract 2.4). */
export const FOLLOWED_EVENTS = [
  "call.created",
  "call.answered",
  "call.transferred",
  "call.external_transferred",
  "call.hungup",
  "call.ended",
  "call.ivr_option_selected",
  "call.voicemail_left",
  "call.comm_assets_generated",
  "call.assigned",
  "call.archived",
  "call.tagged",
  "call.untagged",
  "call.commented",
  "message.received",
  "message.sent",
  "message.status_updated",
  "group_message.received",
  "group_message.sent",
  "group_message.status_updated",
  "integration.deleted",
] as const;

/** The only scope (contract 1.4). */
export const SCOPES = "public_api";
