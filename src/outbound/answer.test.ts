/** From an HTTP answer to a value or an error. */
import { describe, expect, it } from "vitest";
import type { RequestError } from "../kit/request-error.ts";
import { readAnswer } from "./answer.ts";

const NOW = Date.parse("2025-10-09T08:53:20Z");
const WHAT = "gorgias (acme), note on ticket 812";
const read = (response: Response) =>
  readAnswer(response, { what: WHAT, vendor: "gorgias", request: "POST /tickets" }, NOW);
const failure = (response: Response) =>
  read(response).then(
    () => expect.unreachable("it should have failed"),
    (error: RequestError) => error,
  );
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

describe("readAnswer", () => {
  it.each([200, 201, 202, 301])("takes %d for an answer, with body and headers", async (status) => {
    const answer = await read(json(status, { id: 7 }, { "x-extra": "yes" }));
    expect({ status: answer.status, body: answer.body, extra: answer.headers.get("x-extra") }).toEqual({
      status,
      body: { id: 7 },
      extra: "yes",
    });
  });

  it("takes an empty body, or a page, for no JSON", async () => {
    expect((await read(new Response(null, { status: 204 }))).body).toBeNull();
    expect((await read(new Response("", { status: 201 }))).body).toBeNull();
    expect((await read(new Response("<html>", { status: 200 }))).body).toBeNull();
  });

  it.each([
    [400, "refused", `${WHAT}: refused (400)`],
    [401, "refused", `${WHAT}: refused (401). The connection must be authorised again.`],
    [403, "refused", `${WHAT}: refused (403). The credential is not allowed to do this, or is no longer valid.`],
    [404, "refused", `${WHAT}: refused (404)`],
    [409, "refused", `${WHAT}: refused (409)`],
    [413, "refused", `${WHAT}: refused (413)`],
    [422, "refused", `${WHAT}: refused (422)`],
    [302, "unknown", `${WHAT}: the server failed (302)`],
    [408, "unknown", `${WHAT}: the server failed (408)`],
    [500, "unknown", `${WHAT}: the server failed (500)`],
    [502, "unknown", `${WHAT}: the server failed (502)`],
    [503, "unknown", `${WHAT}: the server failed (503)`],
    [504, "unknown", `${WHAT}: the server failed (504)`],
    [429, "later", `${WHAT}: too many requests`],
  ])("has for %d the fate %j", async (status, fate, message) => {
    expect(await failure(json(status, { code: "x" }))).toMatchObject({ status, fate, message, body: { code: "x" } });
  });

  it("L4: waits after a 429 as it says, else ten seconds", async () => {
    expect((await failure(json(429, {}, { "retry-after": "3" }))).retryAfterMs).toBe(3_000);
    expect((await failure(json(429, {}))).retryAfterMs).toBe(10_000);
    expect((await failure(json(503, {}, { "retry-after": "3" }))).retryAfterMs).toBeNull();
  });

  it("C18: judges an error by its status where its body breaks off, and fails where a success does", async () => {
    const broken = (status: number) => {
      const body = new ReadableStream({ start: (controller) => controller.error(new Error("broke off")) });
      return new Response(body, { status });
    };
    for (const status of [400, 404]) expect(await failure(broken(status))).toMatchObject({ fate: "refused", status });
    expect((await failure(broken(429))).fate).toBe("later");
    expect((await read(broken(301))).body).toBeNull();
    expect(await failure(broken(200))).toMatchObject({ fate: "unknown", message: `${WHAT}: the answer broke off` });
  });

  it("keeps what the vendor said out of the message", async () => {
    const error = await failure(json(400, { error: "secret word" }));
    expect(error.message).not.toContain("secret");
  });

  it("C18: a 403 with the vendor's own reason does not reject the credential, and its reason is shown", async () => {
    const error = await failure(json(403, { error: { msg: "Messaging quota exceeded." } }));
    expect(error.message).toBe(
      `${WHAT}: refused (403). Raise the quota or the permissions there. It is tried again by itself.`,
    );
    expect(error).toMatchObject({ vendor: "gorgias", request: "POST /tickets", detail: "Messaging quota exceeded." });
    expect((await failure(json(400, { error: { msg: "Bad." } }))).detail).toBe("Bad.");
    expect((await failure(json(400, {}))).detail).toBeNull();
  });

  it.each([
    [200, 32 * 1024 * 1024],
    [400, 256 * 1024],
  ])("reads of an answer with %i at most %i bytes", async (status, most) => {
    const sized = (bytes: number) => new Response(JSON.stringify("x".repeat(bytes - 2)), { status });
    const longest = await read(sized(most)).catch((error: RequestError) => error);
    expect(longest.body).toHaveLength(most - 2);
    const tooLong = await failure(sized(most + 1));
    expect(tooLong.body ?? null).toBeNull();
    expect(tooLong).toMatchObject(
      status === 200
        ? { fate: "unknown", status: null, message: `${WHAT}: the answer is too large` }
        : { fate: "refused", status },
    );
  });

  it("has an unknown outcome when the answer breaks off", async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("socket closed")) });
    expect(await failure(new Response(broken))).toMatchObject({
      fate: "unknown",
      status: null,
      message: `${WHAT}: the answer broke off`,
    });
  });
});
