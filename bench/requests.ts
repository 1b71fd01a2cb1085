/** What each kind of call and text costs in requests to Gorgias, counted by the little Gorgias itself. */
import { openWorkingShop, pricedCalls } from "../test/helpers/priced-calls.ts";
import { pricedTexts, priceText } from "../test/helpers/priced-texts.ts";
import type { Shop } from "../test/helpers/shop.ts";
import { openWorld } from "../test/helpers/world.ts";

/** Rows of the table, heading first. */
export async function measureRequests(): Promise<string[][]> {
  const world = await openWorld();
  const rows = [["call or text", "requests", "at most", "which"]];
  for (const { name, atMost, settings, tell } of pricedCalls) {
    const shop = await openWorkingShop(world, settings);
    await tell(shop, world.clock);
    rows.push(rowOf(name, atMost, shop));
  }
  for (const priced of pricedTexts) rows.push(rowOf(priced.name, priced.atMost, await priceText(world, priced)));
  await world.close();
  return rows;
}

/** Requests that follow each other and are alike are named once, with their number. */
function rowOf(name: string, atMost: number, shop: Shop): string[] {
  const requests = shop.requests().map((request) => request.replace("/api/", "").replaceAll(/\/\d+/g, "/:id"));
  const runs = requests.reduce<{ request: string; times: number }[]>((known, request) => {
    const last = known.at(-1);
    if (last?.request === request) last.times += 1;
    else known.push({ request, times: 1 });
    return known;
  }, []);
  const which = runs.map(({ request, times }) => (times === 1 ? request : `${times} × ${request}`)).join(", ");
  return [name, String(requests.length), String(atMost), which];
}
