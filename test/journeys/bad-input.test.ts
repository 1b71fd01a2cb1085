/** Everything from outside is hostile: requests to the webhook, and the contents of calls. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

/** A delivery as Aircall sends it, of the shop's last call, with these changes. */
function forged(
  shop: Shop,
  change: (delivery: Record<string, unknown> & { data: Record<string, unknown> }) => void,
): string {
  const ours = shop.phone.deliveries.log.filter(({ webhook }) => webhook.url === shop.webhookUrl);
  const delivery = JSON.parse(ours.at(-1)?.body ?? "{}");
  change(delivery);
  return JSON.stringify(delivery);
}

async function kept(shop: Shop): Promise<{ event: string; outcome: string | null }[]> {
  return world.it.services.database.query(
    `select event, outcome, outcome_detail from deliveries where connection_id = $1 order by id`,
    [shop.connectionId],
  );
}

describe("the webhook", () => {
  it("answers 404 to an unknown key, and stores nothing", async () => {
    const address = `${world.it.url}/webhooks/aircall/unknown`;
    const response = await fetch(address, { method: "POST", body: "{}" });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: "unknown_webhook", message: "No connection has this webhook address." },
    });
  });

  it.each([
    ["no JSON", "hello"],
    ["no object", "[1,2]"],
    ["nothing", ""],
    ["no token", '{"event":"call.created","data":{"id":1}}'],
    ["a wrong token", '{"event":"call.created","token":"0123456789abcdef0123456789abcdef","data":{"id":1}}'],
    ["a token that is no text", '{"event":"call.created","token":{"$ne":null},"data":{"id":1}}'],
  ])("answers 401 to a body with %s, and keeps nothing", async (_what, body) => {
    const shop = await world.it.openShop();
    expect((await shop.deliver(body)).status).toBe(401);
    expect(await kept(shop)).toEqual([]);
  });

  it("answers 401 to bytes that are no UTF-8", async () => {
    const shop = await world.it.openShop();
    const response = await fetch(shop.webhookUrl, { method: "POST", body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) });
    expect(response.status).toBe(401);
  });

  it("answers 413 to more than 1 MB, though the token is right", async () => {
    const shop = await world.it.openShop();
    await shop.place();
    const body = forged(shop, (delivery) => (delivery.data["padding"] = "x".repeat(1024 * 1024)));
    expect((await shop.deliver(body)).status).toBe(413);
  });

  it("answers 200 twice to the same bytes, and stores them once", async () => {
    const shop = await world.it.openShop();
    await shop.place();
    const body = forged(shop, (delivery) => (delivery["timestamp"] = 1_772_445_600));
    const answers = [await shop.deliver(body), await shop.deliver(body)];
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([{ kept: "new" }, { kept: "duplicate" }]);
    expect(await kept(shop)).toHaveLength(2);
  });

  it("answers 200 to an unknown event, and stores it with its reason", async () => {
    const shop = await world.it.openShop();
    await shop.place();
    const body = forged(shop, (delivery) => (delivery["event"] = "user.wut_start"));
    expect((await shop.deliver(body)).status).toBe(200);
    expect((await kept(shop)).at(-1)).toEqual({
      event: "user.wut_start",
      outcome: "ignored",
      outcome_detail: { why: "event_not_followed" },
    });
  });

  it("S3: a delivery with names that no database can store harms none that arrive beside it", async () => {
    const shop = await world.it.openShop();
    await shop.place();
    const strange = [
      forged(shop, (delivery) => (delivery["event"] = "call.\u0000created")),
      forged(shop, (delivery) => (delivery.data["id"] = `\u0000${"7".repeat(5000)}`)),
    ];
    const plain = forged(shop, (delivery) => (delivery["timestamp"] = 1_772_445_700));
    const answers = await Promise.all([...strange, plain].map((body) => shop.deliver(body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await shop.settle();
    expect(await kept(shop)).toHaveLength(4);
  });

  it("answers 200 to a call it does not understand, and says in the activity what is missing", async () => {
    const shop = await world.it.openShop();
    await shop.place();
    const body = forged(shop, (delivery) => (delivery.data = { id: 77 }));
    expect((await shop.deliver(body)).status).toBe(200);
    await shop.settle();
    const activity = await shop.activity(77);
    expect(activity).toMatchObject({ state: "failed", reason: { code: "nothing_understood" } });
    expect(activity.received[0]?.outcome).toMatchObject({ code: "not_understood", path: "data.direction" });
  });
});

describe("what calls are made of", () => {
  const HOSTILE = `<script>alert(1)</script><img src=x onerror=alert(2)> & "quoted" 'single' {{say}} $t(tag.aircall)`;

  it("C6: shows HTML in names, notes, tags and lines as text, and executes none", async () => {
    const shop = await world.it.openShop();
    const line = shop.phone.companies.addLine(shop.company, {
      name: HOSTILE,
      digits: "+33 1 70 18 00 09",
      country: "FR",
    });
    shop.phone.companies.addContact(shop.company, { firstName: HOSTILE, phones: ["+33612345678"] });
    await world.it.services.database.query(
      `insert into lines (connection_id, line_id, name, digits, selected) values ($1, $2, 'x', '1', true)`,
      [shop.connectionId, String(line.id)],
    );
    const call = await shop.place({ line: line.id });
    await shop.phone.calls.ivr(call, { title: HOSTILE });
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.comment(call, { content: HOSTILE, user: shop.users.cleo });
    await shop.phone.calls.end(call);
    await shop.settle();
    const { notes, subject, tags } = shop.ticket();
    expect(subject).toBe(`Inbound call: ${HOSTILE}`);
    expect(tags).toContain(HOSTILE);
    expect(notes.length).toBeGreaterThan(3);
    for (const { html } of notes) expect(html).not.toMatch(/<(script|img)/i);
    expect(shop.note(`comment:${commentId(shop, call)}`).text).toBe(`Call commented\n${HOSTILE}`);
  });

  it.each([
    ["letters", "not-a-phone"],
    ["more letters than a reason quotes", "no number ".repeat(9).trim()],
    ["one digit", "7"],
    ["nothing", ""],
  ])("C14: treats a caller whose phone is %s as anonymous, and says so", async (_what, digits) => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    const bodies = shop.phone.deliveries.log.filter(({ callId }) => callId === call).map(({ body }) => body);
    const changed = bodies.map((body) =>
      body.replaceAll(String(call), "880088").replace(/"raw_digits":"[^"]*"/, `"raw_digits":"${digits}"`),
    );
    for (const body of changed) await shop.deliver(body);
    await shop.settle();
    const ticket = shop.tickets().find(({ externalId }) => externalId === "aircall-call-880088");
    expect(ticket?.customer.name).toBe("Anonymous caller");
    const { reason } = await shop.activity("880088");
    expect(reason).toEqual(digits ? { code: "not_a_number", value: digits.slice(0, 40) } : { code: "number_missing" });
  });

  it("C1: keeps a short number as it is", async () => {
    const shop = await world.it.openShop();
    await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr, from: "3635" });
    await shop.settle();
    expect(shop.ticket().subject).toBe("Inbound call: 3635");
  });

  it("C9: keeps emoji and right-to-left text, and drops only what no database can store", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.comment(call, { content: "CONTENT", user: shop.users.cleo });
    const told = JSON.stringify("Refund 👩‍👩‍👧 שלום \u0000 \ud800 end").slice(1, -1);
    await shop.deliver(
      forged(shop, () => undefined)
        .replaceAll(String(call), "990099")
        .replace("CONTENT", told),
    );
    await shop.settle();
    const ticket = shop.tickets().find(({ externalId }) => externalId === "aircall-call-990099");
    const note = ticket?.notes.find(({ key }) => key.startsWith("comment:"));
    expect(note?.text).toBe("Call commented\nRefund 👩‍👩‍👧 שלום  \ufffd end");
  });

  it("C9: takes a note of 100,000 characters", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.comment(call, { content: "x".repeat(100_000), user: shop.users.cleo });
    await shop.settle();
    expect(shop.note(`comment:${commentId(shop, call)}`).text).toHaveLength(100_015);
  });
});

describe("a vendor in trouble", () => {
  it("L4 trouble table, limit reached: a 429 is waited out, and nothing is lost", async () => {
    const shop = await world.it.openShop();
    shop.desk.spend(shop.account, 80);
    await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    await shop.settle(300_000);
    const statuses = shop.desk.requests(shop.account).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeLessThanOrEqual(1);
    expect(shop.ticket().notes.map(({ key }) => key)).toContain("recording");
  });

  it.each(["POST /api/customers", "POST /api/tickets", "PUT /api/tickets", "POST messages", "POST upload"])(
    "C15: an answer lost at %s leaves one of each, though the worker continues",
    async (write) => {
      const shop = await world.it.openShop();
      const call = await shop.place();
      await shop.phone.calls.answer(call, { user: shop.users.cleo });
      const [method = "", what = ""] = write.split(" ");
      const { faults } = world.it.sandbox.gorgias;
      faults.add({
        fault: { kind: "lost-answer" },
        method,
        path: `^/${shop.account}/.*${what.replace("/api/", "")}(/\\d+)?$`,
      });
      await shop.settle();
      // The step needs a change, because an open ticket is only read.
      shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
      await shop.phone.calls.hangup(call);
      await shop.phone.calls.end(call);
      await shop.settle();
      expect(shop.ticket().status).toBe("open");
      expect(faults.list()).toEqual([]);
      expect(shop.ticket().notes.map(({ key }) => key)).toEqual([
        "customer-not-found",
        "answered",
        "ended",
        "recording",
      ]);
      expect((shop.desk.state(shop.account) as { customers: unknown[] }).customers).toHaveLength(1);
    },
  );

  it("C15: a rejected credential stops nothing for ever: the ticket comes once it works again", async () => {
    const shop = await world.it.openShop();
    const { apiKey } = shop.desk.account(shop.account);
    shop.desk.revokeKey(shop.account);
    const { calls } = await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    await shop.settle(0);
    const { state, reason } = await shop.activity(calls[0]?.id ?? 0);
    expect(state).toBe("failed");
    expect(reason).toEqual({ code: "vendor_unauthorised", vendor: "gorgias" });
    shop.desk.account(shop.account).apiKey = apiKey;
    await shop.settle(3_600_000);
    expect(shop.tickets()).toHaveLength(1);
  });
});

function commentId(shop: Shop, call: number): number {
  return shop.phone.find(call).comments[0]?.id ?? 0;
}
