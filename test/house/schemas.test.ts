/**
 * Every schema that reads what comes from outside is fuzzed (`journeys/fuzz`): it stands in `test/helpers/outside-schemas.ts`.
 * Read from the text of each file, so that a schema within a function, which no test could reach, is seen as well.
 */
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { OUTSIDE } from "../helpers/outside-schemas.ts";

const ROOT = join(import.meta.dirname, "../..");
const LIST = "test/helpers/outside-schemas.ts";

/** Files whose schemas read nothing from outside, and what they read. */
const OURS: Record<string, string> = {
  "src/domain/audit.ts": "the audit log that the service has kept",
  "src/domain/conversation/verification.ts": "writes that the service has kept",
  "src/domain/conversation/conversation-plan.ts": "plans that the service has kept",
  "src/domain/conversation/file-outcome.ts": "writes that the service has kept",
  "src/domain/left-out.ts": "writes that the service has kept",
  "src/domain/conversation/file-wait.ts": "writes that the service has kept",
  "src/domain/rejected-parts.ts": "writes that the service has kept",
  "src/sync/lesser-attempts.ts": "writes that the service has kept",
  "src/domain/media.ts": "writes that the service has kept",
  "src/domain/settings-form.ts": "the schema of our own settings",
  "src/domain/reasons/connection-reason.ts": "rows",
  "src/domain/reasons/delivery-outcome.ts": "rows",
  "src/domain/reasons/file-reason.ts": "writes that the service has kept",
  "src/domain/reasons/reason.ts": "rows, and writes that the service has kept",
  "src/domain/conversation/shown-text.ts": "plans that the service has kept",
  "src/domain/show-plan.ts": "plans that the service has kept",
  "src/domain/show-write.ts": "writes that the service has kept",
  "src/domain/shown-plan.ts": "plans that the service has kept",
  "src/domain/shown-write.ts": "writes that the service has kept",
  "src/domain/write.ts": "writes that the service has kept",
  "src/http/api/end-session.ts": "what the service answers",
  "src/http/api/schemas.ts": "what the service answers; what a route takes of it is looked for where it is taken",
  "src/http/api/show-agents.ts": "what the service answers",
  "src/http/api/show-desk-users.ts": "what the service answers",
  "src/storage/admin-connection.ts": "rows",
  "src/storage/budget-row.ts": "rows",
  "src/storage/connections.ts": "rows",
  "src/storage/credentials.ts": "credentials that the service has sealed",
  "src/storage/subject-row.ts": "rows",
  "src/sync/conversation/change-ticket.ts": "writes that the service has kept",
};

/** `z.object(…)` and the like, on one line or on two; types only name what is declared elsewhere. */
const MAKES = /\bz\s*\.\s*(?!infer\b|input\b|output\b|core\b|Zod)\w/;
/** A schema made of another file's: `messageSchema.pick(…)`. */
const MAKES_OF_OTHER =
  /\b\w+(?:Schema|Answer)\s*\.\s*(?:pick|omit|extend|safeExtend|partial|required|array|nullable|nullish|optional|default|catch|transform|pipe|refine|superRefine|or|and)\(/;
/** What a route takes, as Fastify names it. */
const TAKES = /^\s+(?:body|params|querystring|headers): (.+?),?$/gm;
const AS_EVERYWHERE = /^import (?:type )?\{ z \} from "zod";$/;

/** Names of a file that are fuzzed; of a function that makes schemas, its own. */
type Fuzzed = ReadonlyMap<string, ReadonlySet<string>>;

interface Statement {
  name: string;
  text: string;
}

/** What stands at the left edge begins a statement, unless it closes one; remarks are left out. */
function statementsOf(source: string): Statement[] {
  const bare = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return bare.split(/\n(?=[^\s)}\]>;])/).map((text) => {
    const [, name] = /^(?:export )?(?:default )?(?:async )?(?:const|let|function\*?|class) (\w+)/.exec(text) ?? [];
    return { name: name ?? "(without a name)", text };
  });
}

const makes = ({ text }: Statement) => !text.startsWith("import ") && (MAKES.test(text) || MAKES_OF_OTHER.test(text));

/** Whether it is used there, and not only the key of something else. */
const uses = (text: string, name: string) => new RegExp(String.raw`(?<![.\w])${name}\b(?!\??:)`).test(text);

/** Those that are fuzzed themselves, and whatever they are made of. */
function reached(made: readonly Statement[], fuzzed: ReadonlySet<string>): Set<Statement> {
  const found = new Set(made.filter(({ name }) => fuzzed.has(name)));
  for (const whole of found) for (const part of made) if (uses(whole.text, part.name)) found.add(part);
  return found;
}

/** Every schema that is not fuzzed, each naming the file and what to do. */
function gapsOf(file: string, source: string, fuzzed: Fuzzed): string[] {
  const odd = [...source.matchAll(/^import .*"zod.*$/gm)].filter(([line]) => !AS_EVERYWHERE.test(line));
  if (odd.length > 0) return [`${file}: write import { z } from "zod", so that its schemas are seen`];
  const takenHere = file.startsWith("src/http/") ? [...source.matchAll(TAKES)].map(([, taken = ""]) => taken) : [];
  const api = fuzzed.get("src/http/api/schemas.ts");
  const taken = takenHere
    .filter((name) => !api?.has(name))
    .map((name) => `${file} takes ${name}: give it a name in src/http/api/schemas.ts, and add that to ${LIST}`);
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
  const names = await readdir(join(ROOT, "src"), { recursive: true });
  const files = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const paths = files.map((name) => posix.join("src", name)).sort();
  return Promise.all(paths.map(async (file): Promise<Source> => [file, await readFile(join(ROOT, file), "utf8")]));
}

/** `listOf(ticketSchema)` shows that `listOf` is fuzzed. */
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
    ["src/http/api/schemas.ts", new Set(["knownSchema"])],
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

  it("finds a schema in a file that the list does not name, in any room", () => {
    const text = `export const known = z.string();`;
    expect(gaps("src/kit/a.ts", text)).toEqual([expect.stringContaining(`src/kit/a.ts declares a schema in known`)]);
  });

  it.each([
    ["a body", `body: z.strictObject({ id: z.string() }),`],
    ["a query by a name that is not fuzzed", `querystring: freshSchema,`],
    ["headers", `headers: z.object({})`],
  ])("finds %s that a route takes", (_what, line) => {
    const found = gaps(ROUTE, `export const route = () => {`, `  const schema = {`, `    ${line}`, `  };`, `};`);
    expect(found).toContainEqual(
      expect.stringMatching(`^${ROUTE} takes .*: give it a name in src/http/api/schemas.ts`),
    );
  });

  it("finds what a route takes where the rest of its file is only answers", () => {
    const text = `    params: z.object({ id: z.string() }),`;
    const file = "src/http/api/show-agents.ts";
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
