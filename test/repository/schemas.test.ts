/**
 * Every schema of outside data is fuzzed by `journeys/fuzz`, which reads `test/helpers/outside-schemas.ts`. The check
 * reads each file's text, so that it also sees a schema within a function, which no test can reach.
 */
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder } from "../helpers/files-under.ts";
import { OUTSIDE } from "../helpers/outside-schemas.ts";

const ROOT = join(import.meta.dirname, "../..");
const LIST = "test/helpers/outside-schemas.ts";

/** The check finds a route's input by its name. */
const ANSWERS = "answers of the service";

/** Files without schemas of outside data, and what their schemas read. */
const OURS: Record<string, string> = {
  "src/domain/connection/audit.ts": "the audit log that the service has stored",
  "src/domain/conversation/verification.ts": "writes that the service has stored",
  "src/domain/conversation/conversation-plan.ts": "plans that the service has stored",
  "src/domain/conversation/file-outcome.ts": "writes that the service has stored",
  "src/domain/ticket/left-out.ts": "writes that the service has stored",
  "src/domain/conversation/file-wait.ts": "writes that the service has stored",
  "src/domain/ticket/rejected-parts.ts": "writes that the service has stored",
  "src/sync/ticket/lesser-attempts.ts": "writes that the service has stored",
  "src/domain/ticket/media.ts": "writes that the service has stored",
  "src/domain/settings/settings-form.ts": "the schema of our own settings",
  "src/domain/reasons/connection-reason.ts": "rows",
  "src/domain/reasons/delivery-outcome.ts": "rows",
  "src/domain/reasons/file-reason.ts": "writes that the service has stored",
  "src/domain/reasons/reason.ts": "rows, and writes that the service has stored",
  "src/domain/conversation/shown-text.ts": "plans that the service has stored",
  "src/domain/activity/show-plan.ts": "plans that the service has stored",
  "src/domain/activity/show-write.ts": "writes that the service has stored",
  "src/domain/activity/shown-plan.ts": "plans that the service has stored",
  "src/domain/activity/shown-write.ts": "writes that the service has stored",
  "src/domain/ticket/write.ts": "writes that the service has stored",
  "src/http/access/access-answers.ts": ANSWERS,
  "src/http/api/activity.ts": ANSWERS,
  "src/http/api/activity-evidence.ts": ANSWERS,
  "src/http/api/activity-export.ts": ANSWERS,
  "src/http/api/activity-item.ts": ANSWERS,
  "src/http/api/activity-tools.ts": ANSWERS,
  "src/http/api/streamed-text.ts": ANSWERS,
  "src/http/api/agents.ts": ANSWERS,
  "src/http/api/alerts.ts": ANSWERS,
  "src/http/api/audit.ts": ANSWERS,
  "src/http/api/card-preview.ts": ANSWERS,
  "src/http/api/connection-keys.ts": ANSWERS,
  "src/http/api/connection.ts": ANSWERS,
  "src/http/api/figures.ts": ANSWERS,
  "src/http/api/connection-details.ts": ANSWERS,
  "src/http/api/connection-findings.ts": ANSWERS,
  "src/http/api/lines.ts": ANSWERS,
  "src/http/api/openapi.ts": "names for schemas that other files declare",
  "src/http/api/overview.ts": ANSWERS,
  "src/http/api/reports.ts": ANSWERS,
  "src/http/api/session.ts": ANSWERS,
  "src/http/api/setting-problems.ts": ANSWERS,
  "src/http/api/settings.ts": ANSWERS,
  "src/http/api/tokens.ts": ANSWERS,
  "src/http/api/test-alert.ts": ANSWERS,
  "src/http/api/usage.ts": ANSWERS,
  "src/http/api/usage-distribution.ts": ANSWERS,
  "src/http/api/webhooks.ts": ANSWERS,
  "src/http/api/webhook-deliveries.ts": ANSWERS,
  "src/http/problem.ts": ANSWERS,
  "src/storage/admin/connection.ts": "rows",
  "src/storage/rate-limit/row.ts": "rows",
  "src/storage/connection/connections.ts": "rows",
  "src/storage/connection/credentials.ts": "credentials that the service has sealed",
  "src/storage/activity/item-in-full.ts": "rows",
  "src/storage/activity/activity-row.ts": "rows",
};

/** `z.object(…)` and similar, on one line or two. Types only refer to other declarations. */
const MAKES = /\bz\s*\.\s*(?!infer\b|input\b|output\b|core\b|Zod)\w/;
/** A schema derived from another file's: `messageSchema.pick(…)`. */
const MAKES_OF_OTHER =
  /\b\w+(?:Schema|Answer)\s*\.\s*(?:pick|omit|extend|safeExtend|partial|required|array|nullable|nullish|optional|default|catch|transform|pipe|refine|superRefine|or|and)\(/;
/** A route's input, in Fastify's names. */
const TAKES = /^\s+(?:body|params|querystring|headers): (\w+Schema|z\..+?),?$/gm;
const AS_EVERYWHERE = /^import (?:type )?\{ z \} from "zod";$/;

/** The fuzzed names of a file. A function that makes schemas counts by its own name. */
type Fuzzed = ReadonlyMap<string, ReadonlySet<string>>;

interface Statement {
  name: string;
  text: string;
}

/** A line at the left edge starts a statement, unless it closes one. Comments are removed. */
function statementsOf(source: string): Statement[] {
  const bare = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return bare.split(/\n(?=[^\s)}\]>;])/).map((text) => {
    const [, name] = /^(?:export )?(?:default )?(?:async )?(?:const|let|function\*?|class) (\w+)/.exec(text) ?? [];
    return { name: name ?? "(without a name)", text };
  });
}

const makes = ({ text }: Statement) => !text.startsWith("import ") && (MAKES.test(text) || MAKES_OF_OTHER.test(text));

/** Whether the text uses the name, other than as a key. */
const uses = (text: string, name: string) => new RegExp(String.raw`(?<![.\w])${name}\b(?!\??:)`).test(text);

/** The fuzzed schemas and their parts. */
function reached(made: readonly Statement[], fuzzed: ReadonlySet<string>): Set<Statement> {
  const found = new Set(made.filter(({ name }) => fuzzed.has(name)));
  for (const whole of found) for (const part of made) if (uses(whole.text, part.name)) found.add(part);
  return found;
}

/** Whether the file takes the name from another file of routes, where it is fuzzed. */
function isFuzzedElsewhere(file: string, source: string, name: string, fuzzed: Fuzzed): boolean {
  const [, from] = new RegExp(String.raw`^import \{[^}]*\b${name}\b[^}]*\} from "(\.[^"]+)";`, "m").exec(source) ?? [];
  return from !== undefined && fuzzed.get(posix.join(posix.dirname(file), from))?.has(name) === true;
}

/** Every schema that is not fuzzed, with its file and the remedy. */
function gapsOf(file: string, source: string, fuzzed: Fuzzed): string[] {
  const odd = [...source.matchAll(/^import .*"zod.*$/gm)].filter(([line]) => !AS_EVERYWHERE.test(line));
  if (odd.length > 0) return [`${file}: write import { z } from "zod", so that its schemas are seen`];
  const takenHere = file.startsWith("src/http/") ? [...source.matchAll(TAKES)].map(([, taken = ""]) => taken) : [];
  const own = fuzzed.get(file);
  const taken = takenHere
    .filter((name) => !own?.has(name) && !isFuzzedElsewhere(file, source, name, fuzzed))
    .map((name) => `${file} takes ${name}: give it a name there, and add that to ${LIST}`);
  if (Object.hasOwn(OURS, file)) return taken;
  const made = statementsOf(source).filter(makes);
  const whole = reached(made, fuzzed.get(file) ?? new Set());
  const declared = made
    .filter((one) => !whole.has(one))
    .map(
      ({ name }) =>
        `${file} declares a schema in ${name}: export it by a name of its own, and add the file to ${LIST}` +
        " (or, if it reads nothing from outside, to the list here)",
    );
  return [...declared, ...taken];
}

type Source = [file: string, text: string];

async function readSources(): Promise<Source[]> {
  const files = await filesUnder("src");
  const paths = files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort();
  return Promise.all(paths.map(async (file): Promise<Source> => [file, await readFile(join(ROOT, file), "utf8")]));
}

/** `listOf(ticketSchema)` proves that `listOf` is fuzzed. */
const ownName = (name: string) => name.replace(/\(.*$/, "");

const FUZZED: Fuzzed = new Map(
  [...Map.groupBy(OUTSIDE, ({ file }) => file)].map(([file, parts]) => [
    file,
    new Set(parts.flatMap(({ schemas }) => Object.keys(schemas).map(ownName))),
  ]),
);

describe("schemas", () => {
  it("of what comes from outside are fuzzed, each of them", async () => {
    expect((await readSources()).flatMap(([file, source]) => gapsOf(file, source, FUZZED))).toEqual([]);
  });

  it("are fuzzed as the files export them", async () => {
    const strange = OUTSIDE.map(async ({ file, schemas }) => {
      const exported = (await import(join(ROOT, file))) as Record<string, unknown>;
      return Object.entries(schemas).flatMap(([name, schema]) => {
        const its = exported[ownName(name)];
        return (name === ownName(name) ? its === schema : typeof its === "function") ? [] : [`${file} ${name}`];
      });
    });
    expect((await Promise.all(strange)).flat()).toEqual([]);
  });

  it("are all put to the test that says so", async () => {
    const fuzz = await readFile(join(ROOT, "test/journeys/fuzz.test.ts"), "utf8");
    expect(fuzz).toMatch(/const all = OUTSIDE\.flatMap\([\s\S]*?it\.each\(all\)/);
  });

  it("that read what is ours are where the list says", async () => {
    const making = (await readSources()).filter(([, source]) => statementsOf(source).some(makes));
    const files = new Set(making.map(([file]) => file));
    expect(Object.keys(OURS).filter((file) => !files.has(file))).toEqual([]);
  });
});

describe("the check of schemas", () => {
  const FILE = "src/aircall/a.ts";
  const ROUTE = "src/http/api/a.ts";
  const fuzzed: Fuzzed = new Map([
    [FILE, new Set(["known", "listOf"])],
    [ROUTE, new Set(["knownSchema"])],
  ]);
  const gaps = (file: string, ...lines: string[]) =>
    gapsOf(file, ['import { z } from "zod";', ...lines].join("\n"), fuzzed);

  it.each([
    ["a schema", "fresh", `const fresh = z.object({ id: z.string() });`],
    ["one that is exported", "fresh", `export const fresh = z.array(z.unknown());`],
    ["one over several lines", "fresh", `const fresh = z\n  .object({ a: z.string() })\n  .nullish();`],
    ["one with a type", "fresh", `const fresh: z.ZodType<A> = z.object({});`],
    ["one that is made of another", "fresh", `const fresh = messageSchema.pick({ id: true });`],
    ["one within a function", "read", `function read(json: unknown) {\n  return z.object({}).safeParse(json);\n}`],
    ["one within a generator", "read", `export async function* read() {\n  yield z.string().parse(1);\n}`],
    ["a function that makes them", "pageOf", `export const pageOf = (item: A) =>\n  z.object({ item });`],
    ["one without a name", "(without a name)", `export default z.object({});`],
    [
      "one whose name is only a key of another",
      "tags",
      `const tags = z.array(z.string());\nconst known = z.object({ tags: z.any() });`,
    ],
  ])("finds %s", (_what, name, text) => {
    expect(gaps(FILE, text)).toEqual([expect.stringContaining(`${FILE} declares a schema in ${name}: export it`)]);
  });

  it("finds a schema in a file that the list does not name, in any folder", () => {
    const text = `export const known = z.string();`;
    expect(gaps("src/kit/a.ts", text)).toEqual([expect.stringContaining(`src/kit/a.ts declares a schema in known`)]);
  });

  it.each([
    ["a body", `body: z.strictObject({ id: z.string() }),`],
    ["a query by a name that is not fuzzed", `querystring: freshSchema,`],
    ["headers", `headers: z.object({})`],
  ])("finds %s that a route takes", (_what, line) => {
    const found = gaps(ROUTE, `export const route = () => {`, `  const schema = {`, `    ${line}`, `  };`, `};`);
    expect(found).toContainEqual(expect.stringMatching(`^${ROUTE} takes .*: give it a name there`));
  });

  it("finds what a route takes where the rest of its file is only answers", () => {
    const text = `    params: z.object({ id: z.string() }),`;
    const file = "src/http/api/agents.ts";
    expect(gaps(file, text)).toEqual([expect.stringContaining(`${file} takes z.object({ id: z.string() }): `)]);
  });

  it.each([`import * as zod from "zod";`, `import { z as zod } from "zod";`, `import { z } from "zod/mini";`])(
    "finds %j, by which schemas would not be seen",
    (line) => {
      expect(gapsOf(FILE, line, fuzzed)).toEqual([expect.stringContaining(`${FILE}: write import { z } from "zod"`)]);
    },
  );

  it.each([
    ["what is fuzzed", `export const known = z.object({ id: z.string() });`],
    [
      "its parts, and theirs",
      `const deep = z.string();\nconst part = z.object({ deep });\nexport const known = z.array(part);`,
    ],
    ["a function whose schemas are fuzzed", `export function listOf(item: z.ZodType) {\n  return z.array(item);\n}`],
    ["types", `type A = z.infer<typeof known>;\nfunction read<T extends z.ZodType>(schema: T): z.output<T> {}`],
    ["remarks", `/**\n * As z.object({}) has it.\n */\n// z.string()\nconst a = 1;`],
    ["what only reads", `const read = (json: unknown) => known.safeParse(json);`],
  ])("finds nothing in %s", (_what, text) => {
    expect(gaps(FILE, text)).toEqual([]);
  });

  it("finds nothing in a route that takes what is fuzzed", () => {
    expect(
      gaps(ROUTE, `export const route = () => {`, `  const schema = {`, `    body: knownSchema,`, `  };`, `};`),
    ).toEqual([]);
  });
});
