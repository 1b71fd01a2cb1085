/** The parts of the console that need no browser: its translations and its calculations. */
import { describe, expect, it } from "vitest";
import { filterToSearch, NO_FILTER, searchToFilter } from "../../console/pages/activity/filter-in-address.ts";
import { newerThan, withNewest, withUpdates } from "../../console/pages/activity/merge-newest.ts";
import { periodOf } from "../../console/pages/activity/periods.ts";
import { firstMatch } from "../../console/pages/conversation/first-match.ts";
import type { ShownText, ShownWrite } from "../../console/pages/conversation/shown-text.ts";
import { buildThread } from "../../console/pages/conversation/build-thread.ts";
import { readSubdomain } from "../../console/pages/read-subdomain.ts";
import { en } from "../../console/words/catalogue.ts";
import { fr } from "../../console/words/french.ts";
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

  it.each([
    "",
    "https://",
    "https://gorgias.com",
    "acme.gorgias.com.evil.example",
    "https://acme@evil.example",
    "a?b",
    "-acme",
    "acme-",
    "a b",
    "é",
    "a@b",
    "a".repeat(64),
  ])("%j is refused", (typed) => expect(readSubdomain(typed)).toBeNull());
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
  endedAt: "2026-03-02T09:00:00.200Z",
  key: "look",
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

  it("is the present one where no write names another", () => {
    expect(firstMatch(match, [WRITE, found(6, "created")])).toBe(match);
    expect(firstMatch(null, [found(7, "created")])).toBeNull();
  });
});

describe("where a conversation continues in another ticket", () => {
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

  it("M3: is not shown for the first ticket, nor for messages that are in none yet", () => {
    expect(marks([into("1", 7), into("2", null), into("3", 7)], [write(1, "ticket", 7)])).toEqual([]);
  });

  it.each(["spam", "trashed", "deleted", "closed too long"] as const)("M4, M6: is shown with its reason: %s", (why) => {
    const writes = [write(1, "left", 7, why), write(2, "ticket", 8)];
    expect(marks([into("1", 7), into("2", 8)], writes)).toEqual([{ kind: "next ticket", ticketId: 8, left: 7, why }]);
  });

  it("M2: is shown where the first ticket of the service follows an earlier one", () => {
    const writes = [write(0, "left", 3, "spam"), write(1, "ticket", 7)];
    expect(marks([into("1", 7)], writes)).toEqual([{ kind: "next ticket", ticketId: 7, left: 3, why: "spam" }]);
  });

  it("M3: is shown without a reason after a merge", () => {
    expect(marks([into("1", 7), into("2", 9)], [])).toEqual([{ kind: "next ticket", ticketId: 9, left: 7, why: null }]);
  });
});

describe("fresh entries over the pieces that were loaded before", () => {
  const page = (from: number, to: number, more = true): ActivityAnswer => ({
    items: Array.from({ length: to - from }, (_, place) => item(from + place)),
    nextCursor: more ? String(to) : null,
  });
  const idsOf = (pages: ActivityAnswer[]) => pages.flatMap(({ items }) => items.map(({ id }) => id));
  const before = [page(10, 20), page(20, 30)];
  const known = before.flatMap(({ items }) => items);

  it("are new where the list has none of them, or has them lower down", () => {
    expect(newerThan(known, page(10, 20).items)).toEqual([]);
    expect(newerThan(known, page(8, 18).items).map(({ id }) => id)).toEqual([item(8).id, item(9).id]);
    const again = { ...item(25), startedAt: "2026-11-22T13:00:00.000Z" };
    expect(newerThan(known, [again])).toEqual([again]);
  });

  it("go to the top and keep what was loaded below", () => {
    const merged = withNewest(before, page(7, 17));
    expect(idsOf(merged)).toEqual(idsOf([page(7, 30)]));
    expect(merged.map(({ nextCursor }) => nextCursor)).toEqual(["20", "30"]);
  });

  it("begin again when more happened than one piece holds, or everything fits into one", () => {
    expect(withNewest(before, page(0, 10))).toEqual([page(0, 10)]);
    expect(withNewest(before, page(10, 12, false))).toEqual([page(10, 12, false)]);
  });

  it("replace an entry in its place, and change nothing where nothing changed", () => {
    const done = { ...item(25), result: "failed" as const, updatedAt: "2026-11-22T13:00:00.000Z" };
    const merged = withUpdates(before, [done, item(26), item(99)]);
    expect(idsOf(merged)).toEqual(idsOf(before));
    expect(merged[1]?.items[5]).toBe(done);
    expect(withUpdates(before, page(10, 20).items)).toBe(before);
  });
});

describe("a period", () => {
  const now = new Date(2026, 2, 31, 15, 30).getTime();
  const days = (period: Parameters<typeof periodOf>[0]) => {
    const { from, to } = periodOf(period, now);
    return [from, to].map((moment) => (moment === "" ? "" : new Date(moment).toLocaleDateString("sv-SE")));
  };

  it.each([
    ["today", ["2026-03-31", "2026-04-01"]],
    ["yesterday", ["2026-03-30", "2026-03-31"]],
    ["week", ["2026-03-25", "2026-04-01"]],
    ["month", ["2026-03-02", "2026-04-01"]],
    ["2026-02-28", ["2026-02-28", "2026-03-01"]],
    ["", ["", ""]],
  ] as const)("%j is from midnight to midnight", (period, expected) => {
    expect(days(period)).toEqual(expected);
  });
});

describe("the filter in the address", () => {
  it("comes back as it was, without what it does not know", () => {
    const filter = { ...NO_FILTER, query: "ada", period: "today", outcome: "message", agent: "456" } as const;
    expect(searchToFilter(new URLSearchParams(filterToSearch(filter)))).toEqual(filter);
    expect(searchToFilter(new URLSearchParams("outcome=odd&result=x&period=2026-99"))).toEqual(NO_FILTER);
    expect(searchToFilter(new URLSearchParams("from=2026-03-02&to=2026-03-08"))).toEqual({
      ...NO_FILTER,
      period: "2026-03-02..2026-03-08",
    });
    expect(searchToFilter(new URLSearchParams("from=2026-03-02&to=2026-03-02")).period).toBe("2026-03-02");
    expect(filterToSearch(NO_FILTER)).toBe("");
  });
});
