/** `erase` on the command line, with a fake service. */
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import type { ErasedOf } from "../connections/change/erase-phone.ts";
import { eraseCommand } from "./erase.ts";
import type { CliDeps } from "./commands.ts";

const NOTHING: ErasedOf = {
  account: "acme",
  calls: 0,
  conversations: 0,
  deliveries: 0,
  writes: 0,
  customers: [],
  tickets: [],
  named: [],
  underWay: false,
};

async function run(args: string[], answer: unknown, over: Partial<CliDeps> = {}) {
  const said: string[] = [];
  const asked: unknown[] = [];
  const deps: CliDeps = {
    say: (line) => void said.push(line),
    start: () => expect.unreachable("nothing may be started"),
    run: async (...question) => {
      asked.push(question);
      return answer;
    },
    read: () => expect.unreachable("nothing may be read"),
    fetch: () => expect.unreachable("nothing may be fetched"),
    ...over,
  };
  const quiet = { writeOut: () => undefined, writeErr: () => undefined };
  const program = new Command().exitOverride().configureOutput(quiet);
  program.addCommand(eraseCommand(deps).exitOverride().configureOutput(quiet));
  const error = await program.parseAsync(["erase", ...args], { from: "user" }).then(
    () => null,
    (thrown: unknown) => (thrown as Error).message,
  );
  return { said, asked, error };
}

const erased = (...of: Partial<ErasedOf>[]) => ({
  kind: "erased",
  caller: "+33612345678",
  of: of.map((each) => ({ ...NOTHING, ...each })),
});

describe("erase", () => {
  it("passes the number on as it was typed, for all accounts or for one", async () => {
    expect((await run(["+33 6 12 34 56 78", "--yes"], erased())).asked).toEqual([
      ["erase", { typed: "+33 6 12 34 56 78", account: null, preview: false }],
    ]);
    expect((await run(["+33612345678", "--account", "acme", "--yes"], erased())).asked).toEqual([
      ["erase", { typed: "+33612345678", account: "acme", preview: false }],
    ]);
  });

  it("without --yes asks for confirmation, and shows first what would be erased", async () => {
    const questions: string[] = [];
    const terminal = (says: boolean) => ({
      terminal: { confirm: async (question: string) => (questions.push(question), says) },
    });
    const no = await run(["+33612345678"], erased({ calls: 2 }), terminal(false));
    expect(no.asked).toEqual([["erase", { typed: "+33612345678", account: null, preview: true }]]);
    expect(no.said).toEqual(["acme: 2 calls, 0 conversations, 0 deliveries and 0 writes to erase."]);
    expect(no.error).toBe("Nothing was changed.");
    const yes = await run(["+33612345678"], erased({ calls: 2 }), terminal(true));
    expect(yes.asked).toHaveLength(2);
    expect(questions).toEqual(["Erase all of it, for ever?", "Erase all of it, for ever?"]);
  });

  it("erases nothing without a person and without --yes, nor in a dry run", async () => {
    const { asked, error } = await run(["+33612345678"], erased({ calls: 2 }));
    expect(asked).toEqual([["erase", { typed: "+33612345678", account: null, preview: true }]]);
    expect(error).toContain("Add --yes");
    const dry = await run(["+33612345678", "--dry-run", "--json"], erased({ calls: 2 }));
    expect(dry.asked).toEqual([["erase", { typed: "+33612345678", account: null, preview: true }]]);
    expect(JSON.parse(dry.said.join(""))).toMatchObject({ kind: "would erase", of: [{ calls: 2 }] });
  });

  it("says what was erased, what stays in Gorgias, and which other items name the number", async () => {
    const done = { calls: 2, conversations: 1, deliveries: 9, writes: 14, customers: [700], tickets: [811, 812] };
    const { said, error } = await run(
      ["+33612345678", "--yes"],
      erased({ ...done, named: ["call:7", "text:+44\u001b[2J"] }, {}),
    );
    expect(error).toBeNull();
    expect(said.join("\n").split("\n")).toEqual([
      "acme: 2 calls, 1 conversations, 9 deliveries and 14 writes erased.",
      "  remains in Gorgias, erase it there: customers 700; tickets 811, 812",
      "  stored for other numbers, but mentions this one: call:7, text:+44 [2J",
    ]);
  });

  it("says that nothing was stored, and asks for the country code where there was none", async () => {
    expect((await run(["+33612345678", "--yes"], erased({}))).said).toEqual(["No data found for +33612345678."]);
    const { said } = await run(["0612345678", "--yes"], { ...erased({}), caller: "0612345678" });
    expect(said).toEqual(["No data found for 0612345678. Enter it with its country code, e.g. +33612345678."]);
  });

  it("fails, after its report, where work did not end in the meantime", async () => {
    const { said, error } = await run(["+33612345678", "--yes"], erased({ calls: 1, underWay: true }));
    expect(said).toHaveLength(1);
    expect(error).toContain("Run the command again");
  });

  it.each([
    [{ kind: "no number", typed: "Ada\u001b[31m" }, "Ada [31m is not a phone number. Enter it with its country code"],
    [{ kind: "unknown account", account: "nobody" }, "No connection has the Gorgias account nobody."],
  ])("fails for %j", async (answer, message) => {
    const { said, error } = await run(["x", "--json", "--yes"], answer);
    expect([said, error]).toEqual([[], expect.stringContaining(message)]);
  });

  it("prints JSON for programs, and wants a number", async () => {
    const answer = erased({ calls: 1 });
    expect(JSON.parse((await run(["+33612345678", "--json", "--yes"], answer)).said.join(""))).toEqual(answer);
    expect((await run([], answer)).error).toContain("missing required argument");
  });
});
