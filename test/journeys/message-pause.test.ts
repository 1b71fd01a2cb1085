/** L8, C15: messages of a connection that is switched off for a while, and a replay of them. */
import { describe, expect, it } from "vitest";
import { CALLER, openConversation, picture, receiveText, sendText, textsOf, uploadsOf } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const HOUR_MS = 3_600_000;
const SUBJECT = `text:${CALLER}`;

describe("a connection that is off for a while", () => {
  it("L8: stores its messages, and writes them in order and with their times once it is on again", async () => {
    const shop = await openConversation(world.it);
    const { installing } = world.it.services;
    await installing.deactivate(shop.connectionId, "by hand");
    const times = [Date.parse(textsOf(shop)[0]?.createdAt ?? "")];
    for (const body of ["second", "third", "fourth"]) {
      times.push(world.it.clock.now());
      if (body === "third") await sendText(shop, world.it.clock, { body });
      else await receiveText(shop, world.it.clock, { body });
      await shop.settle();
      world.it.clock.advance(HOUR_MS);
    }
    expect(shop.requests()).toEqual([]);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "pending", reason: { code: "connection_inactive" } });
    expect(await installing.reactivate(shop.connectionId, "by hand")).toBe("active");
    await shop.settle();
    expect(shop.texts()).toEqual([["first", "second", "third", "fourth"]]);
    expect(textsOf(shop).map(({ sentAt }) => Date.parse(sentAt ?? ""))).toEqual(times);
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
  });

  it("L8: transfers no file of a message or a call before it is on again", async () => {
    const shop = await openConversation(world.it);
    const { installing } = world.it.services;
    const id = await receiveText(shop, world.it.clock, { body: "look", media: [{ ...picture(), status: 503 }] });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    shop.phone.controlMedia(call, { kind: "recording", status: 503 });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle(5_000);
    await installing.deactivate(shop.connectionId, "by hand");
    shop.phone.messages.controlMedia(id, { status: null });
    shop.phone.controlMedia(call, { kind: "recording", status: null });
    shop.forgetRequests();
    await shop.settle(60_000);
    expect([uploadsOf(shop), shop.requests()]).toEqual([[], []]);
    await installing.reactivate(shop.connectionId, "by hand");
    await shop.settle(600_000);
    const names = uploadsOf(shop).map(({ name }) => name);
    expect(names.toSorted()).toEqual(["box.png", `recording-${call}.mp3`]);
  });

  it("L8: repeats nothing old once it is on again, though nothing new came meanwhile", async () => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    const { installing } = world.it.services;
    await installing.deactivate(shop.connectionId, "by hand");
    await shop.phone.messages.changeStatus(id, { status: "delivered" });
    await shop.settle();
    await installing.reactivate(shop.connectionId, "by hand");
    await shop.settle();
    expect(await shop.activity(SUBJECT)).toMatchObject({ state: "done", reason: null });
    expect(shop.texts()).toEqual([["first", "second"]]);
  });

  it("C15: a replay doubles nothing", async () => {
    const shop = await openConversation(world.it);
    const id = await sendText(shop, world.it.clock, { body: "second", media: [picture()] });
    await shop.phone.messages.changeStatus(id, { status: "failed" });
    await shop.settle();
    const before = shop.tickets();
    shop.forgetRequests();
    for (let i = 0; i < 3; i += 1) {
      world.it.clock.advance(60_000);
      await world.it.services.replay(shop.account, SUBJECT);
      await shop.settle();
    }
    expect(shop.tickets()).toEqual(before);
    expect(shop.requests()).toEqual([]);
    expect(uploadsOf(shop)).toHaveLength(1);
  });
});
