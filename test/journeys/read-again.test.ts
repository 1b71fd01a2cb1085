/** C14: a call whose deliveries lack what decides is read again from Aircall before anything is decided. */
import { afterEach, describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
afterEach(() => void world.it.sandbox.aircall.phone.change({ omitNumberOnAnonymous: false }));

type Data = Record<string, unknown>;

/** Plays a call whose deliveries are changed on their way. Returns its id. */
async function played(shop: Shop, change: (data: Data) => Data, from = "+33612345678"): Promise<number> {
  const before = shop.phone.deliveries.log.length;
  shop.phone.deliveries.hold();
  const call = await shop.place({ from });
  world.it.clock.advance(20_000);
  await shop.phone.calls.hangup(call);
  world.it.clock.advance(30_000);
  await shop.phone.calls.end(call);
  shop.phone.deliveries.holding = false;
  for (const { body } of shop.phone.deliveries.log.slice(before)) {
    const delivery = JSON.parse(body) as { data: Data };
    await shop.deliver(JSON.stringify({ ...delivery, data: change(delivery.data) }));
  }
  return call;
}

const without =
  (...keys: string[]) =>
  (data: Data) =>
    Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));

describe("a call without what decides", () => {
  it("C14: of an anonymous caller without a line is read again, and gets its ticket", async () => {
    const shop = await world.it.openShop();
    shop.phone.change({ omitNumberOnAnonymous: true });
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "anonymous" });
    await shop.settle();
    expect(shop.ticket().subject).toBe("Inbound call: Anonymous caller");
    expect(shop.ticket().tags).toContain("Support FR");
  });

  it("C14: answered, without a line, gets its ticket while it lasts, and everything at its end", async () => {
    const shop = await world.it.openShop();
    shop.phone.change({ omitNumberOnAnonymous: true });
    const call = await shop.place({ from: "anonymous" });
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual(["answered"]);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual(["answered", "ended", "recording"]);
  });

  it.each([
    ["number", ["number"]],
    ["direction", ["direction"]],
    ["start", ["started_at"]],
    ["status", ["status"]],
    ["anything but its id", ["number", "direction", "started_at", "status", "raw_digits", "ended_at"]],
  ])("C14: delivered without its %s, is read again", async (_, keys) => {
    const shop = await world.it.openShop();
    const call = await played(shop, without(...keys));
    await shop.settle(90_000);
    expect(shop.ticket()).toMatchObject({
      externalId: `aircall-call-${call}`,
      subject: "Inbound call: +33 6 12 34 56 78",
    });
  });

  it("S1, C14: on a line that is not selected costs no request to Gorgias", async () => {
    const shop = await world.it.openShop({ lines: ["Support US"] });
    const call = await played(shop, without("number"));
    await shop.settle();
    expect([shop.tickets(), shop.requests()]).toEqual([[], []]);
    expect(await shop.activity(call)).toMatchObject({ state: "ignored", reason: { code: "line_not_selected" } });
  });

  it("C14: waits where Aircall does not answer, and is written once it does", async () => {
    const shop = await world.it.openShop();
    const { faults } = world.it.sandbox.aircall;
    faults.add({ fault: { kind: "status", status: 503 }, path: "^/v1/calls/", times: 0 });
    const call = await played(shop, without("number"));
    await shop.settle(5_000);
    expect(shop.tickets()).toEqual([]);
    expect(await shop.activity(call)).toMatchObject({ state: "pending" });
    faults.clear();
    await shop.settle(60_000);
    expect(shop.tickets()).toHaveLength(1);
  });

  it("C14: that Aircall does not have is left out, and says so", async () => {
    const shop = await world.it.openShop();
    const call = await played(shop, (data) => ({ ...without("number")(data), id: 770_077 }));
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    expect(await shop.activity(770_077)).toMatchObject({ state: "ignored", reason: { code: "call_unknown" } });
    expect(call).not.toBe(770_077);
  });
});

describe("what some deliveries leave out or have elsewhere", () => {
  it("C6: the IVR choice beside the call is in the note", async () => {
    const shop = await world.it.openShop();
    shop.phone.change({ ivrOptionAt: "envelope" });
    const call = await shop.place();
    await shop.phone.calls.ivr(call, { title: "Invoices", key: "fallback" });
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.note("answered").text).toContain("IVR options: Invoices");
    shop.phone.change({ ivrOptionAt: "data" });
  });

  it("C15: a null after the end takes no recording away, and a transfer that failed makes no other agent", async () => {
    const shop = await world.it.openShop();
    shop.phone.change({ forgetTransferFieldsAtEnd: false });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.transferFailed(call, { to: shop.users.ada });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.phone.calls.tag(call, { tags: ["Refund"] });
    await shop.settle();
    shop.phone.change({ forgetTransferFieldsAtEnd: true });
    expect(shop.ticket().assignee).toBe("Cleo Agent");
    expect(shop.note("ended").text).not.toContain("Transfers");
    expect(shop.note("recording").attachments).toHaveLength(1);
  });

  it("C7: a transfer to the outside is in the note of the end", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.transfer(call, { to: shop.users.ada });
    await shop.phone.calls.transferExternal(call, { to: "+442079460958" });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    const { text } = shop.note("ended");
    expect(text).toContain("Agents who talked: Cleo Agent, Ada Admin");
    expect(text).toContain("Transfers: Cleo Agent → Ada Admin, Ada Admin → +44 20 7946 0958");
  });
});

describe("a card", () => {
  it("I1: is shown once, though the start is delivered twice with other bytes", async () => {
    const shop = await world.it.openShop();
    shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: "+33612345678" }] });
    const before = shop.phone.deliveries.log.length;
    const call = await shop.place();
    const body =
      shop.phone.deliveries.log.slice(before).find(({ webhook }) => webhook.url === shop.webhookUrl)?.body ?? "";
    await shop.deliver(body.replace(/"timestamp":(\d+)/, (_, at) => `"timestamp":${Number(at) + 1}`));
    await shop.settle();
    expect(shop.phone.find(call).cards).toHaveLength(1);
    await shop.deliver(body.replace(/"timestamp":(\d+)/, (_, at) => `"timestamp":${Number(at) + 2}`));
    await shop.settle();
    expect(shop.phone.find(call).cards).toHaveLength(1);
  });

  it("I1, C14: is shown for a call that names no line", async () => {
    const shop = await world.it.openShop();
    shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: "+33612345678" }] });
    const before = shop.phone.deliveries.log.length;
    shop.phone.deliveries.hold();
    const call = await shop.place();
    shop.phone.deliveries.holding = false;
    const [held] = shop.phone.deliveries.log.slice(before);
    const delivery = JSON.parse(held?.body ?? "") as { data: Data };
    await shop.deliver(JSON.stringify({ ...delivery, data: without("number")(delivery.data) }));
    await shop.settle();
    expect(shop.phone.find(call).cards).toHaveLength(1);
  });
});
