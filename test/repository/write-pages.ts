/** `npm run docs`: writes what the documents have from the code, which is the pages of limits and settings and the path of a call. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tracePath, withPath } from "./call-path/call-path.ts";
import { limitsPage } from "./limits.ts";
import { settingsPage } from "./settings-page.ts";

const ROOT = join(import.meta.dirname, "../..");

await writeFile(join(ROOT, "docs/limits.md"), await limitsPage());
await writeFile(join(ROOT, "docs/settings.md"), settingsPage());
const architecture = join(ROOT, "ARCHITECTURE.md");
await writeFile(architecture, withPath(await readFile(architecture, "utf8"), await tracePath()));
