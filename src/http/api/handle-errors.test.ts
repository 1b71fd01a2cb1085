/** How the admin API answers a request that it cannot take, or that a vendor does not answer. */
import Fastify from "fastify";
import { afterEach, expect, it } from "vitest";
import { RequestError } from "../../kit/request-error.ts";
import { answerErrors } from "./handle-errors.ts";
import { parseJsonBodies } from "./parse-json.ts";
import type { ApiServer } from "./route.ts";

const servers: ApiServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function open(error: Error | null = null): ApiServer {
  const server = Fastify({ bodyLimit: 100 }) as unknown as ApiServer;
  servers.push(server);
  answerErrors(server);
  parseJsonBodies(server);
  server.post("/", async ({ body }) => {
    if (error) throw error;
    return { body: body ?? "none" };
  });
  return server;
}

const post = (server: ApiServer, payload: string, language = "en", type = "application/json") =>
  server.inject({ method: "POST", url: "/", payload, headers: { "content-type": type, "accept-language": language } });
const failing = (statusCode: number) => Object.assign(new Error("the words of an error"), { statusCode });

it.each([
  ["{", 400, "bad_request"],
  ['{"__proto__":1}', 400, "bad_request"],
  [`"${"x".repeat(100)}"`, 413, "too_large"],
])("a body is refused that is no JSON or too large: %s", async (payload, status, code) => {
  const answer = await post(open(), payload);
  expect([answer.statusCode, answer.json()]).toMatchObject([status, { error: { code } }]);
});

it("a body may be empty, also where its type says JSON", async () => {
  expect((await post(open(), "")).json()).toEqual({ body: "none" });
  expect((await post(open(), '{"a":1}')).json()).toEqual({ body: { a: 1 } });
});

it("a vendor that does not answer is a 502, in the reader's language", async () => {
  const server = open(new RequestError("gorgias: a secret", { fate: "unknown" }));
  const [english, french] = [await post(server, "{}"), await post(server, "{}", "fr")];
  for (const answer of [english, french]) {
    expect([answer.statusCode, answer.json()]).toMatchObject([502, { error: { code: "vendor_silent" } }]);
    expect(answer.payload).not.toContain("secret");
  }
  expect(english.payload).not.toBe(french.payload);
});

it("the errors of the service itself are left to the server, which logs them", async () => {
  for (const status of [500, 503]) {
    const answer = await post(open(failing(status)), "{}");
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { message: "the words of an error" }]);
  }
  expect((await post(open(failing(499)), "{}")).json()).toMatchObject({ error: { code: "bad_request" } });
});
