/** Every command ends with an error when one of its requests fails, and changes nothing that it was not asked to. */
import { CommanderError, type Command } from "commander";
import { describe, expect, it } from "vitest";
import { Refusal } from "../kit/refusal.ts";
import { quietProgram } from "../../test/helpers/quiet-program.ts";
import type { CliDeps, CommandInputs } from "./commands.ts";
import { createProgram } from "./program.ts";

const line = { id: "1", name: "Support", digits: "+33123456789", selected: false, linkedInAircall: null };
const agent = {
  id: "5",
  name: "Nils",
  email: "nils@acme.example",
  how: "by hand",
  helpDeskUser: { id: 7, name: "Ada" },
};
const setting = { name: "language", value: "en", default: "en", about: "", kind: "choice", choices: ["en", "fr"] };
const connection = { account: "acme", status: "active", healthy: true, message: null, remedy: null, since: null };
const user = { id: 7, name: "Ada", email: "ada@acme.example" };
const item = {
  account: "acme",
  id: "call:77",
  state: "done",
  startedAt: null,
  updatedAt: 0,
  ticketId: null,
  requests: 0,
};

/** What the API answers, by path. */
const API: Record<string, unknown> = {
  "/connection": { ...connection, checks: [], steps: [] },
  "/connection/deactivate": connection,
  "/connection/reactivate": connection,
  "/connection/disconnect": {},
  "/lines": { lines: [line] },
  "/settings": { settings: [setting] },
  "/agents": { agents: [agent] },
  "/agents/5": agent,
  "/desk-users": { users: [user] },
  "/activity/call%3A77/replay": {},
};

/** What the service answers to the other commands. */
const ANSWERS: Partial<Record<keyof CommandInputs, unknown>> = {
  activity: [item],
  "activity show": { ...item, received: [], writes: [], leftOut: [], match: null },
  "replay failed": 2,
  "catch-up": { seen: 1, unheard: 1, changed: 1 },
  doctor: [{ check: "database", account: null, verdict: "ok", what: "it answers", remedy: null }],
  "rotate-keys": { rotated: 1, current: 0 },
  erase: { kind: "erased", caller: "+33612345678", of: [] },
  accounts: ["acme"],
  "connection add": { kind: "added", account: "acme", webhookUrl: "https://calls.example.com/w", lines: [line] },
  "connection keys": { kind: "replaced", vendors: ["gorgias"], status: "active" },
  "connection erase": true,
  "console link": { url: "https://calls.example.com/l", expiresAt: "2026-03-02T09:00:00.000Z" },
  "remove orphans": 2,
  migrate: true,
};

const KEYS = '{"gorgias":{"email":"admin@acme.example","key":"g"},"aircall":{"id":"i","token":"a"}}';
const CONFIG = `version: 1
connections:
  acme:
    settings: { language: fr }
    numbers: [{ id: "1", name: Support, digits: "+33123456789", selected: true }]
    agents: [{ agent: nils@acme.example, user: null }]
`;

/** Each command with everything that makes it do the most, and what of it changes something. */
const COMMANDS: Record<string, { args: string; file?: string; asks?: boolean }> = {
  migrate: { args: "" },
  activity: { args: "--account acme" },
  "activity show": { args: "acme call:77" },
  "catch-up": { args: "acme --from=-1h" },
  "config export": { args: "" },
  "config import": { args: "- --yes", file: CONFIG, asks: true },
  "connection add": { args: "acme --keys -", file: KEYS },
  "connection list": { args: "" },
  "connection show": { args: "acme" },
  "connection keys": { args: "acme --keys -", file: KEYS },
  "connection lines": { args: "acme --add Support" },
  "connection set": { args: "acme language=fr" },
  "connection agent": { args: "acme Nils --user Ada" },
  "connection deactivate": { args: "acme" },
  "connection reactivate": { args: "acme" },
  "connection remove": { args: "acme --data --yes", asks: true },
  "console-link": { args: "" },
  doctor: { args: "--remove-orphans --yes", asks: true },
  replay: { args: "--failed" },
  "rotate-keys": { args: "" },
  erase: { args: "+33612345678 --yes", asks: true },
  "settings get": { args: "acme" },
  "settings set": { args: "acme language=fr" },
};

/** These need no answer of a service, or another test has them. */
const OTHERS = ["start", "send"];

interface Asked {
  name: string;
  input: Record<string, unknown>;
}

/** Runs a command line. `failing` is the place of the request that fails, from 1. */
async function run(name: string, args: string, over: { file?: string; failing?: number; how?: () => unknown } = {}) {
  const said: string[] = [];
  const asked: Asked[] = [];
  const deps: CliDeps = {
    say: (text) => void said.push(text),
    start: async () => undefined,
    async run(command, input) {
      asked.push({ name: command, input: { ...input } });
      if (asked.length === over.failing) return over.how?.();
      if (command !== "api") return ANSWERS[command];
      return { status: 200, json: API["path" in input ? input.path : ""] };
    },
    read: async () => over.file ?? "",
    fetch: () => expect.unreachable("nothing may be fetched"),
    terminal: null,
  };
  const program = quietProgram(deps);
  const words = [...name.split(" "), ...args.split(" ").filter((word) => word !== "")];
  const error: unknown = await program.parseAsync(words, { from: "user" }).then(
    () => null,
    (failure: unknown) => failure,
  );
  return { said, asked, error };
}

const AWAY = new Error("the database is away");
const TABLE = Object.entries(COMMANDS).map(([name, about]) => ({ name, ...about }));

/** A request that only reads, or only counts. */
function isHarmless({ name, input }: Asked): boolean {
  if (name === "api") return input["method"] === "GET";
  return input["preview"] === true || ["doctor", "accounts"].includes(name);
}

describe("a command", () => {
  it.each(TABLE)("$name succeeds, and prints one JSON document where it is asked to", async ({ name, args, file }) => {
    const of = file === undefined ? {} : { file };
    expect((await run(name, args, of)).error).toBeNull();
    const { said, error } = await run(name, `${args} --json`, of);
    expect(error).toBeNull();
    expect(said.map((text) => typeof JSON.parse(text))).toEqual(["object"]);
  });

  it.each(TABLE)("$name fails with each of its requests, and sends none after it", async ({ name, args, file }) => {
    const of = file === undefined ? {} : { file };
    const count = (await run(name, args, of)).asked.length;
    expect(count).toBeGreaterThan(0);
    for (let failing = 1; failing <= count; failing += 1) {
      const { asked, error, said } = await run(name, args, { ...of, failing, how: () => Promise.reject(AWAY) });
      // The doctor reports what cannot be opened as a finding.
      const isFinding = asked.at(-1)?.name === "doctor";
      expect({ failing, asked: asked.length, error }).toEqual({
        failing,
        asked: failing,
        error: isFinding ? new Refusal("checks_failed", "1 of 1 checks failed.") : AWAY,
      });
      expect(said.join("\n")).not.toMatch(/Applied|Deleted|Connected|in use|up to date/);
    }
  });

  it.each(TABLE)("$name repeats the API's refusal of each of its requests", async ({ name, args, file }) => {
    const of = file === undefined ? {} : { file };
    const { asked } = await run(name, args, of);
    for (const [place, { name: command }] of asked.entries()) {
      if (command !== "api") continue;
      for (const status of [400, 403, 404, 500]) {
        const json = { error: { code: "no_way", message: "No way." } };
        const { error } = await run(name, args, { ...of, failing: place + 1, how: () => ({ status, json }) });
        expect(error).toEqual(new Refusal("no_way", "No way."));
        const bare = await run(name, args, { ...of, failing: place + 1, how: () => ({ status, json: null }) });
        expect(bare.error).toEqual(new Refusal("failed", `The API answered ${status}.`));
      }
    }
  });

  it.each(TABLE.filter(({ asks }) => asks))("$name changes nothing without a yes", async ({ name, args, file }) => {
    const of = file === undefined ? {} : { file };
    const unasked = await run(name, args.replace("--yes", ""), of);
    expect(unasked.error).toMatchObject({ name: "Refusal", code: "confirmation_needed" });
    const dry = await run(name, args.replace("--yes", "--dry-run"), of);
    expect(dry.error).toBeNull();
    expect([...unasked.asked, ...dry.asked].filter((one) => !isHarmless(one))).toEqual([]);
    expect((await run(name, args, of)).asked.filter((one) => !isHarmless(one))).not.toEqual([]);
  });

  it.each([...TABLE.map(({ name }) => name), "send"])("%s refuses an option that it does not have", async (name) => {
    const { error, asked } = await run(name, "--no-such-option");
    expect(error).toBeInstanceOf(CommanderError);
    expect(asked).toEqual([]);
  });

  it("is in this table", () => {
    const program = createProgram({ say: () => undefined } as unknown as CliDeps);
    // A command with an argument or an option of its own, besides its commands, can be run itself.
    const namesIn = (command: Command, path: string): string[] => [
      ...(command.commands.length === 0 || command.options.length > 0 ? [path] : []),
      ...command.commands.flatMap((one) => namesIn(one, `${path} ${one.name()}`.trim())),
    ];
    const names = program.commands.flatMap((command) => namesIn(command, command.name()));
    expect(names.sort()).toEqual([...Object.keys(COMMANDS), ...OTHERS].sort());
  });
});
