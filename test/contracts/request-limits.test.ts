/** What a request may hold: the longest texts and lists of every route, and of signing in and setting up. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdminApiDeps } from "../../src/http/api/admin-api.ts";
import { connectSchema, keySchema, linkSchema } from "../../src/http/access/access-schemas.ts";
import { openAdmin, type AdminClient } from "./admin-client.ts";

interface Schema extends Partial<Record<(typeof LIMITS)[number], number>> {
  $ref?: string;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

interface Operation {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const LIMITS = ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"] as const;
const ACTIVITY_FILTER = { "query.query": "≤ 200", "query.line": "≤ 100", "query.agent": "≤ 100" };
const REPORT = { "query.from": "≤ 10", "query.to": "≤ 10", "query.line": "≤ 100", "query.fallbackTimeZone": "≤ 64" };
const WEBHOOK = { "body.url": "≤ 1000", "body.description": "≤ 200", "body.events": "≥ 1" };
const ID = { "path.id": "≤ 100" };

/** Every limit of every route. Other texts have a form of their own, or no work depends on their length. */
const EXPECTED: Record<string, Record<string, string>> = {
  "PUT /api/connection/keys": {
    "body.gorgias.email": "≥ 1 ≤ 500",
    "body.gorgias.key": "≥ 1 ≤ 500",
    "body.aircall.id": "≥ 1 ≤ 500",
    "body.aircall.token": "≥ 1 ≤ 500",
  },
  "PUT /api/lines": { "body.selected": "≤ 1000" },
  "PUT /api/agents/{id}": ID,
  "GET /api/activity": { ...ACTIVITY_FILTER, "query.cursor": "≤ 200" },
  "GET /api/activity/count": ACTIVITY_FILTER,
  "GET /api/activity/items": { "query.ids": "≤ 12000" },
  "POST /api/activity/retry-failed": { "body.query": "≤ 200", "body.line": "≤ 100", "body.agent": "≤ 100" },
  "GET /api/activity/export.csv": { ...ACTIVITY_FILTER, "query.timeZone": "≤ 60" },
  "GET /api/activity/{id}/write": { "query.key": "≤ 500" },
  "GET /api/overview": { "query.fallbackTimeZone": "≤ 64" },
  "GET /api/usage/distribution": { "query.days": "≥ 1 ≤ 30" },
  "POST /api/alerts/test": { "body.alertUrl": "≤ 1000" },
  "GET /api/audit": { "query.cursor": "≤ 200", "query.by": "≤ 500" },
  "POST /api/tokens": { "body.name": "≥ 1 ≤ 100", "body.expiresInDays": "≥ 1 ≤ 3650" },
  "DELETE /api/tokens/{id}": ID,
  "POST /api/webhooks": WEBHOOK,
  "PATCH /api/webhooks/{id}": { ...ID, ...WEBHOOK },
  "DELETE /api/webhooks/{id}": ID,
  "POST /api/webhooks/{id}/secret": ID,
  "POST /api/webhooks/{id}/test": ID,
  "GET /api/webhooks/{id}/deliveries": { ...ID, "query.cursor": "≤ 200" },
  "GET /api/webhooks/{id}/deliveries/{eventId}": { ...ID, "path.eventId": "≤ 100" },
  "POST /api/webhooks/{id}/deliveries/{eventId}/replay": { ...ID, "path.eventId": "≤ 100" },
  "GET /api/reports": REPORT,
  "GET /api/reports/export": REPORT,
};

let admin: AdminClient;
let document: OpenApi;

beforeAll(async () => {
  // No route runs: only its description and its validation are of interest.
  admin = openAdmin({ publicUrl: "https://aircall.acme.test" } as AdminApiDeps);
  await admin.server.ready();
  admin.signIn({ connectionId: "one", account: "acme", user: { name: null, email: null }, csrfToken: "csrf" });
  document = (await admin.ask<OpenApi>({ path: "/api/openapi.json" })).body;
});
afterAll(() => admin.server.close());

/** Zod describes every whole number with the largest that JavaScript can hold. */
const isLimit = (value: number | undefined) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function collect(schema: Schema | undefined, place: string, into: Record<string, string>): void {
  const found = schema?.$ref ? document.components.schemas[schema.$ref.split("/").at(-1) ?? ""] : schema;
  if (!found) return;
  const limits = LIMITS.filter((limit) => isLimit(found[limit]));
  if (limits.length > 0)
    into[place] = limits.map((limit) => `${limit.startsWith("min") ? "≥" : "≤"} ${found[limit]}`).join(" ");
  for (const one of found.anyOf ?? []) collect(one, place, into);
  for (const [name, property] of Object.entries(found.properties ?? {})) collect(property, `${place}.${name}`, into);
  collect(found.items, `${place}[]`, into);
}

describe("a request to the API", () => {
  it("holds no more than each route says", () => {
    const all: typeof EXPECTED = {};
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(methods)) {
        const limits: Record<string, string> = {};
        for (const { in: place, name, schema } of operation.parameters ?? [])
          collect(schema, `${place}.${name}`, limits);
        collect(operation.requestBody?.content["application/json"]?.schema, "body", limits);
        if (Object.keys(limits).length > 0) all[`${method.toUpperCase()} ${path}`] = limits;
      }
    expect(all).toEqual(EXPECTED);
  });

  it.each([
    ["PUT", "/api/lines", (n: number) => ({ selected: Array.from({ length: n }, () => "1") }), 1_000],
    ["POST", "/api/tokens", (n: number) => ({ name: "x".repeat(n), scope: "read" }), 100],
    ["POST", "/api/tokens", (n: number) => ({ name: "x", scope: "read", expiresInDays: n }), 3_650],
    ["POST", "/api/webhooks", (n: number) => ({ url: "x".repeat(n), events: ["item.failed"] }), 1_000],
    ["POST", "/api/alerts/test", (n: number) => ({ alertUrl: "x".repeat(n) }), 1_000],
  ] as const)("%s %s is refused with one too much, before anything happens", async (method, path, bodyOf, most) => {
    const statusOf = async (n: number) => {
      const { status, body } = await admin.ask({ method, path, body: bodyOf(n), as: "one" });
      return [status, body.error.code];
    };
    // Without stores the route fails as soon as it begins.
    expect([await statusOf(most), await statusOf(most + 1)]).toEqual([
      [500, "failed"],
      [400, "bad_request"],
    ]);
  });
});

describe("a request without a session", () => {
  const typed = { account: "acme", email: "a@b.example", key: "k" };
  const connect = { gorgias: typed, aircall: { id: "i", token: "t" }, numbers: [] as string[], language: "en" };
  const long = (length: number) => "x".repeat(length);

  it.each([
    ["a link's secret", linkSchema, (n: number) => ({ token: long(n) }), 200],
    ["an account", keySchema, (n: number) => ({ ...typed, account: long(n) }), 500],
    ["an e-mail", keySchema, (n: number) => ({ ...typed, email: long(n) }), 500],
    ["a key", keySchema, (n: number) => ({ ...typed, key: long(n) }), 500],
    ["an API id", connectSchema, (n: number) => ({ ...connect, aircall: { id: long(n), token: "t" } }), 500],
    ["an API token", connectSchema, (n: number) => ({ ...connect, aircall: { id: "i", token: long(n) } }), 500],
    ["a number", connectSchema, (n: number) => ({ ...connect, numbers: [long(n)] }), 100],
    [
      "the numbers",
      connectSchema,
      (n: number) => ({ ...connect, numbers: Array.from({ length: n }, () => "1") }),
      1_000,
    ],
  ])("holds of %s no more than is promised", (_what, schema, bodyOf, most) => {
    expect([schema.safeParse(bodyOf(most)).success, schema.safeParse(bodyOf(most + 1)).success]).toEqual([true, false]);
  });

  it.each([
    { ...typed, key: " " },
    { ...typed, admin: true },
    { account: "acme", email: "a@b.example" },
  ])("is refused with %j", (body) => expect(keySchema.safeParse(body).success).toBe(false));
});
