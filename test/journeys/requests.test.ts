/** How many requests a call costs: the scarcest thing there is. Tags made and users learned for the first time are apart. */
import { describe, expect, it } from "vitest";
import { openWorkingShop, pricedCalls } from "../helpers/priced-calls.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));

describe("requests to Gorgias per call", () => {
  it.each(pricedCalls)("L1: $name takes at most $atMost", async ({ atMost, play, ...priced }) => {
    const shop = await openWorkingShop(world.it, priced);
    const call = await play(shop, world.it.clock);
    const requests = shop.requests();
    expect(requests.length, requests.join(", ")).toBeLessThanOrEqual(atMost);
    expect(requests).toContain("POST /api/tickets");
    const card = await world.it.services.activity.read(shop.account, `card:${call}`);
    expect((await shop.activity(call)).requests + (card?.requests ?? 0)).toBe(requests.length);
  });

  it("L1: deliveries that come twice or say nothing new cost nothing", async () => {
    const shop = await openWorkingShop(world.it, { settings: {} });
    const { calls } = await shop.phone.stories.answered({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    const call = calls[0]?.id ?? 0;
    shop.forgetRequests();
    for (const { callId, body } of shop.phone.deliveries.log) {
      if (callId === call) await shop.deliver(`${body} `);
    }
    await shop.phone.calls.archive(call);
    await shop.settle();
    expect(shop.requests()).toEqual([]);
  });
});
