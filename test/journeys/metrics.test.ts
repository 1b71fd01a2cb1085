/** What operators see of the real service at work. */
import { expect, it } from "vitest";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

/** Values by the metric with its labels, without the prefix. */
async function scrape(): Promise<Map<string, number>> {
  // The figures of the database are good for five seconds.
  world.it.clock.advance(5_000);
  const answer = await fetch(`${world.it.url}/metrics`);
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at).replace("aircall_gorgias_", ""), Number(line.slice(at + 1))];
    }),
  );
}

it("counts deliveries, runs, requests, cards and bytes of one call", async () => {
  const shop = await world.it.openShop();
  await shop.warmUp();
  const before = await scrape();
  const call = await shop.place();
  await shop.settle();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call, { recording: true });
  await shop.settle();
  await shop.deliver(shop.phone.deliveries.log.at(-1)?.body ?? "");
  await shop.deliver('{"token":"wrong"}');
  const after = await scrape();
  const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const sent = shop.phone.deliveries.log.filter(({ callId }) => callId === call).length;
  expect(grown('deliveries_total{result="new"}')).toBe(sent);
  expect(grown('deliveries_total{result="duplicate"}')).toBe(1);
  expect(grown('deliveries_total{result="wrong token"}')).toBe(1);
  expect(grown('job_duration_seconds_count{kind="call",result="done"}')).toBeGreaterThan(0);
  expect(grown('cards_total{result="shown"}')).toBe(1);
  expect(grown('card_delay_seconds_count{result="shown"}')).toBe(1);
  expect(grown('uploaded_bytes_total{vendor="gorgias"}')).toBeGreaterThan(1_000);
  const requests = [...after.keys()].filter((name) => name.startsWith("request_duration_seconds_count"));
  const toGorgias = requests
    .filter((name) => name.includes('vendor="gorgias"'))
    .reduce((sum, name) => sum + grown(name), 0);
  expect(toGorgias).toBe(shop.requests().length);
  expect(after.get("oldest_waiting_seconds")).toBe(0);
  expect(after.get("failed")).toBe(0);
  expect(after.get("database_up")).toBe(1);
});

it("I2: measures a card from the delivery that announced the call", async () => {
  const shop = await world.it.openShop();
  shop.desk.addCustomer(shop.account, { name: "Ada", channels: [{ type: "phone", address: "+33612345678" }] });
  const name = 'card_delay_seconds_sum{result="shown"}';
  const before = (await scrape()).get(name) ?? 0;
  await shop.place();
  world.it.clock.advance(7_000);
  await shop.settle();
  expect(((await scrape()).get(name) ?? 0) - before).toBe(7);
});

it("S3: names no account, no phone number and no id, whatever went by", async () => {
  const shop = await world.it.openShop();
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  const page = await (await fetch(`${world.it.url}/metrics`)).text();
  for (const word of [shop.account, shop.connectionId, "33612345678", `${call}`]) expect(page).not.toContain(word);
});

it("shows the age of the oldest work that waits, and the rejections behind it", async () => {
  const shop = await world.it.openShop();
  await shop.warmUp();
  shop.desk.patchSettings({ rateLimit: { limit: 1, keyLimit: 1, windowSeconds: 3_600 } }, shop.account);
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await world.it.services.scheduler.step(world.it.services.run);
  const call2 = await shop.place({ from: "+33698765432", contact: false });
  await shop.phone.calls.answer(call2, { user: shop.users.cleo });
  await world.it.services.scheduler.step(world.it.services.run);
  await world.it.services.scheduler.step(world.it.services.run);
  const first = await scrape();
  world.it.clock.advance(600_000);
  const later = await scrape();
  expect(first.get('rate_limited_total{vendor="gorgias"}') ?? 0).toBeGreaterThan(0);
  expect(later.get("oldest_waiting_seconds")).toBeGreaterThanOrEqual(600);
  expect([...later].some(([name, count]) => name.startsWith("waiting{") && count > 0)).toBe(true);
});
