/** The steps of the install: which is next, and that none is done while a check fails. */
import { expect, it } from "vitest";
import { checksOf, type HealthFacts } from "../../domain/connection/health.ts";
import { stepsOf } from "./show-connection.ts";

const FINE: HealthFacts = {
  gorgiasJoined: true,
  aircallJoined: true,
  gorgiasProblem: null,
  aircallProblem: null,
  webhookMissing: false,
  lines: { selected: 2, unlinked: 0 },
  admin: true,
};
const statesOf = (facts: Partial<HealthFacts>) =>
  stepsOf(checksOf({ ...FINE, ...facts })).map(({ name, state }) => [name, state]);

it.each([
  [false, false, 0, ["next", "waiting", "waiting"]],
  [true, false, 0, ["done", "next", "waiting"]],
  [true, true, 0, ["done", "done", "next"]],
  [true, true, 2, ["done", "done", "done"]],
  [true, false, 2, ["done", "next", "done"]],
  [false, true, 0, ["next", "done", "waiting"]],
])("N3: with Gorgias %s, Aircall %s and %i lines the steps are %j", (gorgias, aircall, selected, states) => {
  const facts = { gorgiasJoined: gorgias, aircallJoined: aircall, lines: { selected, unlinked: 0 } };
  expect(statesOf(facts)).toEqual([
    ["gorgias", states[0]],
    ["aircall", states[1]],
    ["lines", states[2]],
  ]);
});

it.each<[Partial<HealthFacts>, string]>([
  [{ gorgiasProblem: "removed" }, "gorgias"],
  [{ gorgiasProblem: "refused" }, "gorgias"],
  [{ gorgiasProblem: "not renewed" }, "gorgias"],
  [{ admin: false }, "gorgias"],
  [{ aircallProblem: "refused" }, "aircall"],
  [{ webhookMissing: true }, "aircall"],
  [{ lines: { selected: 0, unlinked: 0 } }, "lines"],
  [{ lines: { selected: 2, unlinked: 1 } }, "lines"],
])("N3: with %j the step %s is not done, and the others are", (facts, name) => {
  expect(statesOf(facts).filter(([, state]) => state !== "done")).toEqual([[name, "next"]]);
});

it("N3: an app that is uninstalled in Aircall leaves no line linked", () => {
  expect(statesOf({ aircallProblem: "removed" })).toEqual([
    ["gorgias", "done"],
    ["aircall", "next"],
    ["lines", "waiting"],
  ]);
});
