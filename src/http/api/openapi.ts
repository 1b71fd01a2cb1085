/** The description of the admin API: what all operations share, and what each one adds by its route. */
import type { FastifyDynamicSwaggerOptions, SwaggerTransform, SwaggerTransformObject } from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { z } from "zod";
import { deliveryOutcomeSchema } from "../../domain/reasons/delivery-outcome.ts";
import { leftOutSchema } from "../../domain/ticket/left-out.ts";
import { reasonSchema } from "../../domain/reasons/reason.ts";
import { shownMatchSchema } from "../../domain/activity/shown-write.ts";
import { API_GUIDE } from "./api-guide.ts";

/** Every operation has one of these tags. A new resource adds its own here. */
const TAGS = [
  { name: "Activity", description: "Calls, conversations and insight cards, and what became of each." },
  { name: "Agents", description: "The Gorgias user that signs for each Aircall user." },
  { name: "Alerts", description: "Active and resolved alerts." },
  { name: "API tokens", description: "Access for programs. Not for API tokens themselves." },
  { name: "API usage", description: "The rate limit of Gorgias, and what its requests were used for." },
  { name: "Audit log", description: "Who changed what." },
  { name: "Connection", description: "The Gorgias account joined to the Aircall company." },
  { name: "Numbers", description: "The Aircall numbers that get tickets." },
  { name: "Overview", description: "The figures of today and of the last days." },
  { name: "Reports", description: "Figures of calls and messages, by number, agent, hour, weekday and day." },
  { name: "Session", description: "The signed-in person. Not for API tokens." },
  { name: "Settings", description: "The settings of the connection." },
  { name: "Webhooks", description: "What the service sends to your own endpoints, and its log." },
] as const;

/** Schemas of the domain that several answers contain. */
const SHARED = {
  DeliveryOutcome: deliveryOutcomeSchema,
  LeftOut: leftOutSchema,
  Match: shownMatchSchema,
  Reason: reasonSchema,
};

const SECURITY_SCHEMES = {
  session: { type: "apiKey", in: "cookie", name: "session", description: "Set by signing in to the console." },
  csrf: {
    type: "apiKey",
    in: "header",
    name: "x-csrf-token",
    description: "`csrfToken` of `GET /api/session`. Every write of a session needs it.",
  },
  token: { type: "http", scheme: "bearer", description: "An API token, `agw_…`. Needs no CSRF token." },
} as const;

/** Options for `@fastify/swagger`. `publicUrl` is the service's own address. */
export function describeApi(publicUrl: string): FastifyDynamicSwaggerOptions {
  for (const [id, schema] of Object.entries(SHARED)) z.globalRegistry.add(schema, { id });
  return {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Aircall to Gorgias: admin API",
        version: "1",
        description: API_GUIDE,
        license: { name: "MIT", identifier: "MIT" },
      },
      servers: [{ url: publicUrl, description: "This service." }],
      tags: [...TAGS],
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: describeOperation,
    transformObject: describeWhole,
  };
}

/** Each is named, because many generators do not understand `4XX`. */
const ERRORS = [400, 401, 403, 404, 409, 413, 429, 500, 502, 503];
const PROBLEM = { $ref: "#/components/schemas/Problem" };

/** Adds to a route what follows from its method: the credentials it takes, and the answers of every route. */
const describeOperation: SwaggerTransform = (described) => {
  const { schema, url } = jsonSchemaTransform(described);
  if (!schema || schema.hide) return { schema, url };
  const { method, config } = described.route;
  const isRead = [method].flat().every((one) => one === "GET" || one === "HEAD");
  const person = isRead ? { session: [] } : { session: [], csrf: [] };
  const security = config?.access === "session" ? [person] : [person, { token: [] }];
  const { "4xx": _any, ...own } = schema.response as Record<string, unknown>;
  const response = { ...own, ...Object.fromEntries(ERRORS.map((status) => [status, PROBLEM])) };
  return { schema: { ...schema, security, response }, url };
};

/** What a status says, where the route itself says nothing of it. */
const ANSWERS: Readonly<Record<string, string>> = {
  200: "Done.",
  201: "Created.",
  202: "Accepted. The work is done in the background.",
  204: "Done. The answer has no body.",
  400: "A part of the request is wrong.",
  401: "No valid session or API token.",
  403: "The CSRF token is missing, or the API token may not do this.",
  404: "There is no such thing in this connection.",
  409: "The present state does not allow it.",
  413: "The body is too large.",
  429: "Too many requests. `Retry-After` says how many seconds to wait.",
  500: "The service failed. The error has been logged.",
  502: "Aircall or Gorgias does not answer. Try again in a minute.",
  503: "The database does not answer, or the admin role cannot be confirmed. Try again in a minute.",
};

/** The parts of an OpenAPI document that are completed here. */
interface Described {
  paths?: Record<string, Record<string, { responses?: Record<string, { description: string }> }>>;
  components?: { schemas?: Record<string, unknown> };
}

/** Describes the answers, and drops the components that no operation uses. */
const describeWhole: SwaggerTransformObject = (described) => {
  const whole = jsonSchemaTransformObject(described);
  const { paths = {}, components = {} } = whole as Described;
  for (const operations of Object.values(paths))
    for (const { responses = {} } of Object.values(operations))
      for (const [status, answer] of Object.entries(responses))
        if (answer.description === "Default Response") answer.description = ANSWERS[status] ?? "Done.";
  const schemas = usedIn(paths, components.schemas ?? {});
  return { ...whole, components: { ...components, schemas } } as typeof whole;
};

/** The schemas that the paths refer to, directly or through other schemas. */
function usedIn(paths: unknown, schemas: Record<string, unknown>): Record<string, unknown> {
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ""] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}
