/** The number of requests to Gorgias for each kind of call and message, counted by the Gorgias simulator. */
import { openWorkingShop, pricedCalls } from "../test/helpers/priced-calls.ts";
import { pricedTexts, priceText } from "../test/helpers/priced-texts.ts";
import type { Shop } from "../test/helpers/shop.ts";
import { openWorld } from "../test/helpers/world.ts";

/** The table's rows, heading first. */
export async function measureRequests(): Promise<string[][]> {
  const world = await openWorld();
  const rows = [["call or text", "requests", "at most", "which"]];
  for (const { play, ...priced } of pricedCalls) {
    const shop = await openWorkingShop(world, priced);
    await play(shop, world.clock);
    rows.push(rowOf(priced.name, priced.atMost, shop));
  }
  for (const priced of pricedTexts) rows.push(rowOf(priced.name, priced.atMost, await priceText(world, priced)));
  await world.close();
  return rows;
}

/** Equal requests in a row appear once, with their number. */
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
