// Conformance of recordings and voicemails: signed links, their end, and files that misbehave on request.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSetup, record, type Setup } from "./conformance-setup.ts";

let setup: Setup;
let callId: number;
beforeEach(async () => {
  setup = await openSetup();
  const { calls } = await setup.aircall.phone.stories.answered();
  callId = calls[0]?.id ?? 0;
});
afterEach(() => setup.close());

async function readLink(name = "recording"): Promise<string> {
  const { json } = await setup.ask("GET", `/v1/calls/${callId}?fetch_short_urls=true`);
  return String(record(json["call"])[name]);
}

describe("signed links", () => {
  it("serves the same made-up bytes at every reading, behind a new link each time", async () => {
    const first = await readLink();
    const second = await readLink();
    expect(first).not.toBe(second);
    expect(first).toContain(`/companies/4242/recordings/call-${callId}-`);
    const sums = [];
    for (const url of [first, second]) {
      const response = await fetch(url);
      expect(response.headers.get("content-length")).toBe("40000");
      expect(response.headers.get("content-type")).toBe("audio/mpeg");
      sums.push(
        createHash("sha256")
          .update(Buffer.from(await response.arrayBuffer()))
          .digest("hex"),
      );
    }
    const { sha256 } = setup.aircall.phone.describeMedia(callId, "recording");
    expect(sums).toEqual([sha256, sha256]);
  });

  it("ends after an hour with the bucket's 403", async () => {
    const url = await readLink();
    setup.clock.ms += 3_600_000;
    const response = await fetch(url);
    expect([response.status, response.headers.get("content-type")]).toEqual([403, "application/xml"]);
    expect(await response.text()).toContain("<Code>AccessDenied</Code>");
    expect((await fetch(await readLink())).status).toBe(200);
  });

  it("refuses a second way of signing in, and a changed signature", async () => {
    const url = await readLink();
    const doubled = await fetch(url, { headers: { authorization: "Bearer anything" } });
    expect([doubled.status, await doubled.text()]).toEqual([
      400,
      expect.stringContaining("<Code>InvalidArgument</Code>"),
    ]);
    expect((await fetch(url.replace(/sig=\w/, "sig=x"))).status).toBe(403);
  });

  it("leads from a short link to a fresh one", async () => {
    const response = await fetch(await readLink("recording_short_url"));
    expect([response.status, response.redirected]).toEqual([200, true]);
  });

  it("has no link any more after a deletion", async () => {
    const url = await readLink();
    await setup.ask("DELETE", `/v1/calls/${callId}/recording`);
    expect(await readLink()).toBe("null");
    expect((await fetch(url)).status).toBe(404);
  });
});

describe("files that misbehave", () => {
  it("cuts the connection in the middle", async () => {
    setup.aircall.phone.controlMedia(callId, { truncateAt: 1000 });
    const response = await fetch(await readLink());
    let got = 0;
    const read = async () => {
      for await (const chunk of response.body ?? []) got += chunk.length;
    };
    await expect(read()).rejects.toThrow("terminated");
    expect(got).toBe(1000);
  });

  it("stalls in the middle, or never answers", async () => {
    setup.aircall.phone.controlMedia(callId, { stallAt: 1000 });
    const ending = new AbortController();
    const response = await fetch(await readLink(), { signal: ending.signal });
    const reader = response.body?.getReader();
    let got = 0;
    while (got < 1000) got += (await reader?.read())?.value?.length ?? 0;
    expect(got).toBe(1000);
    await reader?.cancel();
    setup.aircall.phone.controlMedia(callId, { stallAt: null, hang: true });
    await expect(fetch(await readLink(), { signal: AbortSignal.timeout(30) })).rejects.toThrow("timeout");
  });

  it("serves bytes of one's own", async () => {
    setup.aircall.phone.controlMedia(callId, {
      base64: Buffer.from("<html>").toString("base64"),
      contentType: "text/html",
    });
    const response = await fetch(await readLink());
    expect([response.headers.get("content-length"), await response.text()]).toEqual(["6", "<html>"]);
    expect(setup.aircall.phone.describeMedia(callId, "recording").sizeBytes).toBe(6);
  });

  it("redirects elsewhere, or answers a status", async () => {
    setup.aircall.phone.controlMedia(callId, { redirectTo: "http://169.254.169.254/latest" });
    const redirect = await fetch(await readLink(), { redirect: "manual" });
    expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "http://169.254.169.254/latest"]);
    setup.aircall.phone.controlMedia(callId, { redirectTo: null, status: 404 });
    expect((await fetch(await readLink())).status).toBe(404);
  });

  it("sends no size when chunked, and changes its type", async () => {
    setup.aircall.phone.controlMedia(callId, { chunked: true, contentType: "audio/wav", sizeBytes: 200_001 });
    const response = await fetch(await readLink());
    expect(response.headers.get("content-length")).toBeNull();
    expect(response.headers.get("content-type")).toBe("audio/wav");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBe(200_001);
    const { sha256 } = setup.aircall.phone.describeMedia(callId, "recording");
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
  });

  it("streams 501 MB as fast as they are read, without holding them", async () => {
    setup.aircall.phone.controlMedia(callId, { sizeBytes: 501_000_000 });
    const response = await fetch(await readLink());
    expect(response.headers.get("content-length")).toBe("501000000");
    const reader = response.body?.getReader();
    await reader?.read();
    // Reading stops here: if the server wrote on regardless, its memory would grow by hundreds of megabytes.
    await setup.ask("GET", "/v1/ping");
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(100_000_000);
    await reader?.cancel();
  });
});
