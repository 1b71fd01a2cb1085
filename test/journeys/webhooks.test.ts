/** N9: what happens in a connection reaches a team's own endpoint: signed, at least once, retried, and never twice by another id. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addEndpoint, testEndpoint } from "../../src/connections/webhooks/manage-endpoints.ts";
import type { EventType } from "../../src/domain/webhooks/webhook-event.ts";
import { EVENT_TYPES } from "../../src/domain/webhooks/webhook-event.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";
import { openWebhookReceiver, verifyWebhook, type WebhookReceiver } from "../helpers/webhook-receiver.ts";

const world = useWorld();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CALLER = "+33612345678";

let receiver: WebhookReceiver;
let shop: Shop;
let secret = "";
let endpointId = "";

beforeEach(async () => {
  receiver = await openWebhookReceiver();
  shop = await world.it.openShop();
  await listen([...EVENT_TYPES]);
});
afterEach(() => receiver.close());

const deps = () => ({ webhooks: world.it.services.admin.webhooks, allowLoopback: true });

async function listen(events: EventType[]): Promise<void> {
  const change = { by: "Ada Admin", now: world.it.clock.now() };
  const wanted = { url: receiver.url, description: "", events };
  const added = await addEndpoint(deps(), shop.connectionId, wanted, change);
  if (added.kind !== "added") throw new Error(added.kind);
  secret = added.secret;
  endpointId = added.endpoint.id;
}

/** What the receiver trusts, in the order of arrival. */
const trusted = () => receiver.received.map((one) => verifyWebhook(one, secret, world.it.clock.now()) as Sent | null);

interface Sent {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

const missCall = () => shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: CALLER });
const deliveries = () =>
  deps().webhooks.deliveries(shop.connectionId, endpointId, { state: null, after: null, limit: 50 });

describe("a webhook", () => {
  it("N9: posts the ticket of a call, verified by another implementation of the specification", async () => {
    await missCall();
    await shop.settle();
    const ticket = shop.ticket();
    const [sent, ...more] = trusted();
    expect(more).toEqual([]);
    expect(sent).toEqual({
      type: "call.ticketed",
      timestamp: expect.stringMatching(/^2026-03-02T/),
      data: {
        account: shop.account,
        activityId: expect.stringMatching(/^call:\d+$/),
        callId: expect.stringMatching(/^\d+$/),
        ticketId: ticket.id,
        ticketUrl: expect.stringContaining(String(ticket.id)),
        lineId: String(shop.lines.fr),
        direction: "inbound",
        answered: false,
        startedAt: expect.any(String),
      },
    });
    const headers = receiver.received[0]?.headers;
    expect(headers?.["webhook-id"]).toMatch(/^msg_[\w-]{27}$/);
    expect(headers?.["content-type"]).toBe("application/json");
  });

  it("N9: is not trusted with another secret, another body, or a later clock", async () => {
    await missCall();
    await shop.settle();
    const [one] = receiver.received;
    if (!one) throw new Error("nothing was sent");
    const now = world.it.clock.now();
    expect(verifyWebhook(one, secret, now)).not.toBeNull();
    expect(verifyWebhook(one, "whsec_AAAA", now)).toBeNull();
    expect(verifyWebhook({ ...one, body: one.body.replace("false", "true") }, secret, now)).toBeNull();
    expect(verifyWebhook(one, secret, now + HOUR_MS)).toBeNull();
  });

  it("N9: contains no name, number or message of the customer", async () => {
    await missCall();
    await shop.settle();
    const national = CALLER.slice(-9);
    for (const { body } of receiver.received) expect(body).not.toMatch(new RegExp(`${national}|New Contact`));
  });

  it("N9: is tried again later with the same id, until it is taken", async () => {
    receiver.answer = 500;
    await missCall();
    await shop.settle();
    const before = receiver.received.length;
    expect(before).toBeGreaterThan(0);
    expect(await deliveries()).toMatchObject([{ state: "pending", lastStatus: 500, lastProblem: "status" }]);
    receiver.answer = 200;
    world.it.clock.advance(6 * MINUTE_MS);
    await shop.settle();
    const ids = new Set(receiver.received.map(({ headers }) => headers["webhook-id"]));
    expect([...ids]).toHaveLength(1);
    expect(trusted().at(-1)).toMatchObject({ type: "call.ticketed" });
    const [delivered] = await deliveries();
    expect(delivered).toMatchObject({ state: "delivered", nextAttemptAt: null, lastStatus: 200, lastProblem: null });
    const count = receiver.received.length;
    world.it.clock.advance(24 * HOUR_MS);
    await shop.settle();
    expect(receiver.received).toHaveLength(count);
  });

  it("N9: ends after three days, and can be replayed with the same id", async () => {
    receiver.answer = 503;
    await missCall();
    await shop.settle();
    for (let day = 0; day < 12; day += 1) {
      world.it.clock.advance(25 * HOUR_MS);
      await shop.settle();
    }
    const [failed] = await deliveries();
    expect(failed).toMatchObject({ state: "failed", attempts: 10, nextAttemptAt: null });
    const inFull = await deps().webhooks.delivery(shop.connectionId, endpointId, failed?.eventId ?? "");
    expect(inFull?.log).toHaveLength(10);
    receiver.answer = 200;
    const change = { by: "Ada Admin", now: world.it.clock.now() };
    const replayed = await deps().webhooks.replay(shop.connectionId, endpointId, failed?.eventId ?? "", change);
    expect(replayed).toBe("queued");
    await shop.settle();
    expect(await deliveries()).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(trusted().at(-1)).toMatchObject({ type: "call.ticketed" });
  });

  it("N9: waits as long as Retry-After says", async () => {
    receiver.answer = 429;
    receiver.headers = { "retry-after": "600" };
    await missCall();
    await shop.settle();
    expect(receiver.received).toHaveLength(1);
    world.it.clock.advance(9 * MINUTE_MS);
    await shop.settle(0);
    expect(receiver.received).toHaveLength(1);
    world.it.clock.advance(2 * MINUTE_MS);
    await shop.settle(0);
    expect(receiver.received).toHaveLength(2);
  });

  it("N9: is switched off by a receiver that is gone", async () => {
    receiver.answer = 410;
    await missCall();
    await shop.settle();
    expect(await deps().webhooks.list(shop.connectionId)).toMatchObject([{ active: false }]);
    await missCall();
    await shop.settle();
    expect(receiver.received).toHaveLength(1);
  });

  it("N9: posts each message that is in its ticket, once", async () => {
    const { company, lines } = shop;
    for (const body of ["first", "second"]) {
      await shop.phone.messages.receive({ company, line: lines.fr, from: CALLER, body });
      await shop.settle();
    }
    const sent = trusted();
    expect(sent.map((one) => one?.type)).toEqual(["message.ticketed", "message.ticketed"]);
    expect(new Set(sent.map((one) => one?.data["messageId"])).size).toBe(2);
    expect(sent[0]?.data).toMatchObject({ ticketId: shop.ticket().id, direction: "inbound" });
    for (const { body } of receiver.received) expect(body).not.toMatch(/first|second/);
  });

  it("N9: posts what failed, with the code alone", async () => {
    world.it.sandbox.gorgias.faults.add({
      fault: { kind: "status", status: 403, body: { error: { msg: "Ada Byron may not" } } },
      path: `^/${shop.account}/api/tickets`,
      method: "POST",
      times: 0,
    });
    await missCall();
    await shop.settle();
    const failed = trusted().filter((one) => one?.type === "item.failed");
    expect(failed).toHaveLength(1);
    expect(failed[0]?.data).toMatchObject({
      kind: "call",
      ticketId: null,
      reason: { code: "vendor_rejected", vendor: "gorgias", status: 403 },
    });
    expect(JSON.stringify(failed)).not.toContain("Ada Byron");
    world.it.sandbox.gorgias.faults.clear();
  });

  it("N9: posts the connection's status", async () => {
    const { installing } = world.it.services;
    await installing.deactivate(shop.connectionId, "Ada Admin");
    await installing.reactivate(shop.connectionId, "Ada Admin");
    await shop.settle();
    expect(trusted().map((one) => [one?.type, one?.data])).toEqual([
      ["connection.status", { account: shop.account, status: "deactivated", reason: "by_hand" }],
      ["connection.status", { account: shop.account, status: "active", reason: null }],
    ]);
  });

  it("N9: gets only the events it selects, and events without a webhook are not stored", async () => {
    await deps().webhooks.remove(shop.connectionId, endpointId, { by: "Ada", now: world.it.clock.now() });
    await missCall();
    await shop.settle();
    const rows = await world.it.services.database.query(`select 1 from webhook_events where connection_id = $1`, [
      shop.connectionId,
    ]);
    expect(rows).toEqual([]);
    await listen(["item.failed"]);
    await missCall();
    await shop.settle();
    expect(receiver.received).toEqual([]);
  });

  it("N9: can be tested, and both secrets sign while a receiver changes over", async () => {
    const old = secret;
    const now = world.it.clock.now();
    const renewed = { secret: "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz", previousUntil: now + HOUR_MS };
    await deps().webhooks.renewSecret(shop.connectionId, endpointId, renewed, { by: "Ada", now });
    await testEndpoint(deps(), shop, endpointId, now);
    await shop.settle();
    const [one] = receiver.received;
    if (!one) throw new Error("nothing was sent");
    expect(verifyWebhook(one, old, now)).toMatchObject({ type: "endpoint.test" });
    expect(verifyWebhook(one, renewed.secret, now)).toMatchObject({ type: "endpoint.test" });
    world.it.clock.advance(2 * HOUR_MS);
    await testEndpoint(deps(), shop, endpointId, world.it.clock.now());
    await shop.settle();
    const last = receiver.received.at(-1);
    expect(last && verifyWebhook(last, old, world.it.clock.now())).toBeNull();
    expect(last && verifyWebhook(last, renewed.secret, world.it.clock.now())).not.toBeNull();
  });
});
