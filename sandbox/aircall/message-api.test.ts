// Conformance of the messages part of the API: sending, reading, proxy mode (contract 6.1, 6.3 to 6.5).
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSetup, record, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
beforeEach(async () => {
  setup = await openSetup();
});
afterEach(() => setup.close());

const line = seeded.lines.supportUs;
const base = `/v1/numbers/${line}/messages`;
const to = "+12025550147";
const post = (path: string, body: unknown) => setup.ask("POST", path, { body });
const refusal = async (path: string, body: unknown) => {
  const answer = await post(path, body);
  return [answer.status, answer.json["key"]];
};

describe("sending", () => {
  it("answers at the top level, in milliseconds, with a plus, and message.sent follows", async () => {
    await setup.listen();
    const mediaUrl = ["https://files.example.com/label.pdf?x=1"];
    const { status, json } = await post(`${base}/native/send`, { to, body: "Hello", mediaUrl, user_id: 56 });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      direction: "outbound",
      raw_digits: to,
      body: "Hello",
      status: "pending",
      channel: null,
      created_at: setup.clock.ms,
      updated_at: setup.clock.ms,
      sent_at: setup.clock.ms,
      number: { id: line },
      contact: { first_name: "Cleo" },
      user: { id: seeded.users.cleo },
    });
    expect(json).not.toHaveProperty("external_number");
    const [link] = json["media_url"] as unknown[];
    expect((await fetch(String(link))).headers.get("content-type")).toBe("application/pdf");
    expect(setup.receiver.dataOf("message.sent")).toMatchObject({ id: json["id"], status: "sent", user: { id: 56 } });
  });

  it("reads the message again at its direct link, for its own company and line only", async () => {
    const { json } = await post(`${base}/native/send`, { to: "+442079460958", body: "Hello" });
    const path = new URL(String(json["direct_link"])).pathname;
    const read = await setup.ask("GET", path);
    expect(read.json).toEqual({ ...json, status: "sent" });
    expect([read.json["contact"], read.json["user"]]).toEqual([null, null]);
    expect((await setup.ask("GET", path.replace(String(line), String(seeded.lines.salesUk)))).status).toBe(404);
    const { id } = setup.aircall.phone.companies.add({ name: "Other", token: "other" });
    expect(id).not.toBe(seeded.companyId);
    expect((await setup.ask("GET", path, { auth: "Bearer other" })).status).toBe(404);
    expect((await setup.ask("GET", `${base}/SM0`)).status).toBe(404);
  });

  it("skips the inbox and its webhooks without native", async () => {
    await setup.listen();
    const { status, json } = await post(`${base}/send`, { to, body: "Quietly" });
    expect([status, json["body"]]).toEqual([200, "Quietly"]);
    await setup.aircall.phone.messages.changeStatus(String(json["id"]), { status: "delivered" });
    expect(setup.receiver.received).toEqual([]);
  });

  it("sends to groups under either name of the list", async () => {
    await setup.listen();
    const people = [to, "+33612345678"];
    const first = await post(`${base}/group/native/send`, { to: people, body: "All" });
    expect(first.json).toMatchObject({ participants: people, created_at: setup.clock.ms, status: "pending" });
    expect(first.json).not.toHaveProperty("id");
    expect(setup.receiver.dataOf("group_message.sent")["id"]).toBe(first.json["group_message_id"]);
    const second = await post(`${base}/group/send`, { participants: people, body: "Quietly" });
    expect(second.json["group_conversation_id"]).toBe(first.json["group_conversation_id"]);
    expect(setup.receiver.received).toHaveLength(1);
  });

  it("sends WhatsApp messages and templates", async () => {
    await setup.listen();
    const path = "/v1/messages/send/whatsapp/native";
    const { json } = await post(path, { lineId: line, externalNumber: to, text: "Hi" });
    expect(json).toMatchObject({ channel: "whatsapp", body: "Hi", recipient_country: "US" });
    const template = await post(path, { lineId: String(line), externalNumber: to, templateParams: { name: "parcel" } });
    expect(template.json).toMatchObject({ body: "", template_content: "parcel", type: "template" });
    expect(setup.receiver.events()).toEqual(["message.sent", "message.sent"]);
    expect(await refusal(path, { lineId: line, externalNumber: to })).toEqual([400, "InvalidPayload"]);
    const tooLong = { lineId: line, externalNumber: to, text: "x".repeat(4097) };
    expect(await refusal(path, tooLong)).toEqual([400, "InvalidPayload"]);
    expect((await post(path, { lineId: 1, externalNumber: to, text: "Hi" })).status).toBe(404);
  });

  it("refuses what does not fit, and says which rule", async () => {
    const invalid = [400, "InvalidPayload"];
    const path = `${base}/native/send`;
    expect(await refusal(path, {})).toEqual(invalid);
    expect(await refusal(path, { to: "202-555", body: "x" })).toEqual(invalid);
    expect(await refusal(path, { to, body: "" })).toEqual(invalid);
    expect(await refusal(path, { to, body: "x".repeat(1601) })).toEqual(invalid);
    expect(await refusal(path, { to, body: "x", user_id: 1 })).toEqual(invalid);
    const eleven = Array.from({ length: 11 }, () => "https://files.example.com/a.png");
    expect(await refusal(path, { to, body: "x", mediaUrl: eleven })).toEqual(invalid);
    const own = "+12025550100";
    expect(await refusal(path, { to: own, body: "x" })).toEqual([400, "SameDestinationAsSender"]);
    expect(await refusal(`${base}/group/send`, { to: [own, to], body: "x" })).toEqual([400, "SameDestinationAsSender"]);
    expect(await refusal(`${base}/group/send`, { to: [to, to], body: "x" })).toEqual(invalid);
    setup.aircall.phone.companies.changeLine(line, { smsEnabled: false });
    expect(await refusal(path, { to, body: "x" })).toEqual(invalid);
    expect((await post("/v1/numbers/1/messages/send", { to, body: "x" })).status).toBe(404);
    expect((await post(path, { to, body: "x".repeat(1600), mediaUrl: [] })).status).toBe(400);
  });

  it("takes 1,600 characters, and a picture without words", async () => {
    const path = `${base}/native/send`;
    expect((await post(path, { to, body: "x".repeat(1600) })).status).toBe(200);
    expect((await post(path, { to, body: "", mediaUrl: ["https://files.example.com/a.png"] })).status).toBe(200);
  });
});

describe("proxy mode", () => {
  const json = { "content-type": "application/json" };

  it("is shown, set and removed, and requires a content type even on GET", async () => {
    const path = `${base}/configuration`;
    for (const [method, where] of [
      ["GET", path],
      ["GET", `${base}/registration_status`],
      ["POST", path],
      ["DELETE", path],
    ] as const) {
      const bare = await setup.ask(method, where, { headers: { "content-type": "text/plain" } });
      expect([method, bare.status, bare.json["key"]]).toEqual([method, 400, "InvalidContentType"]);
    }
    expect((await setup.ask("GET", path)).status).toBe(400);
    expect((await setup.ask("GET", path, { headers: json })).status).toBe(404);
    expect(await refusal(path, { callbackUrl: "nonsense" })).toEqual([400, "InvalidPayload"]);
    const made = await post(path, { callbackUrl: "https://app.example.com/back" });
    expect([made.status, made.json]).toEqual([
      200,
      { token: expect.any(String), callbackUrl: "https://app.example.com/back", type: expect.any(String) },
    ]);
    expect((await setup.ask("GET", path, { headers: json })).json).toEqual(made.json);
    expect((await setup.ask("DELETE", path)).status).toBe(204);
    expect((await setup.ask("DELETE", path)).status).toBe(404);
    expect((await setup.ask("GET", `${base}/registration_status`, { headers: json })).status).toBe(200);
    expect((await setup.ask("GET", `${base}/whatsapp_status`)).status).toBe(200);
  });

  it("hides the line's messages from webhooks and agents, and calls the callback once, in milliseconds", async () => {
    await setup.listen();
    const callback = await startCallback();
    await post(`${base}/configuration`, { callbackUrl: callback.url });
    const { phone } = setup.aircall;
    const { message } = await phone.messages.receive({ line, body: "Anybody?" });
    const { json: sent } = await post(`${base}/send`, { to, body: "Yes" });
    await phone.messages.changeStatus(String(sent["id"]), { status: "delivered" });
    expect(setup.receiver.received).toEqual([]);
    const at = setup.clock.ms;
    expect(callback.bodies).toMatchObject([
      { event_name: "message.received", timestamp: at, data: { id: message.id, body: "Anybody?" } },
      { event_name: "message.updated", timestamp: at, data: { id: sent["id"], status: "delivered" } },
    ]);
    expect(await refusal(`${base}/native/send`, { to, body: "x" })).toEqual([403, "LineIsNotNativeException"]);
    await expect(phone.messages.send({ line })).rejects.toThrow("is in proxy mode");
    await setup.ask("DELETE", `${base}/configuration`);
    await phone.messages.receive({ line });
    expect(setup.receiver.events()).toEqual(["message.received"]);
    await callback.close();
  });
});

async function startCallback(): Promise<{ url: string; bodies: object[]; close: () => Promise<void> }> {
  const bodies: object[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(record(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
      // A failure is not tried again here.
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/back`, bodies, close };
}
