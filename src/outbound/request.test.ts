/** Requests against a real local server, working and failing. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { RequestError } from "../kit/request-error.ts";
import { request, type OutboundDeps, type RequestSpec } from "./request.ts";

const NOW = 1_760_000_000_000;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Dependencies that record their calls in order. */
function surroundings(over: Partial<OutboundDeps> = {}) {
  const log: string[] = [];
  const deps: OutboundDeps = {
    rateLimiter: {
      acquire: async (id, vendor, { priority, begun }) => void log.push(`acquire ${id} ${vendor} ${priority} ${begun}`),
      report: async (id, vendor, feedback) => void log.push(`report ${id} ${vendor} ${JSON.stringify(feedback)}`),
    },
    clock: () => NOW,
    fetch,
    readRateLimit: (headers, status, now) => ({
      used: Number(headers.get("x-used")),
      limit: status,
      blockedForMs: now,
    }),
    ...over,
  };
  let used = 0;
  const count = () => {
    used += 1;
    log.push("count");
  };
  const context = {
    connectionId: "c1",
    account: "acme",
    vendor: "gorgias" as const,
    priority: "live call",
    count,
    used: () => used,
  };
  const ask = (spec: Partial<RequestSpec> & { url: string }) =>
    request(deps, context, { method: "GET", headers: {}, what: "note on ticket 812", ...spec });
  return { ask, log, deps, context };
}

describe("request", () => {
  it("L2: acquires a permit, counts, sends, and reports the rate limit, in this order", async () => {
    const { ask, log } = surroundings();
    const url = await serve((_, response) => {
      log.push("served");
      response.setHeader("x-used", "3").end('{"id":7}');
    });
    expect((await ask({ url })).body).toEqual({ id: 7 });
    expect(log).toEqual([
      "acquire c1 gorgias live call false",
      "count",
      "served",
      `report c1 gorgias ${JSON.stringify({ used: 3, limit: 200, blockedForMs: NOW })}`,
    ]);
  });

  it("L3: asks for its permit with the time that the work has waited", async () => {
    const permits: unknown[] = [];
    const { rateLimiter } = surroundings().deps;
    const { deps, context } = surroundings({
      rateLimiter: { ...rateLimiter, acquire: async (_id, _vendor, permit) => void permits.push(permit) },
    });
    const url = await serve((_, response) => response.end("{}"));
    const spec = { method: "GET", url, headers: {}, what: "own user" } as const;
    await request(deps, { ...context, waitedMs: 90_000 }, spec);
    expect(permits).toEqual([{ priority: "live call", waitedMs: 90_000, begun: false }]);
  });

  it.each([
    [200, "2xx", 0],
    [429, "429", 1],
    [404, "4xx", 0],
    [503, "5xx", 0],
  ])(
    "measures an answer of %i in seconds, as %s, and counts rejections by the limit: %i",
    async (code, status, times) => {
      const measured: unknown[] = [];
      let now = NOW;
      const { ask } = surroundings({
        clock: () => now,
        fetch: async () => {
          now += 1_500;
          return new Response("{}", { status: code });
        },
        meter: (name, labels, value) => void measured.push([name, labels, value]),
      });
      await ask({ url: "https://acme.example.com/api/users/0" }).catch(() => undefined);
      const [duration, ...limited] = measured;
      expect(duration).toEqual(["request_duration_seconds", { vendor: "gorgias", priority: "live call", status }, 1.5]);
      expect(limited).toHaveLength(times);
    },
  );

  it("L4: reports to the rate limiter whether the work has begun", async () => {
    const { ask, log } = surroundings();
    const url = await serve((_, response) => void response.end("{}"));
    await ask({ url });
    await ask({ url });
    expect(log.filter((entry) => entry.startsWith("acquire"))).toEqual([
      "acquire c1 gorgias live call false",
      "acquire c1 gorgias live call true",
    ]);
  });

  it("L2: neither counts nor sends what the rate limiter holds back", async () => {
    const held = new RequestError("used up", { fate: "later", retryAfterMs: 9 });
    const rateLimiter = { acquire: () => Promise.reject(held), report: async () => undefined };
    const { ask, log } = surroundings({ rateLimiter, fetch: () => expect.unreachable("nothing may leave") });
    await expect(ask({ url: "http://127.0.0.1:1" })).rejects.toBe(held);
    expect(log).toEqual([]);
  });

  it("sends method, headers and JSON", async () => {
    const { ask } = surroundings();
    const url = await serve(async (message, response) => {
      const { method, headers } = message;
      const given = [method, headers["content-type"], headers.authorization, await textOf(message)];
      response.end(JSON.stringify(given));
    });
    const answer = await ask({ url, method: "PUT", headers: { authorization: "Basic x" }, json: { a: "é" } });
    expect(answer.body).toEqual(["PUT", "application/json", "Basic x", '{"a":"é"}']);
  });

  it("sends a stream as it is", async () => {
    const { ask } = surroundings();
    const url = await serve(async (message, response) => {
      response.end(JSON.stringify([message.headers["content-type"], await textOf(message)]));
    });
    async function* body() {
      yield Buffer.from("one ");
      yield Buffer.from("two");
    }
    const answer = await ask({ url, method: "POST", headers: { "content-type": "audio/mpeg" }, body: body() });
    expect(answer.body).toEqual(["audio/mpeg", "one two"]);
  });

  it("does not follow a redirect", async () => {
    const { ask } = surroundings();
    let asked = 0;
    const url = await serve((message, response) => {
      asked += 1;
      response.writeHead(message.url === "/merged" ? 301 : 302, { location: "/elsewhere" }).end();
    });
    expect((await ask({ url: `${url}/merged` })).headers.get("location")).toBe("/elsewhere");
    await expect(ask({ url })).rejects.toMatchObject({ fate: "unknown", status: 302 });
    expect(asked).toBe(2);
  });

  it("has an unknown outcome when no answer comes in time", async () => {
    const { ask, log } = surroundings();
    const url = await serve(() => undefined);
    await expect(ask({ url, timeoutMs: 30 })).rejects.toMatchObject({
      fate: "unknown",
      status: null,
      message: "gorgias (acme), note on ticket 812: no answer in time",
    });
    expect(log).toEqual(["acquire c1 gorgias live call false", "count"]);
  });

  it("has an unknown outcome when the connection breaks before or within the answer", async () => {
    const { ask } = surroundings();
    const before = await serve((message) => void message.socket.destroy());
    await expect(ask({ url: before })).rejects.toMatchObject({
      fate: "unknown",
      message: "gorgias (acme), note on ticket 812: the connection broke",
    });
    const within = await serve((message, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"id":', () => message.socket.destroy());
    });
    await expect(ask({ url: within })).rejects.toMatchObject({
      fate: "unknown",
      message: "gorgias (acme), note on ticket 812: the answer broke off",
    });
  });

  it("has an unknown outcome when no server listens", async () => {
    const { ask } = surroundings();
    const url = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => void server?.close(resolve));
    await expect(ask({ url })).rejects.toMatchObject({ fate: "unknown", status: null });
  });

  it("L4: learns from a 429 when to try again, and reports it to the rate limiter first", async () => {
    const { ask, log } = surroundings();
    const url = await serve(
      (_, response) => void response.writeHead(429, { "retry-after": "7", "x-used": "80" }).end(),
    );
    await expect(ask({ url })).rejects.toMatchObject({ fate: "later", status: 429, retryAfterMs: 7_000 });
    expect(log.at(-1)).toBe(`report c1 gorgias ${JSON.stringify({ used: 80, limit: 429, blockedForMs: NOW })}`);
  });

  it("closes the connection when the database does not take what the answer says of the rate limit", async () => {
    const away = new Error("the database is away");
    const report = () => Promise.reject(away);
    const { ask } = surroundings({ rateLimiter: { acquire: async () => undefined, report } });
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const url = await serve((_, response) => void response.once("close", resolve).writeHead(429).write("{"));
    await expect(ask({ url })).rejects.toBe(away);
    await closed;
  });

  it("keeps addresses and credentials out of the message", async () => {
    const { ask } = surroundings();
    const error: unknown = await ask({
      url: "http://127.0.0.1:1/?key=secret",
      headers: { authorization: "hush" },
    }).catch((cause: unknown) => cause);
    expect(String(error)).not.toMatch(/secret|hush/);
  });
});
