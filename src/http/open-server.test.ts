/** The limits of the web server, and its one form of answer for what it cannot read or do. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LateError } from "../kit/within.ts";
import { openServer, type FailedRequest } from "./open-server.ts";

const MEGABYTE = 1024 * 1024;
const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function open(isStopping = false) {
  const failed: FailedRequest[] = [];
  const server = openServer({ isStopping: () => isStopping, onError: (_error, request) => void failed.push(request) });
  servers.push(server);
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.post("/size", async ({ body }) => ({ size: (body as Buffer).length }));
  server.get("/ip", async ({ ip }) => ({ ip }));
  server.get("/late", async () => {
    throw new LateError("not done within 2 s");
  });
  server.get("/status/:status", async ({ params }) => {
    const { status } = params as { status: string };
    throw Object.assign(new Error("it failed"), { statusCode: Number(status) });
  });
  server.get("/broken/:name", async () => {
    throw new Error("a secret");
  });
  return { server, failed };
}

const codeOf = (text: string) => (JSON.parse(text) as { error: { code: string } }).error.code;

describe("the web server", () => {
  it("takes a body of a megabyte, and none that is larger", async () => {
    const { server, failed } = open();
    const post = (size: number) =>
      server.inject({
        method: "POST",
        url: "/size",
        headers: { "content-type": "application/octet-stream" },
        payload: Buffer.alloc(size, 65),
      });
    expect((await post(MEGABYTE)).json()).toEqual({ size: MEGABYTE });
    const refused = await post(MEGABYTE + 1);
    expect([refused.statusCode, codeOf(refused.payload), failed]).toEqual([413, "too_large", []]);
  });

  it.each([
    ["/late", 503, "database_silent", true],
    ["/broken/x", 500, "failed", true],
    ["/status/500", 500, "failed", true],
    ["/status/503", 503, "failed", true],
    ["/status/499", 499, "bad_request", false],
    ["/status/429", 429, "too_many", false],
    ["/status/413", 413, "too_large", false],
    ["/broken/%00", 404, "not_found", false],
    ["/%ff", 400, "bad_request", false],
    [`/broken/${"x".repeat(101)}`, 404, "not_found", false],
  ])("answers %s with %i, %s, and logs its own failures alone", async (url, status, code, isLogged) => {
    const { server, failed } = open();
    const { statusCode, payload } = await server.inject({ url });
    expect([statusCode, codeOf(payload)]).toEqual([status, code]);
    expect(payload).not.toContain("secret");
    expect(failed.map(({ method, route }) => [method, route.split("/")[1]])).toEqual(
      isLogged ? [["GET", url.split("/")[1]]] : [],
    );
  });

  it.each([
    ["abc-1.2:x_y", true],
    ["x".repeat(100), true],
    ["x".repeat(101), false],
    ["a b", false],
    ["a\u00e9", false],
    ["", false],
  ])("takes the id of a request from a proxy if it can stand in a log line: '%s'", async (given, taken) => {
    const { server } = open();
    const { headers } = await server.inject({ url: "/ip", headers: { "x-request-id": given } });
    expect(headers["x-request-id"]).toMatch(/^[\w.:-]{1,100}$/);
    expect(headers["x-request-id"] === given).toBe(taken);
  });

  it.each([
    ["127.0.0.1", "203.0.113.7"],
    ["10.1.2.3", "203.0.113.7"],
    ["198.51.100.1", "198.51.100.1"],
  ])("believes a proxy in a private network alone: %s", async (remoteAddress, ip) => {
    const { server } = open();
    const answer = await server.inject({ url: "/ip", remoteAddress, headers: { "x-forwarded-for": "203.0.113.7" } });
    expect(answer.json()).toEqual({ ip });
  });

  it("L8: answers a request of which a part had arrived when it began to close", async () => {
    const { server } = open();
    const { promise: closing, resolve: close } = Promise.withResolvers<void>();
    server.addHook("preClose", async () => close());
    const { hostname, port } = new URL(await server.listen({ host: "127.0.0.1", port: 0 }));
    const accepted = once(server.server, "connection");
    const socket = connect(Number(port), hostname);
    socket.write("GET /ip HTTP/1.1\r\n");
    const [other] = (await accepted) as [Socket];
    await vi.waitFor(() => expect(other.bytesRead).toBeGreaterThan(0));
    const closed = server.close();
    await closing;
    socket.write("host: test\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1.1 200 /);
    await closed;
  });

  it("L8: asks the client to close its connection only while it stops", async () => {
    const connectionOf = async (isStopping: boolean) =>
      (await open(isStopping).server.inject({ url: "/ip" })).headers.connection;
    expect([await connectionOf(true), await connectionOf(false)]).toEqual(["close", "keep-alive"]);
  });
});
