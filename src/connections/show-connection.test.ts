/** Which step of the install is next. */
import { expect, it } from "vitest";
import { stepsOf } from "./show-connection.ts";

it.each([
  [false, false, 0, ["next", "waiting", "waiting"]],
  [true, false, 0, ["done", "next", "waiting"]],
  [true, true, 0, ["done", "done", "next"]],
  [true, true, 2, ["done", "done", "done"]],
  [true, false, 2, ["done", "next", "done"]],
  [false, true, 0, ["next", "done", "waiting"]],
])("N3: with Gorgias %s, Aircall %s and %i lines the steps are %j", (gorgias, aircall, selected, states) => {
  const steps = stepsOf({ gorgiasJoined: gorgias, aircallJoined: aircall, lines: { selected, known: 3 } });
  expect(steps.map(({ name, state }) => [name, state])).toEqual([
    ["gorgias", states[0]],
    ["aircall", states[1]],
    ["lines", states[2]],
  ]);
});
