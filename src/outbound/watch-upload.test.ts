/** Uploads against a real server that takes nothing, or answers nothing. */
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { unlimited } from "../rate-limit/limiter.ts";
import { request, type OutboundDeps, type RequestSpec } from "./request.ts";

const HOUR_MS = 3_600_000;
let server: Server | undefined;

afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => void server?.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const deps: OutboundDeps = {
  rateLimiter: unlimited,
  clock: () => 0,
  fetch,
  readRateLimit: () => ({}),
};
const context = {
  connectionId: "c1",
  account: "acme",
  vendor: "gorgias" as const,
  priority: "recording",
  count: () => undefined,
  used: () => 0,
};

const upload = (url: string, body: AsyncIterable<Uint8Array>, more: Partial<RequestSpec>) =>
  request(deps, context, { method: "POST", url, headers: {}, what: "upload of a file", body, ...more });

async function* pieces(count: number, before: () => Promise<unknown> = async () => undefined) {
  for (let n = 0; n < count; n += 1) {
    await before();
    yield new Uint8Array(64 * 1024);
  }
}

const LATE = { fate: "unknown", message: "gorgias (acme), upload of a file: no answer in time" };

describe("an upload", () => {
  it("S3: times out when the other side takes no more of it", async () => {
    // The server reads nothing, so the socket buffers fill up.
    const url = await serve(() => undefined);
    await expect(upload(url, pieces(1_000), { pace: { stallMs: 100, answerMs: HOUR_MS } })).rejects.toMatchObject(LATE);
  });

  it("S3: times out when it has been taken and is not answered", async () => {
    const url = await serve((message) => void message.resume());
    await expect(upload(url, pieces(3), { pace: { stallMs: HOUR_MS, answerMs: 50 } })).rejects.toMatchObject(LATE);
  });

  it("S3: is aborted when its run times out", async () => {
    const ending = new AbortController();
    const url = await serve((message) => void message.resume().once("end", () => ending.abort()));
    await expect(upload(url, pieces(3), { until: ending.signal, timeoutMs: HOUR_MS })).rejects.toMatchObject(LATE);
  });

  it("C10: does not time out within an answer whose head came in time", async () => {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const url = await serve((message, response) => {
      message.resume().once("end", () => {
        response.writeHead(200).write("{");
        setTimeout(() => response.end("}", resolve), 100);
      });
    });
    await expect(upload(url, pieces(1), { pace: { stallMs: HOUR_MS, answerMs: 50 } })).resolves.toMatchObject({
      status: 200,
      body: {},
    });
    await late;
  });

  it("C10: does not time out for a slow source", async () => {
    const url = await serve((message, response) => void message.resume().once("end", () => response.end("{}")));
    let waits = 0;
    const slow = () => {
      waits += 1;
      return new Promise((resolve) => setTimeout(resolve, 200));
    };
    const pace = { stallMs: 150, answerMs: HOUR_MS };
    await expect(upload(url, pieces(2, slow), { pace })).resolves.toMatchObject({ status: 200 });
    expect(waits).toBe(2);
  });
});
