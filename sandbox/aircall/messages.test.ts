// Conformance of messages: what webhooks say of messages, pictures, WhatsApp and groups, and how they are delivered (contract 6).
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { basic, bearer, openSetup, record, records, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
let phone: Setup["aircall"]["phone"];
beforeEach(async () => {
  setup = await openSetup();
  phone = setup.aircall.phone;
});
afterEach(() => setup.close());

const unknownCaller = "+442079460958";
const people = ["+12025550147", "+33612345678"];

const linkOf = (data: Record<string, unknown>, place = 0) =>
  String(records(data["media_details"])[place]?.["presigned_url"]);

describe("an inbound message", () => {
  it("has exactly the documented members, with ISO times, and digits without a plus", async () => {
    await setup.listen();
    const written = setup.clock.ms - 1_234;
    const { message } = await phone.messages.receive({
      line: seeded.lines.supportUs,
      from: unknownCaller,
      body: "Where is it? 📦",
      atMs: written,
    });
    const [first] = setup.receiver.received;
    expect(first?.envelope).toMatchObject({ resource: "message", event: "message.received" });
    expect(first?.envelope.timestamp).toBe(setup.clock.ms / 1000);
    const { number, ...data } = setup.receiver.dataOf("message.received");
    const at = new Date(written).toISOString();
    expect(data).toEqual({
      id: message.id,
      direct_link: `https://api.aircall.io/v1/numbers/1002/messages/${message.id}`,
      direction: "inbound",
      external_number: "+44 20 7946 0958",
      raw_digits: "442079460958",
      body: "Where is it? 📦",
      status: "received",
      channel: null,
      media_details: [],
      created_at: at,
      updated_at: at,
      sent_at: at,
      contact: null,
    });
    expect(message.id).toMatch(/^SM[0-9a-f]{32}$/);
    expect(record(number)).toMatchObject({ id: 1002, name: "Support US", digits: "+1 202-555-0100", country: "US" });
    expect(record(number)).not.toHaveProperty("e164_digits");
  });

  it("knows its contact by the digits, makes one when asked, or none", async () => {
    await setup.listen();
    await phone.messages.receive({ from: "+1 202-555-0147" });
    expect(record(setup.receiver.dataOf("message.received")["contact"])["first_name"]).toBe("Cleo");
    await phone.messages.receive({ from: "+12025550147", contact: false });
    expect(setup.receiver.dataOf("message.received")["contact"]).toBeNull();
    await phone.messages.receive({ from: unknownCaller, contact: true });
    expect(record(setup.receiver.dataOf("message.received")["contact"])["first_name"]).toBe("Caller");
    phone.change({ messageContact: "absent" });
    await phone.messages.receive({ from: "+12025550199" });
    expect(setup.receiver.dataOf("message.received")).not.toHaveProperty("contact");
  });

  it("comes from short codes and named senders as they are", async () => {
    await setup.listen();
    await phone.messages.receive({ from: "3635" });
    expect(setup.receiver.dataOf("message.received")).toMatchObject({ external_number: "3635", raw_digits: "3635" });
    await phone.messages.receive({ from: "AMAZON" });
    expect(setup.receiver.dataOf("message.received")).toMatchObject({
      external_number: "AMAZON",
      raw_digits: "AMAZON",
    });
  });
});

describe("an outbound message", () => {
  it("is sent with its user, and its status changes later", async () => {
    await setup.listen();
    const { message } = await phone.messages.send({ user: seeded.users.cleo, to: unknownCaller, body: "On its way" });
    const sent = setup.receiver.dataOf("message.sent");
    expect(sent).toMatchObject({ direction: "outbound", status: "sent", raw_digits: "442079460958" });
    expect(record(sent["user"])).toMatchObject({ id: seeded.users.cleo, email: "cleo.agent@acme.example" });
    setup.clock.ms += 3_000;
    await phone.messages.changeStatus(message.id, { status: "undelivered" });
    const changed = setup.receiver.dataOf("message.status_updated");
    expect(changed).toEqual({ ...sent, status: "undelivered", updated_at: new Date(setup.clock.ms).toISOString() });
    expect(setup.receiver.events()).toEqual(["message.sent", "message.status_updated"]);
  });

  it("has no user without an agent", async () => {
    await setup.listen();
    await phone.messages.send({ user: null, body: "Automatic" });
    expect(setup.receiver.dataOf("message.sent")).not.toHaveProperty("user");
  });

  it("is delivered automatically when the speed is above 0, unless its outcome was set", async () => {
    phone.change({ speed: 100, messageDeliveredAfterSeconds: 1 });
    await setup.listen({ events: ["message.status_updated"] });
    const delivered = new Promise<void>((resolve) => {
      setup.receiver.answer = () => {
        if (setup.receiver.received.length === 2) resolve();
        return 200;
      };
    });
    const failed = await phone.messages.send({ body: "First" });
    await phone.messages.changeStatus(failed.message.id, { status: "failed" });
    const second = await phone.messages.send({ body: "Second" });
    await delivered;
    expect(setup.receiver.dataOf("message.status_updated")).toMatchObject({ body: "Second", status: "delivered" });
    expect([failed.message.status, second.message.status]).toEqual(["failed", "delivered"]);
  });
});

describe("files", () => {
  it("come with a name, a type and a freshly signed link each time, and channel null", async () => {
    await setup.listen({ auth: bearer });
    await setup.listen({ auth: basic });
    const { message } = await phone.messages.receive({ media: [{ name: "a box.jpg", type: "image/jpeg" }] });
    const [first, second] = setup.receiver.received.map((one) => one.envelope.data);
    expect(first).toMatchObject({ body: "", channel: null });
    expect(records(first?.["media_details"])).toEqual([
      { file_name: "a box.jpg", file_type: "image/jpeg", presigned_url: expect.stringContaining("/_media/") },
    ]);
    expect(linkOf(first ?? {})).not.toBe(linkOf(second ?? {}));
    const [file] = phone.messages.describeMedia(message.id);
    for (const data of [first, second]) {
      const response = await fetch(linkOf(data ?? {}));
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect([bytes.length, bytes.subarray(0, 3).toString("hex")]).toEqual([20_000, "ffd8ff"]);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(file?.sha256);
    }
  });

  it("have the bytes they are given, and a false type when set so", async () => {
    await setup.listen();
    await phone.messages.receive({
      media: [
        { name: "note.txt", type: "text/plain", text: "héllo" },
        { name: "dot.gif", type: "image/gif", base64: Buffer.from("GIF89a!").toString("base64") },
        { name: "cat.png", type: "image/png", looksLike: "application/pdf", contentType: "text/html", sizeBytes: 50 },
      ],
    });
    const data = setup.receiver.dataOf("message.received");
    expect(await (await fetch(linkOf(data))).text()).toBe("héllo");
    expect(await (await fetch(linkOf(data, 1))).text()).toBe("GIF89a!");
    const liar = await fetch(linkOf(data, 2));
    expect(liar.headers.get("content-type")).toBe("text/html");
    expect(records(data["media_details"])[2]?.["file_type"]).toBe("image/png");
    expect((await liar.text()).slice(0, 5)).toBe("%PDF-");
  });

  it("end with the bucket's 403 when too old, 404 when gone, 400 with a second way of signing in", async () => {
    phone.change({ messageMediaTtlSeconds: 60 });
    await setup.listen();
    const { message } = await phone.messages.receive({ media: [{}, { name: "gone.pdf", gone: true }] });
    const data = setup.receiver.dataOf("message.received");
    expect((await fetch(linkOf(data), { headers: { authorization: "Bearer x" } })).status).toBe(400);
    expect((await fetch(linkOf(data).replace(/sig=\w/, "sig=x"))).status).toBe(403);
    const gone = await fetch(linkOf(data, 1));
    expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining("<Code>NoSuchKey</Code>")]);
    phone.messages.controlMedia(message.id, { index: 1, gone: false });
    phone.messages.controlMedia(message.id, { index: 0, truncateAt: 100 });
    expect((await fetch(linkOf(data, 1))).status).toBe(200);
    await expect((await fetch(linkOf(data))).arrayBuffer()).rejects.toThrow("terminated");
    setup.clock.ms += 60_000;
    const late = await fetch(linkOf(data));
    expect([late.status, late.headers.get("content-type")]).toEqual([403, "application/xml"]);
  });

  it("are bare links when the settings say so", async () => {
    phone.change({ messageMediaForm: "strings" });
    await setup.listen();
    await phone.messages.receive({ media: [{}] });
    const [link] = setup.receiver.dataOf("message.received")["media_details"] as unknown[];
    expect((await fetch(String(link))).status).toBe(200);
  });
});

describe("WhatsApp", () => {
  it("names its channel and has its extra fields", async () => {
    await setup.listen();
    await phone.messages.receive({ channel: "whatsapp", from: "+33612345678", body: "Salut" });
    expect(setup.receiver.dataOf("message.received")).toMatchObject({
      channel: "whatsapp",
      type: "text",
      template_content: null,
      metadata: null,
      parent_id: null,
      whatsapp_message_category: null,
      whatsapp_message_type: "regular",
      recipient_country: "FR",
    });
    const template = { templateContent: "Your parcel waits", category: "utility" } as const;
    await phone.messages.send({ channel: "whatsapp", to: "+33612345678", ...template });
    expect(setup.receiver.dataOf("message.sent")).toMatchObject({
      body: "",
      type: "template",
      template_content: "Your parcel waits",
      whatsapp_message_category: "utility",
    });
  });
});

describe("groups", () => {
  it("have the documented members only: thread, people as digits, sender, one time", async () => {
    await setup.listen();
    const { message } = await phone.messages.receiveGroup({ participants: people, from: people[1], body: "We wait" });
    const { number, ...data } = setup.receiver.dataOf("group_message.received");
    expect(setup.receiver.received[0]?.envelope.resource).toBe("message");
    expect(data).toEqual({
      id: message.id,
      group_conversation_id: message.group?.conversationId,
      participants: ["12025550147", "33612345678"],
      body: "We wait",
      status: "received",
      external_number: "+33 6 12 34 56 78",
      created_at: new Date(setup.clock.ms).toISOString(),
    });
    expect(record(number)["id"]).toBe(seeded.lines.supportFr);
  });

  it("keep the same people on one line in one thread, for every writer", async () => {
    await setup.listen();
    await phone.messages.receiveGroup({ participants: people, body: "One" });
    const { message } = await phone.messages.sendGroup({ participants: people.toReversed(), body: "Two" });
    await phone.messages.changeStatus(message.id, { status: "delivered" });
    const other = await phone.messages.sendGroup({ participants: people, line: seeded.lines.salesUk });
    const threads = setup.receiver.received.map((one) => one.envelope.data["group_conversation_id"]);
    expect(new Set(threads.slice(0, 3)).size).toBe(1);
    expect(threads[3]).not.toBe(threads[0]);
    expect(other.message.id).toMatch(/^GM/);
    expect(setup.receiver.events().slice(1, 3)).toEqual(["group_message.sent", "group_message.status_updated"]);
    expect(setup.receiver.dataOf("group_message.sent")).not.toHaveProperty("external_number");
  });

  it("say more when the settings say so", async () => {
    phone.change({ groupMessagesInFull: true, groupParticipantsIncludeLine: true, groupSenderOfOutbound: "line" });
    await setup.listen();
    await phone.messages.sendGroup({ participants: people, body: "Hello", media: [{}] });
    const data = setup.receiver.dataOf("group_message.sent");
    expect(data).toMatchObject({ direction: "outbound", external_number: "+33 1 70 18 00 01", channel: null });
    expect(data["participants"]).toEqual(["12025550147", "33612345678", "33170180001"]);
    expect(record(data["user"])["id"]).toBe(seeded.users.ada);
    expect(data["media_details"]).toHaveLength(1);
  });
});

describe("delivering messages", () => {
  it("notifies an app about linked lines only, and an API key's webhook about all", async () => {
    await setup.listen({ auth: bearer, path: "/app" });
    const all = await setup.listen({ auth: basic, path: "/key" });
    phone.companies.link(seeded.companyId, { lines: [seeded.lines.salesUk] });
    await phone.messages.receive({ line: seeded.lines.supportFr });
    expect(setup.receiver.received.map((one) => one.envelope.token)).toEqual([all["token"]]);
    await phone.messages.receive({ line: seeded.lines.salesUk });
    expect(setup.receiver.received).toHaveLength(3);
  });

  it("is held, reversed, doubled, lost, repeated and retried like calls", async () => {
    await setup.listen();
    phone.deliveries.hold();
    const { message } = await phone.messages.send({ body: "Hi" });
    await phone.messages.changeStatus(message.id, { status: "delivered" });
    expect(phone.deliveries.log.map((one) => [one.messageId, one.callId])).toEqual([
      [message.id, null],
      [message.id, null],
    ]);
    await phone.deliveries.release("reverse", 1);
    const late = ["message.status_updated", "message.status_updated", "message.sent", "message.sent"];
    expect(setup.receiver.events()).toEqual(late);
    phone.deliveries.drop();
    const lost = await phone.messages.receive();
    expect([lost.deliveries[0]?.state, setup.receiver.received.length]).toEqual(["dropped", 4]);
    await phone.deliveries.redeliver(lost.deliveries[0]?.id ?? 0);
    setup.receiver.answer = () => 500;
    const failed = await phone.messages.receive();
    setup.receiver.answer = () => 200;
    await phone.deliveries.retry();
    expect(failed.deliveries[0]).toMatchObject({ state: "delivered", attempts: [{ status: 500 }, { status: 200 }] });
  });

  it("publishes any data as it is, inside a right envelope", async () => {
    const webhook = await setup.listen();
    const deliveries = await phone.messages.publish({ event: "group_message.sent", data: { id: 7, body: null } });
    expect(deliveries[0]).toMatchObject({ event: "group_message.sent", messageId: null });
    expect(setup.receiver.received[0]?.envelope).toMatchObject({
      token: webhook["token"],
      data: { id: 7, body: null },
    });
    const unknown = phone.messages.publish({ event: "message.lost", data: {} });
    await expect(unknown).rejects.toThrow("there is no event message.lost");
  });
});
