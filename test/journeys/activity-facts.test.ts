/** What lists and reports ask for, stored as calls and messages arrive. */
import { describe, expect, it } from "vitest";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

interface Facts {
  outcome: string | null;
  agent: string | null;
  waited: number | null;
  duration: number | null;
  reason: string | null;
  tags: string[] | null;
  email: string | null;
  created: boolean | null;
}

const factsOf = ({ connectionId }: Shop, kind: "call" | "conversation") =>
  world.it.services.database.query<Facts>(
    `select outcome, agent_name as agent, extract(epoch from answered_at - started_at)::int as waited,
       duration_s as duration, missed_reason as reason, tags, customer_email as email, customer_created as created
     from activity where connection_id = $1 and kind = $2 order by happened_at`,
    [connectionId, kind],
  );

describe("the facts of a call", () => {
  it("are its agent, its outcome, its times and the tags that its agent chose", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.settle();
    expect(await factsOf(shop, "call")).toEqual([expect.objectContaining({ outcome: "ringing", agent: null })]);
    world.it.clock.advance(12_000);
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    expect(await factsOf(shop, "call")).toEqual([expect.objectContaining({ outcome: "in_progress", waited: 12 })]);
    await shop.phone.calls.tag(call, { tags: ["Refund"], user: shop.users.cleo });
    world.it.clock.advance(60_000);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle();
    expect(await factsOf(shop, "call")).toEqual([
      expect.objectContaining({
        outcome: "answered",
        agent: "Cleo Agent",
        waited: 12,
        duration: 72,
        tags: ["Refund"],
        created: true,
      }),
    ]);
  });

  it("are the agent of a conversation's latest message that has one", async () => {
    const shop = await world.it.openShop();
    const [from, company, line] = ["+33612345678", shop.company, shop.lines.fr];
    await shop.phone.messages.receive({ company, line, from, body: "Where is my order?" });
    await shop.settle();
    expect(await factsOf(shop, "conversation")).toEqual([expect.objectContaining({ outcome: "message", agent: null })]);
    await shop.phone.messages.send({ company, line, to: from, user: shop.users.cleo, body: "Soon." });
    await shop.settle();
    expect(await factsOf(shop, "conversation")).toEqual([expect.objectContaining({ agent: "Cleo Agent" })]);
    await shop.phone.messages.receive({ company, line, from, body: "Thank you." });
    await shop.settle();
    expect(await factsOf(shop, "conversation")).toEqual([expect.objectContaining({ agent: "Cleo Agent" })]);
  });

  it.each([
    ["missed", "missed"],
    ["voicemail", "voicemail"],
    ["callback", "callback"],
  ] as const)("tell a %s from an answered call", async (story, outcome) => {
    const shop = await world.it.openShop();
    await shop.phone.stories[story]({
      company: shop.company,
      line: shop.lines.fr,
      from: "+33612345678",
      user: shop.users.cleo,
    });
    await shop.settle();
    const [first] = await factsOf(shop, "call");
    expect(first).toMatchObject({ outcome, waited: null });
    expect(first?.duration).toBeGreaterThan(0);
  });
});
