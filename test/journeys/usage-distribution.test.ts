/** L9: what the console says that calls take is what Gorgias sees of them, to the request. */
import { expect, it } from "vitest";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

it("L9: every request that Gorgias sees counts for a call with its card, for a conversation, or as shared", async () => {
  const shop = await world.it.openShop();
  const { phone, company, lines, users, desk, account } = shop;
  const since = new Date(world.it.clock.now());
  desk.addCustomer(account, { name: "Ada Byron", channels: [{ type: "phone", address: "+33612345678" }] });
  const call = await shop.place();
  await shop.settle();
  await phone.calls.answer(call, { user: users.cleo });
  await shop.settle();
  world.it.clock.advance(60_000);
  await phone.calls.hangup(call);
  await phone.calls.tag(call, { tags: ["Refund"], user: users.cleo });
  await phone.calls.comment(call, { content: "calls back on Monday", user: users.cleo });
  await phone.calls.end(call);
  await shop.settle();
  for (const from of ["+33699999991", "+33699999992"]) {
    await phone.stories.missed({ company, line: lines.fr, from });
    await shop.settle();
  }
  for (const body of ["Hello?", "Anybody there?"]) {
    await phone.messages.receive({ company, line: lines.fr, from: "+33612345678", body });
    await shop.settle();
  }
  const { kinds, shared } = await world.it.services.admin.admin.distribution.read(shop.connectionId, since);
  expect(kinds.map(({ kind, count }) => [kind, count])).toEqual([
    ["answered", 1],
    ["missed", 2],
    ["conversation", 1],
  ]);
  const ofCalls = kinds.reduce((sum, { requests }) => sum + requests, 0);
  expect(ofCalls + shared.requests, shop.requests().join(", ")).toBe(shop.requests().length);
  const lists = shop.requests().filter((request) => /\/api\/(?:users|tags)(?!\/\d)/.test(request));
  expect(shared).toEqual({ requests: lists.length, among: 4 });
  const card = await world.it.services.activity.read(account, `card:${call}`);
  expect(card?.requests).toBeGreaterThan(0);
});
