/** `connection agent`, on a fake API. */
import { describe, expect, it } from "vitest";
import { runLine, writesOf } from "../../test/helpers/run-line.ts";

const agents = [
  { id: "5", name: "Nils", email: "Nils@acme.example", how: "none", helpDeskUser: null },
  {
    id: "6",
    name: "Ada",
    email: "ada@acme.example",
    how: "e-mail",
    helpDeskUser: { id: 7, name: "Ada A.", email: null },
  },
  {
    id: "7/x",
    name: "Twin",
    email: null,
    how: "by hand",
    helpDeskUser: { id: 8, name: null, email: "t@acme.example" },
  },
  { id: "8", name: "twin", email: null, how: "by hand", helpDeskUser: { id: 9, name: null, email: null } },
  // Some people are called by the address of another.
  { id: "9", name: "ada@acme.example", email: "other@acme.example", how: "none", helpDeskUser: null },
];
const users = [
  { id: 7, name: "Ada A.", email: "ada@acme.example" },
  { id: 8, name: "Cleo", email: "cleo@acme.example" },
];

const run = (args: readonly string[], known: object[] = agents) =>
  runLine(["connection", "agent", "acme", ...args], {
    api: {
      "GET /agents": { agents: known },
      "GET /desk-users": { users },
      "PUT /agents/5": agents[1],
      "PUT /agents/6": agents[0],
      "PUT /agents/7%2Fx": agents[2],
    },
  });

describe("connection agent", () => {
  it("C4: shows who signs for each agent, and how that was found", async () => {
    const { said } = await run([]);
    expect(said.map((line) => line.replaceAll(/ {2,}/g, "  ").trimEnd())).toEqual([
      "Nils  Nils@acme.example  id 5  → no user (an admin signs)",
      "Ada  ada@acme.example  id 6  → Ada A.  e-mail",
      "Twin  no e-mail  id 7/x  → t@acme.example  by hand",
      "twin  no e-mail  id 8  → 9  by hand",
      "ada@acme.example  other@acme.example  id 9  → no user (an admin signs)",
    ]);
    expect((await run([], [])).said).toEqual(["Aircall has no users."]);
    expect(
      (await runLine(["connection", "agents", "acme"], { api: { "GET /agents": { agents: [] } } })).error,
    ).toBeNull();
  });

  it.each(["5", " nils ", "NILS@acme.example"])("shows one alone, named %j", async (typed) => {
    const outcome = await run([typed]);
    expect(outcome.said).toEqual([expect.stringMatching(/^Nils +Nils@acme\.example/)]);
    expect(writesOf(outcome)).toEqual([]);
  });

  it.each([
    [["nils", "--user", "Cleo"], "PUT /agents/5", 8],
    [["ada@acme.example", "--user", "7"], "PUT /agents/6", 7],
    [["7/x", "--by-email"], "PUT /agents/7%2Fx", null],
  ])("C4: maps with %j", async (args, request, helpDeskUserId) => {
    expect(writesOf(await run(args))).toEqual([{ request, account: "acme", body: { helpDeskUserId } }]);
  });

  it.each([
    [["--user", "Cleo"], /^Name the agent too:/],
    [["--by-email"], /^Name the agent too:/],
    [["nils", "--user", "Cleo", "--by-email"], /^Give --user or --by-email, not both\.$/],
    [["twin", "--user", "Cleo"], /^"twin" names several people\. Give an e-mail or an id\.$/],
    [
      ["unknown\u0007"],
      /^Aircall has no user "unknown "\. .*Nils, Nils@acme\.example \(id 5\); .*Twin, no e-mail \(id 7\/x\)/,
    ],
    [["nils", "--user", "x"], /^Gorgias has no active user "x"\. .*Cleo, cleo@acme\.example \(id 8\)\.$/],
  ])("refuses %j, and changes nothing", async (args, sentence) => {
    const outcome = await run(args);
    expect(outcome.error).toMatch(sentence);
    expect(writesOf(outcome)).toEqual([]);
  });
});
