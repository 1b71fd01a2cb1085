/**
 * The install's view of an Aircall company: its lines, its system tags, and our webhook
 * (docs/vendors/aircall.md 2.4, 5.2, 9.2).
 */
import { z } from "zod";
import type { CallbackTagIds } from "../domain/call/call-tags.ts";
import type { Line, Person } from "../domain/call/call.ts";
import type { CompanyAbout, CompanySetup } from "../domain/ports/setup.ts";
import { refusedWith } from "../kit/request-error.ts";
import { openCompany, type AircallCompany, type CompanyDeps, type CompanyIdentity } from "./company.ts";
import { describeLine } from "./describe-call.ts";
import { idSchema, items, lineSchema, tagSchema, text } from "./schemas.ts";
import { bodyAs } from "../outbound/answer.ts";
import { MAX_PAGES, PAGE_SIZE } from "./vendor.ts";
import { createWebhook, disableApp, findWebhook, removeWebhook, webhooksAt } from "./webhook-setup.ts";

export const userSchema = z
  .object({ id: idSchema, name: text.nullish(), email: text.nullish() })
  .transform(({ id, name, email }) => ({ id, name: name ?? null, email: email ?? null }));

export const integrationAnswer = z.object({
  integration: z.object({
    company_id: idSchema.nullish(),
    number_ids: items(idSchema).nullish(),
    user: z.object({ name: text.nullish(), email: text.nullish() }).nullish(),
  }),
});

export const companyAnswer = z.object({ company: z.object({ name: text.nullish() }) });

const meta = z.object({ next_page_link: z.string().nullish() }).nullish();

/** One page of a list, with its entries under `key` (docs/vendors/aircall.md 8.3). */
export function pageOf<T extends z.ZodType>(key: string, item: T) {
  return z.object({ [key]: items(item), meta });
}

export function companySetup(deps: CompanyDeps, identity: CompanyIdentity): CompanySetup {
  const company = openCompany(deps, identity);
  return {
    async ping() {
      await company.call({ method: "GET", path: "/v1/ping", what: "whether we are let in" });
    },
    lines: () => listLines(company),
    callbackTagIds: () => findCallbackTags(company),
    about: () => aboutApp(company),
    companyName: () => readCompanyName(company),
    users: () => listUsers(company),
    createWebhook: (url) => createWebhook(company, url),
    findWebhook: (url) => findWebhook(company, url),
    webhooksAt: (addressStart) => webhooksAt(company, addressStart),
    removeWebhook: (webhookId) => removeWebhook(company, webhookId),
    disableApp: () => disableApp(company),
  };
}

/** Only an OAuth token may read this (docs/vendors/aircall.md 1.5). A key pair gets an empty answer. */
async function aboutApp(company: AircallCompany): Promise<CompanyAbout> {
  try {
    const answer = await company.call({ method: "GET", path: "/v1/integrations/me", what: "our app" });
    const { integration } = bodyAs(integrationAnswer, answer, "aircall, our app");
    return {
      companyId: integration.company_id ?? null,
      userName: integration.user?.name ?? null,
      userEmail: integration.user?.email ?? null,
      linkedLines: integration.number_ids ?? [],
    };
  } catch (error) {
    if (refusedWith(error, 403, 404)) return { companyId: null, userName: null, userEmail: null, linkedLines: null };
    throw error;
  }
}

async function readCompanyName(company: AircallCompany): Promise<string | null> {
  const answer = await company.call({ method: "GET", path: "/v1/company", what: "the company" });
  return bodyAs(companyAnswer, answer, "aircall, the company").company.name ?? null;
}

async function listUsers(company: AircallCompany): Promise<Person[]> {
  return listAll(company, "/v2/users", "users", userSchema);
}

async function listLines(company: AircallCompany): Promise<Line[]> {
  const numbers = await listAll(company, "/v1/numbers", "numbers", lineSchema);
  return numbers.map(describeLine);
}

/** Matches the description, because an admin can change the name (docs/vendors/aircall.md 5.2). */
async function findCallbackTags(company: AircallCompany): Promise<CallbackTagIds> {
  const tags = await listAll(company, "/v1/tags", "tags", tagSchema);
  const idsOf = (description: string) => tags.filter((tag) => tag.description === description).map((tag) => tag.id);
  return { requested: idsOf("queue_callback"), done: idsOf("queue_called_back") };
}

/** Reads pages until Aircall names no next one (docs/vendors/aircall.md 8.3). */
async function listAll<T extends z.ZodType>(
  company: AircallCompany,
  path: string,
  key: string,
  item: T,
): Promise<z.output<T>[]> {
  const all: z.output<T>[] = [];
  const schema = pageOf(key, item);
  const what = `list of ${key}`;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await company.call({ method: "GET", path: `${path}?page=${page}&per_page=${PAGE_SIZE}`, what });
    const parsed = bodyAs(schema, answer, `aircall, ${what}`) as Record<string, z.output<T>[]> & {
      meta?: z.output<typeof meta>;
    };
    all.push(...(parsed[key] ?? []));
    if (!parsed.meta?.next_page_link) break;
  }
  return all;
}
