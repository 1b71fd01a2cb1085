/** The command line, with a fake service. */
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { quietProgram } from "../../test/helpers/quiet-program.ts";
import type { CliDeps } from "./commands.ts";

const item = {
  account: "acme",
  id: "call:77",
  state: "done",
  reason: null,
  direction: "inbound",
  lineName: "Support US",
  caller: "+12025550147",
  startedAt: "2025-10-09T08:53:20.000Z",
  ticketId: 812,
  customerId: 700,
  match: { how: "created" },
  updatedAt: "2025-10-09T08:59:00.000Z",
  wakeAt: null,
  deliveries: 3,
  requests: 6,
};
const LINE = "2025-10-09T08:53:20  acme  call:77  done     inbound +12025550147 on Support US  ticket 812, 6 requests";

const KEYS = '{"gorgias":{"email":"admin@acme.example","key":"hush-g"},"aircall":{"id":"i","token":"hush-a"}}';
const added = {
  kind: "added",
  account: "acme",
  webhookUrl: "https://calls.example.com/webhooks/aircall/k",
  lines: [
    { id: "1", name: "Support US", digits: "+1 202-555-0100", selected: true },
    { id: "2", name: "Sales", digits: "+44 20 7946 0100", selected: false },
    { id: "3", name: "Accueil", digits: "+33 1 70 18 00 01", selected: true },
  ],
};

interface Outcome {
  said: string[];
  asked: [string, unknown][];
  error: string | null;
}

/** Runs one command line. The service answers `answer`, and every file contains `file`. */
async function run(
  args: string[],
  answer: unknown = null,
  over: Partial<CliDeps> & { file?: string } = {},
): Promise<Outcome> {
  const said: string[] = [];
  const asked: [string, unknown][] = [];
  const deps: CliDeps = {
    say: (line) => void said.push(line),
    start: async () => void said.push("started"),
    run: async (name, input) => {
      asked.push([name, input]);
      return answer;
    },
    read: async () => over.file ?? KEYS,
    fetch: () => expect.unreachable("nothing may be fetched"),
    ...over,
  };
  const program = quietProgram(deps);
  try {
    await program.parseAsync(args, { from: "user" });
    return { said, asked, error: null };
  } catch (error) {
    const told = error instanceof CommanderError ? error.code : (error as Error).message;
    return { said, asked, error: told };
  }
}

describe("activity", () => {
  it("lists calls, one a line", async () => {
    const pending = {
      ...item,
      id: "call:78",
      state: "pending",
      reason: { code: "no_capacity", vendor: "gorgias" },
      direction: null,
      lineName: null,
      caller: null,
      startedAt: null,
      ticketId: null,
      requests: 0,
    };
    const { said, asked } = await run(["activity"], [item, pending]);
    expect(asked).toEqual([["activity", { account: null, limit: 20 }]]);
    expect(said).toEqual([
      `${LINE}\n2025-10-09T08:59:00  acme  call:78  pending  ? ? on ?  no ticket, 0 requests — The API limit of Gorgias is used up. It is written as soon as there is capacity.`,
    ]);
  });

  it("says so where nothing has happened", async () => {
    expect((await run(["activity"], [])).said).toEqual(["No activity yet."]);
  });

  it("asks for an account and a number of them", async () => {
    const { asked } = await run(["activity", "--account", "acme", "--limit", "5"], []);
    expect(asked).toEqual([["activity", { account: "acme", limit: 5 }]]);
    for (const limit of [1, 1000]) {
      const outcome = await run(["activity", "--limit", String(limit)], []);
      expect(outcome.asked).toEqual([["activity", { account: null, limit }]]);
    }
  });

  it.each(["0", "-1", "1001", "1.5", "many", ""])("refuses %j as a number of calls", async (limit) => {
    const { asked, error } = await run(["activity", `--limit=${limit}`], []);
    expect([asked, error]).toEqual([[], "commander.invalidArgument"]);
  });

  it("prints JSON for programs", async () => {
    const { said } = await run(["activity", "--json"], [item]);
    expect(said.map((text) => JSON.parse(text) as unknown)).toEqual([[item]]);
  });

  it("lets no control character of external text reach the terminal", async () => {
    const evil = "\u001b[31mred\u0007\r\n\u009b2J\u007f";
    const { said } = await run(
      ["activity"],
      [{ ...item, lineName: evil, caller: evil, reason: { code: "other", detail: evil } }],
    );
    expect(said.join("")).not.toMatch(/\p{Cc}/u);
    expect(said.join("")).toContain("[31mred");
  });
});

describe("activity show", () => {
  const detail = {
    ...item,
    plan: {},
    received: [
      { event: "call.created", receivedAt: "2025-10-09T08:53:21.000Z", outcome: { code: "read" } },
      { event: "call.ended", receivedAt: "2025-10-09T08:56:00.000Z", outcome: null },
    ],
    leftOut: [
      { part: "tag", value: "VIP", code: "rejected", vendor: "gorgias", status: 400, detail: "Unknown tag" },
      { part: "author", value: null, code: "unavailable", vendor: "aircall", status: null, detail: null },
    ],
    writes: [
      { generation: 1, key: "ticket", state: "done", outcome: { ticketId: 812 }, requests: 1, intendedAt: "" },
      { generation: 2, key: "note:ended", state: "refused", outcome: { why: "no" }, requests: 2, intendedAt: "" },
    ],
  };

  it.each(["77", "call:77"])("shows all of a call named %s", async (name) => {
    const { said, asked } = await run(["activity", "show", "acme", name], detail);
    expect(asked).toEqual([["activity show", { account: "acme", activityId: "call:77" }]]);
    expect(said.join("\n").split("\n")).toEqual([
      LINE,
      'Customer: {"how":"created"}',
      "Left out:",
      "  tag VIP  rejected by gorgias (400): Unknown tag",
      "  author  unavailable by aircall",
      "Deliveries:",
      "  2025-10-09T08:53:21.000Z  call.created  understood",
      "  2025-10-09T08:56:00.000Z  call.ended  not processed yet",
      "Writes:",
      '  ticket  done  1 requests  {"ticketId":812}',
      '  note:ended (ticket 2)  refused  2 requests  {"why":"no"}',
    ]);
  });

  it("says where no customer was searched yet", async () => {
    const { said } = await run(["activity", "show", "acme", "77"], { ...detail, match: null });
    expect(said.join("")).toContain("Customer: not searched yet");
  });

  it("says what to do about a call that is not there", async () => {
    expect((await run(["activity", "show", "acme", "call:9"], null)).error).toBe(
      "acme has no call:9. `aircall-gorgias activity` lists the existing ones.",
    );
  });

  it("lets no control character of external text reach the terminal", async () => {
    const received = [{ event: "call.\u001b]0;x\u0007", receivedAt: "2025-10-09T08:53:21.000Z", outcome: "\u009b2J" }];
    const { said } = await run(["activity", "show", "acme", "77"], { ...detail, received });
    expect(said.join("").replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

describe("connection add", () => {
  const add = (more: string[] = [], answer: unknown = added, file = KEYS) =>
    run(["connection", "add", "acme", "--keys", "keys.json", ...more], answer, { file });

  it("joins two accounts and says which lines are followed", async () => {
    const { said, asked } = await add();
    expect(asked).toEqual([
      [
        "connection add",
        {
          account: "acme",
          gorgias: { kind: "basic", user: "admin@acme.example", password: "hush-g" },
          aircall: { kind: "basic", user: "i", password: "hush-a" },
          lines: "all",
        },
      ],
    ]);
    expect(said.join("\n").split("\n")).toEqual([
      "Connected. Aircall delivers to https://calls.example.com/webhooks/aircall/k",
      "Numbers followed: Support US (+1 202-555-0100), Accueil (+33 1 70 18 00 01)",
      "`aircall-gorgias console-link` prints a link to the console.",
    ]);
  });

  it("S1: follows the lines that are named", async () => {
    expect((await add(["--lines", "1, 3"])).asked[0]?.[1]).toMatchObject({ lines: ["1", "3"] });
    expect((await add([], { ...added, lines: [] })).said.join("")).toContain("Numbers followed: none");
  });

  it.each(["ACME", "acme.gorgias.com", "https://acme.gorgias.com/app"])("takes %s as the account", async (account) => {
    const { asked } = await run(["connection", "add", account, "--keys", "k"], added);
    expect(asked[0]?.[1]).toMatchObject({ account: "acme" });
  });

  it("rejects an invalid account without a request, and sets a language", async () => {
    const { asked, error } = await run(["connection", "add", "not an account", "--keys", "k"], added);
    expect([asked, error]).toEqual([[], expect.stringContaining("the part before .gorgias.com")]);
    expect((await add(["--language", "FR"])).asked[0]?.[1]).toMatchObject({ settings: { language: "fr" } });
    expect((await add(["--language", "de"])).error).toBe('--language must be en or fr, not "de".');
  });

  it("trims what was copied with spaces, and takes YAML too", async () => {
    const yaml = "gorgias:\n  email: ' admin@acme.example '\n  key: hush-g \naircall:\n  id: 12\n  token: hush-a\n";
    expect((await add([], added, yaml)).asked[0]?.[1]).toMatchObject({
      gorgias: { user: "admin@acme.example", password: "hush-g" },
      aircall: { user: "12", password: "hush-a" },
    });
  });

  it("prints JSON for programs", async () => {
    expect(JSON.parse((await add(["--json"])).said.join(""))).toEqual({
      account: "acme",
      webhookUrl: added.webhookUrl,
      lines: added.lines,
    });
  });

  it("N2: says why it was refused", async () => {
    const problem = {
      code: "not_an_admin",
      account: "acme",
      user: "cleo@acme.example",
      admins: ["Ada (ada@acme.example)"],
    };
    const { said, error } = await add([], { kind: "refused", problem });
    expect([said, error]).toEqual([
      [],
      "Not connected. cleo@acme.example is not an admin of Gorgias acme. Use the API key of Ada (ada@acme.example).",
    ]);
  });

  it.each([
    ["no JSON", "hush", /^keys\.json: the keys must have the form \{"gorgias":/],
    ["nothing", "", /^keys\.json is empty\. It must hold \{"gorgias":/],
    ["half of it", `{\n${KEYS.slice(1, -3)}`, /^keys\.json, line \d: this is neither JSON nor YAML\./],
    ["one key missing", '{"gorgias":{"email":"hush@acme.example","key":"hush-g"}}', /^keys\.json: aircall is missing/],
    [
      "a field missing",
      '{\n"gorgias":{\n"email":"hush"},"aircall":{}}',
      /^keys\.json, line 2: gorgias\.key is missing/,
    ],
    ["an empty key", KEYS.replace("hush-g", " "), /^keys\.json, line 1: gorgias\.key is empty\./],
    ["an unknown field", KEYS.replace('"token"', '"tokn"'), /^keys\.json, line 1: .*aircall/],
    ["another form", '["hush"]', /^keys\.json: the keys must have the form/],
  ])("repeats no secret of a keys file that is %s, and names field and line", async (_, file, sentence) => {
    const { said, asked, error } = await add([], added, file);
    expect([said, asked]).toEqual([[], []]);
    expect(error).toMatch(sentence);
    expect(error).not.toContain("hush");
  });

  it("takes no secret as an argument", async () => {
    expect((await run(["connection", "add", "acme"], added)).error).toBe("commander.missingMandatoryOptionValue");
    expect((await add(["--key", "hush"])).error).toBe("commander.unknownOption");
  });
});

describe("doctor", () => {
  const findings = [
    { check: "database", account: null, verdict: "ok", what: "it answers and is up to date", remedy: null },
    { check: "agents", account: "acme", verdict: "note", what: 'nobody: "\u001b[31mNils"', remedy: "Join them." },
  ];
  const ill = { check: "lines", account: "acme", verdict: "wrong", what: "no line is chosen", remedy: "Choose lines." };

  it("says of each what was looked at, and how it is", async () => {
    const { said, asked, error } = await run(["doctor"], findings);
    expect([asked, error]).toEqual([[["doctor", { account: null }]], null]);
    expect(said.join("\n").split("\n")).toEqual([
      "ok     database: it answers and is up to date",
      'note   acme: agents: nobody: " [31mNils"',
      "       → Join them.",
    ]);
  });

  it("fails where anything is wrong, and says all the same", async () => {
    const { said, asked, error } = await run(["doctor", "--account", "acme"], [...findings, ill]);
    expect(asked).toEqual([["doctor", { account: "acme" }]]);
    expect(said.join("\n")).toContain("wrong  acme: lines: no line is chosen\n       → Choose lines.");
    expect(error).toBe("1 of 3 checks failed.");
  });

  it("prints JSON for programs, and fails just so", async () => {
    const { said, error } = await run(["doctor", "--json"], [...findings, ill]);
    expect(JSON.parse(said.join(""))).toEqual({ well: false, findings: [...findings, ill] });
    expect(error).toContain("checks failed");
    expect(JSON.parse((await run(["doctor", "--json"], findings)).said.join(""))).toMatchObject({ well: true });
  });

  it.each([
    [Object.assign(new Error(""), { code: "ECONNREFUSED" }), "database: ECONNREFUSED"],
    [new Error("connection refused"), "database: connection refused"],
    [Object.assign(new Error("PORT: too low"), { name: "ConfigError" }), "configuration: PORT: too low"],
  ])("finds a service wrong that cannot even be opened: %s", async (failure, what) => {
    const { said, error } = await run(["doctor"], null, { run: () => Promise.reject(failure) });
    expect(said.join("")).toContain(`wrong  ${what}`);
    expect(error).toBe("1 of 1 checks failed.");
  });
});

describe("catch-up", () => {
  const found = { seen: 12, unheard: 3, changed: 4 };

  it("L8: asks for the calls of a time, up to now by default, and says what was found", async () => {
    const { said, asked } = await run(["catch-up", "acme", "--from", "-2h"], found);
    expect(asked).toEqual([["catch-up", { account: "acme", from: { agoMs: 7_200_000 }, to: { agoMs: 0 } }]]);
    expect(said).toEqual(["Calls seen: 12, new: 3, changed: 1. `aircall-gorgias activity` shows the results."]);
    expect((await run(["catch-up", "acme", "--from", "-2h"], { seen: 2, unheard: 0, changed: 0 })).said).toEqual([
      "Calls seen: 2, new: 0, changed: 0.",
    ]);
  });

  it.each([
    ["-30m", { agoMs: 1_800_000 }],
    ["-3d", { agoMs: 259_200_000 }],
    ["now", { agoMs: 0 }],
    ["2026-03-02", { at: Date.UTC(2026, 2, 2) }],
    ["2026-03-02T09:00", { at: Date.UTC(2026, 2, 2, 9) }],
    ["2026-03-02T09:00:30Z", { at: Date.UTC(2026, 2, 2, 9, 0, 30) }],
    ["2026-03-02T09:00+01:00", { at: Date.UTC(2026, 2, 2, 8) }],
  ])("reads the time %s", async (typed, moment) => {
    const { asked } = await run(["catch-up", "acme", `--from=${typed}`, "--to", typed], found);
    expect(asked).toEqual([["catch-up", { account: "acme", from: moment, to: moment }]]);
  });

  it.each(["yesterday", "-2", "2h", "-2w", "2026-13-01", "1760000000", ""])("refuses %j as a time", async (typed) => {
    const { asked, error } = await run(["catch-up", "acme", `--from=${typed}`], found);
    expect([asked, error]).toEqual([[], "commander.invalidArgument"]);
  });

  it("prints JSON for programs, and wants to know from when", async () => {
    expect(JSON.parse((await run(["catch-up", "acme", "--from=-1d", "--json"], found)).said.join(""))).toEqual(found);
    expect((await run(["catch-up", "acme"], found)).error).toBe("commander.missingMandatoryOptionValue");
  });
});

describe("the other commands", () => {
  it("start starts the service", async () => {
    expect((await run(["start"])).said).toEqual(["started"]);
  });

  it("migrate brings the database up to date", async () => {
    expect(await run(["migrate"])).toEqual({
      said: ["The database is up to date."],
      asked: [["migrate", {}]],
      error: null,
    });
  });

  it.each(["77", "call:77"])("replay queues the call named %s", async (name) => {
    const { said, asked } = await run(["replay", "acme", name], { status: 202, json: {} });
    expect(asked).toEqual([["api", { account: "acme", method: "POST", path: "/activity/call%3A77/replay" }]]);
    expect(said).toEqual(["Queued. `aircall-gorgias activity` shows the result."]);
  });

  it("replay says in the API's words that there is no such item", async () => {
    const json = { error: { code: "not_found", message: "No item has this id." } };
    expect((await run(["replay", "acme", "77"], { status: 404, json })).error).toBe("No item has this id.");
  });

  it("replay tries everything again that failed, of one account or of all", async () => {
    for (const [args, account] of [
      [[], null],
      [["--account", "acme"], "acme"],
      [["acme"], "acme"],
    ] as const) {
      const { said, asked } = await run(["replay", "--failed", ...args], 3);
      expect(asked).toEqual([["replay failed", { account, preview: false }]]);
      expect(said).toEqual(["Queued: 3. `aircall-gorgias activity` shows the result."]);
    }
    expect((await run(["replay", "--failed"], 0)).said).toEqual(["Nothing failed."]);
    const counted = await run(["replay", "--failed", "--dry-run", "--json"], 3);
    expect(counted.asked).toEqual([["replay failed", { account: null, preview: true }]]);
    expect(JSON.parse(counted.said.join(""))).toEqual({ account: null, failed: 3, queued: 0 });
  });

  it.each([["replay"], ["replay acme"], ["replay acme call:1 --account acme"], ["replay acme call:1 --failed"]])(
    "%s is refused, and nothing is asked",
    async (line) => {
      const { asked, error } = await run(line.split(" "), true);
      expect([asked, error]).toEqual([[], expect.stringMatching(/^commander\./)]);
    },
  );

  it("send posts a saved delivery and says what was answered", async () => {
    const sent: unknown[] = [];
    const fetch: CliDeps["fetch"] = async (url, init) => {
      sent.push([url, init?.method, new Headers(init?.headers).get("content-type"), init?.body]);
      return new Response("kept");
    };
    const { said } = await run(["send", "ended.json", "--to", "http://127.0.0.1:3000/w/k"], null, {
      fetch,
      file: "{}",
    });
    expect(sent).toEqual([["http://127.0.0.1:3000/w/k", "POST", "application/json", "{}"]]);
    expect(said).toEqual(["kept"]);
  });

  it("send fails when the service refuses", async () => {
    const fetch: CliDeps["fetch"] = async () => new Response("wrong token", { status: 401 });
    const { said, error } = await run(["send", "ended.json", "--to", "http://127.0.0.1:3000/w/k"], null, { fetch });
    expect([said, error]).toEqual([[], "The service rejected it: 401 wrong token"]);
  });

  it.each([
    [199, false],
    [200, true],
    [299, true],
    [301, false],
    [500, false],
  ])("send takes only a success for one: %i", async (status, taken) => {
    // No Response may have the status 199.
    const answer = { status, body: null } as Response;
    const fetch: CliDeps["fetch"] = async () => answer;
    const { error } = await run(["send", "ended.json", "--to", "http://127.0.0.1:3000/w/k"], null, { fetch });
    expect(error === null).toBe(taken);
  });

  it.each([
    [[], null],
    [["acme"], "acme"],
  ])("console-link leads to the only account, or to the set-up page without one: %j", async (accounts, account) => {
    const link = { url: "https://calls.example.com/l", expiresAt: "2026-03-02T09:00:00.000Z" };
    const answers: CliDeps["run"] = async (name) => (name === "accounts" ? accounts : link);
    expect(JSON.parse((await run(["console-link", "--json"], null, { run: answers })).said.join(""))).toEqual({
      account,
      ...link,
    });
  });

  it("console-link --set-up leads to the set-up page, with or without connections", async () => {
    const link = { url: "https://calls.example.com/l", expiresAt: "2026-03-02T09:00:00.000Z" };
    const { asked, said } = await run(["console-link", "--set-up"], link);
    expect(asked).toEqual([["console link", { account: null }]]);
    expect(said.join("")).toMatch(/^Opens the set-up page once/);
  });

  it("console-link asks which of two accounts it is for", async () => {
    expect((await run(["console-link"], ["acme", "beta"])).error).toBe(
      "Several accounts are connected. Name one: acme, beta.",
    );
  });

  it.each([
    [[], false],
    [["--data"], true],
  ])("connection remove erases what is stored only where it is asked to: %j", async (more, erases) => {
    const answer = { status: 200, json: { status: "active" } };
    const { asked } = await run(["connection", "remove", "acme", "--yes", ...more], answer);
    expect(asked.map(([name]) => name)).toEqual(["api", "api", ...(erases ? ["connection erase"] : [])]);
    expect(asked[1]).toEqual(["api", { account: "acme", method: "POST", path: "/connection/disconnect" }]);
  });

  it("an unknown command is refused", async () => {
    expect((await run(["dance"])).error).toBe("commander.unknownCommand");
  });
});
