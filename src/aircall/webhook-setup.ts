/**
 * Creates, checks and removes our webhook in an Aircall company, with an explicit list of events
 * (docs/vendors/aircall.md 2.4).
 */
import { z } from "zod";
import type { WebhookSeen } from "../domain/ports/setup.ts";
import { refusedWith, RequestError } from "../kit/request-error.ts";
import type { AircallCompany } from "./company.ts";
import { items, text } from "./schemas.ts";
import { FOLLOWED_EVENTS, MAX_WEBHOOKS, PAGE_SIZE } from "./vendor.ts";

const webhook = z.object({
  webhook_id: text,
  url: z.string(),
  token: z.string(),
  events: items(z.string()).nullish(),
  active: z.boolean().nullish(),
});
export const webhookAnswer = z.object({ webhook });
export const webhooksAnswer = z.object({ webhooks: items(webhook) });

type Webhook = z.infer<typeof webhook>;

/** Reuses a webhook at this address, so that joining twice leaves only one. */
export async function createWebhook(
  company: AircallCompany,
  url: string,
): Promise<{ webhookId: string; token: string; wasOff: boolean } | "limit reached"> {
  const existing = (await listWebhooks(company)).find((candidate) => candidate.url === url);
  const made = existing ?? (await postWebhook(company, url));
  if (made === "limit reached") return made;
  const checked = await readBack(company, made);
  return { webhookId: checked.webhook_id, token: checked.token, wasOff: made.active === false };
}

export async function findWebhook(company: AircallCompany, url: string): Promise<WebhookSeen | null> {
  const found = (await listWebhooks(company)).find((candidate) => candidate.url === url);
  return found ? { active: found.active !== false, ...compareEvents(found) } : null;
}

export async function webhooksAt(
  company: AircallCompany,
  addressStart: string,
): Promise<{ webhookId: string; url: string }[]> {
  const all = await listWebhooks(company);
  return all.flatMap(({ webhook_id, url }) => (url.startsWith(addressStart) ? [{ webhookId: webhook_id, url }] : []));
}

export async function removeWebhook(company: AircallCompany, webhookId: string): Promise<void> {
  const path = `/v1/webhooks/${encodeURIComponent(webhookId)}`;
  await unlessGone(company.call({ method: "DELETE", path, what: "removal of our webhook" }));
}

export async function disableApp(company: AircallCompany): Promise<void> {
  await unlessGone(company.call({ method: "POST", path: "/v1/integrations/disable", what: "switching our app off" }));
}

/** A webhook that is gone or not ours needs no removal. */
async function unlessGone(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!refusedWith(error, 403, 404)) throw error;
  });
}

async function postWebhook(company: AircallCompany, url: string): Promise<Webhook | "limit reached"> {
  const json = { url, custom_name: "Gorgias tickets", events: FOLLOWED_EVENTS };
  try {
    const answer = await company.call({ method: "POST", path: "/v1/webhooks", json, what: "new webhook" });
    const made = webhookAnswer.safeParse(answer.body);
    if (made.success) return made.data.webhook;
  } catch (error) {
    // 400 is also the answer when the company has all its webhooks. Our address and events are known to be good.
    if (refusedWith(error, 400)) return "limit reached";
    throw error;
  }
  throw new RequestError("Aircall created a webhook but returned no token", { fate: "unknown" });
}

/** Aircall may store other events than requested. Corrects them. */
async function readBack(company: AircallCompany, made: Webhook): Promise<Webhook> {
  const { missing, extra } = compareEvents(made);
  if (missing.length === 0 && extra.length === 0 && made.active !== false) return made;
  const json = { url: made.url, events: FOLLOWED_EVENTS, active: true };
  const path = `/v1/webhooks/${encodeURIComponent(made.webhook_id)}`;
  const answer = await company.call({ method: "PUT", path, json, what: "events of our webhook" });
  const repaired = webhookAnswer.safeParse(answer.body);
  return repaired.success ? repaired.data.webhook : made;
}

function compareEvents({ events }: Webhook): { missing: string[]; extra: string[] } {
  return {
    missing: FOLLOWED_EVENTS.filter((event) => !events?.includes(event)),
    extra: (events ?? []).filter((event) => !(FOLLOWED_EVENTS as readonly string[]).includes(event)),
  };
}

async function listWebhooks(company: AircallCompany): Promise<Webhook[]> {
  const all: Webhook[] = [];
  // The list may lack links to its next page.
  for (let page = 1; page <= MAX_WEBHOOKS / PAGE_SIZE; page += 1) {
    const path = `/v1/webhooks?per_page=${PAGE_SIZE}&page=${page}`;
    const answer = await company.call({ method: "GET", path, what: "list of webhooks" });
    const parsed = webhooksAnswer.safeParse(answer.body);
    const webhooks = parsed.success ? parsed.data.webhooks : [];
    all.push(...webhooks);
    if (webhooks.length < PAGE_SIZE) break;
  }
  return all;
}
