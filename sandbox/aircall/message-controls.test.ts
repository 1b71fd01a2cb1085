// The controls of messages over HTTP, and what they refuse.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSetup, record, records, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
beforeEach(async () => {
  setup = await openSetup();
});
afterEach(() => setup.close());

const press = (method: string, path: string, body?: unknown) =>
  setup.ask(method, `/_sandbox/${path}`, { auth: null, ...(body === undefined ? {} : { body }) });
const people = ["+12025550147", "+33612345678"];

describe("controls of messages", () => {
  it("make every message event, each answering with the message's id", async () => {
    await setup.listen();
    const file = { name: "a.txt", type: "text/plain", text: "x" };
    const received = await press("POST", "messages/receive", { body: "Hi", media: [file] });
    const sent = await press("POST", "messages/send", { body: "Yes", user: seeded.users.cleo });
    const groupIn = await press("POST", "messages/group/receive", { participants: people, body: "All" });
    const groupOut = await press("POST", "messages/group/send", { participants: people, body: "Us" });
    const answers = [received, sent, groupIn, groupOut];
    for (const one of [sent, groupOut]) {
      answers.push(await press("POST", `messages/${String(one.json["id"])}/status`, { status: "failed" }));
    }
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(setup.receiver.events()).toEqual([
      "message.received",
      "message.sent",
      "group_message.received",
      "group_message.sent",
      "message.status_updated",
      "group_message.status_updated",
    ]);
    expect(setup.receiver.received.map((one) => one.envelope.data["id"])).toEqual(answers.map((one) => one.json["id"]));
    const media = await press("GET", `messages/${String(received.json["id"])}/media`);
    expect(records(media.json["files"])).toMatchObject([{ name: "a.txt", type: "text/plain", sizeBytes: 1 }]);
    const shown = record((await press("GET", `messages/${String(sent.json["id"])}`)).json["message"]);
    expect(shown).toMatchObject({ user: "Cleo Agent", line: "Support FR", status: "failed" });
    const state = await press("GET", "state");
    expect(records(state.json["messages"]).map((one) => one["body"])).toEqual(["Hi", "Yes", "All", "Us"]);
  });

  it("work from a bare curl without body or content type", async () => {
    const response = await fetch(`${setup.aircall.url}/_sandbox/messages/receive`, { method: "POST" });
    expect(record(await response.json())).toMatchObject({ message: { contact: "Cleo Caller", status: "received" } });
  });

  it("take pictures of several megabytes", async () => {
    const base64 = Buffer.alloc(5_000_000, 1).toString("base64");
    const { status, json } = await press("POST", "messages/receive", { media: [{ base64 }] });
    expect(status).toBe(200);
    const media = await press("GET", `messages/${String(json["id"])}/media`);
    expect(records(media.json["files"])[0]?.["sizeBytes"]).toBe(5_000_000);
  });

  it("refuse a line without messages, and say what to do", async () => {
    const line = seeded.lines.salesUk;
    expect((await press("PATCH", `numbers/${line}`, { smsEnabled: false })).status).toBe(200);
    for (const name of ["receive", "send"]) {
      const refused = await press("POST", `messages/${name}`, { line });
      const sentence = expect.stringContaining(`switch it on with PATCH /_sandbox/numbers/${line}`);
      expect([refused.status, refused.json["error"]]).toEqual([409, sentence]);
    }
    expect((await press("POST", "messages/group/send", { line, participants: people })).status).toBe(409);
    await press("PATCH", `numbers/${line}`, { smsEnabled: true });
    expect((await press("POST", "messages/send", { line })).status).toBe(200);
  });

  it("refuse what makes no sense, and say why", async () => {
    const { json } = await press("POST", "messages/receive", { id: "SM1" });
    expect(json["id"]).toBe("SM1");
    const refusals: [string, unknown, number, string][] = [
      ["messages/receive", { id: "SM1" }, 409, "message SM1 exists already"],
      ["messages/SM1/status", { status: "delivered" }, 409, "message SM1 was received"],
      ["messages/SM2/status", { status: "delivered" }, 404, "message SM2 does not exist"],
      ["messages/group/receive", { participants: [people[0]] }, 400, "a group needs two participants"],
      ["messages/receive", { media: Array.from({ length: 11 }, () => ({})) }, 400, "10 files at most"],
      ["messages/receive", { media: [{ text: "a", base64: "YQ==" }] }, 400, "not both"],
      ["messages/receive", { boddy: "x" }, 400, "boddy"],
      ["messages/SM1/media", { gone: true }, 404, "message SM1 has no file 0"],
      ["messages/publish", { event: "call.missed", data: {} }, 400, "there is no event call.missed"],
    ];
    for (const [path, body, status, sentence] of refusals) {
      const answer = await press("POST", path, body);
      expect([answer.status, answer.json["error"]]).toEqual([status, expect.stringContaining(sentence)]);
    }
  });

  it("forget messages and proxy modes on reset", async () => {
    const path = `/v1/numbers/${seeded.lines.supportFr}/messages/configuration`;
    await setup.ask("POST", path, { body: { callbackUrl: "https://app.example.com/back" } });
    await press("POST", "messages/receive");
    const state = await press("POST", "reset");
    expect(state.json).toMatchObject({ messages: [], messageConfigurations: {} });
  });
});

describe("the panel", () => {
  it("has the messages beside the calls, in one document that needs no other", async () => {
    const page = await setup.ask("GET", "/", { auth: null });
    for (const words of ["<h2>Calls</h2>", "<h2>Messages</h2>", "Customer writes", ".bubble.outbound"]) {
      expect(page.text).toContain(words);
    }
    expect(page.text).not.toMatch(/<script[^>]* src|<link|@import|<!-- messages -->/);
  });

  it("is given hostile words as data only", async () => {
    const hostile = "</script><script>alert(1)</script>";
    await press("POST", "messages/receive", { from: "+442079460958", body: hostile, media: [{ name: hostile }] });
    expect((await setup.ask("GET", "/", { auth: null })).text).not.toContain("alert(1)");
    const [message] = records((await press("GET", "state")).json["messages"]);
    expect(message).toMatchObject({ body: hostile, files: [{ name: hostile }] });
    expect(String(records(message?.["files"])[0]?.["url"])).not.toContain("<");
  });
});
