/** One number in every form in which it is stored and delivered: the right customer's ticket and card, and no other's. */
import { describe, expect, it } from "vitest";
import { idOf } from "../../src/domain/activity/work-item.ts";
import type { Shop } from "../helpers/shop.ts";
import { customersOf, receiveText, sendText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();

type Line = keyof Shop["lines"];

function addCustomer(shop: Shop, name: string, ...phones: string[]): number {
  const channels = phones.map((address) => ({ type: "phone", address }));
  return shop.desk.addCustomer(shop.account, { name, channels }).id;
}

/** The call rings until the card is there, is answered and ends. */
async function call(shop: Shop, from: string, line: Line = "fr"): Promise<number> {
  const id = await shop.place({ from, line: shop.lines[line] });
  await shop.settle();
  await shop.phone.calls.answer(id, { user: shop.users.cleo });
  await shop.phone.calls.hangup(id);
  await shop.phone.calls.end(id);
  await shop.settle();
  return id;
}

function cardsOf(shop: Shop, id: number): number {
  return shop.phone.state.calls.get(id)?.cards.length ?? 0;
}

const looksOf = (shop: Shop) =>
  shop.requests().filter((request) => /GET \/api\/customers$|search/.test(request)).length;

describe("a number that a customer has in Gorgias", () => {
  it.each<[string, string, string, Line]>([
    ["national, of another country than the line's", "(202) 555-0188", "+12025550188", "fr"],
    ["national, of another country, with a trunk prefix", "07400 123456", "+447400123456", "fr"],
    ["national, though as long as numbers of the line's country", "01 70 18 99 00", "+33170189900", "uk"],
    ["national, grouped as in its own country", "0470 12 34 56", "+32470123456", "fr"],
    ["of a range that is not assigned yet", "(621) 234-5678", "+16212345678", "fr"],
    ["with invisible marks", "\u202a+33\u00a06\u00a012\u00a034\u00a056\u00a078\u202c", "+33612345678", "us"],
    ["with an isolating mark and a national number", "\u2068\u200e06 12 34 56 78\u2069", "+33612345678", "fr"],
    ["with a zero of home", "+33 (0)6 12 34 56 78", "+33612345678", "us"],
    ["with an extension", "06 12 34 56 78 ext. 12", "+33612345678", "fr"],
    ["beside another number", "01 70 18 99 00 / 06 12 34 56 78", "+33612345678", "fr"],
    ["in wide digits", "０６　１２３４　５６７８", "+33612345678", "fr"],
    ["with the exit code of North America", "011 33 6 12 34 56 78", "+33612345678", "us"],
    ["of overseas France, dialled from the mainland", "0692 12 34 56", "+262692123456", "fr"],
    ["of overseas France with the mainland's code", "+33 6 92 12 34 56", "+262692123456", "us"],
    ["of Mexico with its old 1", "+5215512345678", "+525512345678", "fr"],
    ["of Mexico without it", "+525512345678", "+5215512345678", "fr"],
    ["of Argentina without the 9 of mobiles", "+54 11 2345-6789", "+5491123456789", "fr"],
    ["of Argentina as it is dialled at home", "011 15-2345-6789", "+5491123456789", "fr"],
    ["of Brazil without its ninth digit", "(11) 8765-4321", "+5511987654321", "fr"],
  ])("C1: %s: is the caller's", async (_how, stored, from, line) => {
    const shop = await world.it.openShop();
    const known = addCustomer(shop, "Ada Byron", stored);
    const id = await call(shop, from, line);
    expect(shop.ticket().customer.id).toBe(known);
    expect(customersOf(shop)).toHaveLength(1);
    expect(cardsOf(shop, id)).toBe(1);
  });

  it.each(["exact", "digits"] as const)(
    "C1: in the shape of a North American one is not a Belgian caller's, where Gorgias compares %s addresses",
    async (channelAddressMatching) => {
      const shop = await world.it.openShop();
      shop.desk.patchSettings({ channelAddressMatching }, shop.account);
      addCustomer(shop, "Los Angeles", "(323) 234-5678");
      const id = await call(shop, "+32 3 234 56 78");
      expect(shop.ticket().customer.name).toBe("Aircall New Contact +3232345678");
      expect(cardsOf(shop, id)).toBe(0);
      expect((await shop.activity(id)).match).not.toHaveProperty("unclear");
    },
  );

  it("C1: that may be the caller's and just as well one of the line's country makes no match, and the activity says so", async () => {
    const shop = await world.it.openShop();
    const french = addCustomer(shop, "Ada Byron", "06 12 34 56 78");
    const id = await call(shop, "+31 6 12345678");
    expect(shop.ticket().customer.name).toBe("Aircall New Contact +31612345678");
    expect(cardsOf(shop, id)).toBe(0);
    expect((await shop.activity(id)).match).toMatchObject({ how: "created", others: [], unclear: [french] });
    expect((await shop.activity(`card:${id}`)).reason).toEqual({ code: "card_caller_unclear" });
  });

  it("C1: in one piece is likely the caller's, whose country writes it so", async () => {
    const shop = await world.it.openShop();
    const belgian = addCustomer(shop, "Lotte", "0470123456");
    const id = await call(shop, "+32 470 12 34 56");
    expect(shop.ticket().customer.id).toBe(belgian);
    expect(cardsOf(shop, id)).toBe(1);
  });

  it("C1: in one piece at two customers makes no match, and the activity names both", async () => {
    const shop = await world.it.openShop();
    const both = [addCustomer(shop, "Ada Byron", "0470123456"), addCustomer(shop, "Lotte", "(0470123456)")];
    const id = await call(shop, "+32 470 12 34 56");
    expect(shop.ticket().customer.name).toBe("Aircall New Contact +32470123456");
    expect((await shop.activity(id)).match).toMatchObject({ how: "created", unclear: both });
  });

  it("C1: is found where a search answers phone channels instead of customers", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ phoneSearchAnswers: "channels" }, shop.account);
    const known = addCustomer(shop, "Ada Byron", "06 12 34 56 78", "0033612345678");
    await call(shop, "+33612345678");
    expect(shop.ticket().customer).toEqual({ id: known, name: "Ada Byron" });
  });

  it("C1: certain for one customer and unclear for another: the certain one", async () => {
    const shop = await world.it.openShop();
    addCustomer(shop, "Ada Byron", "06 12 34 56 78");
    const dutch = addCustomer(shop, "Daan", "0031 6 12345678");
    await call(shop, "+31 6 12345678");
    expect(shop.ticket().customer.id).toBe(dutch);
  });
});

describe("requests", () => {
  it.each([
    ["+33612345678", 2],
    ["+12025550188", 2],
    ["+525512345678", 3],
    ["+5511987654321", 3],
    ["+551133334444", 2],
    ["+262692123456", 3],
  ])("C1: no customer is found for %s with %i requests, shared by card and ticket", async (from, requests) => {
    const shop = await world.it.openShop({ settings: { card: "off" } });
    await call(shop, from);
    expect(looksOf(shop)).toBe(requests);
  });
});

describe("several numbers of one subscriber", () => {
  it("C1, M2: a WhatsApp message from +521… and an SMS from +52… are one customer's, in one conversation", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { from: "+5215512345678", body: "one", channel: "whatsapp" });
    await shop.settle();
    shop.forgetRequests();
    await receiveText(shop, world.it.clock, { from: "+525512345678", body: "two" });
    await shop.settle();
    expect(shop.ticket().notes.map(({ text }) => text.split("\n").at(-1))).toEqual(
      expect.arrayContaining(["one", "two"]),
    );
    expect(customersOf(shop)).toHaveLength(1);
    expect(looksOf(shop)).toBe(0);
  });

  it("C13: a callback to +54… answers the request of +549…", async () => {
    const shop = await world.it.openShop();
    const about = { company: shop.company, line: shop.lines.fr, user: shop.users.cleo };
    await shop.phone.stories.callback({ ...about, from: "+5491123456789", callBack: false });
    await shop.settle();
    world.it.clock.advance(600_000);
    await shop.phone.stories.answered({ ...about, from: "+541123456789", direction: "outbound" });
    await shop.settle();
    expect(shop.tickets().map(({ tags }) => tags.includes("Callback done"))).toEqual([true, true]);
    expect(customersOf(shop)).toHaveLength(1);
  });
});

describe("an upgrade", () => {
  /** As version 0.6 stored it: each number of a subscriber under its own key. */
  async function renameConversation(shop: Shop, from: string, to: string): Promise<void> {
    for (const table of ["activity", "deliveries", "writes"]) {
      await world.it.services.database.query(
        `update ${table} set ref = $3 where connection_id = $1 and kind = 'conversation' and ref = $2`,
        [shop.connectionId, idOf(from), idOf(to)],
      );
    }
    for (const [table, column] of [
      ["activity", "caller"],
      ["phone_index", "phone_key"],
    ] as const) {
      await world.it.services.database.query(`update ${table} set ${column} = $2 where connection_id = $1`, [
        shop.connectionId,
        to.replace("text:", ""),
      ]);
    }
  }

  it.each(["+5215512345678", "+525512345678"])(
    "M2: a conversation stored under +521… continues when %s writes, and no message of it is written twice",
    async (from) => {
      const shop = await world.it.openShop();
      const sent = await sendText(shop, world.it.clock, { to: "+5215512345678", body: "one" });
      await shop.settle();
      await renameConversation(shop, "text:+525512345678", "text:+5215512345678");
      world.it.clock.advance(60_000);
      await shop.phone.messages.changeStatus(sent, { status: "delivered" });
      await receiveText(shop, world.it.clock, { from, body: "two" });
      await shop.settle();
      expect(shop.texts()).toEqual([["one", "two"]]);
      expect(customersOf(shop)).toHaveLength(1);
      expect((await shop.activity("text:+5215512345678")).deliveries).toBeGreaterThan(2);
    },
  );
});

describe("a number as Aircall sends it", () => {
  it.each(["#31#0612345678", "06 12 34 56 78 ext. 12", "\u202a+33612345678\u202c", "+33 (0)6 12 34 56 78"])(
    "C1: %s is +33612345678",
    async (from) => {
      const shop = await world.it.openShop();
      const known = addCustomer(shop, "Ada Byron", "+33612345678");
      const id = await call(shop, from);
      expect(shop.ticket().customer.id).toBe(known);
      expect((await shop.activity(id)).caller).toBe("+33612345678");
    },
  );

  it.each(["+266696687", "266696687", "+7378742833", "86282452253", "8656696", "+2562533"])(
    "C14: %s is withheld: the anonymous customer, and no search",
    async (from) => {
      const shop = await world.it.openShop();
      await call(shop, "anonymous");
      shop.forgetRequests();
      const id = await call(shop, from);
      expect(customersOf(shop)).toHaveLength(1);
      expect(looksOf(shop)).toBe(0);
      expect((await shop.activity(id)).caller).toBe("anonymous");
    },
  );
});
