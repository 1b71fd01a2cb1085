/** The numbers that an admin names on the command line or in a request (N4). */
import { describe, expect, it } from "vitest";
import { findNumbers } from "./find-numbers.ts";

const support = { id: "7", name: "Support FR", digits: "+33 1 70 18 00 01" };
const sales = { id: "8", name: " Sales ", digits: "+1 202-555-0147" };
const lines = [support, sales];

describe("a number that a person names", () => {
  it.each([
    ["its id", "8", "8"],
    ["its id, with spaces around it", " 8\n", "8"],
    ["its digits", "+33 1 70 18 00 01", "7"],
    ["its digits with other signs", "+1 (202) 555.0147", "8"],
    ["its digits alone", "12025550147", "8"],
    ["its name", "Support FR", "7"],
    ["its name in another letter case", "sUPPORT fr", "7"],
    ["its name without the spaces around it", "SALES", "8"],
  ])("N4: is found by %s", (_, typed, id) => {
    expect(findNumbers(lines, [typed])).toEqual({ kind: "found", ids: [id] });
  });

  it.each(["Supp", "+33 1 70 18 00 0", "Sales 12025550147", "12025550147 Sales", "id 7", ""])(
    "N4: is not found by %j, and the refusal names all numbers there are",
    (typed) => {
      expect(findNumbers(lines, [typed])).toEqual({
        kind: "refused",
        problem: {
          code: "unknown_number",
          typed,
          known: ["Support FR, +33 1 70 18 00 01 (id 7)", " Sales , +1 202-555-0147 (id 8)"],
        },
      });
    },
  );

  it("N4: is not found by a name that has the digits of a number within it", () => {
    expect(findNumbers([{ ...support, digits: "7 77" }], ["Team 777"])).toMatchObject({ kind: "refused" });
    expect(findNumbers([{ ...support, digits: "7 77" }], ["777 Team"])).toMatchObject({ kind: "refused" });
  });

  it("N4: is not found by words where a number of Aircall has no digits", () => {
    expect(findNumbers([{ ...support, digits: "" }], ["Sales"])).toMatchObject({ kind: "refused" });
  });

  it("N4: is quoted in the refusal without the spaces around it", () => {
    expect(findNumbers(lines, ["  Returns "])).toMatchObject({ problem: { code: "unknown_number", typed: "Returns" } });
    const twins = [support, { ...sales, name: "Support FR" }];
    expect(findNumbers(twins, [" support fr "])).toMatchObject({
      problem: { code: "ambiguous_number", typed: "support fr" },
    });
  });

  it("N4: is the one with this id, though it is also the name and the digits of others", () => {
    const others = [
      { id: "70", name: "7", digits: "+1" },
      { id: "71", name: "x", digits: "7" },
    ];
    expect(findNumbers([...others, support], ["7"])).toEqual({ kind: "found", ids: ["7"] });
  });

  it("N4: is the one with these digits, though they are also the name of another", () => {
    const named = { id: "70", name: "+33170180001", digits: "+1" };
    expect(findNumbers([named, support], ["+33170180001"])).toEqual({ kind: "found", ids: ["7"] });
  });

  it("N4: is found by a name that is digits, where no number has them", () => {
    expect(findNumbers([{ ...support, name: "2026" }], ["2026"])).toEqual({ kind: "found", ids: ["7"] });
  });

  it("N4: is refused where several are meant, and only these are named", () => {
    const twin = { id: "9", name: "support fr", digits: "+33170180002" };
    expect(findNumbers([support, sales, twin], ["Support FR"])).toEqual({
      kind: "refused",
      problem: {
        code: "ambiguous_number",
        typed: "Support FR",
        matches: ["Support FR, +33 1 70 18 00 01 (id 7)", "support fr, +33170180002 (id 9)"],
      },
    });
  });
});

describe("several numbers that a person names", () => {
  it("N4: are found in the order in which they are named, each once", () => {
    expect(findNumbers(lines, ["Sales", "7", "8", "Support FR"])).toEqual({ kind: "found", ids: ["8", "7"] });
    expect(findNumbers(lines, [])).toEqual({ kind: "found", ids: [] });
  });

  it("N4: are refused together where one is unknown", () => {
    expect(findNumbers(lines, ["Sales", "Returns"])).toMatchObject({
      kind: "refused",
      problem: { code: "unknown_number", typed: "Returns" },
    });
  });
});
