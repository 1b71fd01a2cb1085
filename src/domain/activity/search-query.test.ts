/** What people type into the search, as entries of the index. */
import { describe, expect, it } from "vitest";
import { readSearch } from "./search-query.ts";

const terms = (query: string) => readSearch(query, ["FR", "US"])?.terms;

describe("a search for a number", () => {
  it.each([
    ["+33 6 12 34 56 78", [".+33612345678", ".<87654321633"]],
    ["0033612345678", [".+33612345678", ".<87654321633"]],
    ["+33 (0)6 12 34 56 78", [".+33612345678", ".<87654321633"]],
    ["\u202a+33\u00a06\u00a012 34 56 78\u202c", [".+33612345678", ".<87654321633"]],
    ["+52 1 55 1234 5678", [".+525512345678", ".<876543215525"]],
    ["+33 1 70 18", [".+3317018", ".<8107133"]],
    ["٠٦ ١٢", [".+612", ".+33612", ".+330612", ".+1612", ".+10612", ".<216", ".0612"]],
    ["(202) 555", [".+202555", ".+33202555", ".+1202555", ".<555202", ".202555"]],
  ])("reads %j", (query, alternatives) => {
    expect(terms(query)).toEqual([alternatives]);
  });

  it("reads a number in the countries of lines that are known, and none in others", () => {
    expect(readSearch("0612", ["FR", "XX"])?.terms).toEqual(readSearch("0612", ["FR"])?.terms);
    expect(readSearch("0612")?.terms).toEqual([[".+612", ".<216", ".0612"]]);
    expect(readSearch("06 (0)12")?.terms).toEqual(readSearch("0612")?.terms);
    expect(readSearch("000612")?.terms).toEqual([[".+612", ".<216"]]);
    expect(readSearch("12+00")?.terms).toEqual([[".+1200", ".<0021", ".1200"]]);
  });

  it("needs three digits", () => {
    expect(terms("12")).toEqual([[".12"]]);
    expect(terms("00")).toEqual([[".00"]]);
  });
});

describe("a search for words", () => {
  it.each([
    ["Zoé  BYR", [[".zoe"], [".byr"]]],
    ["Lee-Ray", [[".lee"], [".ray"]]],
    ["Ada.Byron@Example.com", [[".ada.byron@example.com"]]],
    ["@example", [[".@example"]]],
    ["%", []],
    ["812x", [[".812x"]]],
  ])("reads %j", (query, expected) => {
    expect(terms(query)).toEqual(expected);
  });

  it("reads a number among words", () => {
    expect(terms("ada 5678")?.[1]).toContain(".<8765");
  });

  it("takes eight words at most", () => {
    expect(terms("a b c d e f g h i j")).toHaveLength(8);
  });
});

describe("a search for an id", () => {
  it.each([
    ["812", ["#812", "=812"]],
    ["#812", ["#812", "=812"]],
    ["call:3000000001", ["#3000000001", "=3000000001"]],
    ["99999999999999999999", ["=99999999999999999999"]],
    ["Ada", []],
    ["Ada 812", []],
    ["812 Ada", []],
    ["ab-812-cd", ["=ab-812-cd"]],
    ["CALL: N-12x", ["=n-12x"]],
    ["# 812", ["#812", "=812"]],
  ])("reads %j", (query, ids) => {
    expect(readSearch(query)?.ids).toEqual(ids);
  });

  it("reads the id of a record", () => {
    expect(readSearch(" text:+33612345678 ")?.activityId).toBe("text:+33612345678");
    expect(readSearch("Ada")?.activityId).toBeNull();
  });
});

it("is none where nothing is typed", () => {
  expect(readSearch("")).toBeNull();
  expect(readSearch(" \0 ")).toBeNull();
});
