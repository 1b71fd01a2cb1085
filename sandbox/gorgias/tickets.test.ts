// Tickets and tags of the Gorgias simulator, held against the contract's sections 5 and 9.
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
beforeEach(async () => {
  client = await startTestClient();
});
afterEach(() => client.close());

async function make(more: Record<string, unknown> = {}): Promise<number> {
  const { status, json } = await client.api("POST", "/tickets", newTicket(more));
  expect(status).toBe(201);
  return json.id;
}
const put = (id: number, body: unknown) => client.api("PUT", `/tickets/${id}`, body);
const read = async (id: number) => (await client.api("GET", `/tickets/${id}/`)).json;

describe("tickets", () => {
  it("5.3 answers a new ticket in full", async () => {
    client.gorgias.desk.addTag("acme", { name: "phone-call" });
    const { status, json } = await client.api(
      "POST",
      "/tickets",
      newTicket({
        external_id: "call_1",
        tags: [{ name: "phone-call" }],
        assignee_user: { id: agent },
        custom_fields: [{ id: 5, value: "x" }],
        created_datetime: "2026-02-28T10:00:00",
      }),
    );
    expect(status).toBe(201);
    expect(json).toMatchObject({
      uri: `/api/tickets/${json.id}/`,
      status: "open",
      priority: "normal",
      spam: false,
      is_unread: true,
      imported: false,
      customer: { id: ada, channels: [{}, {}] },
      assignee_user_id: agent,
      assignee_team_id: null,
      assignee_user: { email: "cleo.agent@acme.example" },
      tags: [{ name: "phone-call" }],
      custom_fields: { "5": { id: 5, value: "x" } },
      created_datetime: "2026-02-28T10:00:00.000000+00:00",
      processed_datetime: "2026-03-01T10:00:00.000000+00:00",
      events: [],
      messages: [{ body_text: "Hello" }],
      reply_options: { phone: {} },
    });
    expect(json.requester).toEqual(json.customer);
  });

  it("5.1 lists tickets in the compact form", async () => {
    await make();
    const [item] = (await client.api("GET", "/tickets")).json.data;
    expect(item).toMatchObject({ excerpt: "Hello", messages_count: 1, integrations: [], customer: { id: ada } });
    for (const key of ["messages", "events", "reply_options", "satisfaction_survey", "requester"])
      expect(item).not.toHaveProperty(key);
    expect(item.customer).not.toHaveProperty("channels");
  });

  it("5.3 refuses missing, unknown and wrong keys by field", async () => {
    const { status, json } = await client.api("POST", "/tickets", { messages: [{ via: "pigeon" }], phone: "1" });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({
      msg: "Failed to create ticket",
      data: {
        from_agent: ["Missing data for required field."],
        phone: ["Unknown field."],
        "messages.0.channel": ["Missing data for required field."],
        "messages.0.via": [expect.any(String)],
      },
    });
    expect((await client.api("POST", "/tickets", newTicket({ messages: [] }))).status).toBe(400);
    expect((await client.api("POST", "/tickets", newTicket({ customer: { id: 1 } }))).status).toBe(400);
    expect((await client.api("POST", "/tickets", newTicket({ assignee_user: { id: 1 } }))).status).toBe(400);
    expect((await client.api("POST", "/tickets", newTicket({ subject: "x".repeat(999) }))).status).toBe(400);
    expect((await client.api("GET", "/tickets")).json.data).toEqual([]);
  });

  it("14 makes a ticket without a channel one of e-mail", async () => {
    const { channel: _channel, ...rest } = newTicket();
    const { status, json } = await client.api("POST", "/tickets", rest);
    expect([status, json.channel]).toEqual([201, "email"]);
  });

  it("14 rejects any field that is set, and names it as set", async () => {
    const reject = (rejection: object) =>
      client.gorgias.desk.patchSettings({ rejectedFields: [{ field: "messages.*.sender", ...rejection }] }, "acme");
    const answer = async () => (await client.api("POST", "/tickets", newTicket())).json.error?.data;
    reject({});
    expect(await answer()).toEqual({ "messages.0.sender": ["Not accepted here."] });
    reject({ naming: "nested" });
    expect(await answer()).toEqual({ messages: { 0: { sender: ["Not accepted here."] } } });
    reject({ naming: "first key" });
    expect(await answer()).toEqual({ messages: ["Not accepted here."] });
    reject({ naming: "none", status: 403 });
    expect((await client.api("POST", "/tickets", newTicket())).json).toEqual({
      error: { msg: "You do not have enough permissions to perform this action." },
    });
    for (const other of [{ value: { id: 1 } }, { path: "/customers" }, { method: "PUT" }]) {
      reject(other);
      expect((await client.api("POST", "/tickets", newTicket())).status).toBe(201);
    }
  });

  it("5.4 filters by external id, customer and ids, and includes trashed ones unless set otherwise", async () => {
    const id = await make({ external_id: "a" });
    const other = await make({ customer: { id: ada + 1 }, messages: [phoneMessage({ sender: { id: ada + 1 } })] });
    await put(id, { trashed_datetime: "2026-03-01T10:00:00Z" });
    const ids = async (query: string) =>
      (await client.api("GET", `/tickets?${query}`)).json.data.map((ticket: { id: number }) => ticket.id);
    expect(await ids("external_id=a")).toEqual([id]);
    expect(await ids("external_id=a&trashed=false")).toEqual([]);
    expect(await ids(`customer_id=${ada + 1}`)).toEqual([other]);
    expect(await ids(`ticket_ids=${id}&ticket_ids=${other}&order_by=created_datetime:asc`)).toEqual([id, other]);
    expect((await client.api("GET", "/tickets?status=open")).status).toBe(400);
  });

  it("11.5 shows a new ticket to the external_id filter late when set to", async () => {
    client.gorgias.desk.patchSettings({ externalIdDelayMs: 3_000 });
    const id = await make({ external_id: "late" });
    expect((await client.api("GET", "/tickets?external_id=late")).json.data).toEqual([]);
    expect((await read(id)).external_id).toBe("late");
    client.pass(3_000);
    expect((await client.api("GET", "/tickets?external_id=late")).json.data).toHaveLength(1);
  });

  it("5.5 closes once, keeps the first closing time, and forgets it on reopening", async () => {
    const id = await make();
    const first = (await put(id, { status: "closed" })).json.closed_datetime;
    client.pass(60_000);
    expect((await put(id, { status: "closed" })).json.closed_datetime).toBe(first);
    expect(await put(id, { status: "open" })).toMatchObject({
      status: 202,
      json: { closed_datetime: null, status: "open" },
    });
  });

  it("5.5 snoozes until the time comes", async () => {
    const id = await make();
    const asleep = await put(id, { snooze_datetime: "2026-03-01T11:00:00+00:00" });
    expect(asleep.json).toMatchObject({ status: "closed", snooze_datetime: "2026-03-01T11:00:00.000000+00:00" });
    client.pass(3_600_000);
    expect(await read(id)).toMatchObject({ status: "open", snooze_datetime: null });
  });

  it("5.5 unassigns both ways and refuses created_datetime", async () => {
    const id = await make({ assignee_user: { id: agent } });
    expect((await put(id, { assignee_user: { id: null } })).json.assignee_user).toBeNull();
    await put(id, { assignee_user: { id: admin } });
    expect((await put(id, { assignee_user: null })).json.assignee_user_id).toBeNull();
    expect((await put(id, { created_datetime: "2026-03-01T10:00:00Z" })).status).toBe(400);
  });

  it("5.5 reopens for a customer's message, not for a note, and not where set so", async () => {
    const id = await make({ status: "closed" });
    await client.api("POST", `/tickets/${id}/messages`, noteMessage());
    expect((await read(id)).status).toBe("closed");
    client.gorgias.desk.patchSettings({ customerMessageReopens: false });
    await client.api("POST", `/tickets/${id}/messages`, phoneMessage());
    expect((await read(id)).status).toBe("closed");
    client.gorgias.desk.patchSettings({ customerMessageReopens: true });
    await client.api("POST", `/tickets/${id}/messages`, phoneMessage());
    expect(await read(id)).toMatchObject({ status: "open", closed_datetime: null });
  });

  it("5.5 deletes for good, messages included", async () => {
    const id = await make();
    expect(await client.api("DELETE", `/tickets/${id}`)).toMatchObject({ status: 204, text: "" });
    expect((await client.api("GET", `/tickets/${id}`)).status).toBe(404);
    expect((await client.api("GET", "/messages")).json.data).toEqual([]);
  });

  it("3 answers 301 for a merged ticket, whose messages and tags are in the other one", async () => {
    client.gorgias.desk.addTag("acme", { name: "a" });
    client.gorgias.desk.addTag("acme", { name: "b" });
    const [from, into] = [await make({ tags: [{ name: "a" }] }), await make({ tags: [{ name: "b" }] })];
    expect((await client.control("POST", `/accounts/acme/tickets/${from}/merge`, { into })).status).toBe(204);
    for (const path of [`/tickets/${from}`, `/tickets/${from}/messages`, `/tickets/${from}/tags`]) {
      const moved = await client.api("GET", path);
      expect(moved).toMatchObject({ status: 301, json: {} });
      expect(moved.headers.get("location")).toContain(`/acme/api/tickets/${into}/`);
    }
    expect((await client.api("POST", `/tickets/${from}/messages`, noteMessage())).status).toBe(301);
    const merged = await read(into);
    expect(merged.messages).toHaveLength(2);
    expect(merged.tags).toHaveLength(2);
  });

  it("3 makes a customer of an unknown e-mail, and lets a nested name rename", async () => {
    const id = await make({ customer: { email: "new@example.com", name: "New One" } });
    expect((await read(id)).customer).toMatchObject({ email: "new@example.com", name: "New One" });
    await make({ customer: { id: ada, name: "Renamed" } });
    expect((await client.api("GET", `/customers/${ada}`)).json.name).toBe("Renamed");
  });
});

describe("tags", () => {
  it("5.6 adds, replaces and removes with empty answers", async () => {
    const id = await make();
    const tags = ["a", "b", "c"].map((name) => client.gorgias.desk.addTag("acme", { name }).id);
    const names = async () =>
      (await client.api("GET", `/tickets/${id}/tags`)).json.data.map((tag: { name: string }) => tag.name);
    const added = await client.api("POST", `/tickets/${id}/tags`, { ids: [tags[0]], names: ["b", "a"] });
    expect(added).toMatchObject({ status: 201, text: "" });
    expect(added.headers.get("content-length")).toBe("0");
    expect(await names()).toEqual(["a", "b"]);
    expect(await client.api("DELETE", `/tickets/${id}/tags`, { names: ["a", "never"] })).toMatchObject({ status: 204 });
    expect(await names()).toEqual(["b"]);
    expect(await client.api("PUT", `/tickets/${id}/tags`, { ids: [tags[2]] })).toMatchObject({ status: 202, text: "" });
    expect(await names()).toEqual(["c"]);
    await client.api("PUT", `/tickets/${id}/tags`, {});
    expect(await names()).toEqual([]);
  });

  it("5.6 refuses unknown names, or makes them where set so", async () => {
    const id = await make();
    expect((await client.api("POST", `/tickets/${id}/tags`, { names: ["x"] })).status).toBe(400);
    expect((await client.api("POST", "/tickets", newTicket({ tags: [{ name: "x" }] }))).status).toBe(400);
    client.gorgias.desk.patchSettings({ unknownTags: "create" });
    expect((await client.api("POST", `/tickets/${id}/tags`, { names: ["x"] })).status).toBe(201);
    expect((await read(id)).tags[0].decoration.color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("9 distinguishes names by case, refuses a second of the same name, and finds by part", async () => {
    expect((await client.api("POST", "/tags", { name: "Aircall" })).status).toBe(201);
    expect((await client.api("POST", "/tags", { name: "aircall" })).status).toBe(201);
    expect((await client.api("POST", "/tags", { name: "Aircall" })).status).toBe(409);
    client.gorgias.desk.patchSettings({ duplicateTagStatus: 400 });
    expect((await client.api("POST", "/tags", { name: "Aircall" })).status).toBe(400);
    expect((await client.api("GET", "/tags?search=CALL&order_by=name:asc")).json.data).toHaveLength(2);
    expect((await client.api("POST", "/tags", { name: "x".repeat(257) })).status).toBe(400);
  });

  it("9 changes, counts, merges and deletes tags", async () => {
    const [one, two] = ["one", "two"].map((name) => client.gorgias.desk.addTag("acme", { name }).id);
    const id = await make({ tags: [{ name: "one" }] });
    expect((await client.api("PUT", `/tags/${one}`, { description: "d" })).json).toMatchObject({
      name: "one",
      usage: 1,
    });
    expect((await client.api("PUT", `/tags/${two}/merge`, { source_tags_ids: [one] })).json).toMatchObject({
      usage: 1,
    });
    expect((await client.api("DELETE", `/tags/${two}`)).status).toBe(204);
    expect((await read(id)).tags).toEqual([]);
  });
});
