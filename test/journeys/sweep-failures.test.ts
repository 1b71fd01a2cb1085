/** S3: what fails for one connection in the sweep and in maintenance stops no other one. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { fallibleStore, type FallibleStore } from "../helpers/fallible-store.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

let store: FallibleStore;

const world = useWorld(async () => ({ maintenance: true, store: (store = await fallibleStore()) }));
const DAY_MS = 86_400_000;
const query = (text: string, values: unknown[] = []) => world.it.services.database.query(text, values);

let shops: [Shop, Shop, Shop];

beforeAll(async () => {
  shops = [await world.it.openShop(), await world.it.openShop(), await world.it.openShop()];
});
afterEach(() => {
  store.failsAt = null;
});

/** Every statement of the second shop that contains the text fails. */
function failFor(part: string): void {
  const { connectionId } = shops[1];
  store.failsAt = (text, values) => text.includes(part) && values.includes(connectionId);
}
const accounts = (rows: Record<string, unknown>[]) => rows.map(({ account }) => account).sort();
const named = (...indexes: number[]) => indexes.map((index) => shops[index]?.account).sort();

describe("a connection whose statements fail", () => {
  it("L8: keeps no other one from being compared with Aircall's list, and is maintained once it works", async () => {
    const { phone } = shops[0];
    for (const { company, lines } of shops)
      await phone.stories.missed({ company, line: lines.fr, from: "+33612345678" });
    await world.it.settle(0);
    world.it.clock.advance(15 * 60_000);
    failFor("from maintenance where connection_id");
    await world.it.settle(0);
    const compared = async () =>
      accounts(
        await query(
          `select account from maintenance m join connections c on c.id = m.connection_id where recent_until > $1`,
          [new Date(world.it.clock.now() - 10 * 60_000)],
        ),
      );
    expect(await compared()).toEqual(named(0, 2));
    store.failsAt = null;
    world.it.clock.advance(60_000);
    await world.it.settle(0);
    expect(await compared()).toEqual(named(0, 1, 2));
  });

  it("L5: keeps no other one from being deactivated, and is deactivated once it works", async () => {
    const now = world.it.clock.now();
    await query(`update rate_limits set refused_since = $1, blocked_until = $2 where vendor = 'gorgias'`, [
      new Date(now - 20 * 60_000),
      new Date(now),
    ]);
    const stopped = async () => accounts(await query(`select account from connections where status = 'deactivated'`));
    failFor("insert into alerts");
    await world.it.services.sweep();
    expect(await stopped()).toEqual(named(0, 2));
    store.failsAt = null;
    await world.it.services.sweep();
    expect(await stopped()).toEqual(named(0, 1, 2));
  });

  it("N6: keeps no other one's old deliveries, once all are disconnected", async () => {
    for (const { connectionId } of shops) await world.it.services.installing.disconnect(connectionId, "Ada Admin");
    await query(`delete from maintenance`);
    const keeping = async () =>
      accounts(await query(`select distinct account from deliveries d join connections c on c.id = d.connection_id`));
    expect(await keeping()).toEqual(named(0, 1, 2));
    failFor("delete from audit");
    world.it.clock.advance(366 * DAY_MS);
    await world.it.services.sweep();
    expect(await keeping()).toEqual(named(1));
    store.failsAt = null;
    world.it.clock.advance(3_600_001);
    await world.it.services.sweep();
    expect(await keeping()).toEqual([]);
  });
});
