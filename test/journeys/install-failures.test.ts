/** N1, N5, N6: an admin installs again, and each statement and each request of it fails once: what worked still works. */
import { afterEach, describe, expect, it } from "vitest";
import { fallibleStore, type FallibleStore } from "../helpers/fallible-store.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { useWorld } from "../helpers/use-world.ts";

let store: FallibleStore;

const world = useWorld(async () => ({ install: true, maintenance: true, store: (store = await fallibleStore()) }));
/** No flow has as many steps. */
const MOST_STEPS = 200;

afterEach(async () => {
  store.failsAt = null;
  for (const { faults } of [world.it.sandbox.gorgias, world.it.sandbox.aircall]) faults.clear();
  await world.it.services.database.query(`delete from connections`);
  await world.it.services.database.query(`delete from revocations`);
});

const FLOWS: [string, (shop: InstalledShop) => Promise<void>][] = [
  ["signs in to Gorgias again", (shop) => shop.signIn()],
  ["joins Aircall again", (shop) => shop.joinAircall()],
];

/** Makes the step with this number fail. Returns whether it came to that. */
type Failing = (shop: InstalledShop, step: number) => () => boolean;

const requestFails =
  (vendor: "gorgias" | "aircall", fault: { kind: "status"; status: number } | { kind: "dropped" }): Failing =>
  ({ account }, skip) => {
    const { faults } = world.it.sandbox[vendor];
    // The pages on which a person consents are none of the service's requests.
    const path = vendor === "gorgias" ? `^/${account}/(?:api/|oauth/(?:token|revoke))` : "^/v1/";
    faults.add({ fault, path, skip, times: 1 });
    return () => {
      const isLeft = faults.list().length > 0;
      faults.clear();
      return !isLeft;
    };
  };

const FAILURES: [string, Failing][] = [
  [
    "statement",
    (_shop, step) => {
      let count = 0;
      store.failsAt = () => count++ === step;
      return () => {
        store.failsAt = null;
        return count > step;
      };
    },
  ],
  ["request to Gorgias has no answer", requestFails("gorgias", { kind: "dropped" })],
  ["request to Aircall is answered 503", requestFails("aircall", { kind: "status", status: 503 })],
];

/** The connection is active, and both stored credentials are accepted. */
async function expectToWork(shop: InstalledShop, step: number): Promise<void> {
  const { admin } = world.it.services;
  expect([step, await shop.status()]).toEqual([step, { status: "active", reason: null }]);
  await admin.helpDeskUsers(shop.connectionId);
  await admin.companyUsers(shop.connectionId);
}

describe.each(FLOWS)("an admin %s", { timeout: 300_000 }, (_flow, install) => {
  it.each(FAILURES)(
    "N6: and each %s once: the connection works, and nothing is left behind",
    async (_what, failing) => {
      const shop = await openInstalled(world.it);
      let steps = 0;
      for (; steps < MOST_STEPS; steps += 1) {
        const hasFailed = failing(shop, steps);
        await install(shop);
        if (!hasFailed()) break;
        await expectToWork(shop, steps);
      }
      expect(steps).toBeLessThan(MOST_STEPS);
      // What was left undone is undone by maintenance.
      for (let n = 0; n < 3; n += 1) {
        world.it.clock.advance(10 * 60_000);
        await world.it.settle(0);
      }
      const company = shop.phone.state.companies.find(({ id }) => id === shop.company);
      // In Aircall the lines are linked to each integration anew.
      for (const integration of company?.integrations ?? []) integration.lineIds = shop.lines.map(Number);
      await shop.missed("+33612345678");
      await world.it.settle();
      expect(shop.tickets()).toBe(1);
      const { grants } = shop.desk.account(shop.account).oauth;
      expect(grants.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
      expect(company?.webhooks).toHaveLength(1);
      expect(await world.it.services.database.query(`select 1 from revocations`)).toEqual([]);
    },
  );
});
