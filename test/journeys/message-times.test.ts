/** M5, M8: times of either vendor in any form, on a server in any time zone. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openConversation, receiveText, sendText, textsOf } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const HOUR_MS = 3_600_000;
const { TZ } = process.env;

afterEach(() => {
  if (TZ === undefined) delete process.env["TZ"];
  else process.env["TZ"] = TZ;
  world.it.sandbox.aircall.phone.change({ messageTimeForm: "iso" });
});

describe.each(["Asia/Tokyo", "America/Los_Angeles"])("on a server in %s", (zone) => {
  beforeEach(() => {
    process.env["TZ"] = zone;
    // Otherwise the test would prove nothing.
    if (new Date(0).getTimezoneOffset() === 0) throw new Error(`the process did not take the zone ${zone}`);
  });

  it.each(["naive", "seconds", "milliseconds", "text"] as const)(
    "M8: a message has the time it was sent, which comes as %s",
    async (messageTimeForm) => {
      world.it.sandbox.aircall.phone.change({ messageTimeForm });
      const shop = await world.it.openShop();
      world.it.clock.advance(1_000 - (world.it.clock.now() % 1_000));
      const sentAt = world.it.clock.now();
      await receiveText(shop, world.it.clock, { body: "first" });
      await sendText(shop, world.it.clock, { body: "second" });
      await shop.settle();
      expect(textsOf(shop).map(({ text, sentAt: shown }) => [text, Date.parse(shown ?? "")])).toEqual([
        ["first", sentAt],
        ["second", sentAt + 1_000],
      ]);
      expect(shop.desk.outbox(shop.account)).toEqual([]);
    },
  );

  it.each([
    [66, 1],
    [71, 1],
    [73, 2],
    [78, 2],
  ])("M5: a ticket closed for %i h, by times without a zone, is one of %i", async (hours, tickets) => {
    world.it.sandbox.aircall.phone.change({ messageTimeForm: "naive" });
    const shop = await openConversation(world.it);
    shop.desk.patchSettings({ timesWithOffset: false }, shop.account);
    shop.desk.actOnTicket(shop.account, shop.ticket().id, "close");
    world.it.clock.advance(hours * HOUR_MS);
    await receiveText(shop, world.it.clock, { body: "second" });
    await shop.settle();
    expect(shop.tickets()).toHaveLength(tickets);
    expect(shop.tickets().at(-1)?.status).toBe("open");
  });
});
