/** I1–I4: the agent sees who calls while it rings. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Shop } from "../helpers/shop.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ embedded: true }));
const CALLER = "+33612345678";

const shownLine = z.strictObject({
  type: z.string(),
  label: z.string().optional(),
  text: z.string(),
  link: z.string().optional(),
});
type ShownLine = z.infer<typeof shownLine>;

/** The lines of each card that was shown at this call. */
function cardsAt(shop: Shop, call: number): ShownLine[][] {
  const cards = shop.phone.state.calls.get(call)?.cards ?? [];
  return cards.map(({ contents }) => contents.map((line) => shownLine.parse(line)));
}

function addAda(shop: Shop, more: object = {}): number {
  return shop.desk.addCustomer(shop.account, {
    name: "Ada Byron",
    email: "ada.byron@example.com",
    note: "Prefers mornings",
    channels: [{ type: "phone", address: CALLER }],
    ...more,
  }).id;
}

describe("a call begins", () => {
  it.each(["inbound", "outbound"] as const)(
    "I1: %s, and the agent sees name, e-mail, notes and a link",
    async (direction) => {
      const shop = await world.it.openShop();
      const ada = addAda(shop);
      const call = await shop.place({ direction, ...(direction === "outbound" ? { user: shop.users.cleo } : {}) });
      await shop.settle();
      const [card] = cardsAt(shop, call);
      expect(card?.map(({ text }) => text)).toEqual(["Ada Byron", "ada.byron@example.com", "Prefers mornings"]);
      expect(card?.[0]?.link).toMatch(new RegExp(`/${shop.account}/app/customer/${ada}$`));
      expect(shop.tickets()).toEqual([]);
    },
  );

  it("I1: on a line that is not selected, and nobody asks Gorgias anything", async () => {
    const shop = await world.it.openShop({ lines: ["Support US"] });
    addAda(shop);
    shop.forgetRequests();
    const call = await shop.place();
    await shop.settle();
    expect([cardsAt(shop, call), shop.requests()]).toEqual([[], []]);
  });

  it("I1: of a stranger, and no customer is made for it", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.settle();
    expect(cardsAt(shop, call)).toEqual([]);
    expect(shop.requests().filter((request) => !request.startsWith("GET") && !request.endsWith("/search"))).toEqual([]);
    expect((await shop.activity(`card:${call}`)).reason).toEqual({ code: "card_caller_unknown" });
  });

  it("I2: but is over when its event comes: no card", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    const call = await shop.place();
    await shop.phone.calls.hangup(call);
    await shop.settle();
    expect(cardsAt(shop, call)).toEqual([]);
  });

  it("I2: and 10 s have passed: dropped, not sent late", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    const call = await shop.place();
    world.it.clock.advance(10_001);
    await shop.settle();
    expect(cardsAt(shop, call)).toEqual([]);
    expect((await shop.activity(`card:${call}`)).reason).toEqual({ code: "card_late" });
  });

  it("I2: and Aircall refuses the card: it is not tried again", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    const call = await shop.place();
    world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "insight_cards" });
    await shop.settle();
    expect(cardsAt(shop, call)).toEqual([]);
    expect(await shop.activity(`card:${call}`)).toMatchObject({
      state: "ignored",
      reason: { code: "card_failed", cause: { code: "vendor_failed", vendor: "aircall", status: 500 } },
    });
  });

  it("I2: and the process dies over it: what is left of the card says so", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    const call = await shop.place();
    world.it.sandbox.aircall.faults.add({ fault: { kind: "slow", ms: 500 }, path: "insight_cards" });
    const settled = shop.settle();
    const path = `card:${call}`;
    await expect
      .poll(() => shop.activity(path).catch(() => null))
      .toMatchObject({ reason: { code: "card_unfinished" } });
    await settled;
    expect(await shop.activity(path)).toMatchObject({ state: "done", reason: null });
  });

  it("I3: with open tickets, and when the customer was last in contact", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    const first = await shop.place();
    await shop.phone.calls.answer(first, { user: shop.users.cleo });
    await shop.settle();
    world.it.clock.advance(60_000);
    const second = await shop.place();
    await shop.settle();
    const [card] = cardsAt(shop, second);
    const ticket = card?.find(({ label }) => label === "Open ticket");
    expect(ticket?.text).toBe("Inbound call: Ada Byron · open · Cleo Agent");
    expect(ticket?.link).toMatch(/\/app\/ticket\/\d+$/);
    expect(card?.some(({ label }) => label === "Last contact")).toBe(true);
  });

  it("I3: with none of the tickets that are closed, spam or in the trash", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    for (let i = 0; i < 4; i += 1)
      await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: CALLER });
    await shop.settle();
    const [open = 0, ...others] = shop.tickets().map(({ id }) => id);
    for (const [place, action] of (["close", "spam", "trash"] as const).entries())
      shop.desk.actOnTicket(shop.account, others[place] ?? 0, action);
    const call = await shop.place();
    await shop.settle();
    const listed = cardsAt(shop, call)[0]?.filter(({ label }) => label === "Open ticket");
    expect(listed?.map(({ link }) => link)).toEqual([expect.stringMatching(new RegExp(`/app/ticket/${open}$`))]);
  });

  it.each(["cardTickets", "cardLastContact"] as const)(
    "I3: with what the customer's tickets in Gorgias tell, where only %s is hidden",
    async (setting) => {
      const shop = await world.it.openShop({ settings: { [setting]: "hide" } });
      addAda(shop);
      await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: CALLER });
      await shop.settle();
      shop.forgetRequests();
      const call = await shop.place();
      await shop.settle();
      const labels = cardsAt(shop, call)[0]?.map(({ label }) => label);
      expect(labels?.includes("Open ticket")).toBe(setting === "cardLastContact");
      expect(labels?.includes("Last contact")).toBe(setting === "cardTickets");
      expect(shop.requests()).toContain("GET /api/tickets");
    },
  );

  it("I3 L9: with tickets of the hour before, and the time of their list; later Gorgias is asked again", async () => {
    const shop = await world.it.openShop();
    addAda(shop);
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr, from: CALLER });
    await shop.settle();
    const first = await shop.place();
    await shop.settle();
    await shop.phone.calls.hangup(first);
    await shop.phone.calls.end(first);
    await shop.settle();
    world.it.clock.advance(30_000);
    const soon = await shop.place();
    await shop.settle();
    world.it.clock.advance(600_000);
    shop.forgetRequests();
    const second = await shop.place();
    await shop.settle();
    expect(shop.requests()).toEqual([expect.stringMatching(/^GET \/api\/tickets\/\d+$/)]);
    const labels = (call: number) => cardsAt(shop, call)[0]?.map(({ label }) => label) ?? [];
    expect(labels(soon)).toContain("Open ticket");
    expect(labels(soon)).not.toContain("Tickets as of");
    expect(labels(second).filter((label) => label === "Open ticket")).toHaveLength(2);
    expect(labels(second)).toContain("Tickets as of");
    for (const ticket of shop.tickets()) shop.desk.actOnTicket(shop.account, ticket.id, "close");
    world.it.clock.advance(3_600_000);
    const third = await shop.place();
    await shop.settle();
    expect(labels(third)).not.toContain("Open ticket");
    expect(labels(third)).not.toContain("Tickets as of");
  });

  it("I3: with the fields that the settings show, and asks for no others", async () => {
    const hidden = { cardNotes: "hide", cardTickets: "hide", cardLastContact: "hide", cardEmail: "hide" } as const;
    const shop = await world.it.openShop({ settings: hidden });
    addAda(shop);
    await shop.place();
    await shop.settle();
    shop.forgetRequests();
    const call = await shop.place();
    await shop.settle();
    expect(cardsAt(shop, call)[0]?.map(({ text }) => text)).toEqual(["Ada Byron"]);
    expect(shop.requests()).toEqual([]);
  });

  it("I4: of a stranger, and the setting wants it said: a card with the earlier calls", async () => {
    const shop = await world.it.openShop({ settings: { cardForUnknown: "show" } });
    const shown = ["+33 6 55 55 55 55", "No customer has this number"];
    for (const earlier of ["0", "1"]) {
      const call = await shop.place({ from: "+33655555555" });
      await shop.settle();
      expect(cardsAt(shop, call)[0]?.map(({ text }) => text)).toEqual([...shown, earlier]);
    }
  });
});
