/** What the agent reads while the phone rings. */
import { describe, expect, it } from "vitest";
import { readPhone } from "../phone/phone.ts";
import { defaultSettings, type Settings } from "../settings/settings.ts";
import { translationsFor } from "../translations/translations.ts";
import { planCard, sizeOf, type CardFacts, type CardTicket } from "./plan-card.ts";

const MAX_BYTES = 9_900;
const AT = Date.UTC(2026, 10, 22, 9, 5, 9);
const ada = { id: 700, name: "Ada Byron", email: "ada@example.com", note: "Prefers mornings" };

function factsOf(over: Partial<CardFacts> = {}, settings: Partial<Settings> = {}): CardFacts {
  return {
    customerPhone: readPhone("+33612345678", null),
    customer: ada,
    contact: null,
    tickets: [],
    ticketsAsOf: null,
    lastContactAt: null,
    earlierCalls: 0,
    settings: { ...defaultSettings, ...settings },
    translations: translationsFor("en"),
    timeZone: "Europe/Paris",
    customerUrl: (id) => `https://desk.test/customer/${id}`,
    ticketUrl: (id) => `https://desk.test/ticket/${id}`,
    maxBytes: MAX_BYTES,
    ...over,
  };
}

function ticketOf(id: number, over: Partial<CardTicket> = {}): CardTicket {
  return { id, subject: `Subject ${id}`, open: true, snoozed: false, assignee: null, lastMessageAt: null, ...over };
}

const linesOf = (over: Partial<CardFacts>, settings?: Partial<Settings>) => planCard(factsOf(over, settings)) ?? [];
/** The lines under the title, as `label: text`. */
const saidBy = (over: Partial<CardFacts>, settings?: Partial<Settings>) =>
  linesOf(over, settings).flatMap((line) => (line.type === "title" ? [] : [`${line.label}: ${line.text}`]));
const ticketTranslations = (tickets: CardTicket[]) =>
  saidBy({ tickets }, { cardLastContact: "hide", cardEmail: "hide", cardNotes: "hide" });

describe("the card of a customer", () => {
  it("I1: names them with a link that opens them, then e-mail and notes", () => {
    expect(linesOf({})).toEqual([
      { type: "title", text: "Ada Byron", link: "https://desk.test/customer/700" },
      { type: "shortText", label: "E-mail", text: "ada@example.com" },
      { type: "shortText", label: "Notes", text: "Prefers mornings" },
    ]);
  });

  it("I3: says all of it in the connection's language", () => {
    const facts = { translations: translationsFor("fr"), tickets: [ticketOf(1)], lastContactAt: AT };
    expect(saidBy(facts)).toEqual([
      "E-mail: ada@example.com",
      "Dernier contact: 22 nov. 2026, 10:05:09 UTC+1",
      "Notes: Prefers mornings",
      "Ticket ouvert: Subject 1 · ouvert · non assigné",
    ]);
  });

  it("I3: says when the tickets were read, where that was a while ago", () => {
    const tickets = [ticketOf(1)];
    expect(saidBy({ tickets, ticketsAsOf: AT }).slice(-2)).toEqual([
      "Open ticket: Subject 1 · open · unassigned",
      "Tickets as of: 22 Nov 2026, 10:05:09 UTC+1",
    ]);
    expect(linesOf({ tickets, ticketsAsOf: AT }).at(-1)).toMatchObject({ type: "shortText" });
    expect(saidBy({ tickets, ticketsAsOf: AT }, { cardTickets: "hide" }).join()).not.toContain("as of");
  });

  it("I3: has nothing but a title and short text, which is what Aircall shows", () => {
    const tickets = [1, 2, 3, 4, 5, 6].map((id) => ticketOf(id));
    const [first, ...others] = linesOf({ tickets, lastContactAt: AT }).map(({ type }) => type);
    expect([first, new Set(others), others.length]).toEqual(["title", new Set(["shortText"]), 9]);
  });

  it.each([
    ["cardEmail", "E-mail"],
    ["cardNotes", "Notes"],
    ["cardLastContact", "Last contact"],
    ["cardTickets", "Open ticket"],
  ] as const)("I3: leaves out what the setting %s hides, and nothing else", (setting, label) => {
    const facts = { tickets: [ticketOf(1)], lastContactAt: AT };
    const all = saidBy(facts);
    expect(all).toHaveLength(4);
    expect(saidBy(facts, { [setting]: "hide" })).toEqual(all.filter((line) => !line.startsWith(`${label}: `)));
  });

  it.each([null, "", " \n "])("leaves out empty notes (%j), and an empty e-mail", (note) => {
    expect(saidBy({ customer: { ...ada, email: null, note } })).toEqual([]);
  });

  it("shows what people wrote in one line each, without signs that no screen shows, and never half a character", () => {
    const [title] = linesOf({ customer: { ...ada, name: "Ada\r\n\tByron\u0000" } });
    expect(title?.text).toBe("Ada Byron");
    expect(ticketTranslations([ticketOf(1, { subject: "Where\r\n\tis it" })])).toEqual([
      "Open ticket: Where is it · open · unassigned",
    ]);
    const [halved] = linesOf({ customer: { ...ada, name: `😀${"x".repeat(196)}😀 and more` } });
    expect(halved?.text).toBe(`😀${"x".repeat(196)}…`);
  });

  it("hides invisible text: the title is then the number, because Aircall takes no empty one", () => {
    const unseen = { ...ada, name: "\u0000\u0007", note: "\u0001 \u0002" };
    expect(linesOf({ customer: unseen })).toEqual([
      { type: "title", text: "+33 6 12 34 56 78", link: "https://desk.test/customer/700" },
      { type: "shortText", label: "E-mail", text: "ada@example.com" },
    ]);
  });

  it.each([
    ["name", 200],
    ["email", 200],
    ["note", 1_500],
  ] as const)("shows a %s of up to %i characters whole, and cuts a longer one to that", (field, longest) => {
    const shown = (length: number) =>
      linesOf({ customer: { ...ada, [field]: "x".repeat(length) } }).find(({ text }) => text.startsWith("xx"))?.text;
    expect(shown(longest)).toBe("x".repeat(longest));
    expect(shown(longest + 1)).toBe(`${"x".repeat(longest - 1)}…`);
  });
});

describe("the last contact on a card", () => {
  const contactOf = (over: Partial<CardFacts>) => saidBy(over).find((line) => line.startsWith("Last contact"));

  it("I3: is the latest of all calls, messages and tickets, closed ones too, in the line's time zone", () => {
    const closed = ticketOf(1, { open: false, lastMessageAt: AT });
    const older = ticketOf(2, { lastMessageAt: AT - 5_000 });
    const shown = "Last contact: 22 Nov 2026, 10:05:09 UTC+1";
    expect(contactOf({ tickets: [older, closed], lastContactAt: AT - 9_000 })).toBe(shown);
    expect(contactOf({ tickets: [older], lastContactAt: AT })).toBe(shown);
    expect(contactOf({ tickets: [ticketOf(3), closed] })).toBe(shown);
    expect(contactOf({ lastContactAt: AT, timeZone: null })).toBe("Last contact: 22 Nov 2026, 09:05:09 UTC");
  });

  it("I3: is left out where there was none", () => {
    expect(contactOf({ tickets: [ticketOf(1)] })).toBeUndefined();
  });
});

describe("the tickets on a card", () => {
  it("I3: are those that are open or snoozed, each with its state, its assignee and a link", () => {
    const tickets = [
      ticketOf(1, { assignee: "Cleo Agent", lastMessageAt: AT }),
      ticketOf(2, { open: false, snoozed: true }),
      ticketOf(3, { open: false }),
    ];
    expect(ticketTranslations(tickets)).toEqual([
      "Open ticket: Subject 1 · open · Cleo Agent",
      "Open ticket: Subject 2 · snoozed · unassigned",
    ]);
    expect(linesOf({ tickets }).flatMap(({ link }) => link ?? [])).toEqual([
      "https://desk.test/customer/700",
      "https://desk.test/ticket/1",
      "https://desk.test/ticket/2",
    ]);
  });

  it("I3: come with the latest message first, then those of which none is known, the newest ticket first", () => {
    const tickets = [
      ticketOf(4),
      ticketOf(9),
      ticketOf(1, { lastMessageAt: AT }),
      ticketOf(8, { lastMessageAt: AT - 1 }),
      ticketOf(7, { lastMessageAt: AT }),
    ];
    const shown = ticketTranslations(tickets).map((line) => /Subject (\d)/.exec(line)?.[1]);
    expect(shown).toEqual(["7", "1", "8", "9", "4"]);
  });

  it.each([null, "", "  ", "\u0001"])("are called by their number where the subject is %j", (subject) => {
    expect(ticketTranslations([ticketOf(55, { subject })])).toEqual(["Open ticket: #55 · open · unassigned"]);
  });

  it("show their subject without the spaces around it, cut where it is long", () => {
    expect(ticketTranslations([ticketOf(1, { subject: " Parcel  " })])).toEqual([
      "Open ticket: Parcel · open · unassigned",
    ]);
    const [, , , long] = linesOf({ tickets: [ticketOf(1, { subject: "x".repeat(500) })] });
    expect(long?.text).toBe(`${"x".repeat(199)}…`);
  });

  it("I3: are five at most, and the rest is counted", () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => ticketOf(i + 1));
    expect(ticketTranslations(many(5))).toHaveLength(5);
    expect(ticketTranslations(many(7))).toHaveLength(6);
    expect(ticketTranslations(many(7)).slice(-2)).toEqual([
      "Open ticket: Subject 3 · open · unassigned",
      "Open ticket: and 2 more",
    ]);
  });
});

describe("a card that would be too large", () => {
  /** Each character takes two bytes in the note's JSON, because JSON escapes count in the request body. */
  const noteOf = (signs: number) => ({ ...ada, note: '"'.repeat(signs) });
  const wide = (id: number) => ticketOf(id, { subject: "界".repeat(300) });
  const overlong = { customer: { ...noteOf(1_500), name: "界".repeat(200) }, tickets: [1, 2, 3, 4, 5].map(wide) };

  it("I3: is measured as it is sent, in bytes", () => {
    expect(sizeOf([{ type: "title", text: "é" }])).toBe('{"contents":[{"type":"title","text":"é"}]}'.length + 1);
  });

  it("I3: fits whole where even the longest of everything is shown", () => {
    const lines = linesOf(overlong);
    expect(lines).toHaveLength(8);
    expect(sizeOf(lines)).toBeLessThanOrEqual(MAX_BYTES);
  });

  it("I3: loses the least needed lines, from the end, until it fits into what Aircall takes", () => {
    const link = (length: number) => (id: number) => `https://desk.test/${id}/${"p".repeat(length)}`;
    const whole = linesOf(overlong);
    const lines = linesOf({ ...overlong, ticketUrl: link(1_000) });
    expect(lines.length).toBeLessThan(whole.length);
    expect(lines.map(({ text }) => text)).toEqual(whole.slice(0, lines.length).map(({ text }) => text));
    expect(sizeOf(lines)).toBeLessThanOrEqual(MAX_BYTES);
    // One more line would exceed the limit.
    expect(sizeOf([...lines, ...linesOf({ ...overlong, ticketUrl: link(1_000) }).slice(-1)])).toBeGreaterThan(
      MAX_BYTES,
    );
  });

  it("I3: may be exactly as large as allowed, and keeps its title of any size", () => {
    const hidden = { cardEmail: "hide", cardNotes: "hide", cardTickets: "hide" } as const;
    const padded = (length: number) => linesOf({ lastContactAt: AT, customerUrl: () => "p".repeat(length) }, hidden);
    const bare = sizeOf(padded(0));
    expect(padded(MAX_BYTES - bare)).toHaveLength(2);
    expect(padded(MAX_BYTES - bare + 1)).toHaveLength(1);
    expect(padded(MAX_BYTES * 2).map(({ type }) => type)).toEqual(["title"]);
  });
});

describe("a caller whom Gorgias does not know", () => {
  const show = { cardForUnknown: "show" } as const;
  const unknownCaller = { customer: null, earlierCalls: 3 };

  it("I4: gets no card", () => {
    expect(planCard(factsOf(unknownCaller))).toBeNull();
  });

  it("I4: gets one by the setting, with the number of earlier calls", () => {
    expect(linesOf(unknownCaller, show)).toEqual([
      { type: "title", text: "+33 6 12 34 56 78" },
      { type: "shortText", label: "Gorgias", text: "No customer has this number" },
      { type: "shortText", label: "Earlier calls", text: "3" },
    ]);
  });

  it.each([
    ["Ada", "Byron", "Ada Byron"],
    ["Ada", null, "Ada"],
    [null, "Byron", "Byron"],
    ["", "", "+33 6 12 34 56 78"],
    ["A".repeat(150), "B".repeat(150), `${"A".repeat(150)} ${"B".repeat(48)}…`],
  ])("I4: is called as Aircall's address book does: %j %j", (firstName, lastName, shown) => {
    const [title] = linesOf({ ...unknownCaller, contact: { firstName, lastName, email: null } }, show);
    expect(title).toEqual({ type: "title", text: shown });
  });

  it("I4: is called by the digits where they are no phone number", () => {
    const [title] = linesOf({ ...unknownCaller, customerPhone: { kind: "unusual", digits: "72345" } }, show);
    expect(title?.text).toBe("72345");
  });

  it("I4: gets none where the number is withheld, because nothing is known of the caller", () => {
    expect(planCard(factsOf({ ...unknownCaller, customerPhone: { kind: "anonymous", told: null } }, show))).toBeNull();
  });
});
