/** The parts of the console that need no browser: its catalogues, and what it works out by itself. */
import { describe, expect, it } from "vitest";
import { mergeNewest } from "../../console/pages/activity/merge-newest.ts";
import { firstMatch } from "../../console/pages/conversation/first-match.ts";
import type { ShownText, ShownWrite } from "../../console/pages/conversation/shown-text.ts";
import { buildThread } from "../../console/pages/conversation/build-thread.ts";
import { readSubdomain } from "../../console/pages/read-subdomain.ts";
import { en, fr } from "../../console/words/catalogue.ts";
import { pickLanguage, regionOf } from "../../console/words/language.ts";
import type { ActivityAnswer } from "../../src/http/api/schemas.ts";
import { conversation, item } from "./canned.ts";

function textsOf(catalogue: object, path = ""): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : textsOf(value as object, `${path}${key}.`),
  );
}

describe("the catalogues", () => {
  const [english, french] = [textsOf(en), new Map(textsOf(fr))];

  it("have the same keys", () => {
    expect([...french.keys()].sort()).toEqual(english.map(([key]) => key).sort());
  });

  it("have the same gaps to fill, and no empty text", () => {
    const gaps = (text = "") => [...text.matchAll(/\{\{\w+\}\}/g)].map(([gap]) => gap).sort();
    const different = english.filter(([key, text]) => gaps(french.get(key)).join() !== gaps(text).join());
    expect(different).toEqual([]);
    expect([...english, ...french].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("put no line break before French punctuation", () => {
    expect([...french].filter(([, text]) => / [:;?!»]|« /.test(text))).toEqual([]);
  });
});

describe("the language", () => {
  it.each([
    ["the one that was chosen", "fr", ["en-GB"], "fr"],
    ["the browser's first that there is", null, ["de-DE", "fr-CA", "en"], "fr"],
    ["English where none is known", null, ["de", "it"], "en"],
    ["the browser's where the chosen one is unknown", "xx", ["fr"], "fr"],
  ])("is %s", (_what, chosen, browser, language) => {
    expect(pickLanguage(chosen, browser)).toBe(language);
  });
});

describe("the kind of a language", () => {
  it.each([
    ["the browser's", "en", ["fr-FR", "en-GB", "en-US"], "en-GB"],
    ["the language itself where the browser names none", "fr", ["en-GB", "fr"], "fr"],
    ["none that is no language tag", "en", ["en-US@posix", "en-IE"], "en-IE"],
  ])("is %s", (_what, language, browser, kind) => {
    expect(regionOf(language, browser)).toBe(kind);
  });
});

describe("a subdomain", () => {
  it.each([
    ["acme", "acme"],
    ["  Acme-2 ", "acme-2"],
    ["a", "a"],
  ])("%j is taken as %j", (typed, account) => expect(readSubdomain(typed)).toBe(account));

  it.each(["", "acme.gorgias.com", "https://acme", "a/b", "a?b", "-acme", "acme-", "a b", "é", "a@b", "a".repeat(64)])(
    "%j is refused",
    (typed) => expect(readSubdomain(typed)).toBeNull(),
  );
});

const WRITE: ShownWrite = {
  generation: 0,
  kind: "look",
  ref: null,
  part: null,
  attempt: 1,
  state: "done",
  ticketId: null,
  reopens: false,
  left: null,
  file: null,
  match: null,
  reason: null,
  message: null,
  answer: null,
  requests: 1,
  at: "2026-03-02T09:00:00.000Z",
};

describe("how the customer of a conversation was found", () => {
  const match = { customerId: 7, name: "Ada Byron", how: "phone index" as const, others: [], unclear: [] };
  const found = (customerId: number, how: "created" | "phone search"): ShownWrite => ({
    ...WRITE,
    kind: "customer",
    match: { customerId, name: "Ada", how, others: [8], unclear: [9] },
  });

  it("M1: is how it was at first, of the same customer", () => {
    const writes = [WRITE, found(6, "created"), found(7, "phone search")];
    expect(firstMatch(match, writes)).toEqual({ ...match, how: "phone search", others: [8], unclear: [9] });
  });

  it("is how it is now where no write tells", () => {
    expect(firstMatch(match, [WRITE, found(6, "created")])).toBe(match);
    expect(firstMatch(null, [found(7, "created")])).toBeNull();
  });
});

describe("where a conversation goes on in another ticket", () => {
  const [first] = conversation.plan.texts;
  const into = (id: string, ticketId: number | null) => ({ ...first, id, ticketId }) as ShownText;
  const write = (generation: number, kind: "ticket" | "left", ticketId: number, left: ShownWrite["left"] = null) => ({
    ...WRITE,
    generation,
    kind,
    ticketId,
    left,
  });
  const marks = (...told: Parameters<typeof buildThread>) =>
    buildThread(...told).filter(({ kind }) => kind !== "message");

  it("M3: is not told of the first ticket, nor of texts that are in none yet", () => {
    expect(marks([into("1", 7), into("2", null), into("3", 7)], [write(1, "ticket", 7)])).toEqual([]);
  });

  it.each(["spam", "trashed", "deleted", "closed too long"] as const)("M4, M6: is told with its reason: %s", (why) => {
    const writes = [write(1, "left", 7, why), write(2, "ticket", 8)];
    expect(marks([into("1", 7), into("2", 8)], writes)).toEqual([{ kind: "next ticket", ticketId: 8, left: 7, why }]);
  });

  it("M2: is told where a ticket from before us was left for the first of ours", () => {
    const writes = [write(0, "left", 3, "spam"), write(1, "ticket", 7)];
    expect(marks([into("1", 7)], writes)).toEqual([{ kind: "next ticket", ticketId: 7, left: 3, why: "spam" }]);
  });

  it("M3: is told without a reason after a merge", () => {
    expect(marks([into("1", 7), into("2", 9)], [])).toEqual([{ kind: "next ticket", ticketId: 9, left: 7, why: null }]);
  });
});

describe("the newest piece over the pieces that were loaded before", () => {
  const page = (from: number, to: number, more = true): ActivityAnswer => ({
    items: Array.from({ length: to - from }, (_, place) => item(from + place)),
    nextCursor: more ? String(to) : null,
  });
  const idsOf = (pages: ActivityAnswer[]) => pages.flatMap(({ items }) => items.map(({ id }) => id));
  const before = [page(10, 20), page(20, 30)];

  it("changes nothing when nothing changed", () => {
    expect(mergeNewest(before, page(10, 20))).toBe(before);
  });

  it("puts new entries on top and keeps what was loaded below", () => {
    const merged = mergeNewest(before, page(7, 17));
    expect(idsOf(merged)).toEqual(idsOf([page(7, 30)]));
    expect(merged.map(({ nextCursor }) => nextCursor)).toEqual(["20", "30"]);
  });

  it("moves an entry that changed, however far down it was", () => {
    const changed = { ...item(28), updatedAt: "2026-11-22T13:00:00.000Z" };
    const merged = mergeNewest(before, { items: [changed, ...page(10, 19).items], nextCursor: "19" });
    expect(idsOf(merged)).toEqual(idsOf([{ items: [changed], nextCursor: null }, page(10, 28), page(29, 30)]));
  });

  it("drops an entry that left the filter", () => {
    const newest = { items: [...page(10, 13).items, ...page(14, 21).items], nextCursor: "21" };
    expect(idsOf(mergeNewest(before, newest))).toEqual(idsOf([page(10, 13), page(14, 30)]));
  });

  it("begins again when more happened than one piece holds", () => {
    expect(mergeNewest(before, page(0, 10))).toEqual([page(0, 10)]);
  });

  it("begins again when everything fits into one piece", () => {
    expect(mergeNewest(before, page(10, 12, false))).toEqual([page(10, 12, false)]);
  });

  it("fills a list that was empty", () => {
    expect(mergeNewest([{ items: [], nextCursor: null }], page(1, 3, false))).toEqual([page(1, 3, false)]);
  });
});
