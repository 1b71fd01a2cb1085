/** L1: what a vendor's header claims of its limit and cannot be true changes nothing. */
import { expect, it } from "vitest";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

it.each([
  ["a count far above the limit", "99999999/80"],
  ["a count without end", `${"9".repeat(400)}/80`],
  ["a limit without end", `80/${"9".repeat(400)}`],
  ["no limit", "80/0"],
  ["less than nothing", "-5/80"],
  ["a fraction", "1.5/80"],
  ["an absurd limit", "80/99999999"],
])("L1: goes on as before after an answer that claims %s", async (_, claim) => {
  const shop = await world.it.openShop({ settings: { media: "nothing" } });
  world.it.sandbox.gorgias.faults.add({
    fault: {
      kind: "status",
      status: 200,
      headers: { "x-gorgias-account-api-call-limit": claim },
      body: { data: [], meta: { next_cursor: null } },
    },
    method: "GET",
    path: `^/${shop.account}/api/tags$`,
  });
  await shop.phone.stories.answered({
    company: shop.company,
    line: shop.lines.fr,
    from: "+33612345678",
    user: shop.users.cleo,
  });
  await shop.settle();
  expect(shop.ticket().status).toBe("open");
  const usage = await world.it.services.admin.admin.usage.read(shop.connectionId, world.it.clock.now());
  expect(usage.bucket).toMatchObject({ limit: 80 });
  expect(usage.bucket?.used).toBeLessThan(40);
});
