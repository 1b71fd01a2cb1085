/** The version of the service, from the package that this file belongs to. */
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";

const manifest = findPackageJSON(import.meta.url);

export const VERSION = (JSON.parse(readFileSync(manifest ?? "", "utf8")) as { version: string }).version;
