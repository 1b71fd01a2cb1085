/** The tags of a call's ticket, and callbacks. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

async function tell(shop: Shop, story: "answered" | "missed" | "voicemail" | "callback", input: object = {}) {
  const told = await shop.phone.stories[story]({
    company: shop.company,
    line: shop.lines.fr,
    from: "+33612345678",
    user: shop.users.cleo,
    ...input,
  });
  await shop.settle();
  return told.calls.map((call) => call.id);
}

const tagsByCall = (shop: Shop, call: number | undefined) =>
  shop.tickets().find((ticket) => ticket.externalId === `aircall-call-${call}`)?.tags;

describe("tags", () => {
  it("C12: names the source, the direction, the line, the team and what the agent chose", async () => {
    const shop = await world.it.openShop();
    const team = shop.phone.companies.addTeam(shop.company, { name: "VIP" }).id;
    await tell(shop, "answered", { team, tags: ["Refund"] });
    expect(shop.ticket().tags).toEqual(["Aircall", "Inbound call", "Refund", "Support FR", "VIP"]);
  });

  it("C12: names a missed call and a voicemail", async () => {
    const shop = await world.it.openShop();
    await tell(shop, "voicemail");
    expect(shop.ticket().tags).toEqual(["Aircall", "Inbound call", "Missed call", "Support FR", "Voicemail"]);
  });

  it("C12: keeps the tags that an agent or a rule put on the ticket", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    const vip = shop.desk.addTag(shop.account, { name: "vip" });
    shop.desk.ticket(shop.account, shop.ticket().id).tagIds.push(vip.id);
    await shop.phone.calls.tag(call, { tags: ["Refund"], user: shop.users.cleo });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.ticket().tags).toEqual(["Aircall", "Inbound call", "Refund", "Support FR", "vip"]);
  });

  it.each(["is told", "is told late", "is lost"])(
    "C12: does not bear a tag that was chosen and removed during the call, though the removal %s",
    async (removal) => {
      const shop = await world.it.openShop();
      const call = await shop.place();
      await shop.phone.calls.answer(call, { user: shop.users.cleo });
      await shop.settle();
      world.it.clock.advance(6_000);
      await shop.phone.calls.tag(call, { tags: ["Refund", "Delivery"], user: shop.users.cleo });
      await shop.settle();
      world.it.clock.advance(2_000);
      if (removal === "is lost") shop.phone.deliveries.drop(1);
      if (removal === "is told late") shop.phone.deliveries.hold();
      await shop.phone.calls.untag(call, { tags: ["Refund"] });
      shop.phone.deliveries.holding = false;
      world.it.clock.advance(10_000);
      await shop.phone.calls.hangup(call);
      await shop.phone.calls.end(call);
      await shop.settle();
      await shop.phone.deliveries.release();
      await shop.settle();
      expect(shop.ticket().tags).toEqual(["Aircall", "Delivery", "Inbound call", "Support FR"]);
    },
  );

  it("C12: keeps a tag that was written before it was removed in Aircall", async () => {
    const shop = await world.it.openShop();
    const [call] = await tell(shop, "answered", { tags: ["Refund"] });
    world.it.clock.advance(60_000);
    await shop.phone.calls.untag(call ?? 0, { tags: ["Refund"] });
    await shop.settle();
    expect(shop.ticket().tags).toContain("Refund");
  });

  it("C12: does not put back a tag that an agent took off", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    shop.desk.ticket(shop.account, shop.ticket().id).tagIds.splice(0);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(shop.ticket().tags).toEqual([]);
  });

  it("C12: makes a tag once, also when two calls need it at the same time", async () => {
    const shop = await world.it.openShop();
    await tell(shop, "answered", { tags: ["Refund"] });
    await tell(shop, "answered", { tags: ["Refund"], from: "+33612345679" });
    const made = shop.requests().filter((request) => request === "POST /api/tags");
    expect(made).toHaveLength(4);
  });

  it("C12: makes a tag anew that somebody deleted in Gorgias", async () => {
    const shop = await world.it.openShop();
    await tell(shop, "answered");
    const { email, apiKey, tags } = shop.desk.account(shop.account);
    const authorization = `Basic ${btoa(`${email}:${apiKey}`)}`;
    for (const { id } of tags.all()) {
      const address = `${world.it.sandbox.gorgias.url}/${shop.account}/api/tags/${id}`;
      expect((await fetch(address, { method: "DELETE", headers: { authorization } })).status).toBe(204);
    }
    await tell(shop, "answered");
    expect(shop.tickets().at(-1)?.tags).toEqual(["Aircall", "Inbound call", "Support FR"]);
  });

  it("C12 in French: the tags are those of the texts table", async () => {
    const shop = await world.it.openShop({ settings: { language: "fr" } });
    const [request] = await tell(shop, "callback");
    const [voicemail] = await tell(shop, "voicemail");
    expect(tagsByCall(shop, request)).toEqual([
      "Aircall",
      "Appel entrant",
      "Appel manqué",
      "Demande de rappel",
      "Support FR",
    ]);
    expect(tagsByCall(shop, voicemail)).toEqual([
      "Aircall",
      "Appel entrant",
      "Appel manqué",
      "Messagerie vocale",
      "Support FR",
    ]);
    const [done] = await tell(shop, "answered", { direction: "outbound" });
    expect(tagsByCall(shop, done)).toEqual(["Aircall", "Appel sortant", "Rappel effectué", "Support FR"]);
  });

  it("C3 in French: subjects and notes are those of the texts table", async () => {
    const shop = await world.it.openShop({ settings: { language: "fr" } });
    shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: "+33612345678" }] });
    await tell(shop, "answered", { comment: "Rappeler lundi" });
    await tell(shop, "answered", { direction: "outbound" });
    expect(shop.tickets().map(({ subject }) => subject)).toEqual([
      "Appel entrant\u00a0: Ada Byron",
      "Appel sortant\u00a0: Ada Byron",
    ]);
    const texts = shop.tickets()[0]?.notes.map(({ text }) => text) ?? [];
    expect(texts.map((text) => text.split("\n")[0])).toEqual(["Appel décroché", "Appel terminé", "Appel commenté"]);
    expect(shop.tickets()[1]?.notes.at(-1)?.text.split("\n")[0]).toBe("Enregistrement de l’appel");
    expect(texts[0]).toContain("Heure de décroché\u00a0: ");
    expect(texts[1]).toContain("Durée de l’appel\u00a0: 2 min 5 s");
  });
});

describe("callbacks", () => {
  it("C13: a request is tagged, also though Aircall gives no reason for the missed call", async () => {
    const shop = await world.it.openShop();
    await tell(shop, "callback", { callBack: false });
    expect(shop.ticket().tags).toEqual(["Aircall", "Callback request", "Inbound call", "Missed call", "Support FR"]);
    expect(shop.ticket().tags).not.toContain("Callback Request");
  });

  it("C13: when the caller is called back and answers, both tickets say so", async () => {
    const shop = await world.it.openShop();
    const [request] = await tell(shop, "callback", { callBack: false });
    const [vain] = await tell(shop, "missed", { direction: "outbound" });
    expect(tagsByCall(shop, vain)).not.toContain("Callback done");
    const [answered] = await tell(shop, "answered", { direction: "outbound" });
    expect(tagsByCall(shop, answered)).toContain("Callback done");
    expect(tagsByCall(shop, request)).toContain("Callback done");
    const [later] = await tell(shop, "answered", { direction: "outbound" });
    expect(tagsByCall(shop, later)).not.toContain("Callback done");
  });

  it("C13: both tickets say so as well when the request is heard of after the callback", async () => {
    const shop = await world.it.openShop();
    const { deliveries } = shop.phone;
    deliveries.hold();
    const request = await shop.place();
    await shop.phone.calls.callbackRequest(request, {});
    await shop.phone.calls.end(request);
    const held = deliveries.log.filter(({ callId }) => callId === request).map(({ body }) => body);
    world.it.clock.advance(600_000);
    const back = await shop.place({ direction: "outbound", user: shop.users.cleo });
    await shop.phone.calls.answer(back, {});
    await shop.phone.calls.hangup(back);
    await shop.phone.calls.end(back);
    for (const { callId, body } of deliveries.log) if (callId === back) await shop.deliver(body);
    await shop.settle();
    for (const body of held) await shop.deliver(body);
    await shop.settle();
    deliveries.release();
    expect(tagsByCall(shop, back)).toContain("Callback done");
    expect(tagsByCall(shop, request)).toEqual(expect.arrayContaining(["Callback request", "Callback done"]));
  });

  it("C13: Aircall's own tag for a resolved callback counts as the same thing", async () => {
    const shop = await world.it.openShop();
    const [request] = await tell(shop, "callback", { mode: "automated" });
    expect(tagsByCall(shop, request)).toContain("Callback done");
    expect(tagsByCall(shop, request)).not.toContain("Called Back");
  });
});

describe("L1: tags that Gorgias has already", () => {
  const tagRequests = (shop: Shop) => shop.requests().filter((request) => request.endsWith("/api/tags"));

  it("are found by one list, and only the missing ones are created", async () => {
    const shop = await world.it.openShop();
    for (const name of ["Aircall", "Inbound call", "Support FR"]) shop.desk.addTag(shop.account, { name });
    await tell(shop, "answered", { tags: ["Refund"] });
    expect(tagRequests(shop)).toEqual(["GET /api/tags", "POST /api/tags"]);
    expect(shop.ticket().tags).toEqual(["Aircall", "Inbound call", "Refund", "Support FR"]);
  });

  it("are searched for where one page does not hold them all", async () => {
    const shop = await world.it.openShop();
    for (const name of ["Refund", "Aircall"]) shop.desk.addTag(shop.account, { name });
    world.it.clock.advance(1_000);
    for (let i = 0; i < 100; i += 1) shop.desk.addTag(shop.account, { name: `tag ${i}` });
    await tell(shop, "answered", { tags: ["Refund"] });
    expect(shop.ticket().tags).toEqual(["Aircall", "Inbound call", "Refund", "Support FR"]);
    const [list, ...searches] = shop.desk.requests(shop.account).filter(({ path }) => path.endsWith("/api/tags"));
    expect(list?.query).not.toContain("search");
    expect(searches.filter(({ method }) => method === "GET").every(({ query }) => query.includes("search"))).toBe(true);
  });

  it.each([409, 400] as const)("are found when they were created since the list, with %i", async (status) => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ duplicateTagStatus: status }, shop.account);
    await tell(shop, "answered");
    shop.desk.addTag(shop.account, { name: "Refund" });
    shop.forgetRequests();
    const [call] = await tell(shop, "answered", { tags: ["Refund"] });
    expect(tagsByCall(shop, call)).toEqual(["Aircall", "Inbound call", "Refund", "Support FR"]);
    expect(tagRequests(shop)).toEqual(["POST /api/tags", "GET /api/tags"]);
    const { tags } = shop.desk.state(shop.account) as { tags: { name: string }[] };
    const names = tags.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("are listed anew after a day", async () => {
    const shop = await world.it.openShop();
    await tell(shop, "answered");
    shop.desk.addTag(shop.account, { name: "Refund" });
    world.it.clock.advance(25 * 3_600_000);
    shop.forgetRequests();
    const [call] = await tell(shop, "answered", { tags: ["Refund"] });
    expect(tagsByCall(shop, call)).toContain("Refund");
    expect(tagRequests(shop)).toEqual(["GET /api/tags"]);
  });
});
