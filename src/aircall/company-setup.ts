/** What installing needs of an Aircall company: its lines, its system tags, and a webhook of ours (contract 2.4, 5.2, 9.2). */
import { z } from "zod";
import type { CallbackTagIds } from "../domain/call-tags.ts";
import type { Line } from "../domain/call.ts";
import type { CompanySetup } from "../domain/ports/setup.ts";
import { RequestError } from "../kit/request-error.ts";
import { openCompany, type AircallCompany, type CompanyDeps, type CompanyIdentity } from "./company.ts";
import { describeLine } from "./describe-call.ts";
import { lineSchema, tagSchema } from "./schemas.ts";

/** Named one by one: an empty list would subscribe to everything (contract 2.4). */
export const FOLLOWED_EVENTS = [
  "call.created",
  "call.answered",
  "call.transferred",
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
] as const;

const webhookAnswer = z.object({ webhook: z.object({ webhook_id: z.string(), token: z.string() }) });
const meta = z.object({ next_page_link: z.string().nullish() }).nullish();

export function companySetup(deps: CompanyDeps, identity: CompanyIdentity): CompanySetup {
  const company = openCompany(deps, identity);
  return {
    lines: () => listLines(company),
    callbackTagIds: () => findCallbackTags(company),
    async createWebhook(url) {
      const json = { url, custom_name: "Gorgias tickets", events: FOLLOWED_EVENTS };
      const answer = await company.call({ method: "POST", path: "/v1/webhooks", json, what: "new webhook" });
      const made = webhookAnswer.safeParse(answer.body);
      if (!made.success) throw new RequestError("Aircall made a webhook but told no token for it", { fate: "unknown" });
      return { webhookId: made.data.webhook.webhook_id, token: made.data.webhook.token };
    },
  };
}

async function listLines(company: AircallCompany): Promise<Line[]> {
  const numbers = await listAll(company, "/v1/numbers", "numbers", lineSchema);
  return numbers.map(describeLine);
}

/** Recognised by their description; names could be changed (contract 5.2). */
async function findCallbackTags(company: AircallCompany): Promise<CallbackTagIds> {
  const tags = await listAll(company, "/v1/tags", "tags", tagSchema);
  const idsOf = (description: string) => tags.filter((tag) => tag.description === description).map((tag) => tag.id);
  return { requested: idsOf("queue_callback"), done: idsOf("queue_called_back") };
}

/** Page by page until Aircall names no next one (contract 8.3). */
async function listAll<T extends z.ZodType>(
  company: AircallCompany,
  path: string,
  key: string,
  item: T,
): Promise<z.output<T>[]> {
  const all: z.output<T>[] = [];
  const schema = z.object({ [key]: z.array(item), meta });
  for (let page = 1; ; page += 1) {
    const answer = await company.call({
      method: "GET",
      path: `${path}?page=${page}&per_page=50`,
      what: `list of ${key}`,
    });
    const parsed = schema.parse(answer.body) as Record<string, z.output<T>[]> & { meta?: z.output<typeof meta> };
    all.push(...(parsed[key] ?? []));
    if (!parsed.meta?.next_page_link) return all;
  }
}
