/** Posting to addresses from outside: where it may go, and what it says when it may not. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { isPublic } from "../../src/kit/public-address.ts";
import { postJson } from "../../src/outbound/post-json.ts";

const PRIVATE = [
  "127.0.0.1",
  "127.1.2.3",
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:10.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "2002:7f00:1::",
  "2001::1",
  "fe80::1",
  "fe80::1%lo",
  "fec0::1",
  "fc00::1",
  "fd12:3456::1",
  "ff02::1",
  "no address",
];

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A server on this machine: what it was asked, and its address. */
async function listen(status: number | "never", headers: Record<string, string> = {}) {
  const asked: { url: string; body: string; type: string | undefined }[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      asked.push({ url: request.url ?? "", body, type: request.headers["content-type"] });
      if (status !== "never") response.writeHead(status, headers).end("x".repeat(1_000_000));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { asked, port: (server.address() as AddressInfo).port };
}

const why = (url: string, options: Parameters<typeof postJson>[0] = { allowLoopback: false }) =>
  postJson(options)(url, {}).then(
    () => "taken",
    (error: unknown) => (error as Error).message,
  );

describe("an address from outside", () => {
  it.each(PRIVATE)("is not %s", (address) => {
    expect(isPublic(address, { allowLoopback: false })).toBe(false);
  });

  it.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])("may be %s", (address) => {
    expect(isPublic(address, { allowLoopback: false })).toBe(true);
  });

  it.each([
    "https://127.0.0.1/",
    "https://127.0.0.1./",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/",
    "https://10.0.0.1:8443/",
  ])("is refused before anything is sent: %s", async (url) => {
    expect(await why(url)).toBe("the address is not public");
  });

  it.each([
    "http://example.com/",
    "https://user:secret@example.com/",
    "https://user@example.com/",
    "https://:secret@example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
  ])("is refused for its form: %s", async (url) => {
    expect(await why(url)).toBe("the address must begin with https:// and hold no user name");
  });

  it.each(["", "no address", "https://", "https://host:99999/"])("is none: %j", async (url) => {
    expect(await why(url)).toBe("the URL is not valid");
  });

  it("is refused where its name leads to a private address, also among others, in the sandbox but for this machine", async () => {
    const { port } = await listen(200);
    expect(await why(`https://localhost:${port}/secret`)).toBe("the address is not public");
    expect(await why(`http://localhost:${port}/`, { allowLoopback: true })).toBe("taken");
    expect(await why("https://10.0.0.1/", { allowLoopback: true })).toBe("the address is not public");
  });
});

describe("posting", () => {
  const sandbox = { allowLoopback: true };

  it("sends JSON, and is content with any 2xx, however much is answered", async () => {
    const { asked, port } = await listen(204);
    await postJson(sandbox)(`http://127.0.0.1:${port}/hook?a=1`, { text: "é" });
    expect(asked).toEqual([{ url: "/hook?a=1", body: '{"text":"é"}', type: "application/json" }]);
  });

  it.each([301, 302, 307, 308])("follows no %i", async (status) => {
    const { asked, port } = await listen(status, { location: "/elsewhere" });
    expect(await why(`http://127.0.0.1:${port}/secret`, sandbox)).toBe(`the server answered ${status}`);
    expect(asked).toHaveLength(1);
  });

  it("gives up on who does not answer", async () => {
    const { port } = await listen("never");
    expect(await why(`http://127.0.0.1:${port}/secret`, { ...sandbox, timeoutMs: 50 })).toBe("no answer in time");
  });

  it("never names the address in what it says", async () => {
    const { port } = await listen(500);
    const said = [
      await why(`http://127.0.0.1:${port}/secret`, sandbox),
      await why("http://127.0.0.1:1/secret", sandbox),
      await why(`https://127.0.0.1:${port}/secret`, sandbox),
      await why("https://no-such-host.invalid/secret", sandbox),
    ];
    expect(said).toEqual(["the server answered 500", ...Array<string>(3).fill("the server could not be reached")]);
  });
});
