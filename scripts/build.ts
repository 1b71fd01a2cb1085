/**
 * Builds what the package holds: compiled JavaScript, because Node strips no types inside `node_modules`, and every
 * file that it reads. `npm pack` and `npm publish` run it.
 */
import { execFile } from "node:child_process";
import { chmod, cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";

const ROOT = join(import.meta.dirname, "..");
const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    /** The folder to build into. It is emptied first. */
    out: { type: "string", default: join(ROOT, "dist") },
    /** A console that has been built already. */
    console: { type: "string" },
  },
});

await rm(values.out, { recursive: true, force: true });
await node("scripts/make-embedded-database.ts");
await node("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", values.out);
await chmod(join(values.out, "src/main.js"), 0o755);
// The same places as in the source tree, so that one path leads to them from both.
for (const folder of ["migrations", "embedded"]) await copy(join(ROOT, folder), folder);
await copy(join(ROOT, "sandbox"), "sandbox", (path) => !path.endsWith(".ts"));
if (values.console === undefined) await node("node_modules/vite/bin/vite.js", "build", "console", "--logLevel", "warn");
await copy(values.console ?? join(ROOT, "console/dist"), "console/dist");

async function node(program: string, ...words: string[]): Promise<void> {
  await run(process.execPath, [join(ROOT, program), ...words], { cwd: ROOT });
}

async function copy(from: string, to: string, filter: (path: string) => boolean = () => true): Promise<void> {
  await cp(from, join(values.out, to), { recursive: true, filter });
}
