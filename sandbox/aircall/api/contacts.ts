// Shared contacts of the company (contract 9.4); updating is a POST.
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { compactDigits } from "../digits.ts";
import { describeContact } from "../describe-resources.ts";
import type { Company, Contact, LabelledValue } from "../entities.ts";
import { refuseFields, refuseUnknown } from "../errors.ts";
import { readSeconds, type Exchange } from "../exchange.ts";
import { publishEvent } from "../publish-event.ts";
import { takeId } from "../state.ts";
import { credentialOf } from "./credentials.ts";
import { paginate } from "./paginate.ts";
import { readParam, readQuery } from "./query.ts";

const labelled = z.array(z.object({ label: z.string().default("Work"), value: z.string().min(1) })).max(20);
const scalars = z.object({
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  company_name: z.string().nullish(),
  information: z.string().nullish(),
});
const newContact = scalars.extend({ phone_numbers: labelled.optional(), emails: labelled.optional() });

/** Contacts were seen to come 50 a page (contract 2.4, 8.3). */
const list = { key: "contacts", perPage: 50 };

export function routeContacts(api: FastifyInstance, exchange: Exchange): void {
  api.get("/v1/contacts", async (request) => {
    const { company } = credentialOf(request);
    return paginate(
      exchange,
      request,
      sortContacts(request, company.contacts),
      (one) => describeContact(exchange, one),
      list,
    );
  });
  api.get("/v1/contacts/search", async (request) => {
    const { company } = credentialOf(request);
    return paginate(
      exchange,
      request,
      searchContacts(exchange, request, company),
      (one) => describeContact(exchange, one),
      list,
    );
  });
  api.get("/v1/contacts/:id", async (request) => {
    return { contact: describeContact(exchange, findContact(request)) };
  });
  api.post("/v1/contacts", async (request, reply) => {
    const { company } = credentialOf(request);
    const contact = createContact(exchange, parse(newContact, request.body));
    company.contacts.push(contact);
    await announce(exchange, company, "contact.created", contact);
    return reply.code(201).send({ contact: describeContact(exchange, contact) });
  });
  api.post("/v1/contacts/:id", async (request) => {
    const { company } = credentialOf(request);
    const contact = findContact(request);
    const changes = parse(scalars, request.body);
    if (changes.first_name !== undefined) contact.firstName = changes.first_name;
    if (changes.last_name !== undefined) contact.lastName = changes.last_name;
    if (changes.company_name !== undefined) contact.companyName = changes.company_name;
    if (changes.information !== undefined) contact.information = changes.information;
    contact.updatedAt = readSeconds(exchange);
    await announce(exchange, company, "contact.updated", contact);
    return { contact: describeContact(exchange, contact) };
  });
  api.delete("/v1/contacts/:id", async (request, reply) => {
    const { company } = credentialOf(request);
    const contact = findContact(request);
    company.contacts = company.contacts.filter((one) => one !== contact);
    await announce(exchange, company, "contact.deleted", contact);
    return reply.code(204).send();
  });
}

/** With neither parameter everything is returned: an unknown one is ignored, not refused (recorded). */
function searchContacts(exchange: Exchange, request: FastifyRequest, company: Company): Contact[] {
  const query = readQuery(request);
  const phone = query.get("phone_number");
  const email = query.get("email")?.toLowerCase();
  // A plus that was not encoded arrives as a space, and then finds nothing.
  const digits = phone === null ? null : phone.startsWith("+") ? compactDigits(phone) : "";
  const oldEnough = exchange.now() - exchange.settings.contactSearchDelayMs;
  return company.contacts.filter(
    (contact) =>
      contact.createdAt * 1000 <= oldEnough &&
      (digits === null || contact.phoneNumbers.some((one) => compactDigits(one.value) === digits)) &&
      (email === undefined || contact.emails.some((one) => one.value.toLowerCase() === email)),
  );
}

function sortContacts(request: FastifyRequest, contacts: Contact[]): Contact[] {
  const query = readQuery(request);
  const key = query.get("order_by") === "updated_at" ? "updatedAt" : "createdAt";
  const sorted = contacts.toSorted((left, right) => left[key] - right[key]);
  return query.get("order") === "desc" ? sorted.toReversed() : sorted;
}

function createContact(exchange: Exchange, input: z.infer<typeof newContact>): Contact {
  const now = readSeconds(exchange);
  const number = (values: { label: string; value: string }[] = []): LabelledValue[] =>
    values.map(({ label, value }) => ({ id: takeId(exchange.state), label, value }));
  return {
    id: takeId(exchange.state),
    firstName: input.first_name ?? null,
    lastName: input.last_name ?? null,
    companyName: input.company_name ?? null,
    information: input.information ?? null,
    createdAt: now,
    updatedAt: now,
    phoneNumbers: number(input.phone_numbers?.map((one) => ({ ...one, value: compactDigits(one.value) }))),
    emails: number(input.emails),
  };
}

function announce(exchange: Exchange, company: Company, event: string, contact: Contact): Promise<unknown> {
  return publishEvent(exchange, { company, event, lineId: null, data: () => describeContact(exchange, contact) });
}

function findContact(request: FastifyRequest): Contact {
  const { company } = credentialOf(request);
  const contact = company.contacts.find((one) => String(one.id) === readParam(request, "id"));
  if (contact === undefined) throw refuseUnknown("Contact");
  return contact;
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  throw refuseFields(
    Object.fromEntries(result.error.issues.map((issue) => [issue.path.join(".") || "body", [issue.message]])),
  );
}
