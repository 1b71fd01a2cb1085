/** Changes a statement in one place: a comparison, an order, a limit, a condition. The result is always valid SQL. */

export interface Change {
  text: string;
  changed: string;
  /** The change with what is around it. */
  label: string;
}

const PATTERNS: readonly [RegExp, string | ((from: string) => string)][] = [
  [/(?<![<>=!-])<=/g, "<"],
  [/(?<![<>=!-])>=/g, ">"],
  [/(?<![<>=!|-])<(?![=>@])/g, "<="],
  [/(?<![<>=!|-])>(?![=>])/g, ">="],
  [/<>/g, "="],
  [/\bis null\b/gi, "is not null"],
  [/\bis not null\b/gi, "is null"],
  [/\bis distinct from\b/gi, "is not distinct from"],
  [/\bnot exists\b/gi, "exists"],
  [/(?<!not )\bexists\b(?! [a-z])/gi, "not exists"],
  [/(?<!between [^ ]{1,40} )\band\b/gi, "or"],
  [/\bor\b/gi, "and"],
  [/\basc\b/gi, "desc"],
  [/\bdesc\b/gi, "asc"],
  [/\bleast\(/gi, "greatest("],
  [/\bgreatest\(/gi, "least("],
  [/\bmin\(/gi, "max("],
  [/\bmax\(/gi, "min("],
  [/\blimit \$?\d+/gi, "limit 1000000"],
  [/ \+ (?=[$\w(])/g, " - "],
  [/ - (?=[$\w(])/g, " + "],
  [/\btrue\b/gi, "false"],
  [/\bfalse\b/gi, "true"],
  // The parameter stays, because PostgreSQL must still know its type.
  [/\bconnection_id = \$\d+/gi, (from) => `(${from} or true)`],
  [/ for update skip locked\b/gi, ""],
  [/ for update\b(?! skip)/gi, ""],
  [/\bdistinct\b(?! (?:on|from))/gi, ""],
];

const AROUND = 40;

export function changesOf(text: string): Change[] {
  const changes: Change[] = [];
  for (const [pattern, to] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const { index } = match;
      const [from] = match;
      const other = typeof to === "string" ? to : to(from);
      const before = text.slice(0, index);
      const after = text.slice(index + from.length);
      const around = `${before.slice(-AROUND)}[${from} → ${other}]${after.slice(0, AROUND)}`;
      changes.push({ text, changed: before + other + after, label: around.replaceAll(/\s+/g, " ") });
    }
  }
  return changes;
}
