/** `config export` and `config import`, on a fake API. */
import { describe, expect, it } from "vitest";
import { runLine, writesOf } from "../../test/helpers/run-line.ts";

const settings = [
  { name: "language", value: "en", default: "en" },
  { name: "sharePercent", value: 10, default: 10 },
  { name: "alertUrl", value: "https://hooks.example.com/…", default: "" },
];
const lines = [
  { id: "1", name: "Sales", digits: "+44 20 7946 0100", selected: true, linkedInAircall: true },
  { id: "2", name: "Support", digits: "+33 1 70 18 00 01", selected: false, linkedInAircall: true },
];
const ada = { id: 7, name: "Ada A.", email: "ada@acme.example" };
const cleo = { id: 8, name: "Cleo", email: null };
const agents = [
  { id: "5", name: "Nils", email: "nils@acme.example", how: "by hand", helpDeskUser: ada },
  { id: "6", name: "Ada", email: "ada@acme.example", how: "e-mail", helpDeskUser: ada },
  { id: "7", name: null, email: null, how: "by hand", helpDeskUser: cleo },
];
const api = {
  "GET /settings": { settings },
  "PATCH /settings": { settings },
  "GET /lines": { lines },
  "PUT /lines": { lines },
  "GET /agents": { agents },
  "GET /desk-users": { users: [ada, cleo] },
  "PUT /agents/5": agents[0],
  "PUT /agents/6": agents[1],
};
const NOTHING = "Nothing to change: every connection is as the file says.";

/** Imports a file with this part about one connection. */
function load(part: object, ...more: string[]) {
  const file = JSON.stringify({ version: 1, connections: { acme: part } }, null, 1);
  return runLine(["config", "import", "config.yaml", ...more], { api, file });
}

describe("config import", () => {
  it.each([
    ["settings that are as before", { settings: { language: "en" } }],
    ["a number that is as before", { numbers: [{ id: "1", selected: true }] }],
    ["an agent who is mapped like this", { agents: [{ agent: "nils", user: "ada@acme.example" }] }],
    ["an agent who is matched by e-mail already", { agents: [{ agent: "ada", user: null }] }],
    ["empty lists", { numbers: [], agents: [] }],
  ])("changes nothing for %s", async (_what, part) => {
    const outcome = await load(part);
    expect([outcome.error, outcome.said, writesOf(outcome)]).toEqual([null, [NOTHING], []]);
  });

  it.each([
    ["a setting", { settings: { language: "fr" } }, 'acme  ~ language: "en" → "fr"'],
    ["one number", { numbers: [{ id: "2", selected: true }] }, "acme  + number Support: selected"],
    [
      "a number by its digits",
      { numbers: [{ digits: "+44 20 7946 0100", name: "Support", selected: false }] },
      "acme  - number Sales: no longer selected",
    ],
    [
      "a number of another company",
      { numbers: [{ id: "99", name: "sales", selected: false }] },
      "acme  - number Sales: no longer selected",
    ],
    [
      "a number with an id that wins",
      { numbers: [{ id: "2", digits: "+44 20 7946 0100", selected: true }] },
      "acme  + number Support: selected",
    ],
    [
      "one agent by hand",
      { agents: [{ agent: "nils", user: 8 }] },
      "acme  ~ agent Nils: Gorgias user 7 → Gorgias user 8",
    ],
    [
      "who was matched by e-mail, now by hand",
      { agents: [{ agent: "6", user: "Ada A." }] },
      "acme  ~ agent Ada: by e-mail → Gorgias user 7",
    ],
    [
      "an agent by e-mail again",
      { agents: [{ agent: "7", user: null }] },
      "acme  ~ agent 7: Gorgias user 8 → by e-mail",
    ],
    [
      "a secret",
      { settings: { alertUrl: "https://hooks.example.com/hush" } },
      "acme  ~ alertUrl: (set, a secret) → (set, a secret)",
    ],
  ])("shows what it would change: %s", async (_what, part, line) => {
    const outcome = await load(part, "--dry-run");
    expect([outcome.error, outcome.said, writesOf(outcome)]).toEqual([null, [line], []]);
  });

  it("applies settings, then numbers beside those that the file leaves out, then agents", async () => {
    const part = {
      settings: { sharePercent: 20, language: "en" },
      numbers: [{ id: "2", selected: true }],
      agents: [
        { agent: "nils", user: null },
        { agent: "ada", user: "7" },
      ],
    };
    const outcome = await load(part, "--yes");
    expect([outcome.error, outcome.said.at(-1)]).toEqual([null, "Applied."]);
    expect(writesOf(outcome)).toEqual([
      { request: "PATCH /settings", account: "acme", body: { sharePercent: 20 } },
      { request: "PUT /lines", account: "acme", body: { selected: ["1", "2"] } },
      { request: "PUT /agents/5", account: "acme", body: { helpDeskUserId: null } },
      { request: "PUT /agents/6", account: "acme", body: { helpDeskUserId: 7 } },
    ]);
  });

  it("prints no secret as JSON, and says whether it was applied", async () => {
    const { said } = await load({ settings: { alertUrl: "https://hooks.example.com/hush" } }, "--dry-run", "--json");
    expect(JSON.parse(said.join("\n"))).toEqual({
      changes: [{ account: "acme", kind: "setting", name: "alertUrl", from: "…", to: "…" }],
      applied: false,
    });
  });

  it.each([
    [{ settings: { colour: "red" } }, /line 12: there is no setting colour\.$/],
    [{ settings: { sharePercent: 91 } }, /line 12: sharePercent must be a whole number from 0 to 90\.$/],
    [{ numbers: [{ selected: true }] }, /line 6: a number needs an id, digits or a name\.$/],
    [{ numbers: [{ name: "Nowhere", selected: true }] }, /line 6: Aircall has no number "Nowhere"\./],
    [{ agents: [{ agent: "unknown", user: null }] }, /line 12: Aircall has no user "unknown"\./],
    [{ agents: [{ agent: "nils", user: "x" }] }, /line 12: Gorgias has no active user "x"\./],
  ])("names file and line of the mistake in %j, and changes nothing", async (part, sentence) => {
    const outcome = await load({ numbers: [{ id: "2", selected: true }], ...part }, "--yes");
    expect(outcome.error).toMatch(/^config\.yaml, line/);
    expect(outcome.error).toMatch(sentence);
    expect(writesOf(outcome)).toEqual([]);
  });
});

describe("config export", () => {
  const exported = async (over: object) => {
    const outcome = await runLine(["config", "export", "--account", "ACME.gorgias.com", "--json"], {
      api: { ...api, ...over },
    });
    return { ...outcome, file: outcome.error === null ? (JSON.parse(outcome.said.join("\n")) as unknown) : null };
  };

  it("has every setting but the secret, every number, and the agents who were mapped by hand", async () => {
    const { file, asked } = await exported({});
    expect(asked).toEqual([]);
    const numbers = lines.map(({ id, name, digits, selected }) => ({ id, name, digits, selected }));
    expect(file).toEqual({
      version: 1,
      connections: {
        acme: {
          settings: { language: "en", sharePercent: 10 },
          numbers,
          agents: [
            { agent: "nils@acme.example", user: "ada@acme.example" },
            { agent: "7", user: "8" },
          ],
        },
      },
    });
  });
});
