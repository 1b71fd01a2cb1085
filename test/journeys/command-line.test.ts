/** The command line as an operator uses it: the real program, beside a service that runs on the same folder. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { serveCommands } from "../../src/run/serve-commands.ts";
import { startService, type RunningService } from "../../src/run/start-service.ts";
import { openStore } from "../../src/storage/db/open-store.ts";
import { freePort } from "../helpers/free-port.ts";
import { runMain } from "../helpers/main-process.ts";

let sandbox: Sandbox;
let service: RunningService;
let folder: string;
let variables: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-"));
  sandbox = await startSandbox();
  variables = {
    SANDBOX: "0",
    HOST: "127.0.0.1",
    PORT: String(await freePort()),
    DATA_DIR: join(folder, "data"),
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
  };
  // As `start` does, in this process: a command that it spawns still reaches it through the folder's socket.
  const config = configFrom(variables);
  const store = await openStore(config, () => undefined);
  service = await startService(config, { log: createLogger("silent"), store });
  store.lock?.serve(serveCommands(service.services));
  await writeFile(join(folder, "keys.json"), JSON.stringify(keys()));
});
afterAll(async () => {
  await service.stop(0);
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

function keys() {
  const { gorgias, aircall } = sandbox.keys;
  return {
    gorgias: { email: ` ${gorgias.email} `, key: `${gorgias.apiKey}\n` },
    aircall: { id: aircall.apiId, token: aircall.apiToken },
  };
}

/** Runs one command line, spelled with single spaces. `KEYS` stands for the file of keys. */
async function cli(line: string, input?: string) {
  const args = line.split(" ").map((word) => (word === "KEYS" ? join(folder, "keys.json") : word.replaceAll("_", " ")));
  const { code, said } = await runMain(variables, input === undefined ? { args } : { args, input });
  return { code, said: said.trimEnd() };
}

async function json<T>(line: string): Promise<T> {
  const { said } = await cli(`${line} --json`);
  return JSON.parse(said) as T;
}

interface Lines {
  lines: { id: string; name: string; digits: string; selected: boolean }[];
}

const selected = ({ lines }: Lines) => lines.filter((line) => line.selected).map(({ name }) => name);

describe("the command line", { timeout: 300_000 }, () => {
  it("says its version", async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../../package.json"), "utf8")) as {
      version: string;
    };
    expect(await cli("--version")).toEqual({ code: 0, said: version });
  });

  it("connects, then works: list, show, numbers, language, agents, keys", async () => {
    expect((await cli("connection list")).said).toContain("No connection yet.");
    const all = sandbox.aircall.phone.state.companies[0]?.lines ?? [];
    const [first, second] = all;
    const added = await cli(
      `connection add HTTPS://ACME.gorgias.com/app --keys KEYS --language fr --lines ${second?.digits.replaceAll(" ", "_")}`,
    );
    expect(added).toMatchObject({
      code: 0,
      said: expect.stringContaining(`Numbers followed: ${second?.name} (`) as string,
    });
    expect(await cli("connection add acme --keys KEYS")).toEqual({
      code: 1,
      said: "Not connected. The Gorgias account acme is connected already.",
    });
    expect(await json("connection list")).toMatchObject({ connections: [{ account: "acme", status: "active" }] });
    const shown = await cli("connection show acme.gorgias.com");
    expect(shown.said).toMatch(/^acme: active, works/);
    expect(shown.said).toContain('language = "fr"');
    expect(shown.said).toContain(`Allowed by`);
    expect(await cli("settings get acme language")).toEqual({ code: 0, said: "fr" });
    expect(selected(await json(`connection lines acme --add ${first?.id}`)).sort()).toEqual(
      [first?.name, second?.name].sort(),
    );
    expect(
      selected(await json(`connection lines acme --select ${first?.name.replaceAll(" ", "_").toUpperCase()}`)),
    ).toEqual([first?.name]);
    expect((await cli("connection lines acme --select nowhere")).said).toMatch(
      /^Aircall has no number "nowhere"\. Give a name, digits or an id of: /,
    );
    expect((await cli("connection set acme language=en retentionDays=30")).said).toContain('was "fr"');
    expect((await cli("settings set acme retentionDays=-1")).said).toBe(
      "retentionDays must be a whole number from 0 to 3650.",
    );
    expect((await cli("settings set acme colour=red")).said).toMatch(
      /^There is no setting colour\. Settings are: language, /,
    );
    expect(await cli("connection keys acme --keys KEYS")).toMatchObject({
      code: 0,
      said: expect.stringContaining("Gorgias and Aircall") as string,
    });
  });

  it("maps an agent by names, and back to e-mail", async () => {
    const { agents } = await json<{ agents: { id: string; name: string; email: string | null; how: string }[] }>(
      "connection agent acme",
    );
    const [agent] = agents;
    const user = service.services;
    expect(user).toBeDefined();
    const admin = sandbox.gorgias.desk
      .account("acme")
      .users.all()
      .find(({ role }) => role === "admin");
    const name = agent?.name.replaceAll(" ", "_");
    expect(await json(`connection agent acme ${name} --user ${admin?.email}`)).toMatchObject({
      agents: [{ id: agent?.id, how: "by hand", helpDeskUser: { id: admin?.id } }],
    });
    expect((await cli(`connection agent acme ${name} --user nobody`)).said).toMatch(
      /^Gorgias has no active user "nobody"\./,
    );
    const file = await cli("config export");
    expect(file.said).toContain(`user: ${admin?.email}`);
    expect(await json(`connection agent acme ${agent?.id} --by-email`)).not.toMatchObject({
      agents: [{ how: "by hand" }],
    });
  });

  it("exports the configuration without secrets, shows what a file changes, and applies it", async () => {
    const secret = "https://hooks.example.com/services/hush";
    await cli("settings set acme alertUrl=-", secret);
    expect((await cli("settings get acme")).said).not.toContain("hush");
    const { said: file } = await cli("config export");
    expect(file).not.toContain("hush");
    expect(file).not.toContain(sandbox.keys.gorgias.apiKey);
    expect(await cli("config import -", file)).toEqual({
      code: 0,
      said: "Nothing to change: every connection is as the file says.",
    });
    const changed = file.replace("language: en", "language: fr").replaceAll("selected: true", "selected: false");
    const dry = await cli("config import - --dry-run", changed);
    expect(dry.said.split("\n")).toEqual([
      'acme  ~ language: "en" → "fr"',
      expect.stringMatching(/^acme {2}- number .*: no longer selected$/),
    ]);
    expect(await cli("config import -", changed)).toMatchObject({
      code: 1,
      said: expect.stringContaining("Add --yes") as string,
    });
    expect((await cli("settings get acme language")).said).toBe("en");
    expect(await cli("config import - --yes", changed)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/Applied\.$/) as string,
    });
    expect([(await cli("settings get acme language")).said, selected(await json("connection lines acme"))]).toEqual([
      "fr",
      [],
    ]);
    // The secret that no file holds stays. It is shown without its path.
    expect((await cli("settings get acme alertUrl")).said).toBe(`${new URL(secret).origin}/…`);
    await cli("settings set acme alertUrl=");
  });

  it.each([
    ["connections:\n  acme: {", /^standard input, line \d+, column \d+: this is not YAML/],
    ["version: 2\nconnections: {}", /^standard input, line 1: version: /],
    [
      "version: 1\nconnections:\n  acme:\n    settings:\n      colour: red",
      /^standard input, line 5: there is no setting colour\.$/,
    ],
    [
      "version: 1\nconnections:\n  acme:\n    settings:\n      language: de",
      /^standard input, line 5: language must be one of: en, fr\.$/,
    ],
    [
      "version: 1\nconnections:\n  beta:\n    settings:\n      language: fr",
      /^standard input, line \d: No connection has the Gorgias account beta\. Connected: acme\.$/,
    ],
    [
      "version: 1\nconnections:\n  acme:\n    numbers:\n      - name: Nowhere\n        selected: true",
      /^standard input, line 5: Aircall has no number "Nowhere"/,
    ],
  ])("names the line of a mistake in a configuration file (%#)", async (file, sentence) => {
    const { code, said } = await cli("config import - --yes", file);
    expect([code, said]).toEqual([1, expect.stringMatching(sentence)]);
  });

  it.each([
    ["connection show beta", /^No connection has the Gorgias account beta\. Connected: acme\.$/],
    ["connection keys beta --keys KEYS", /^Nothing was changed\. No connection has the Gorgias account beta\.$/],
    ["connection remove beta --yes", /the Gorgias account beta/],
    ["activity --account beta", /the Gorgias account beta/],
    ["activity show acme call:404", /^acme has no call:404\./],
    ["replay acme call:404", /^No item has this id\.$/],
    ["replay --failed beta", /the Gorgias account beta/],
    ["catch-up beta --from -1h", /the Gorgias account beta/],
    ["doctor --account beta", /the Gorgias account beta/],
    ["erase +33612345678 --account beta --yes", /the Gorgias account beta/],
    ["erase +33612345678", /Add --yes to do it without a question/],
    ["connection remove acme", /Add --yes to do it without a question/],
    ["connection add acme --keys nowhere.json", /^nowhere\.json: there is no such file\.$/],
    ["console-link beta", /the Gorgias account beta/],
  ])("refuses %s with one sentence, no stack trace, and exit 1", async (line, sentence) => {
    const { code, said } = await cli(line);
    expect(code).toBe(1);
    expect(said.split("\n").at(-1)).toMatch(sentence);
    expect(said).not.toMatch(/^\s+at /m);
  });

  it("gives programs an error with the API's code", async () => {
    const { code, said } = await cli("connection show beta --json");
    expect([code, JSON.parse(said)]).toEqual([
      1,
      { error: { code: "not_connected", message: expect.any(String) as string } },
    ]);
  });

  it("rejects keys with a sentence each: which side, which field, which admin", async () => {
    const { gorgias, aircall } = keys();
    const add = async (content: object) => (await cli("connection add other --keys -", JSON.stringify(content))).said;
    sandbox.gorgias.desk.createAccount({ account: "other" });
    const other = sandbox.gorgias.desk.account("other");
    const mine = { email: other.email, key: other.apiKey };
    expect(await add({ gorgias: { ...mine, key: "wrong" }, aircall })).toBe(
      `Not connected. Gorgias other rejects the e-mail ${other.email} with this API key. Copy both again from Gorgias: Settings, REST API.`,
    );
    expect(await add({ gorgias: mine, aircall: { ...aircall, token: "wrong" } })).toMatch(
      /^Not connected\. Aircall rejects the API id with this API token\./,
    );
    expect(await add({ gorgias: mine, aircall })).toMatch(
      /^Not connected\. This Aircall company is connected to the Gorgias account acme already\./,
    );
    expect((await cli("connection add nowhere --keys KEYS")).said).toMatch(
      /^Not connected\. Gorgias has no account nowhere\.|rejects the e-mail/,
    );
    expect(gorgias.key).toContain("\n");
  });

  it("removes a connection, says first what would go, and connects the account again", async () => {
    const company = sandbox.aircall.phone.state.companies[0];
    expect(await cli("connection remove acme --dry-run")).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Would delete the webhook/) as string,
    });
    expect(company?.webhooks).toHaveLength(1);
    expect(await cli("connection remove acme --yes")).toMatchObject({ code: 0 });
    expect(company?.webhooks).toEqual([]);
    expect(await json("connection show acme")).toMatchObject({
      connection: { status: "deactivated", reason: { code: "disconnected" } },
    });
    expect(await cli("connection add acme --keys KEYS")).toMatchObject({ code: 0 });
    expect(company?.webhooks).toHaveLength(1);
    // Its settings are still there.
    expect((await cli("settings get acme retentionDays")).said).toBe("30");
    expect(await json("connection show acme")).toMatchObject({ connection: { status: "active", healthy: true } });
    expect(await cli("connection remove acme --data --yes")).toMatchObject({ code: 0 });
    expect(await json("connection list")).toEqual({ connections: [] });
  });
});
