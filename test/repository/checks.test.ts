/** `.ci/run` and `npm run check` check the same. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

it("what npm run lint runs, .ci/run runs as well, in the same order", async () => {
  const [manifest, script] = await Promise.all(
    ["package.json", ".ci/run"].map((name) => readFile(join(ROOT, name), "utf8")),
  );
  const { scripts } = JSON.parse(manifest ?? "") as { scripts: Record<string, string> };
  const pinned = [...(script ?? "").matchAll(/^ +check .*? pinned (.*)$/gm)].map(([, command]) => command);
  expect(pinned).toEqual(scripts["lint"]?.split(" && "));
  expect(scripts["check"]).toBe("npm run -s lint && vitest run");
});

it("no script needs a POSIX shell: no variable before a command, no quotes, no pipe", async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const [name, script] of Object.entries(scripts)) {
    for (const command of script.split(" && "))
      expect(command, name).toMatch(
        /^(?:node|npm|vite|vitest|stryker|prettier|oxlint|tsc|knip|cspell)(?: [\w./=-]+)*$/,
      );
  }
});

it("what a run of the tests loads beside them leaves its exit code as it is: a run that failed says so", () => {
  const program = 'process.exitCode = 3; await import("./test/helpers/postgres-server.ts");';
  const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { cwd: ROOT });
  expect(status).toBe(3);
});
