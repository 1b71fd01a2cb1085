/** C16: what happens when the ticket is trashed, marked as spam, merged or deleted meanwhile. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

async function answeredCall(shop: Shop): Promise<number> {
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  return call;
}

async function end(shop: Shop, call: number): Promise<void> {
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call);
  await shop.settle();
}

const NOTES = ["customer-not-found", "answered", "ended", "recording"];

describe("a ticket that is gone when the call ends", () => {
  it.each([
    ["trash", "was moved to the trash"],
    ["spam", "was marked as spam"],
    ["delete", "was deleted"],
  ] as const)("C16: after %s a new ticket holds everything and says why", async (action, why) => {
    const shop = await world.it.openShop();
    const call = await answeredCall(shop);
    const old = shop.ticket();
    shop.desk.actOnTicket(shop.account, old.id, action);
    await end(shop, call);
    const fresh = shop.tickets().find(({ id }) => id !== old.id);
    expect(fresh?.notes.map(({ key }) => key)).toEqual(["replaced", ...NOTES]);
    expect(fresh?.notes[0]?.text).toContain(`Ticket ${old.id} of this call ${why}`);
    expect(fresh).toMatchObject({ externalId: `aircall-call-${call}-2`, status: "open" });
    const left = shop.tickets().find(({ id }) => id === old.id);
    expect(left?.notes.map(({ key }) => key) ?? []).toEqual(
      action === "delete" ? [] : ["customer-not-found", "answered"],
    );
    expect((await shop.activity(call)).ticketId).toBe(fresh?.id);
  });

  it("C16: follows a merge, and writes each note once", async () => {
    const shop = await world.it.openShop();
    await answeredCall(shop);
    const target = shop.ticket();
    const call = await answeredCall(shop);
    const merged = shop.tickets().find(({ id }) => id !== target.id);
    shop.desk.actOnTicket(shop.account, merged?.id ?? 0, "merge", target.id);
    await end(shop, call);
    expect(shop.ticket().id).toBe(target.id);
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual([
      "customer-not-found",
      "answered",
      "answered",
      "ended",
      "recording",
    ]);
    expect((await shop.activity(call)).ticketId).toBe(target.id);
  });

  it("C16: makes a new ticket when Gorgias does not name the target of a merge", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ mergedLocation: false }, shop.account);
    await answeredCall(shop);
    const target = shop.ticket();
    const call = await answeredCall(shop);
    const merged = shop.tickets().find(({ id }) => id !== target.id);
    shop.desk.actOnTicket(shop.account, merged?.id ?? 0, "merge", target.id);
    await end(shop, call);
    expect(
      shop
        .tickets()
        .at(-1)
        ?.notes.map(({ key }) => key),
    ).toEqual(["replaced", "answered", "ended", "recording"]);
  });
});

describe("a ticket that was closed as well", () => {
  it.each(["trash", "spam"] as const)(
    "C11, C16: is looked at before it is opened, and left as it is in %s",
    async (action) => {
      const shop = await world.it.openShop();
      const call = await answeredCall(shop);
      const old = shop.ticket();
      shop.desk.actOnTicket(shop.account, old.id, "close");
      shop.desk.actOnTicket(shop.account, old.id, action);
      shop.forgetRequests();
      await shop.phone.calls.transfer(call, { to: shop.users.ada });
      await shop.settle();
      await end(shop, call);
      expect(shop.tickets().find(({ id }) => id === old.id)).toMatchObject({
        status: "closed",
        assignee: "Cleo Agent",
      });
      expect(shop.requests().filter((request) => request.startsWith("PUT"))).toEqual([]);
      expect(shop.tickets().map(({ status, assignee }) => [status, assignee])).toEqual([
        ["closed", "Cleo Agent"],
        ["open", "Ada Admin"],
      ]);
    },
  );
});

describe("a ticket that is gone when something late arrives", () => {
  it.each(["trash", "spam"] as const)("C16: nothing is written into %s, though it is minutes later", async (action) => {
    const shop = await world.it.openShop();
    const call = await answeredCall(shop);
    await end(shop, call);
    const old = shop.ticket();
    world.it.clock.advance(300_000);
    shop.desk.actOnTicket(shop.account, old.id, action);
    await shop.phone.calls.comment(call, { content: "Late note", user: shop.users.cleo });
    await shop.phone.calls.tag(call, { tags: ["Refund"] });
    await shop.settle();
    const left = shop.tickets().find(({ id }) => id === old.id);
    expect(left?.notes.map(({ text }) => text).join()).not.toContain("Late note");
    expect(left?.tags).not.toContain("Refund");
    const fresh = shop.tickets().find(({ id }) => id !== old.id);
    expect(fresh?.notes.map(({ text }) => text).join()).toContain("Late note");
    expect(fresh?.tags).toContain("Refund");
  });

  it.each(["trash", "spam"] as const)("C16: a recording and a tag do not bring a call back from %s", async (action) => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    const old = shop.ticket();
    shop.desk.actOnTicket(shop.account, old.id, action);
    world.it.clock.advance(300_000);
    await shop.phone.calls.assets(call, { kind: "voicemail" });
    await shop.settle();
    await shop.phone.calls.tag(call, { tags: ["Refund"] });
    await shop.phone.calls.archive(call);
    await shop.settle();
    expect(shop.ticket()).toMatchObject({ id: old.id, tags: old.tags, notes: old.notes });
    const reason = { code: "ticket_gone" };
    expect(await shop.activity(call)).toMatchObject({ state: "done", reason, ticketId: old.id });
    shop.forgetRequests();
    await shop.phone.calls.untag(call, { tags: ["Refund"] });
    await shop.settle();
    expect(shop.requests()).toEqual([]);
    await shop.phone.calls.comment(call, { content: "No robot after all", user: shop.users.cleo });
    await shop.settle();
    const fresh = shop.tickets().find(({ id }) => id !== old.id);
    expect(fresh?.notes.map(({ key }) => key.replace(/\d+/, ""))).toEqual([
      "replaced",
      "customer-not-found",
      "unanswered",
      "comment:",
    ]);
    expect(fresh?.tags).toEqual(["Aircall", "Inbound call", "Missed call", "Support FR", "Voicemail"]);
  });

  it("C16: a ticket trashed twice is replaced twice", async () => {
    const shop = await world.it.openShop();
    const call = await answeredCall(shop);
    for (const content of ["One", "Two"]) {
      shop.desk.actOnTicket(shop.account, shop.tickets().at(-1)?.id ?? 0, "trash");
      world.it.clock.advance(300_000);
      await shop.phone.calls.comment(call, { content, user: shop.users.cleo });
      await shop.settle();
    }
    expect(shop.tickets().map(({ externalId }) => externalId)).toEqual([
      `aircall-call-${call}`,
      `aircall-call-${call}-2`,
      `aircall-call-${call}-3`,
    ]);
  });
});
