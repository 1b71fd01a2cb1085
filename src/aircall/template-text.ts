/**
 * Extracts the text of a WhatsApp template from each known form (contract 15): text, an object of components, a list of
 * parts.
 */

/** The keys that hold text, in reading order. */
const KEYS = [
  "header",
  "title",
  "text",
  "body",
  "content",
  "value",
  "caption",
  "components",
  "parts",
  "footer",
  "buttons",
];
const DEEPEST = 8;
const LONGEST = 10_000;

/** The lines of the text. Empty if there is none. */
export function templateText(told: unknown): string {
  const lines = linesOf(told, DEEPEST).map((line) => line.trim());
  const said = lines.filter((line, i) => line !== "" && line !== lines[i - 1]);
  return said.join("\n").slice(0, LONGEST).toWellFormed();
}

function linesOf(told: unknown, depth: number): string[] {
  if (depth === 0) return [];
  if (typeof told === "string") return linesOfText(told, depth);
  if (Array.isArray(told)) return told.flatMap((part: unknown) => linesOf(part, depth - 1));
  if (typeof told !== "object" || told === null) return [];
  const parts = new Map<string, unknown>(Object.entries(told));
  const lines = KEYS.flatMap((key) => linesOf(parts.get(key), depth - 1));
  const values = valuesOf(parts.get("parameters"), depth - 1);
  // A component without text shows its parameters.
  return lines.length > 0 ? lines.map((line) => filledIn(line, values)) : [...values.values()];
}

/** The text may contain JSON. */
function linesOfText(told: string, depth: number): string[] {
  const words = told.replaceAll("\u0000", "");
  if (!/^\s*[[{]/.test(words)) return [words];
  try {
    const lines = linesOf(JSON.parse(words), depth - 1);
    return lines.length > 0 ? lines : [words];
  } catch {
    return [words];
  }
}

/** The values of `{{1}}` or `{{name}}`. */
function valuesOf(told: unknown, depth: number): Map<string, string> {
  if (!Array.isArray(told)) return new Map();
  return new Map(
    told.flatMap((parameter: unknown, i): [string, string][] => {
      const value = linesOf(parameter, depth).join(" ");
      const { parameter_name: name } = (parameter ?? {}) as { parameter_name?: unknown };
      if (value === "") return [];
      return [[typeof name === "string" ? name : String(i + 1), value]];
    }),
  );
}

function filledIn(line: string, values: ReadonlyMap<string, string>): string {
  return line.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (blank, name: string) => values.get(name) ?? blank);
}
