/** What several commands have in common: how an account is named, progress, and text from outside. */
import { describe, expect, it } from "vitest";
import { runLine } from "../../test/helpers/run-line.ts";
import type { Progress } from "../kit/progress.ts";
import type { CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

const KEYS = '{"gorgias":{"email":"admin@acme.example","key":"g"},"aircall":{"id":"i","token":"a"}}';
const counted = { rotated: 2, current: 3 };
const found = { seen: 12, unheard: 3, changed: 4 };
const erased = { kind: "erased", caller: "+33612345678", of: [] };
const api = {
  "POST /activity/call%3A77/replay": {},
  "GET /lines": { lines: [] },
  "GET /settings": { settings: [] },
  "GET /agents": { agents: [] },
};
const answers = {
  activity: [],
  "activity show": null,
  "catch-up": found,
  doctor: [],
  erase: erased,
  "replay failed": 2,
  "rotate-keys": counted,
  "connection keys": { kind: "replaced", vendors: ["aircall"], status: "deactivated" },
  "connection add": { kind: "added", webhookUrl: "https://calls.example.com/w", lines: [] },
};

describe("an account", () => {
  it.each([
    "activity --account ACCOUNT",
    "activity show ACCOUNT call:77",
    "catch-up ACCOUNT --from=-1h",
    "config export --account ACCOUNT",
    "connection add ACCOUNT --keys k",
    "connection keys ACCOUNT --keys k",
    "connection lines ACCOUNT",
    "doctor --account ACCOUNT",
    "erase +33612345678 --yes --account ACCOUNT",
    "replay --failed ACCOUNT",
    "replay --failed --account ACCOUNT",
    "replay ACCOUNT 77",
    "settings get ACCOUNT",
  ])("may be an address in `%s`", async (line) => {
    const args = line.replace("ACCOUNT", "https://ACME.gorgias.com/app").split(" ");
    const { api: requests, asked } = await runLine(args, { api, answers, file: KEYS });
    const accounts = [...requests, ...asked.map(([, input]) => input as { account: string })].map((one) => one.account);
    expect(new Set(accounts)).toEqual(new Set(["acme"]));
  });
});

describe("a long command", () => {
  it.each([
    ["catch-up acme --from=-1h", "Reading calls", "catch-up"],
    ["replay --failed", "Queueing", "replay failed"],
    ["rotate-keys", "Encrypting", "rotate-keys"],
    ["erase +33612345678 --yes", "Erasing", "erase"],
  ])("shows the progress of `%s`", async (line, what, name) => {
    const shown: [string, Progress][] = [];
    const run: CliDeps["run"] = async (command, _input, report) => {
      report?.({ done: 1, total: 2, note: command });
      return answers[command as keyof typeof answers];
    };
    const withProgress: CliDeps["withProgress"] = (title, work) =>
      work((progress) => void shown.push([title, progress]));
    const { error, said } = await runLine(line.split(" "), { over: { run, withProgress } });
    expect([error, shown]).toEqual([null, [[what, { done: 1, total: 2, note: name }]]]);
    expect(said.length).toBeGreaterThan(0);
  });
});

describe("an answer", () => {
  it("of rotate-keys says how many were encrypted again, and when to repeat it", async () => {
    const rotate = async (rotated: number) => {
      const { said } = await runLine(["rotate-keys"], { answers: { "rotate-keys": { rotated, current: 3 } } });
      return said;
    };
    expect(await rotate(1)).toEqual([
      "1 encrypted again, 3 already used the first key.",
      expect.stringMatching(/^Run it again once/),
    ]);
    expect((await rotate(0)).at(-1)).toMatch(/remove the older ones/);
  });

  it("of replay says what would be queued, for people and programs", async () => {
    const replay = async (more: string) => {
      const { said } = await runLine(`replay --failed${more}`.split(" "), { answers });
      return said.join("\n");
    };
    expect(await replay("")).toBe("Queued: 2. `aircall-gorgias activity` shows the result.");
    expect(await replay(" --dry-run")).toBe("Would queue: 2.");
    expect(JSON.parse(await replay(" --json"))).toEqual({ account: null, failed: 2, queued: 2 });
    const one = await runLine(["replay", "ACME.gorgias.com", "77", "--json"], { api });
    expect(JSON.parse(one.said.join("\n"))).toEqual({ account: "acme", id: "call:77", queued: 1 });
  });

  it("of connection keys names the side and the status", async () => {
    const { said } = await runLine(["connection", "keys", "acme", "--keys", "-"], { answers, file: KEYS });
    expect(said).toEqual(["New keys of Aircall are in use. The connection is deactivated."]);
  });

  it("of connection keys and connection add says in the vendor's words why not, without control characters", async () => {
    const problem = { code: "not_an_admin", account: "acme", user: "cleo\u001b[2J", admins: [] };
    const refused = { kind: "refused", problem };
    for (const name of ["keys", "add"] as const) {
      const line = ["connection", name, "acme", "--keys", "-"];
      const { error } = await runLine(line, { answers: { [`connection ${name}`]: refused }, file: KEYS });
      expect(error).toMatch(/^(?:Nothing was changed|Not connected)\. cleo \[2J is not an admin/);
    }
  });

  it("of connection add shows no control character of a number's name", async () => {
    const lines = [{ id: "1", name: "Sales\u0007", digits: "1", selected: true }];
    const added = { kind: "added", webhookUrl: "https://calls.example.com/w", lines };
    const { said } = await runLine(["connection", "add", "acme", "--keys", "-"], {
      answers: { "connection add": added },
      file: KEYS,
    });
    expect(said[1]).toBe("Numbers followed: Sales  (1)");
  });
});

describe("connection add", () => {
  const add = async (...more: string[]) => {
    const { asked } = await runLine(["connection", "add", "acme", "--keys", "-", ...more], { answers, file: KEYS });
    return asked[0]?.[1];
  };

  it("checks PUBLIC_URL unless it is told not to", async () => {
    expect(await add()).not.toHaveProperty("unchecked");
    expect(await add("--unchecked")).toMatchObject({ unchecked: true });
  });

  it("S1: reads a list of numbers with empty parts, and a language in any letter case", async () => {
    expect(await add("--lines", " Sales ,, 2,")).toMatchObject({ lines: ["Sales", "2"] });
    expect(await add("--language", " FR ")).toMatchObject({ settings: { language: "fr" } });
  });
});

it("withoutControls replaces every control character, and nothing else", () => {
  expect(withoutControls("a\u0000b\nc\u001bd\u007fe\u009bf é–🙂")).toBe("a b c d e f é–🙂");
});
