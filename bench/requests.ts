/** What each kind of call costs in requests to Gorgias, counted by the little Gorgias itself. */
import { openWorkingShop, pricedCalls } from "../test/helpers/priced-calls.ts";
import { openWorld } from "../test/helpers/world.ts";

/** Rows of the table, heading first. */
export async function measureRequests(): Promise<string[][]> {
  const world = await openWorld();
  const rows = [["call", "requests", "at most", "which"]];
  for (const { name, atMost, settings, tell } of pricedCalls) {
    const shop = await openWorkingShop(world, settings);
    await tell(shop, world.clock);
    const requests = shop.requests().map((request) => request.replace("/api/", "").replaceAll(/\/\d+/g, "/:id"));
    rows.push([name, String(requests.length), String(atMost), requests.join(", ")]);
  }
  await world.close();
  return rows;
}
