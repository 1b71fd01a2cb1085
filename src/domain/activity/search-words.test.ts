/** The words that a call or conversation is found by. */
import { describe, expect, it } from "vitest";
import { entriesFor, monthOf, wordsOf, type Searchable } from "./search-words.ts";

const AT = Date.UTC(2026, 2, 2, 9, 0, 0);
const item: Searchable = { texts: [], email: null, caller: null, ticketId: null, callId: null, happenedAt: AT };

describe("wordsOf", () => {
  it("folds letter case, accents and widths, in any script", () => {
    expect(wordsOf("Zoë  Lée-Ray, ＡＣＭＥ Дмитрий")).toEqual(["zoe", "lee", "ray", "acme", "дмитрии"]);
  });

  it("cuts a word that is too long for the index", () => {
    expect(wordsOf("x".repeat(5_000))).toEqual(["x".repeat(60)]);
  });
});

describe("entriesFor", () => {
  it("has each word as it is, and with its month", () => {
    expect(monthOf(AT)).toBe(24_315);
    expect(entriesFor({ ...item, texts: ["Ada Byron", null, "ada"] })).toEqual([
      ".ada",
      "/24315.ada",
      ".byron",
      "/24315.byron",
    ]);
  });

  it("has a number from both ends, and the name of a sender as words", () => {
    expect(entriesFor({ ...item, caller: "+33170189" })).toEqual([
      ".+33170189",
      "/24315.+33170189",
      ".<98107133",
      "/24315.<98107133",
    ]);
    expect(entriesFor({ ...item, caller: "DHL" })).toContain(".dhl");
    expect(entriesFor({ ...item, caller: "DHL 24" })).toEqual([".dhl", "/24315.dhl", ".24", "/24315.24"]);
    expect(entriesFor({ ...item, caller: "24 DHL" })).toEqual([".24", "/24315.24", ".dhl", "/24315.dhl"]);
    const [start, , end] = entriesFor({ ...item, caller: `1${"2".repeat(60)}3` });
    expect([start, end]).toEqual([`.+1${"2".repeat(39)}`, `.<3${"2".repeat(39)}`]);
  });

  it("has an e-mail address whole, by its words, and by its domain", () => {
    const entries = entriesFor({ ...item, email: "Ada.Byron@Example.com" });
    expect(entries).toEqual(expect.arrayContaining([".ada.byron@example.com", ".@example.com", ".ada", ".byron"]));
  });

  it("has an e-mail address without a domain by its words", () => {
    expect(entriesFor({ ...item, email: "ada" })).toEqual([".ada", "/24315.ada"]);
  });

  it("has ticket and call by their ids alone", () => {
    expect(entriesFor({ ...item, ticketId: 7001, callId: "31-A" })).toEqual(["#7001", "=31-a"]);
  });

  it("has a bounded number of entries for any text", () => {
    const texts = [Array.from({ length: 1_000 }, (_, i) => `w${i}`).join(" ")];
    expect(entriesFor({ ...item, texts })).toHaveLength(120);
  });
});
