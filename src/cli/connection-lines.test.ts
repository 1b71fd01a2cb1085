/** `connection lines`, on a fake API. */
import { describe, expect, it } from "vitest";
import { runLine, writesOf } from "../../test/helpers/run-line.ts";

const lines = [
  { id: "1", name: "Sales", digits: "+44 20 7946 0100", selected: true, linkedInAircall: true },
  { id: "2", name: "Support", digits: "+33 1 70 18 00 01", selected: false, linkedInAircall: null },
  { id: "3", name: "Returns", digits: "+1 202-555-0100", selected: true, linkedInAircall: false },
];

const run = (args: readonly string[], known: object[] = lines) =>
  runLine(["connection", "lines", "acme", ...args], {
    api: { "GET /lines": { lines: known }, "PUT /lines": { lines: known.slice(0, 1) } },
  });

describe("connection lines", () => {
  it("N4: shows each number, whether it is selected, and that one is not linked in Aircall", async () => {
    const { said, api } = await run([]);
    expect(api.map(({ request }) => request)).toEqual(["GET /lines"]);
    expect(said.map((line) => line.replaceAll(/ {2,}/g, "  ").trimEnd())).toEqual([
      "  selected  Sales  +44 20 7946 0100  id 1",
      "  –  Support  +33 1 70 18 00 01  id 2",
      "  selected  Returns  +1 202-555-0100  id 3  not linked to the app in Aircall",
    ]);
    expect((await run([], [])).said).toEqual(["  none"]);
  });

  it.each([
    [["--all"], ["1", "2", "3"]],
    [["--none"], []],
    [
      ["--select", "Support, 3"],
      ["2", "3"],
    ],
    [
      ["--add", "support"],
      ["1", "3", "2"],
    ],
    [
      ["--add", "Sales"],
      ["1", "3"],
    ],
    [["--drop", "+44 20 7946 0100"], ["3"]],
    [["--add", "2", "--drop", "1,3"], ["2"]],
  ])("N4: selects with %j exactly %j", async (args, selected) => {
    const outcome = await run(args);
    expect(writesOf(outcome)).toEqual([{ request: "PUT /lines", account: "acme", body: { selected } }]);
    // What the API answered.
    expect(outcome.said).toHaveLength(1);
  });

  it.each([
    [["--all", "--none"]],
    [["--all", "--select", "1"]],
    [["--none", "--drop", "1"]],
    [["--select", "1", "--add", "2"]],
  ])("refuses %j, which says two things", async (args) => {
    const outcome = await run(args);
    expect(outcome.error).toBe("Give one of --select, --all and --none, or --add and --drop.");
    expect(writesOf(outcome)).toEqual([]);
  });

  it("has another name, and names the numbers there are", async () => {
    const outcome = await runLine(["connection", "numbers", "acme", "--add", "Nowhere\u0007"], {
      api: { "GET /lines": { lines } },
    });
    expect(outcome.error).toMatch(/^Aircall has no number "Nowhere "\. .*Sales, \+44 20 7946 0100 \(id 1\)/);
  });
});
