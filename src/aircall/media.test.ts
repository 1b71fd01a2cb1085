/** Downloads from real local servers: an allowed one, and one that is not. */
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type Server as TcpServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { OpenedMedia } from "../domain/ports/phone-system.ts";
import { DOWNLOAD_TIMEOUTS, type DownloadTimeouts } from "../outbound/open-download.ts";
import { downloadMedia } from "./media.ts";

const servers: Server[] = [];
const quiet: TcpServer[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of quiet.splice(0)) server.close();
});

/** The server's host with port, and the requested paths. */
async function serve(listener: RequestListener): Promise<{ host: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((message, response) => {
    asked.push(message.url ?? "");
    listener(message, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { host: `127.0.0.1:${typeof address === "object" ? address?.port : ""}`, asked };
}

/** A server that accepts connections and never sends anything. */
async function serveSilence(): Promise<string> {
  const server = createTcpServer((socket) => void sockets.push(socket));
  quiet.push(server);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const download = (host: string, path: string, mediaHosts = [host]) =>
  downloadMedia({ mediaHosts }, `http://${host}${path}`);

const textOf = async (opened: OpenedMedia) =>
  opened.kind === "open" ? new Response(opened.stream).text() : opened.kind;

describe("downloadMedia", () => {
  it("C10: opens the file with its size and type", async () => {
    const { host } = await serve((_, response) => {
      response.setHeader("content-type", "audio/wav; charset=binary").setHeader("content-length", "5").end("hello");
    });
    const opened = await download(host, "/a.wav");
    expect(opened).toMatchObject({ kind: "open", size: 5, contentType: "audio/wav" });
    expect(opened.kind === "open" && (await new Response(opened.stream).text())).toBe("hello");
  });

  it("C10: works without size and type", async () => {
    const { host } = await serve((_, response) => void response.write("x", () => response.end()));
    const opened = await download(host, "/a.mp3");
    expect(opened).toMatchObject({ kind: "open", size: null, contentType: null });
    if (opened.kind === "open") await opened.stream.cancel();
  });

  it("C10: sends no credential along", async () => {
    const { host } = await serve((message, response) => void response.end(String(message.headers.authorization)));
    const opened = await download(host, "/a.mp3");
    expect(opened.kind === "open" && (await new Response(opened.stream).text())).toBe("undefined");
  });

  it("C10: asks no host that is not allowed", async () => {
    const { host, asked } = await serve((_, response) => void response.end("x"));
    expect(await download(host, "/a.mp3", ["amazonaws.com"])).toEqual({
      kind: "refused",
      reason: { code: "host_not_allowed", host: host },
    });
    expect(asked).toEqual([]);
    expect(await downloadMedia({ mediaHosts: [host] }, "no address")).toEqual({
      kind: "refused",
      reason: { code: "host_not_allowed", host: "no address" },
    });
  });

  it("C10: follows redirects on allowed hosts", async () => {
    const target = await serve((_, response) => void response.end("found"));
    const { host, asked } = await serve((message, response) => {
      const location = message.url === "/1" ? "/2" : `http://${target.host}/3`;
      response.writeHead(302, { location }).end();
    });
    const opened = await download(host, "/1", [host, target.host]);
    expect(opened.kind === "open" && (await new Response(opened.stream).text())).toBe("found");
    expect([...asked, ...target.asked]).toEqual(["/1", "/2", "/3"]);
  });

  it("C10: refuses a redirect to a host that is not allowed, without asking it", async () => {
    const inner = await serve((_, response) => void response.end("secret"));
    const { host } = await serve((message, response) => {
      const location = message.url === "/1" ? "/2" : `http://${inner.host}/latest/meta-data`;
      response.writeHead(307, { location }).end();
    });
    expect(await download(host, "/1")).toEqual({
      kind: "refused",
      reason: { code: "host_not_allowed", host: inner.host },
    });
    expect(inner.asked).toEqual([]);
  });

  it.each(["file:///etc/passwd", "//localhost/x", "http://user@127.0.0.1/x", "data:text/plain,x"])(
    "C10: refuses a redirect to %s",
    async (location) => {
      const { host } = await serve((_, response) => void response.writeHead(302, { location }).end());
      expect(await download(host, "/1")).toMatchObject({ kind: "refused" });
    },
  );

  it("C10: refuses a redirect to no address", async () => {
    const { host } = await serve((_, response) => void response.writeHead(302, { location: "http://[" }).end());
    expect(await download(host, "/1")).toEqual({ kind: "refused", reason: { code: "redirect_broken" } });
  });

  it("C10: stops at an endless chain of redirects", async () => {
    const { host, asked } = await serve((_, response) => void response.writeHead(302, { location: "/again" }).end());
    expect(await download(host, "/1")).toEqual({ kind: "refused", reason: { code: "too_many_redirects" } });
    expect(asked).toHaveLength(6);
  });

  it.each([
    [200, "open"],
    [300, "refused"],
    [400, "expired"],
    [404, "expired"],
  ])("C10: follows a location where the status says so only: %d", async (status, kind) => {
    const { host } = await serve(
      (_, response) => void response.writeHead(status, { location: "//evil.example/x" }).end("x"),
    );
    const opened = await download(host, "/1");
    expect(opened.kind).toBe(kind);
    if (opened.kind === "open") await opened.stream.cancel();
  });

  it.each([400, 401, 403, 404, 410])("C10: takes %d for a link that has expired", async (status) => {
    const { host } = await serve((_, response) => void response.writeHead(status).end("<Error/>"));
    expect(await download(host, "/a.mp3")).toEqual({ kind: "expired" });
  });

  it.each([429, 500, 503])("C10: can be retried after %d", async (status) => {
    const { host } = await serve((_, response) => void response.writeHead(status).end());
    await expect(download(host, "/a.mp3")).rejects.toMatchObject({ fate: "unknown", status });
  });

  it("C10: can be retried when the connection breaks, and reports only the host of the link", async () => {
    const { host } = await serve((message) => void message.socket.destroy());
    await expect(download(host, "/a.mp3?X-Amz-Signature=secret")).rejects.toMatchObject({
      fate: "unknown",
      message: `media from ${host}: the connection broke`,
    });
  });
});

describe("addresses that are not public", () => {
  it.each(["localhost", "127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1"])(
    "C10: are refused at the connection though their name is allowed: %s",
    async (host) => {
      expect(await downloadMedia({ mediaHosts: [host] }, `https://${host}/latest`)).toEqual({
        kind: "refused",
        reason: { code: "address_not_public", host },
      });
    },
  );

  it("C10: are refused at the connection of a redirect", async () => {
    const { host } = await serve(
      (_, response) => void response.writeHead(302, { location: "https://localhost/x" }).end(),
    );
    expect(await download(host, "/1", [host, "localhost"])).toEqual({
      kind: "refused",
      reason: { code: "address_not_public", host: "localhost" },
    });
  });

  it("C10: may be named with their port", async () => {
    const { host } = await serve((_, response) => void response.end("found"));
    const named = `localhost:${new URL(`http://${host}`).port}`;
    expect(await textOf(await downloadMedia({ mediaHosts: [named] }, `http://${named}/x`))).toBe("found");
  });
});

describe("a slow server", () => {
  const withTimeouts = (
    host: string,
    over: Partial<DownloadTimeouts>,
    url = `http://${host}/a.mp3`,
    until?: AbortSignal,
  ) => downloadMedia({ mediaHosts: [host], mediaTimeouts: { ...DOWNLOAD_TIMEOUTS, ...over } }, url, until);

  it("S3: times out when it makes no connection", async () => {
    const host = await serveSilence();
    // TLS never begins.
    await expect(withTimeouts(host, { connectMs: 30 }, `https://${host}/a.mp3`)).rejects.toMatchObject({
      fate: "unknown",
      message: `media from ${host}: no connection in time`,
    });
  });

  it("S3: times out when it does not answer", async () => {
    const host = await serveSilence();
    await expect(withTimeouts(host, { answerMs: 30 })).rejects.toMatchObject({
      fate: "unknown",
      message: `media from ${host}: no answer in time`,
    });
  });

  it("S3: times out when it does not answer after a redirect", async () => {
    const { host, asked } = await serve((message, response) => {
      if (message.url === "/a.mp3") response.writeHead(302, { location: "/silent" }).end();
    });
    await expect(withTimeouts(host, { answerMs: 30 })).rejects.toMatchObject({ fate: "unknown" });
    expect(asked).toEqual(["/a.mp3", "/silent"]);
  });

  it("S3: times out when it stalls in the middle", async () => {
    const { host } = await serve((_, response) => void response.writeHead(200, { "content-length": "100" }).write("x"));
    await expect(withTimeouts(host, { idleMs: 30 }).then(textOf)).rejects.toThrow("too little came for too long");
  });

  it("S3: times out when it sends too little at a time", async () => {
    const { host } = await serve((_, response) => {
      const trickle = setInterval(() => response.write("x"), 2);
      response.on("close", () => clearInterval(trickle));
    });
    await expect(withTimeouts(host, { idleMs: 60, leastBytes: 1_000 }).then(textOf)).rejects.toThrow(
      "too little came for too long",
    );
  });

  it("S3: times out when all of it takes too long, however much it sends", async () => {
    const { host } = await serve((_, response) => {
      const stream = setInterval(() => response.write("x".repeat(1_000)), 2);
      response.on("close", () => clearInterval(stream));
    });
    await expect(withTimeouts(host, { totalMs: 60, leastBytes: 1 }).then(textOf)).rejects.toThrow("not done in time");
  });

  it("S3: is aborted when its run times out, before or after the answer", async () => {
    const host = await serveSilence();
    await expect(withTimeouts(host, {}, undefined, AbortSignal.abort())).rejects.toMatchObject({ fate: "unknown" });
    const { host: other } = await serve((_, response) => void response.write("x"));
    const ending = new AbortController();
    const opened = await withTimeouts(other, {}, undefined, ending.signal);
    const read = textOf(opened);
    ending.abort();
    await expect(read).rejects.toThrow("not done in time");
  });

  /** Sends the first byte with the head, and the second one after `ms`. */
  const inTwo = (ms: number) =>
    serve((_, response) => {
      response.writeHead(200, { "content-length": "2" }).write("x");
      setTimeout(() => response.end("y"), ms);
    });

  it("C10: does not time out after the answer for what limits the wait for it", async () => {
    const { host } = await inTwo(80);
    expect(await withTimeouts(host, { connectMs: 40, answerMs: 40 }).then(textOf)).toBe("xy");
  });

  it("C10: may answer later on a connection that is there already than a new one may take", async () => {
    let asked = 0;
    const { host } = await serve((_, response) => {
      asked += 1;
      setTimeout(() => response.end("x"), asked === 1 ? 0 : 80);
    });
    expect(await withTimeouts(host, {}).then(textOf)).toBe("x");
    expect(await withTimeouts(host, { connectMs: 40 }).then(textOf)).toBe("x");
  });

  it("C10: does not time out while its reader waits", async () => {
    const { host } = await serve((_, response) => void response.end("x".repeat(300_000)));
    const opened = await withTimeouts(host, { idleMs: 40, leastBytes: 1 });
    if (opened.kind !== "open") throw new Error(opened.kind);
    let bytes = 0;
    for await (const piece of opened.stream) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 80));
      bytes += piece.byteLength;
    }
    expect(bytes).toBe(300_000);
  });

  it("C10: does not time out for a slow reader", async () => {
    const { host } = await serve((_, response) => void response.end("x".repeat(1_000_000)));
    const opened = await withTimeouts(host, { idleMs: 5_000 });
    if (opened.kind !== "open") throw new Error(opened.kind);
    const reader = opened.stream.getReader();
    let bytes = 0;
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) bytes += piece.value.byteLength;
    expect(bytes).toBe(1_000_000);
  });
});
