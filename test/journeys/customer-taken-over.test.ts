/** A customer whose creation one call began, and another one found when the first had been silent for too long. */
import { expect, it } from "vitest";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
/** Longer than a claim on a caller lasts. */
const CLAIM_MS = 121_000;

it.each([
  ["made, and nobody heard of it, is told of once, in the ticket of the call that made it", "lost-answer", true],
  ["not made at all is made by another call, and told of there", "dropped", false],
] as const)("C2: a customer who was %s", async (_, kind, isFirst) => {
  const shop = await world.it.openShop();
  const { services, clock, sandbox } = world.it;
  const begin = async () => {
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    return call;
  };
  const first = await begin();
  sandbox.gorgias.faults.add({ fault: { kind }, method: "POST", path: `^/${shop.account}/api/customers$` });
  await services.scheduler.step(services.run);
  clock.advance(CLAIM_MS);
  const second = await begin();
  // Without a sweep, so that the first call still waits.
  await services.scheduler.step(services.run);
  await shop.settle();
  const tellers = shop
    .tickets()
    .flatMap(({ externalId, notes }) => (notes.some(({ key }) => key === "customer-not-found") ? [externalId] : []));
  expect(tellers).toEqual([`aircall-call-${isFirst ? first : second}`]);
  const writes = await services.database.query<{ state: string }>(
    `select state from writes where connection_id = $1 and key = 'customer' and state <> 'done'`,
    [shop.connectionId],
  );
  expect(writes).toEqual([]);
});
