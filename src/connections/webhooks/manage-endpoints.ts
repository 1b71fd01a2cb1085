/** Adds, changes and tests webhook endpoints. An address is judged like that of alerts. */
import { judgeAlertUrl, type AlertUrlProblem } from "../../domain/alerts/judge-alert-url.ts";
import type { ChangedBy } from "../../domain/connection/audit.ts";
import type { EndpointChange, NewEndpoint, WebhookEndpoint, WebhookStore } from "../../domain/ports/webhooks.ts";
import { TEST_EVENT } from "../../domain/webhooks/webhook-event.ts";
import { randomIds } from "../../kit/ids.ts";

export interface EndpointDeps {
  webhooks: WebhookStore;
  /** The sandbox posts to this machine. */
  allowLoopback: boolean;
}

export const MOST_ENDPOINTS = 10;
/** The old secret signs beside the new one for so long. */
const OVERLAP_MS = 24 * 3_600_000;

type Refused = { kind: "bad url"; why: AlertUrlProblem };

export async function addEndpoint(
  { webhooks, allowLoopback }: EndpointDeps,
  connectionId: string,
  wanted: Pick<NewEndpoint, "url" | "description" | "events">,
  change: ChangedBy,
): Promise<{ kind: "added"; endpoint: WebhookEndpoint; secret: string } | { kind: "too many" } | Refused> {
  const why = judge(wanted.url, allowLoopback);
  if (why) return { kind: "bad url", why };
  const secret = newSecret();
  const endpoint = { ...wanted, id: randomIds.uuid(), secret };
  const added = await webhooks.add(connectionId, endpoint, MOST_ENDPOINTS, change);
  return added ? { kind: "added", endpoint: added, secret } : { kind: "too many" };
}

export async function changeEndpoint(
  { webhooks, allowLoopback }: EndpointDeps,
  connectionId: string,
  id: string,
  values: EndpointChange,
  change: ChangedBy,
): Promise<{ kind: "changed"; endpoint: WebhookEndpoint } | { kind: "unknown" } | Refused> {
  const why = values.url === undefined ? null : judge(values.url, allowLoopback);
  if (why) return { kind: "bad url", why };
  const endpoint = await webhooks.change(connectionId, id, values, change);
  return endpoint ? { kind: "changed", endpoint } : { kind: "unknown" };
}

/** Null where the connection has no such endpoint. */
export async function renewSecret(
  { webhooks }: EndpointDeps,
  connectionId: string,
  id: string,
  change: ChangedBy,
): Promise<string | null> {
  const secret = newSecret();
  const previousUntil = change.now + OVERLAP_MS;
  return (await webhooks.renewSecret(connectionId, id, { secret, previousUntil }, change)) ? secret : null;
}

/** Sends an event that says nothing. Its id, or null where the endpoint is off or unknown. */
export async function testEndpoint(
  { webhooks }: EndpointDeps,
  { connectionId, account }: { connectionId: string; account: string },
  id: string,
  now: number,
): Promise<string | null> {
  const key = `${TEST_EVENT}:${randomIds.uuid()}`;
  return webhooks.send(connectionId, id, { type: TEST_EVENT, key, about: null, data: { account }, at: now });
}

/** An empty address means no alerts, but no endpoint can be without one. */
function judge(url: string, allowLoopback: boolean): AlertUrlProblem | null {
  return url === "" ? "no address" : judgeAlertUrl(url, { allowLoopback });
}

/** 192 random bits, in the form of the specification. */
function newSecret(): string {
  return `whsec_${Buffer.from(randomIds.secret(), "base64url").toString("base64")}`;
}
