/** Requests that no client of ours sends: each is answered in our own form, and costs nothing. */
import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { createWorkerServer } from "../../src/http/worker-server.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ install: true }));

/** As it is: neither the path nor the method is put right on the way. */
async function ask(path: string, { method = "GET", headers = {}, body = "", base = world.it.url } = {}) {
  const { hostname, port } = new URL(base);
  const outgoing = request({ hostname, port, method, path, headers });
  const answered = once(outgoing, "response");
  outgoing.end(body);
  const [response] = (await answered) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response), type: response.headers["content-type"] };
}

/** Raw bytes, and everything that comes back. */
async function send(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(world.it.url).port), "127.0.0.1");
  socket.write(bytes);
  return text(socket);
}

const OURS = { error: { code: expect.any(String) as string, message: expect.any(String) as string } };
const LONG = "x".repeat(3_000);

it.each([
  ["a bad percent code", "/%zz", {}, 400],
  ["half of a character", "/api/activity/%E0%A4", {}, 400],
  ["a character that is cut in two", "/%ED%A0%80", {}, 400],
  ["a bad percent code in a query", "/api/session?x=%zz", {}, 401],
  ["a part of the path that is too long", `/api/activity/${LONG}`, {}, 404],
  ["a path that is too long", `/${LONG}`, {}, 404],
  ["two slashes", "//", {}, 404],
  ["another host behind two slashes", "//example.com/%2e%2e", {}, 404],
  ["dots", "/../../etc/passwd", {}, 404],
  ["a method that nothing takes", "/api/session", { method: "PROPFIND" }, 404],
  ["a method of caches", "/", { method: "PURGE" }, 404],
  ["TRACE", "/", { method: "TRACE" }, 404],
  [
    "a body in XML",
    "/api/settings",
    { method: "POST", headers: { "content-type": "application/xml" }, body: "<a/>" },
    404,
  ],
  ["a body without a type", "/nowhere", { method: "POST", headers: { "content-type": "" }, body: "x" }, 415],
  [
    "a body that is no JSON",
    "/nowhere",
    { method: "POST", headers: { "content-type": "application/json" }, body: "{" },
    400,
  ],
  ["NUL in a path", "/api/activity/%00", {}, 404],
  ["NUL in a query", "/install?account=%00", {}, 404],
  ["a range of assets that leads out", "/assets/..%2f..%2fpackage.json", {}, 404],
] as const)("answers in our own form: %s", async (_name, path, options, status) => {
  const answer = await ask(path, options);
  expect([answer.status, JSON.parse(answer.body)]).toEqual([status, OURS]);
  expect(answer.type).toContain("application/json");
});

it.each([
  ["a head that is too large", `GET / HTTP/1.1\r\nhost: x\r\nx-large: ${"x".repeat(40_000)}\r\n\r\n`, 431],
  ["something that is no HTTP", "HELO example.com\r\n\r\n", 400],
  ["a method that does not exist", "FETCH / HTTP/1.1\r\nhost: x\r\n\r\n", 400],
  ["two lengths of a body", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx", 400],
])("answers in the service's own form before a request is complete: %s", async (_name, bytes, status) => {
  const answer = await send(bytes);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toEqual(OURS);
});

it.each(["%00", "a%00b", "%20", "%2e%2e", "'", "%F0%9F%98%80", "x".repeat(101), "a%0d%0ab", "{key}"])(
  "answers 404 to a delivery whose key holds what no key has (%s), and asks the database nothing",
  async (key) => {
    const before = await failures();
    const answer = await ask(`/webhooks/aircall/${key}`, { method: "POST", body: "{}" });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([404, OURS]);
    expect(await failures()).toBe(before);
  },
);

async function failures(): Promise<string | undefined> {
  const page = await (await fetch(`${world.it.url}/metrics`)).text();
  return /deliveries_total\{result="failed"\} \d+/.exec(page)?.[0];
}

it("answers in the service's own form where a process has the role worker and no pages", async () => {
  const { metrics } = world.it.services;
  const server = createWorkerServer({
    ready: async () => undefined,
    metrics: { metrics, token: null },
    onError: () => undefined,
  });
  const base = await server.listen({ port: 0, host: "127.0.0.1" });
  for (const path of ["/", "/%zz", `/${LONG}`, "/%00"]) {
    const { status, body } = await ask(path, { base });
    expect([status, JSON.parse(body)], path).toEqual([path === "/%zz" ? 400 : 404, OURS]);
  }
  await server.close();
});
