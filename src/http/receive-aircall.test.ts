/** How a delivery is answered: Aircall sends again what is not a 2xx, and switches a webhook off after too many of those. */
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, it } from "vitest";
import { receiveAircall, type ReceiveAircallDeps } from "./receive-aircall.ts";

const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function open(outcome: object | Error) {
  const received: { key: string; bytes: string }[] = [];
  const errors: string[] = [];
  const deps = {
    async receive(key: string, body: Uint8Array) {
      received.push({ key, bytes: Buffer.from(body).toString("latin1") });
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    onError: (error: Error) => void errors.push(error.message),
  } as unknown as ReceiveAircallDeps;
  const server = Fastify();
  servers.push(server);
  void server.register(receiveAircall(deps));
  const post = (payload?: string, type = "application/json") =>
    server.inject({
      method: "POST",
      url: "/webhooks/aircall/k1",
      ...(payload === undefined ? {} : { payload, headers: { "content-type": type } }),
    });
  return { post, received, errors };
}

it.each([
  [{ kind: "kept", as: "event" }, 200, { kept: "event" }, []],
  [{ kind: "wrong token" }, 401, { error: { code: "wrong_token" } }, []],
  [{ kind: "unknown key" }, 404, { error: { code: "unknown_webhook" } }, []],
  [new Error("the database is down"), 503, { error: { code: "not_kept" } }, ["the database is down"]],
])("L8: a delivery with the outcome %j is answered %i", async (outcome, status, body, logged) => {
  const { post, errors } = open(outcome);
  const answer = await post("{}");
  expect([answer.statusCode, answer.json(), errors]).toMatchObject([status, body, logged]);
});

it.each([
  ['{"a":1}', "application/json"],
  ["not JSON", "application/json"],
  ["a=1", "application/x-www-form-urlencoded"],
  ["x", "text/plain"],
])("S3: the bytes of any body are kept as they came: %s as %s", async (payload, type) => {
  const { post, received } = open({ kind: "kept", as: "event" });
  expect((await post(payload, type)).statusCode).toBe(200);
  expect(received).toEqual([{ key: "k1", bytes: payload }]);
});

it("S3: a delivery without a body has no bytes", async () => {
  const { post, received } = open({ kind: "kept", as: "event" });
  await post();
  expect(received).toEqual([{ key: "k1", bytes: "" }]);
});
