/**
 * Extracts the text of a WhatsApp template from each known form (docs/vendors/aircall.md 15): text, an object of
 * components, a list of parts.
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
export function templateText(value: unknown): string {
  const lines = linesOf(value, DEEPEST).map((line) => line.trim());
  const distinct = lines.filter((line, i) => line !== "" && line !== lines[i - 1]);
  return distinct.join("\n").slice(0, LONGEST).toWellFormed();
}

function linesOf(value: unknown, depth: number): string[] {
  if (depth === 0) return [];
  if (typeof value === "string") return linesOfText(value, depth);
  if (Array.isArray(value)) return value.flatMap((part: unknown) => linesOf(part, depth - 1));
  if (typeof value !== "object" || value === null) return [];
  const parts = new Map<string, unknown>(Object.entries(value));
  const lines = KEYS.flatMap((key) => linesOf(parts.get(key), depth - 1));
  const values = valuesOf(parts.get("parameters"), depth - 1);
  // A component without text shows its parameters.
  return lines.length > 0 ? lines.map((line) => filledIn(line, values)) : [...values.values()];
}

/** The text may contain JSON. */
function linesOfText(value: string, depth: number): string[] {
  const text = value.replaceAll("\u0000", "");
  if (!/^\s*[[{]/.test(text)) return [text];
  try {
    const lines = linesOf(JSON.parse(text), depth - 1);
    return lines.length > 0 ? lines : [text];
  } catch {
    return [text];
  }
}

/** The values of `{{1}}` or `{{name}}`. */
function valuesOf(value: unknown, depth: number): Map<string, string> {
  if (!Array.isArray(value)) return new Map();
  return new Map(
    value.flatMap((parameter: unknown, i): [string, string][] => {
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
