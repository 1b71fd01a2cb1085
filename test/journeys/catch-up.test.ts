/** L8: catch-up and retry from the command line, with the services of the test. */
import { expect, it } from "vitest";
import { RequestError } from "../../src/kit/request-error.ts";
import { catchUp } from "../../src/run/catch-up.ts";
import { runCommand } from "../../src/run/run-command.ts";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));
const HOUR_MS = 3_600_000;
const ask = (account: string, agoMs: number) =>
  runCommand(world.it.services, "catch-up", { account, from: { agoMs }, to: { agoMs: 0 } });

async function missUnheard(shop: Shop): Promise<void> {
  shop.phone.deliveries.drop(100);
  await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
  shop.phone.deliveries.drop(0);
}

it("L8: fetches calls that never reached the service, once, and says how many", async () => {
  const shop = await world.it.openShop();
  await missUnheard(shop);
  world.it.clock.advance(60_000);
  expect(await ask(shop.account, HOUR_MS)).toEqual({ seen: 1, unheard: 1, changed: 1 });
  await shop.settle();
  expect(await ask(shop.account, HOUR_MS)).toEqual({ seen: 1, unheard: 0, changed: 0 });
  await shop.settle();
  expect(shop.tickets()).toHaveLength(1);
});

it("C15, L8: finds the ticket of a call of which the database has lost everything, and makes no other", async () => {
  const shop = await world.it.openShop();
  await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
  await shop.settle();
  const before = shop.ticket();
  for (const table of ["writes", "deliveries", "work_items", "activity"])
    await world.it.services.database.query(`delete from ${table} where connection_id = $1`, [shop.connectionId]);
  world.it.clock.advance(60_000);
  expect(await ask(shop.account, HOUR_MS)).toEqual({ seen: 1, unheard: 1, changed: 1 });
  await shop.settle();
  expect(shop.ticket().id).toBe(before.id);
  expect(shop.ticket().notes.map(({ key }) => key)).toEqual(before.notes.map(({ key }) => key));
});

it("C4, L8: assigns the agent whom Aircall names where transfer, hang-up and end never reached the service", async () => {
  const shop = await world.it.openShop();
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.ada });
  await shop.settle();
  world.it.clock.advance(60_000);
  shop.phone.deliveries.drop(3);
  await shop.phone.calls.transfer(call, { to: shop.users.cleo });
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call);
  world.it.clock.advance(240_000);
  expect(await ask(shop.account, HOUR_MS)).toEqual({ seen: 1, unheard: 0, changed: 1 });
  await shop.settle();
  expect(shop.ticket().assignee).toBe("Cleo Agent");
  expect([shop.note("answered").author, shop.note("ended").author]).toEqual(["Ada Admin", "Cleo Agent"]);
});

it.each([
  ["of more than six months", 181 * 24 * HOUR_MS, /last six months\. Set --from to 2025-09-0\dT/],
  ["that ends before it begins", -HOUR_MS, "--from must be earlier than --to."],
])("L8: refuses a time %s", async (_, agoMs, why) => {
  const shop = await world.it.openShop();
  await expect(ask(shop.account, agoMs)).rejects.toThrow(why);
});

it("L8: says so of an unknown account, and of a connection that is not active", async () => {
  const shop = await world.it.openShop();
  await expect(ask("nobody", HOUR_MS)).rejects.toThrow("No connection has the Gorgias account nobody.");
  await world.it.services.installing.deactivate(shop.connectionId, "Ada Admin");
  await expect(ask(shop.account, HOUR_MS)).rejects.toThrow("is not active. Reactivate it, then");
});

it("L4, L8: waits where Aircall's limit is reached, goes on where it was, and gives up at any other failure", async () => {
  const shop = await world.it.openShop();
  const slept: number[] = [];
  const froms: number[] = [];
  const usedUp = new RequestError("used up", { fate: "later", retryAfterMs: 7_000 });
  const bodies = (failure: Error, failures: number) => ({
    ...world.it.services,
    maintenance: {
      ...world.it.services.maintenance,
      catchUp: async (
        _: string,
        { from }: { from: number },
        onProgress?: (at: number, soFar: Found) => Promise<void>,
      ) => {
        froms.push(from);
        await onProgress?.(from + 60, { seen: 50, unheard: 2, changed: 3 });
        if (froms.length <= failures) throw failure;
        return { seen: 60, unheard: 4, changed: 5 };
      },
    },
  });
  const asked = { account: shop.account, from: { agoMs: HOUR_MS }, to: { agoMs: 0 } };
  const found = await catchUp(bodies(usedUp, 2), asked, { sleep: async (ms) => void slept.push(ms) });
  expect([found, slept]).toEqual([{ seen: 160, unheard: 8, changed: 11 }, [7_000, 7_000]]);
  expect(froms.map((from) => from - (froms[0] ?? 0))).toEqual([0, 60, 120]);
  froms.length = 0;
  const down = new RequestError("the server failed", { fate: "unknown", status: 500 });
  await expect(catchUp(bodies(down, 1), asked, { sleep: async () => undefined })).rejects.toThrow("the server failed");
  [froms.length, slept.length] = [0, 0];
  const silent = new RequestError("used up", { fate: "later" });
  const asking = catchUp(bodies(silent, 1_000), asked, { sleep: async (ms) => void slept.push(ms) });
  await expect(asking).rejects.toThrow("used up");
  expect(slept).toEqual(Array(60).fill(60_000));
});

interface Found {
  seen: number;
  unheard: number;
  changed: number;
}

it("tries everything again that failed, of one account or of all, and nothing else", async () => {
  const [one, other] = [await world.it.openShop(), await world.it.openShop()];
  for (const shop of [one, other]) {
    world.it.sandbox.gorgias.faults.add({
      fault: { kind: "status", status: 400 },
      method: "POST",
      path: `^/${shop.account}/api/tickets`,
      times: 0,
    });
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: "+33612345678" });
    await shop.settle(0);
  }
  world.it.sandbox.gorgias.faults.clear();
  const again = (account: string | null) => runCommand(world.it.services, "replay failed", { account, preview: false });
  await expect(again("nobody")).rejects.toThrow("No connection has the Gorgias account nobody. Connected: ");
  expect(await runCommand(world.it.services, "replay failed", { account: one.account, preview: true })).toBe(1);
  expect(await again(one.account)).toBe(1);
  await one.settle(0);
  expect([one.tickets().length, other.tickets().length]).toEqual([1, 0]);
  expect(await again(null)).toBe(1);
  await other.settle(0);
  expect(other.tickets()).toHaveLength(1);
  expect(await again(null)).toBe(0);
});
