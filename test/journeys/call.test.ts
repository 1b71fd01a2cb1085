/** The life of a call, from ring to ticket. */
import { describe, expect, it } from "vitest";
import { useWorld } from "../helpers/world.ts";

const world = useWorld();

describe("an answered call", () => {
  it("C3: makes one ticket when it is answered, and not while it rings", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(shop.ticket()).toMatchObject({ channel: "phone", status: "open", externalId: `aircall-call-${call}` });
  });
});
