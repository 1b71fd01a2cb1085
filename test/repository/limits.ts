/** The page of limits, made from the constants of `src`: its unit is in a constant's name, what it is for in its comment. */
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { parseAst } from "vite";

const ROOT = join(import.meta.dirname, "../..");

/** A constant is a limit by its name, and so is a property of a constant. */
const LIMIT =
  /_(MS|S|BYTES|HOURS)$|^(MOST|LONGEST|LARGEST|FEWEST|HIGHEST)_?|_(LIMIT|PAGE|GROUP)$|^(PAGE|BATCH|TRANSFERS)$/;
const LIMIT_PROPERTY = /^\w*(Ms|Seconds|S|Bytes|[rR]oom\w*|[lL]imit|[cC]oncurrency)$/;
/** Units, and numbers that distinguish one kind of number from another. */
const NOT_A_LIMIT = /^(SECOND|MINUTE|HOUR|DAY)_MS$/;

interface Limit {
  /** Below `src`. */
  folder: string;
  name: string;
  value: string;
  about: string;
}

interface Node {
  type: string;
  start: number;
  value?: unknown;
  name?: string;
  kind?: string;
  operator?: string;
  declaration?: Node | null;
  declarations?: Node[];
  id?: Node;
  init?: Node | null;
  expression?: Node;
  argument?: Node;
  left?: Node;
  right?: Node;
  key?: Node;
  properties?: Node[];
  elements?: (Node | null)[];
  body?: Node[];
}

export async function limitsPage(): Promise<string> {
  const names = (await readdir(join(ROOT, "src"), { recursive: true })).map((name) => name.replaceAll("\\", "/"));
  const files = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort();
  const limits = await Promise.all(
    files.map(async (file) => limitsIn(file, await readFile(join(ROOT, "src", file), "utf8"))),
  );
  const folders = Map.groupBy(limits.flat(), ({ folder }) => folder);
  return [
    "# Limits",
    "",
    "Which numbers does the service work with? `npm run docs` makes this page from the constants of the code, and [a",
    "test](../test/repository/documents.test.ts) fails when it is stale. What admins can set is in [Settings](settings.md).",
    ...[...folders].flatMap(([folder, inside]) => [
      "",
      `## \`${posix.join("src", folder)}\``,
      "",
      ...table(
        ["constant", "value", "for"],
        inside.map(({ name, value, about }) => [name, value, about]),
      ),
    ]),
    "",
  ].join("\n");
}

const table = (head: string[], rows: string[][]): string[] =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);

function limitsIn(file: string, text: string): Limit[] {
  const known = new Map<string, number>();
  const statements = (parseAst(text, { lang: "ts" }) as unknown as Node).body ?? [];
  return statements.flatMap((statement) => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration" || declaration.kind !== "const") return [];
    return (declaration.declarations ?? []).flatMap(({ id, init }) => {
      const name = id?.name ?? "";
      if (!init || !/^[A-Z][A-Z0-9_]*$/.test(name)) return [];
      const value = numberOf(init, known);
      if (value !== undefined) known.set(name, value);
      const found: [path: string, value: number][] =
        value === undefined
          ? propertiesOf(name, init, known)
          : LIMIT.test(name) && !NOT_A_LIMIT.test(name)
            ? [[name, value]]
            : [];
      const folder = posix.dirname(file);
      const about =
        commentBefore(text, statement.start) ||
        name
          .replace(/_(MS|S|BYTES|HOURS)$/, "")
          .replaceAll("_", " ")
          .toLowerCase();
      return found.map(([path, number]): Limit => {
        return { folder, name: `\`${posix.basename(file)}\` \`${path}\``, value: shown(path, number), about };
      });
    });
  });
}

/** Numbers inside an object or a list, each with its path. A list's item is called by the first words in it. */
function propertiesOf(path: string, node: Node, known: ReadonlyMap<string, number>): [string, number][] {
  const bare = unwrapped(node);
  if (bare.elements) {
    return bare.elements.flatMap((element) =>
      element ? propertiesOf(`${path}.${firstWords(element)}`, element, known) : [],
    );
  }
  return (bare.properties ?? []).flatMap(({ key, value }) => {
    const [name, inner] = [key?.name ?? String(key?.value), value as Node | undefined];
    if (!inner || key === undefined) return [];
    const number = numberOf(inner, known);
    if (number === undefined) return propertiesOf(`${path}.${name}`, inner, known);
    return LIMIT_PROPERTY.test(name) ? [[`${path}.${name}`, number] as [string, number]] : [];
  });
}

function firstWords(node: Node): string {
  const bare = unwrapped(node);
  if (typeof bare.value === "string") return bare.value;
  const inside = [...(bare.elements ?? []), ...(bare.properties ?? []).map(({ value }) => value as Node | undefined)];
  return inside.flatMap((child) => (child ? firstWords(child) : [])).find(Boolean) ?? "";
}

function unwrapped(node: Node): Node {
  const isWrapper = ["TSAsExpression", "TSSatisfiesExpression", "ParenthesizedExpression"].includes(node.type);
  return isWrapper && node.expression ? unwrapped(node.expression) : node;
}

/** The value of an expression of numbers and earlier constants. Undefined where it contains anything else. */
function numberOf(node: Node, known: ReadonlyMap<string, number>): number | undefined {
  const bare = unwrapped(node);
  if (bare.type === "Literal") return typeof bare.value === "number" ? bare.value : undefined;
  if (bare.type === "Identifier") return known.get(bare.name ?? "");
  if (bare.type !== "BinaryExpression" || !bare.left || !bare.right) return undefined;
  const [left, right] = [numberOf(bare.left, known), numberOf(bare.right, known)];
  if (left === undefined || right === undefined) return undefined;
  const results: Record<string, number> = {
    "*": left * right,
    "/": left / right,
    "+": left + right,
    "-": left - right,
  };
  return results[bare.operator ?? ""];
}

/** The first sentence of the comment right before a place. */
function commentBefore(text: string, place: number): string {
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(0, place))?.[1] ?? "";
  const words = comment.replaceAll(/\n\s*\* ?/g, " ").trim();
  return (/^.*?[.:;](?= |$)/.exec(words)?.[0] ?? words).replace(/[.:;]$/, "").replaceAll("|", "/");
}

const SCALES: [ms: number, unit: string][] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
];

/** With its unit, which the name ends in. */
function shown(path: string, value: number): string {
  if (/_BYTES$|Bytes$/.test(path))
    return value % 1_048_576 === 0 ? `${value / 1_048_576} MiB` : `${plain(value)} bytes`;
  if (path.endsWith("_HOURS")) return `${value} h`;
  if (!/(_MS|_S|Ms|[a-z]S|Seconds)$/.test(path)) return plain(value);
  const ms = /(_MS|Ms)$/.test(path) ? value : value * 1_000;
  const [size, unit] = SCALES.find(([scale]) => ms >= scale && (ms / scale) % 0.5 === 0) ?? [1, "ms"];
  return `${plain(ms / size)} ${unit}`;
}

const plain = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 3 });
