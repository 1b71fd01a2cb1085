/** Whether a connection works, and which side is missing. */
import { describe, expect, it } from "vitest";
import { checksOf, isHealthy, removedSide, type CheckCode, type HealthFacts } from "./health.ts";

const well: HealthFacts = {
  gorgiasJoined: true,
  aircallJoined: true,
  gorgiasProblem: null,
  aircallProblem: null,
  webhookMissing: false,
  lines: { selected: 2, unlinked: 0 },
  admin: true,
};
const failing = (change: Partial<HealthFacts>): CheckCode[] =>
  checksOf({ ...well, ...change }).flatMap(({ code, ok }) => (ok ? [] : [code]));

describe("the checks of a connection", () => {
  it("N3: are all shown, in the order of the steps, and pass where nothing is missing", () => {
    expect(checksOf(well)).toEqual([
      { code: "gorgias_access", ok: true },
      { code: "admin", ok: true },
      { code: "aircall_access", ok: true },
      { code: "webhook", ok: true },
      { code: "lines_selected", ok: true },
      { code: "lines_linked", ok: true },
    ]);
  });

  it.each<[string, Partial<HealthFacts>, CheckCode[]]>([
    ["Gorgias is not joined", { gorgiasJoined: false }, ["gorgias_access", "admin"]],
    ["Gorgias refuses the credential", { gorgiasProblem: "refused" }, ["gorgias_access"]],
    ["the token of Gorgias is not renewed", { gorgiasProblem: "not renewed" }, ["gorgias_access"]],
    ["Gorgias has no admin", { admin: false }, ["admin"]],
    ["Aircall is not joined", { aircallJoined: false }, ["aircall_access", "webhook"]],
    ["Aircall refuses the credential", { aircallProblem: "refused" }, ["aircall_access"]],
    ["the app was removed in Aircall", { aircallProblem: "removed" }, ["aircall_access", "webhook", "lines_linked"]],
    ["the webhook is gone", { webhookMissing: true }, ["webhook"]],
    ["a line is not linked to the app", { lines: { selected: 2, unlinked: 1 } }, ["lines_linked"]],
    ["no line is selected", { lines: { selected: 0, unlinked: 0 } }, ["lines_selected"]],
  ])("N3, N4, N5: fail where %s", (_where, change, codes) => {
    expect(failing(change)).toEqual(codes);
  });

  it("N3: trust the user who installed it before the users are read", () => {
    expect(failing({ admin: null })).toEqual([]);
  });

  it("N4: pass where one line is selected", () => {
    expect(failing({ lines: { selected: 1, unlinked: 0 } })).toEqual([]);
  });
});

describe("a healthy connection", () => {
  it("N3: is active, and passes every check", () => {
    expect(isHealthy("active", checksOf(well))).toBe(true);
    expect(isHealthy("active", checksOf({ ...well, webhookMissing: true }))).toBe(false);
    expect(isHealthy("installing", checksOf(well))).toBe(false);
    expect(isHealthy("deactivated", checksOf(well))).toBe(false);
  });
});

it.each([
  [null, null, null],
  ["removed", null, "gorgias"],
  [null, "removed", "aircall"],
  ["removed", "removed", "both"],
  ["refused", "not renewed", null],
  ["removed", "refused", "gorgias"],
  ["not renewed", "removed", "aircall"],
] as const)("L6: of the problems %s in Gorgias and %s in Aircall, removed is: %s", (gorgias, aircall, side) => {
  expect(removedSide({ gorgiasProblem: gorgias, aircallProblem: aircall })).toBe(side);
});
