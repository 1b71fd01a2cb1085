/** Finds the numbers that a person names by id, by digits, or by name in any letter case. */
import type { Line } from "../call/call.ts";
import type { AccessProblem } from "./access-problem.ts";

type NamedLine = Pick<Line, "id" | "name" | "digits">;

export type FoundNumbers =
  | { kind: "found"; ids: string[] }
  | { kind: "refused"; problem: Extract<AccessProblem, { code: "unknown_number" | "ambiguous_number" }> };

/** Each text must name exactly one number. An id wins over digits, and digits win over a name. */
export function findNumbers(lines: readonly NamedLine[], typed: readonly string[]): FoundNumbers {
  const ids: string[] = [];
  for (const text of typed) {
    const matches = matchesOf(lines, text.trim());
    const [match, ...others] = matches;
    if (!match)
      return { kind: "refused", problem: { code: "unknown_number", typed: text.trim(), known: lines.map(describe) } };
    if (others.length > 0)
      return {
        kind: "refused",
        problem: { code: "ambiguous_number", typed: text.trim(), matches: matches.map(describe) },
      };
    if (!ids.includes(match.id)) ids.push(match.id);
  }
  return { kind: "found", ids };
}

function matchesOf(lines: readonly NamedLine[], text: string): NamedLine[] {
  const byId = lines.filter(({ id }) => id === text);
  if (byId.length > 0) return byId;
  const digits = digitsOf(text);
  const byDigits = /^[+\d\s().-]+$/.test(text) ? lines.filter((line) => digitsOf(line.digits) === digits) : [];
  if (byDigits.length > 0) return byDigits;
  return lines.filter(({ name }) => name.trim().toLowerCase() === text.toLowerCase());
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** `Support FR, +33 1 70 18 00 01 (id 7)`. */
function describe({ id, name, digits }: NamedLine): string {
  return `${name}, ${digits} (id ${id})`;
}
