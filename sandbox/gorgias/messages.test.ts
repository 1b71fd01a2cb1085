// Messages, the outbox and users of the Gorgias simulator, held against the contract's sections 6 and 8.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ada,
  admin,
  agent,
  newTicket,
  noteMessage,
  phoneMessage,
  startTestClient,
  type TestClient,
} from "./test-client.ts";

let client: TestClient;
let ticket: number;
beforeEach(async () => {
  client = await startTestClient();
  ticket = (await client.api("POST", "/tickets", newTicket())).json.id;
});
afterEach(() => client.close());

const post = (body: unknown, query = "") => client.api("POST", `/tickets/${ticket}/messages${query}`, body);
const outgoing = (more: Record<string, unknown> = {}) =>
  phoneMessage({ channel: "sms", from_agent: true, sender: { id: agent }, receiver: { id: ada }, ...more });
const outbox = () => client.gorgias.desk.outbox("acme");

describe("messages", () => {
  it("6.1 answers a phone message as the live vendor does", async () => {
    const { status, json } = await post(
      phoneMessage({ external_id: "call:1", created_datetime: "2026-02-28T09:00:00+01:00" }),
    );
    expect(status).toBe(201);
    expect(json).toMatchObject({
      uri: `/api/tickets/${ticket}/messages/${json.id}/`,
      external_id: "call:1",
      public: true,
      source: { type: "phone" },
      sender: { id: ada, firstname: "Ada" },
      receiver: null,
      attachments: null,
      stripped_text: null,
      macros: [],
      intents: [],
      is_retriable: true,
      created_datetime: "2026-02-28T08:00:00.000000+00:00",
      sent_datetime: "2026-02-28T08:00:00.000000+00:00",
    });
    expect(outbox()).toEqual([]);
  });

  it("6.3 never sends a note, and forces it to be private", async () => {
    const { json } = await post(noteMessage({ public: true, sender: { email: "CLEO.agent@acme.example" } }));
    expect(json).toMatchObject({
      public: false,
      sent_datetime: null,
      sender: { id: agent },
      source: { type: "internal-note" },
    });
    expect(outbox()).toEqual([]);
    expect((await post(noteMessage({ from_agent: false, sender: { id: ada } }))).status).toBe(400);
  });

  it("6.3 sends an outgoing message without sent_datetime: it is in the outbox", async () => {
    expect((await post(outgoing({ sent_datetime: "2026-03-01T09:00:00Z" }))).status).toBe(201);
    expect(outbox()).toEqual([]);
    const sent = await post(outgoing({ public: false }));
    expect(sent.json.public).toBe(true);
    expect(outbox()).toMatchObject([{ reason: "message", channel: "sms", ticketId: ticket, to: "ada@example.com" }]);
    expect((await client.control("GET", "/outbox?account=acme")).json).toHaveLength(1);
  });

  it("13.9 fails an outgoing phone message that should be sent", async () => {
    const { json } = await post(outgoing({ channel: "phone" }));
    expect(json).toMatchObject({
      is_retriable: false,
      last_sending_error: { error: expect.any(String) },
      sent_datetime: null,
    });
    expect(json.failed_datetime).not.toBeNull();
    expect(outbox()).toHaveLength(1);
  });

  it("5.3 lets a rule answer, but not on channel api", async () => {
    client.gorgias.desk.patchSettings({ autoReply: true });
    await client.api("POST", "/tickets", newTicket({ channel: "api", messages: [phoneMessage({ channel: "api" })] }));
    expect(outbox()).toEqual([]);
    await client.api("POST", "/tickets", newTicket());
    expect(outbox()).toMatchObject([{ reason: "auto-reply", channel: "email" }]);
  });

  it("6.4 holds each kind to its people", async () => {
    expect((await post(phoneMessage({ receiver: { id: ada } }))).json.error.data).toHaveProperty("receiver");
    expect((await post(outgoing({ receiver: undefined }))).json.error.data).toHaveProperty("receiver");
    expect((await post(phoneMessage({ sender: { id: admin } }))).json.error.data).toHaveProperty("sender");
    expect((await post(noteMessage({ sender: { id: ada } }))).json.error.data).toHaveProperty("sender");
    expect((await post(noteMessage({ sender: undefined }))).json.sender.id).toBe(admin);
    expect((await post(phoneMessage({ sender: undefined }))).json.sender.id).toBe(ada);
    expect((await post(phoneMessage({ channel: "email" }))).json.error.data).toHaveProperty("source");
    client.gorgias.desk.patchSettings({ author: "token" });
    expect((await post(noteMessage({ sender: { id: agent } }))).json.sender.id).toBe(admin);
  });

  it("6.3 refuses unknown keys and words", async () => {
    expect((await post(noteMessage({ text: "x" }))).json.error.data).toEqual({ text: ["Unknown field."] });
    expect((await post(noteMessage({ via: "pigeon" }))).status).toBe(400);
    expect((await post(phoneMessage({ source: { type: "pigeon" } }))).status).toBe(400);
    client.gorgias.desk.patchSettings({ viaRequired: true });
    expect((await post(noteMessage({ via: undefined }))).json.error.data).toHaveProperty("via");
  });

  it("takes a message into a trashed or spam ticket without a word", async () => {
    client.gorgias.desk.actOnTicket("acme", ticket, "trash");
    client.gorgias.desk.actOnTicket("acme", ticket, "spam");
    expect((await post(noteMessage())).status).toBe(201);
    const { json } = await client.api("GET", `/tickets/${ticket}`);
    expect(json).toMatchObject({ spam: true, messages: [{}, {}] });
    expect(json.trashed_datetime).not.toBeNull();
  });

  it("7 keeps attachments as given, and null for none", async () => {
    const file = { url: "https://cdn.example.com/rec.mp3", name: "rec.mp3", content_type: "audio/mpeg", size: 5 };
    const { json } = await post(noteMessage({ attachments: [file] }));
    expect(json.attachments).toEqual([{ ...file, public: true, extra: null }]);
    expect((await post(noteMessage({ attachments: [] }))).json.attachments).toBeNull();
    expect((await post(noteMessage({ attachments: [{ url: file.url }] }))).status).toBe(400);
    expect((await post(noteMessage({ attachments: [{ ...file, size: "5" }] }))).status).toBe(400);
  });

  it("6.2 pages by offset on the ticket and by cursor elsewhere", async () => {
    await post(noteMessage());
    const listed = await client.api("GET", `/tickets/${ticket}/messages`);
    expect(listed.json.meta).toMatchObject({ per_page: 30, current_page: 1, item_count: 2, nb_pages: 1 });
    expect(listed.json.data.map((message: { channel: string }) => message.channel)).toEqual(["phone", "internal-note"]);
    const all = await client.api("GET", `/messages?ticket_id=${ticket}&limit=1`);
    expect(all.json).toMatchObject({ data: [{ channel: "internal-note" }], meta: { next_cursor: expect.any(String) } });
    expect((await client.api("GET", "/messages?ticket_id=1")).json.data).toEqual([]);
  });

  it("6.2 changes a message that names channel and from_agent, and deletes it", async () => {
    const { id } = (await post(noteMessage())).json;
    const path = `/tickets/${ticket}/messages/${id}`;
    const base = { channel: "internal-note", from_agent: true };
    expect((await client.api("PUT", path, { body_text: "New" })).json.error.data).toEqual({
      channel: ["Missing data for required field."],
      from_agent: ["Missing data for required field."],
    });
    const changed = await client.api("PUT", path, { ...base, body_text: "New", sender: { id: agent } });
    expect(changed).toMatchObject({ status: 202, json: { body_text: "New", sender: { id: agent }, public: false } });
    expect((await client.api("PUT", path, { ...base, body_html: "<p>N</p>" })).json).toMatchObject({
      body_text: "New",
      sender: { id: agent },
    });
    client.gorgias.desk.patchSettings({ messageSenderEditable: false, messageAttachmentsEditable: false });
    const refused = await client.api("PUT", path, { ...base, sender: { id: admin }, attachments: [] });
    expect(refused.json.error.data).toEqual({ sender: ["Unknown field."], attachments: ["Unknown field."] });
    expect((await client.api("DELETE", path)).status).toBe(204);
    expect((await client.api("GET", path)).status).toBe(404);
    expect(outbox()).toEqual([]);
  });

  it("6.2 drops a message with action=cancel", async () => {
    expect((await post(outgoing(), "?action=cancel")).status).toBe(201);
    expect((await client.api("GET", `/tickets/${ticket}`)).json.messages).toHaveLength(1);
    expect(outbox()).toEqual([]);
  });

  it("5.3 refuses with 403 over the quota", async () => {
    client.gorgias.desk.patchSettings({ quotaExceeded: true });
    expect((await post(noteMessage())).status).toBe(403);
    const refused = await client.api("POST", "/tickets", newTicket());
    expect(refused.json.error.msg).toBe(
      "You do not have enough permissions to perform this action. Messaging quota exceeded.",
    );
    expect((await client.api("GET", "/tickets")).status).toBe(200);
  });

  it("5.3 fills intents and language in later when set to", async () => {
    client.gorgias.desk.patchSettings({ enrichment: true });
    expect((await post(phoneMessage())).json.intents).toEqual([]);
    client.pass(2_000);
    const { json } = await client.api("GET", `/tickets/${ticket}`);
    expect(json.language).toBe("en");
    expect(json.messages[0].intents).toHaveLength(1);
  });
});

describe("users and account", () => {
  it("8 lists the bot, the admin and the agent with absolute links", async () => {
    const { json } = await client.api("GET", "/users");
    expect(json.data.map((user: { name: string }) => user.name)).toEqual(["Ada Admin", "Cleo Agent", "Gorgias Bot"]);
    expect(json.data[0]).toMatchObject({
      role: { name: "admin" },
      uri: `${client.gorgias.url}/acme/api/users/${admin}/`,
    });
    expect(json.meta).toEqual({ prev_cursor: null, next_cursor: null, total_resources: null });
  });

  it("8 filters by repeated roles, e-mail and text", async () => {
    const names = async (query: string) =>
      (await client.api("GET", `/users?${query}`)).json.data.map((user: { name: string }) => user.name);
    expect(await names("roles=admin&roles=bot&order_by=created_datetime:asc")).toEqual(["Gorgias Bot", "Ada Admin"]);
    expect(await names("email=cleo.agent@acme.example")).toEqual(["Cleo Agent"]);
    expect(await names("search=ADA")).toEqual(["Ada Admin"]);
    expect((await client.api("GET", "/users?roles=king")).status).toBe(400);
  });

  it("8 knows the asker as user 0", async () => {
    expect((await client.api("GET", "/users/0")).json.id).toBe(admin);
    expect((await client.api("GET", "/users/1")).status).toBe(404);
  });

  it("10.1 describes the account by its domain", async () => {
    expect((await client.api("GET", "/account")).json).toMatchObject({ domain: "acme", status: { status: "active" } });
    const { json } = await client.api("GET", "/account/settings");
    expect(Object.keys(json)).toEqual(["data"]);
    expect(json.data.map((setting: { type: string }) => setting.type)).toContain("auto-merge");
  });
});
