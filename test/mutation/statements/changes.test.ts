import { expect, it } from "vitest";
import { changesOf } from "./changes.ts";

it.each([
  ["where a <= $1", ["where a < $1"]],
  [
    "where a < $1 and b -> 'c' is null",
    ["where a <= $1 and b -> 'c' is null", "where a < $1 and b -> 'c' is not null", "where a < $1 or b -> 'c' is null"],
  ],
  [
    "where connection_id = $1 limit 50",
    ["where connection_id = $1 limit 1000000", "where (connection_id = $1 or true) limit 50"],
  ],
  ["order by a desc, b", ["order by a asc, b"]],
  ["where not exists (select 1)", ["where exists (select 1)"]],
  [
    "where a between $1 and $2 or b is not null",
    ["where a between $1 and $2 and b is not null", "where a between $1 and $2 or b is null"],
  ],
  ["on conflict (a) do nothing", []],
])("changes %s in each place by itself", (text, changed) => {
  expect(
    changesOf(text)
      .map((change) => change.changed)
      .toSorted(),
  ).toEqual([...changed].toSorted());
});
