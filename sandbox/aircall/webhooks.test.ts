// Conformance of webhooks: managing them, and how deliveries behave.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { basic, bearer, openSetup, record, records, type Setup } from "./conformance-setup.ts";
import { eventNames } from "./events.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
beforeEach(async () => {
  setup = await openSetup();
});
afterEach(() => setup.close());

describe("managing webhooks", () => {
  it("creates one with 201, a 32-hex token and no custom_name. Reading it shows the numeric id too", async () => {
    const made = await setup.ask("POST", "/v1/webhooks", {
      body: { url: "https://app.example.com/hook", custom_name: "Mine", events: ["call.ended", "call.created"] },
    });
    const webhook = record(made.json["webhook"]);
    expect(made.status).toBe(201);
    expect(webhook).not.toHaveProperty("custom_name");
    expect(webhook).not.toHaveProperty("id");
    expect(webhook).toMatchObject({ active: true, events: ["call.created", "call.ended"] });
    expect(String(webhook["token"])).toMatch(/^[0-9a-f]{32}$/);
    const read = record((await setup.ask("GET", `/v1/webhooks/${String(webhook["webhook_id"])}`)).json["webhook"]);
    expect(read["id"]).toEqual(expect.any(Number));
    expect((await setup.ask("GET", `/v1/webhooks/${String(read["id"])}`)).status).toBe(200);
    const list = await setup.ask("GET", "/v1/webhooks");
    expect(list.json["meta"]).toEqual({ count: 1, total: 1, current_page: 1, per_page: 50 });
  });

  it("subscribes to all 67 events when none is named", async () => {
    expect(eventNames).toHaveLength(67);
    expect((await setup.listen({ events: [] }))["events"]).toHaveLength(67);
    expect((await setup.listen())["events"]).toHaveLength(67);
  });

  it("resets to all events on a PUT without events, and changes step by step with events_action", async () => {
    const { webhook_id: id } = await setup.listen({ auth: basic, events: ["call.ended"] });
    const put = async (query: string, body: object) =>
      record((await setup.ask("PUT", `/v1/webhooks/${String(id)}${query}`, { body })).json["webhook"])["events"];
    expect(await put("?events_action=add", { events: ["call.tagged"] })).toEqual(["call.ended", "call.tagged"]);
    expect(await put("?events_action=remove", { events: ["call.ended"] })).toEqual(["call.tagged"]);
    expect(await put("?events_action=add", { active: true })).toEqual(["call.tagged"]);
    expect(await put("", { active: true })).toHaveLength(67);
  });

  it("refuses a missing or wrong url, an unknown event, and the 101st webhook", async () => {
    const post = async (body: object) => (await setup.ask("POST", "/v1/webhooks", { body })).status;
    expect(await post({})).toBe(400);
    expect(await post({ url: "nonsense" })).toBe(400);
    expect(await post({ url: "http://plain.example.com" })).toBe(400);
    expect(await post({ url: "https://a.example", events: ["call.missed"] })).toBe(400);
    setup.aircall.phone.change({ rateLimitOn: false });
    for (let count = 0; count < 100; count += 1) expect(await post({ url: "https://a.example" })).toBe(201);
    expect(await post({ url: "https://a.example" })).toBe(400);
  });

  it("shows each credential its own webhooks, and deletes with 204", async () => {
    const mine = await setup.listen({ auth: bearer });
    const path = `/v1/webhooks/${String(mine["webhook_id"])}`;
    expect((await setup.ask("GET", path, { auth: basic })).status).toBe(404);
    expect((await setup.ask("DELETE", path, { auth: bearer })).status).toBe(204);
    expect((await setup.ask("DELETE", path, { auth: bearer })).status).toBe(404);
  });
});

describe("delivering", () => {
  it("posts the envelope with the webhook's token and the headers seen in life", async () => {
    const webhook = await setup.listen();
    await setup.aircall.phone.place();
    const [first] = setup.receiver.received;
    expect(first?.envelope).toMatchObject({ resource: "call", event: "call.created", token: webhook["token"] });
    expect(first?.envelope.timestamp).toBe(setup.clock.ms / 1000);
    expect(first?.headers).toMatchObject({ "content-type": "application/json", "aircall-origin": "webhooks" });
    expect(first?.headers["user-agent"]).toMatch(/^axios\//);
  });

  it("notifies an app about linked lines only, and an API key's webhook about all", async () => {
    await setup.listen({ auth: bearer, path: "/app" });
    const all = await setup.listen({ auth: basic, path: "/key" });
    setup.aircall.phone.companies.link(seeded.companyId, { lines: [seeded.lines.salesUk] });
    await setup.aircall.phone.place({ line: seeded.lines.supportFr });
    expect(setup.receiver.received.map((one) => one.envelope.token)).toEqual([all["token"]]);
    await setup.aircall.phone.place({ line: seeded.lines.salesUk });
    expect(setup.receiver.received).toHaveLength(3);
  });

  it("delivers nothing while the integration is disabled", async () => {
    await setup.listen();
    expect((await setup.ask("POST", "/v1/integrations/disable", { auth: bearer })).status).toBe(204);
    await setup.aircall.phone.place();
    await setup.ask("POST", "/v1/integrations/enable", { auth: bearer });
    expect(setup.receiver.received).toEqual([]);
  });

  it("retries with the same body until the receiver says 2xx", async () => {
    await setup.listen({ events: ["call.created"] });
    setup.receiver.answer = () => (setup.receiver.received.length < 3 ? 500 : 204);
    const { deliveries } = await setup.aircall.phone.place();
    await setup.aircall.phone.deliveries.retry();
    await setup.aircall.phone.deliveries.retry();
    expect(deliveries[0]?.attempts.map((one) => one.status)).toEqual([500, 500, 204]);
    expect(deliveries[0]?.state).toBe("delivered");
    expect(new Set(setup.receiver.received.map((one) => one.text)).size).toBe(1);
  });

  it("gives up waiting for a slow receiver and counts it as a failure", async () => {
    setup.aircall.phone.change({ deliveryTimeoutMs: 30 });
    await setup.listen({ events: ["call.created"] });
    setup.receiver.answer = () => "never";
    const { deliveries } = await setup.aircall.phone.place();
    expect(deliveries[0]?.attempts).toMatchObject([{ status: null, error: "no answer in time" }]);
  });

  it("switches the webhook off at 50 failures in a row, and on again at the first success", async () => {
    const { webhook_id: id } = await setup.listen({ events: ["call.created"] });
    const isActive = async () =>
      record((await setup.ask("GET", `/v1/webhooks/${String(id)}`, { auth: bearer })).json["webhook"])["active"];
    setup.receiver.answer = () => 500;
    for (let count = 0; count < 49; count += 1) await setup.aircall.phone.place();
    expect(await isActive()).toBe(true);
    await setup.aircall.phone.place();
    expect(await isActive()).toBe(false);
    await setup.aircall.phone.place();
    expect(setup.receiver.received).toHaveLength(50);
    setup.receiver.answer = () => 200;
    await setup.aircall.phone.deliveries.retry();
    expect(await isActive()).toBe(true);
  });

  it("forgets failed events after 12 hours", async () => {
    await setup.listen({ events: ["call.created"] });
    setup.receiver.answer = () => 500;
    const { deliveries } = await setup.aircall.phone.place();
    setup.clock.ms += 12 * 3_600_000 + 1;
    await setup.aircall.phone.deliveries.retry();
    expect(deliveries[0]).toMatchObject({ state: "abandoned" });
    expect(setup.receiver.received).toHaveLength(1);
  });

  it("retries automatically when the speed is above 0", async () => {
    setup.aircall.phone.change({ speed: 1000 });
    await setup.listen({ events: ["call.created"] });
    const second = new Promise<void>((resolve) => {
      setup.receiver.answer = () => {
        if (setup.receiver.received.length < 2) return 500;
        resolve();
        return 200;
      };
    });
    await setup.aircall.phone.place();
    await second;
    expect(setup.receiver.received).toHaveLength(2);
  });
});

describe("disorder on demand", () => {
  it("holds deliveries back and releases them reversed and doubled", async () => {
    await setup.listen({ events: ["call.created", "call.answered", "call.hungup"] });
    await setup.ask("POST", "/_sandbox/deliveries/hold", { auth: null });
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.answer(call.id);
    await setup.aircall.phone.calls.hangup(call.id);
    expect(setup.receiver.received).toEqual([]);
    await setup.ask("POST", "/_sandbox/deliveries/release", { auth: null, body: { order: "reverse", duplicate: 1 } });
    const expected = ["call.hungup", "call.hungup", "call.answered", "call.answered", "call.created", "call.created"];
    expect(setup.receiver.events()).toEqual(expected);
  });

  it("loses, doubles and repeats deliveries", async () => {
    await setup.listen({ events: ["call.created"] });
    await setup.ask("POST", "/_sandbox/deliveries/drop", { auth: null, body: { times: 1 } });
    const lost = await setup.aircall.phone.place();
    expect([lost.deliveries[0]?.state, setup.receiver.received.length]).toEqual(["dropped", 0]);
    setup.aircall.phone.change({ duplicateChance: 1 });
    await setup.aircall.phone.place();
    expect(setup.receiver.received).toHaveLength(2);
    await setup.ask("POST", `/_sandbox/deliveries/${lost.deliveries[0]?.id}/redeliver`, { auth: null });
    expect(setup.receiver.dataOf("call.created")["id"]).toBe(lost.call.id);
    const log = await setup.ask("GET", "/_sandbox/deliveries", { auth: null });
    expect(records(log.json["deliveries"]).map((one) => one["state"])).toEqual(["delivered", "delivered"]);
  });

  it("notifies an app of its removal, then refuses its token and forgets its webhooks", async () => {
    await setup.listen({ auth: bearer });
    const key = await setup.listen({ auth: basic });
    await setup.ask("POST", `/_sandbox/companies/${seeded.companyId}/uninstall`, { auth: null });
    expect(setup.receiver.events()).toEqual(["integration.deleted"]);
    expect(setup.receiver.dataOf("integration.deleted")).toEqual({ integration_id: 987, company_id: 4242 });
    const after = await setup.ask("GET", "/v1/ping", { auth: bearer });
    expect([after.status, after.json]).toEqual([403, { message: "Forbidden" }]);
    await setup.aircall.phone.place();
    expect(setup.receiver.received.at(-1)?.envelope.token).toBe(key["token"]);
    expect(setup.receiver.received).toHaveLength(2);
  });
});
