/** `rotate-keys` on the command line, with a fake service. */
import { describe, expect, it } from "vitest";
import { rotateKeysCommand } from "./rotate-keys.ts";
import type { CliDeps } from "./commands.ts";

async function run(args: string[], runCommand: CliDeps["run"]) {
  const said: string[] = [];
  const deps: CliDeps = {
    say: (line) => void said.push(line),
    start: () => expect.unreachable("nothing may be started"),
    run: runCommand,
    read: () => expect.unreachable("nothing may be read"),
    fetch: () => expect.unreachable("nothing may be fetched"),
  };
  const error = await rotateKeysCommand(deps)
    .exitOverride()
    .parseAsync(args, { from: "user" })
    .then(
      () => null,
      (thrown: unknown) => (thrown as Error).message,
    );
  return { said: said.join("\n").split("\n"), error };
}

describe("rotate-keys", () => {
  it("says how many were sealed anew, and to run it again before an older key goes", async () => {
    const asked: unknown[] = [];
    const { said, error } = await run([], async (...question) => {
      asked.push(question);
      return { rotated: 3, current: 1 };
    });
    expect([asked, error]).toEqual([[["rotate-keys", {}]], null]);
    expect(said).toEqual([
      "3 encrypted again, 1 already used the first key.",
      expect.stringMatching(/^Run it again once every node/),
    ]);
  });

  it("says that older keys can go once nothing was left to do", async () => {
    const { said } = await run([], async () => ({ rotated: 0, current: 4 }));
    expect(said[1]).toContain("remove the older ones from ENCRYPTION_KEYS");
  });

  it("prints JSON for programs", async () => {
    const { said } = await run(["--json"], async () => ({ rotated: 0, current: 4 }));
    expect(JSON.parse(said.join("\n"))).toEqual({ rotated: 0, current: 4 });
  });

  it("fails with what could not be opened", async () => {
    const failure = async () => Promise.reject(new Error('1 could not be: gorgias of acme: key "old"'));
    expect(await run([], failure)).toEqual({ said: [""], error: '1 could not be: gorgias of acme: key "old"' });
  });
});
