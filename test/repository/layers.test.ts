/** The layers: which folder may import from which, read from the import lines of every file, type imports included. */
import { readFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../helpers/files-under.ts";

const ROOT = join(import.meta.dirname, "../..");

/**
 * The folders that each folder of `src` may import besides itself. A file outside a folder (`src/config.ts`) counts as one.
 */
const LAYERS: Record<string, readonly string[] | "everything"> = {
  kit: [],
  domain: ["kit"],
  "rate-limit": ["domain", "kit"],
  outbound: ["rate-limit", "kit"],
  "vendor-facts": ["rate-limit"],
  config: ["vendor-facts"],
  aircall: ["domain", "outbound", "rate-limit", "vendor-facts", "kit"],
  gorgias: ["domain", "outbound", "rate-limit", "vendor-facts", "kit"],
  storage: ["domain", "rate-limit", "kit"],
  sync: ["domain", "kit"],
  connections: ["domain", "vendor-facts", "kit"],
  http: ["sync", "connections", "domain", "vendor-facts", "kit"],
  // Of `http` only the types of the API that the commands use, like the console.
  cli: ["http", "sync", "connections", "domain", "kit"],
  services: "everything",
  vendors: "everything",
  "admin-services": "everything",
  maintenance: "everything",
  sending: "everything",
  installing: "everything",
  run: "everything",
  main: "everything",
};

/** The folders that may use each package. */
const OWNERS: Record<string, readonly string[] | "everywhere"> = {
  "@electric-sql/pglite": ["storage"],
  "@fastify/cookie": ["http"],
  "@fastify/helmet": ["http"],
  // Of the sandbox, which is part of the package. No folder of `src` uses it.
  "@fastify/multipart": [],
  "@fastify/rate-limit": ["http"],
  "@fastify/static": ["http"],
  "@fastify/swagger": ["http"],
  commander: ["cli"],
  "csv-stringify": ["http"],
  fastify: ["http"],
  "fastify-type-provider-zod": ["http"],
  "file-type": ["sync"],
  "form-data-encoder": ["gorgias"],
  i18next: ["domain"],
  jose: ["storage"],
  "libphonenumber-js": ["domain"],
  "modern-tar": ["storage"],
  oauth4webapi: ["aircall", "gorgias"],
  pg: ["storage"],
  pino: ["kit"],
  "prom-client": ["http"],
  yaml: ["cli"],
  "@opentelemetry/api": ["kit", "run"],
  "@opentelemetry/exporter-trace-otlp-proto": ["run"],
  "@opentelemetry/resources": ["run"],
  "@opentelemetry/sdk-trace-node": ["run"],
  standardwebhooks: ["outbound"],
  "temporal-polyfill": ["domain"],
  zod: "everywhere",
};

/** Packages that tests beside the source may use as well. */
const FOR_TESTS = new Set(["vitest", "fast-check"]);

/** The only import of the sandbox by the service. It is dynamic. */
const SANDBOX_IMPORT = { file: "src/run/start-process.ts", opens: "sandbox/start.ts" };

/** What each vendor fixes. These files are in the vendor's folder, below its other files. */
const VENDOR_FACTS = /^src\/(?:aircall|gorgias)\/vendor\.ts$/;

/** The only file that reads the environment; it passes it to `src/config.ts`. */
const READS_ENVIRONMENT = "src/main.ts";

type Sources = ReadonlyMap<string, string>;

interface Import {
  file: string;
  line: number;
  /** As written. */
  specifier: string;
  /** The path of a project file, or null for a package. */
  target: string | null;
  dynamic: boolean;
}

const STATIC =
  /^(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,?\s*)?(?:\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})?\s*from\s*"([^"]+)"/gm;
const BARE = /^import\s*"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*(?:"([^"]+)"|[^)]*)\s*\)/g;

function importsOf(file: string, text: string): Import[] {
  const found = (pattern: RegExp, dynamic: boolean) =>
    [...text.matchAll(pattern)].map((match): Import => {
      const specifier = match[1] ?? "(an address worked out at run time)";
      const target = specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : null;
      return { file, line: text.slice(0, match.index).split("\n").length, specifier, target, dynamic };
    });
  return [...found(STATIC, false), ...found(BARE, false), ...found(DYNAMIC, true)];
}

/** Every violation, with its file, line and import. */
function checkFloors(sources: Sources): string[] {
  const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));
  return [
    ...imports
      .flatMap((one) => violationOf(one) ?? [])
      .map(({ one, why }) => `${at(one)} imports ${one.specifier}: ${why}`),
    ...circles(imports).map((files) => `a circle: ${files.join(" → ")}`),
    ...environmentReaders(sources),
  ];
}

function violationOf(one: Import): { one: Import; why: string } | null {
  const why = one.file.startsWith("sandbox/") ? sandboxViolation(one) : sourceViolation(one);
  return why === null ? null : { one, why };
}

function sandboxViolation({ file, target }: Import): string | null {
  if (target === null) return null;
  if (!target.startsWith("sandbox/")) return "the sandbox is written from the contracts and imports only itself";
  const [simulator, other] = [file, target].map((path) => /^sandbox\/(core|aircall|gorgias)\//.exec(path)?.[1]);
  if (simulator === undefined || other === simulator || other === "core") return null;
  return simulator === "core" ? "the core of the simulators knows neither" : "one simulator does not know the other";
}

function sourceViolation(one: Import): string | null {
  if (one.target === null) return packageViolation(one);
  const isTest = one.file.endsWith(".test.ts");
  if (isTest && one.target.startsWith("test/")) return null;
  if (one.target === SANDBOX_IMPORT.opens && one.file === SANDBOX_IMPORT.file && one.dynamic) return null;
  if (!one.target.startsWith("src/")) return "the source imports only itself";
  const [folder, other] = [folderOf(one.file), folderOf(one.target)];
  const allowed = LAYERS[folder];
  if (allowed === undefined) return `${folder} is no folder of the table`;
  if (folder === other || allowed === "everything" || allowed.includes(other)) return null;
  return `${folder} may import only ${allowed.join(", ") || "itself"}`;
}

function packageViolation({ file, specifier }: Import): string | null {
  if (isBuiltin(specifier)) return null;
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  if (file.endsWith(".test.ts") && FOR_TESTS.has(name)) return null;
  const owners = Object.hasOwn(OWNERS, name) ? OWNERS[name] : undefined;
  if (owners === undefined) return `${name} has no owner folder`;
  return owners === "everywhere" || owners.includes(folderOf(file)) ? null : `${name} belongs to ${owners.join(", ")}`;
}

/** `src/sync/run.ts` is in `sync`, `src/services.ts` in `services`. */
function folderOf(file: string): string {
  if (VENDOR_FACTS.test(file)) return "vendor-facts";
  return (file.split("/")[1] ?? "").replace(/(\.test)?\.ts$/, "");
}

function at({ file, line }: Import): string {
  return `${file}:${line}`;
}

/** Each circle once, as its files in order. A dynamic import closes no circle, because it runs later. */
function circles(imports: readonly Import[]): string[][] {
  const next = Map.groupBy(
    imports.filter(({ target, dynamic }) => target !== null && !dynamic),
    ({ file }) => file,
  );
  const found: string[][] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file]);
      return;
    }
    if (finished.has(file)) return;
    for (const { target } of next.get(file) ?? []) if (target !== null) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

function environmentReaders(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) => {
    if (!file.startsWith("src/") || file === READS_ENVIRONMENT) return [];
    const lines = text.split("\n");
    return lines.flatMap((line, i) =>
      /\bprocess\.env\b|\{[^}]*\benv\b[^}]*\}\s*(?:=\s*process\b|from\s*"(?:node:)?process")/.test(line)
        ? [`${file}:${i + 1} reads the environment: only ${READS_ENVIRONMENT} does`]
        : [],
    );
  });
}

async function readSources(): Promise<Sources> {
  const folders = await Promise.all(["src", "sandbox"].map(filesUnder));
  const files = folders.flat().filter((name) => name.endsWith(".ts"));
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(join(ROOT, file), "utf8")] as const)),
  );
}

describe("the layers", () => {
  it("hold for every file of the source and of the sandbox", async () => {
    expect(checkFloors(await readSources())).toEqual([]);
  });

  it("name exactly the existing folders", async () => {
    const folders = [...(await readSources()).keys()].filter((file) => file.startsWith("src/")).map(folderOf);
    expect([...new Set(folders)].sort()).toEqual(Object.keys(LAYERS).sort());
  });

  it("give every dependency an owner", async () => {
    const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as { dependencies: object };
    // In both directions: the source must find its packages without development dependencies.
    expect(Object.keys(manifest.dependencies).sort()).toEqual(Object.keys(OWNERS).sort());
  });
});

describe("the check of the layers", () => {
  const problemsOf = (files: Record<string, string>) => checkFloors(new Map(Object.entries(files)));

  it.each([
    [
      "a folder above",
      "src/domain/call/call.ts",
      `import { a } from "../../sync/run.ts";`,
      "domain may import only kit",
    ],
    [
      "a folder beside",
      "src/aircall/a.ts",
      `import { a } from "../gorgias/b.ts";`,
      "may import only domain, outbound, rate-limit, vendor-facts, kit",
    ],
    [
      "a type",
      "src/sync/a.ts",
      `import type { Sql } from "../storage/db/database.ts";`,
      "sync may import only domain, kit",
    ],
    ["what is handed on", "src/kit/a.ts", `export * from "../domain/call/call.ts";`, "kit may import only itself"],
    ["the composition", "src/http/a.ts", `import "../services.ts";`, "http may import only"],
    ["a type in passing", "src/kit/a.ts", `const a: import("../domain/b.ts").B = 1;`, "kit may import only itself"],
    ["a package of another folder", "src/sync/a.ts", `import pg from "pg";`, "pg belongs to storage"],
    ["part of a package", "src/http/a.ts", `import { x } from "libphonenumber-js/max";`, "belongs to domain"],
    ["a package without an owner", "src/kit/a.ts", `import left from "left-pad";`, "left-pad has no owner folder"],
    ["the test runner", "src/kit/a.ts", `import { it } from "vitest";`, "vitest has no owner folder"],
    ["the sandbox", "src/run/a.ts", `import { s } from "../../sandbox/start.ts";`, "the source imports only itself"],
    ["an unknown folder", "src/misc/a.ts", `import { a } from "../kit/b.ts";`, "misc is no folder of the table"],
    ["the source", "sandbox/start.ts", `import { a } from "../src/kit/clock.ts";`, "imports only itself"],
    ["a simulator", "sandbox/core/a.ts", `import { a } from "../aircall/b.ts";`, "knows neither"],
    ["the other simulator", "sandbox/aircall/a.ts", `import { a } from "../gorgias/b.ts";`, "does not know the other"],
  ])("finds an import of %s", (_what, file, line, why) => {
    expect(problemsOf({ [file]: `/** What it is for. */\n${line}\n` })).toEqual([
      expect.stringMatching(new RegExp(`^${file}:2 imports .*${why}`)),
    ]);
  });

  it("finds an import that is written over several lines", () => {
    const text = `import {\n  type A,\n  b as c,\n} from "../storage/db/database.ts";\n`;
    expect(problemsOf({ "src/sync/a.ts": text })).toEqual([expect.stringContaining("src/sync/a.ts:1 imports")]);
  });

  it("finds a static import of the sandbox, or one from another file", () => {
    const fixed = `import { startSandbox } from "../../sandbox/start.ts";`;
    const dynamic = `const sandbox = await import("../../sandbox/start.ts");`;
    expect(problemsOf({ [SANDBOX_IMPORT.file]: fixed })).toHaveLength(1);
    expect(problemsOf({ "src/run/a.ts": dynamic })).toHaveLength(1);
    expect(problemsOf({ [SANDBOX_IMPORT.file]: dynamic })).toEqual([]);
  });

  it("finds a circle, through types as well, and names the files along it", () => {
    const circle = {
      "src/domain/a.ts": `import { b } from "./b.ts";`,
      "src/domain/b.ts": `import type { C } from "./c.ts";`,
      "src/domain/c.ts": `import { a } from "./a.ts";`,
    };
    const along = "src/domain/a.ts → src/domain/b.ts → src/domain/c.ts → src/domain/a.ts";
    expect(problemsOf(circle)).toEqual([`a circle: ${along}`]);
  });

  it("finds other readers of the environment", () => {
    const read = `const port = process.env["PORT"];`;
    expect(problemsOf({ "src/kit/a.ts": read })).toEqual([
      expect.stringContaining("src/kit/a.ts:1 reads the environment"),
    ]);
    expect(problemsOf({ "src/kit/a.ts": `import { env } from "node:process";` })).toHaveLength(1);
    expect(problemsOf({ [READS_ENVIRONMENT]: read })).toEqual([]);
  });

  it("finds nothing in what is allowed", () => {
    const fine = {
      "src/sync/a.ts": `import type { Call } from "../domain/call/call.ts";\nimport { b } from "./b.ts";\nimport { createHash } from "node:crypto";`,
      "src/domain/a.test.ts": `import { it } from "vitest";\nimport { snapshot } from "../../test/fixtures/call-events.ts";`,
      "src/storage/a.ts": `import pg from "pg";\nimport { PGlite, type Results } from "@electric-sql/pglite";\nimport { z } from "zod";`,
      "sandbox/a.ts": `import Fastify from "fastify";\nimport { b } from "./b.ts";`,
    };
    expect(problemsOf(fine)).toEqual([]);
  });
});
