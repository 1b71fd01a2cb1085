// What the Aircall simulator starts with: the company "Acme", with fixed ids and credentials so that examples can name them.
import type { Company, Contact, Line, User } from "./entities.ts";
import { readSeconds, type Exchange } from "./exchange.ts";
import { createSystemTags } from "./system-tags.ts";

/** Credentials and ids of the seeded company. */
export const seeded = {
  companyId: 4242,
  apiId: "acme0000000000000000000000000001",
  apiToken: "0123456789abcdef0123456789abcdef",
  bearerToken: "acme-bearer-token-000000000000000000000000000000000000000000001",
  integrationId: 987,
  lines: { supportFr: 1001, supportUs: 1002, salesUk: 1003 },
  users: { ada: 55, cleo: 56, nils: 57 },
  tags: { refund: 31, delivery: 32, callbackRequest: 900, calledBack: 901 },
  teams: { billing: 301 },
  contacts: { cleoCaller: 700, noEmail: 701 },
} as const;

/** Adds Acme to an empty memory. An app is installed with every line linked, so that it works at once. */
export function seedAcme(exchange: Exchange): Company {
  const createdAt = readSeconds(exchange) - 90 * 86_400;
  const { lines, users, tags } = seeded;
  let nextSystemTag: number = tags.callbackRequest;
  const company: Company = {
    id: seeded.companyId,
    name: "Acme",
    apiKeys: [{ apiId: seeded.apiId, apiToken: seeded.apiToken, revoked: false }],
    integrations: [
      {
        id: seeded.integrationId,
        clientId: null,
        name: "Acme Sync",
        token: seeded.bearerToken,
        revoked: false,
        status: "installed",
        active: true,
        lineIds: Object.values(lines),
        userId: users.ada,
      },
    ],
    users: [
      user(users.ada, "Ada Admin", "Ada.Admin@acme.example", "001", createdAt),
      user(users.cleo, "Cleo Agent", "cleo.agent@acme.example", "002", createdAt),
      user(users.nils, "Nils Nomatch", "nils@elsewhere.example", "003", createdAt),
    ],
    lines: [
      line(lines.supportFr, "Support FR", "+33 1 70 18 00 01", { country: "FR", timeZone: "Europe/Paris", createdAt }),
      line(lines.supportUs, "Support US", "+1 202-555-0100", {
        country: "US",
        timeZone: "America/New_York",
        createdAt,
      }),
      line(lines.salesUk, "Sales UK", "+44 20 7946 0100", { country: "GB", timeZone: "Europe/London", createdAt }),
    ],
    teams: [{ id: seeded.teams.billing, name: "Billing", createdAt, userIds: [users.cleo, users.ada] }],
    tags: [
      { id: tags.refund, name: "Refund", color: "#FF0000", description: null },
      { id: tags.delivery, name: "Delivery", color: "#00B388", description: null },
      ...createSystemTags(() => nextSystemTag++),
    ],
    contacts: [
      contact(seeded.contacts.cleoCaller, "Cleo Caller", "+12025550147", "cleo.caller@customer.example", createdAt),
      contact(seeded.contacts.noEmail, "Noé Sansmail", "+33612345678", null, createdAt),
    ],
    webhooks: [],
  };
  exchange.state.companies.push(company);
  return company;
}

function user(id: number, name: string, email: string, extension: string, createdAt: number): User {
  const rest = { language: "en-US", timeZone: "Europe/Paris", wrapUpTime: 15, available: true };
  return { id, name, email, extension, createdAt, ...rest };
}

function line(id: number, name: string, digits: string, where: Pick<Line, "country" | "timeZone" | "createdAt">): Line {
  const userIds = Object.values(seeded.users);
  return {
    id,
    name,
    digits,
    ...where,
    availability: "custom",
    isIvr: false,
    recording: true,
    userIds,
    smsEnabled: true,
  };
}

function contact(id: number, name: string, phone: string, email: string | null, createdAt: number): Contact {
  const [firstName = null, lastName = null] = name.split(" ");
  return {
    id,
    firstName,
    lastName,
    companyName: null,
    information: null,
    createdAt,
    updatedAt: createdAt,
    phoneNumbers: [{ id: id * 10 + 1, label: "Mobile", value: phone }],
    emails: email === null ? [] : [{ id: id * 10 + 2, label: "Work", value: email }],
  };
}
