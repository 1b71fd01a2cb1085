/**
 * The description of the admin API: a strict linter accepts it, and every route states its operation, tag, summary and
 * bodies. A new route that lacks one fails here.
 */
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdminApiDeps } from "../../src/http/api/admin-api.ts";
import { openAdmin, type AdminClient } from "./admin-client.ts";

interface Body {
  content?: Record<string, { schema?: Record<string, unknown> }>;
}

interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; description?: string; schema: unknown }[];
  requestBody?: Body;
  responses: Record<string, Body & { description: string }>;
}

interface OpenApi {
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: Record<string, unknown> };
}

let admin: AdminClient;
let document: OpenApi;

beforeAll(async () => {
  // No route runs: only its description is read.
  admin = openAdmin({ publicUrl: "https://aircall.acme.test" } as AdminApiDeps);
  await admin.server.ready();
  document = (await admin.ask<OpenApi>({ path: "/api/openapi.json" })).body;
});

afterAll(() => admin.server.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );

/** The schemas of all JSON bodies of an operation, by their place. */
const bodiesOf = ({ requestBody, responses }: Operation) =>
  Object.entries({ ...responses, request: requestBody ?? {} }).flatMap(([place, { content = {} }]) =>
    Object.entries(content)
      .filter(([type]) => type === "application/json")
      .map(([, { schema }]) => ({ place, schema })),
  );

describe("the description of the API", () => {
  it("passes Redocly's strict rules, and each tag is declared", async () => {
    const config = await createConfig({
      extends: ["recommended-strict"],
      rules: {
        "operation-tag-defined": "error",
        "operation-singular-tag": "error",
        "no-schema-type-mismatch": "error",
        "no-duplicated-tag-names": "error",
      },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    const problemTexts = problems.map(
      ({ ruleId, message, location: [at] }) => `${ruleId}: ${message} (${at?.pointer ?? "?"})`,
    );
    expect(problemTexts).toEqual([]);
  });

  it("names the server by its public URL", () => {
    expect(document.servers.map(({ url }) => url)).toEqual(["https://aircall.acme.test"]);
  });

  it("has for each route an operation id, one tag and a summary", () => {
    const lacking = operations().filter(
      ({ operation: { operationId, tags, summary } }) => !operationId || tags?.length !== 1 || !summary,
    );
    expect(lacking.map(({ name }) => `${name}: state operationId, tags and summary in its schema`)).toEqual([]);
  });

  it("has for each body a shared schema, named by `.meta({ id })`", () => {
    const nameless = operations().flatMap(({ name, operation }) =>
      bodiesOf(operation)
        .filter(({ schema }) => typeof schema?.["$ref"] !== "string")
        .map(({ place }) => `${name}: the schema of ${place} needs .meta({ id: "…" })`),
    );
    expect(nameless).toEqual([]);
  });

  it("has for each write with a body, and each answer, a schema that says something", () => {
    const empty: string[] = [];
    const visit = (part: unknown, path: string): void => {
      if (part === null || typeof part !== "object") return;
      const isSchema = /\.(?:properties\.[^.]+|items)$/.test(path);
      if (isSchema && Object.keys(part).filter((key) => key !== "description").length === 0) empty.push(path);
      for (const [key, value] of Object.entries(part)) visit(value, `${path}.${key}`);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) visit(schema, name);
    expect(empty).toEqual([]);
  });

  it("answers every error in one form", () => {
    for (const { name, operation } of operations())
      for (const status of ["400", "401", "403", "404", "409", "429", "500", "502", "503"]) {
        const schema = operation.responses[status]?.content?.["application/json"]?.schema;
        expect([name, status, schema]).toEqual([name, status, { $ref: "#/components/schemas/Problem" }]);
      }
  });

  it("explains each parameter", () => {
    const silent = operations().flatMap(({ name, operation: { parameters = [] } }) =>
      parameters.filter(({ description }) => !description).map((one) => `${name}: ${one.name} has no .describe("…")`),
    );
    expect(silent).toEqual([]);
  });

  it("explains pages: a list with a cursor answers nextCursor", () => {
    const paged = operations().filter(({ operation }) => operation.parameters?.some((one) => one.name === "cursor"));
    expect(paged.length).toBeGreaterThan(1);
    for (const { name, operation } of paged) {
      const ref = String(operation.responses["200"]?.content?.["application/json"]?.schema?.["$ref"]);
      const page = document.components.schemas[ref.replace("#/components/schemas/", "")];
      expect([name, page?.["properties"]]).toEqual([name, expect.objectContaining({ nextCursor: expect.anything() })]);
    }
  });

  it("demands the CSRF token of a session's writes, and of nothing else", () => {
    for (const { name, operation } of operations()) {
      const isRead = name.startsWith("GET");
      const [person] = operation.security ?? [];
      expect([name, person]).toEqual([name, isRead ? { session: [] } : { session: [], csrf: [] }]);
    }
  });
});
