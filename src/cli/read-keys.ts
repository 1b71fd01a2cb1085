/**
 * Reads a file with API keys, in JSON or YAML. The file holds secrets, so an error names the field and the line and
 * quotes nothing.
 */
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import type { Credential } from "../domain/connection/connection.ts";
import { Refusal } from "../kit/refusal.ts";

/** Spaces and line ends come from copying. */
const secret = z.string().trim().min(1);

export const keysSchema = z.strictObject({
  gorgias: z.strictObject({ email: secret, key: secret }),
  aircall: z.strictObject({ id: z.union([secret, z.number().transform(String)]), token: secret }),
});

export const newKeysSchema = keysSchema.partial();

export const KEYS_EXAMPLE = '{"gorgias":{"email":"admin@acme.example","key":"…"},"aircall":{"id":"…","token":"…"}}';

export interface Keys {
  gorgias: Credential;
  aircall: Credential;
}

/** `file` is the name for errors. */
export function readKeys(text: string, file: string): Keys {
  const { gorgias, aircall } = parse(keysSchema, text, file);
  return {
    gorgias: { kind: "basic", user: gorgias.email, password: gorgias.key },
    aircall: { kind: "basic", user: aircall.id, password: aircall.token },
  };
}

/** One of the two may be missing. */
export function readNewKeys(text: string, file: string): Partial<Keys> {
  const { gorgias, aircall } = parse(newKeysSchema, text, file);
  return {
    ...(gorgias ? { gorgias: { kind: "basic", user: gorgias.email, password: gorgias.key } as const } : {}),
    ...(aircall ? { aircall: { kind: "basic", user: aircall.id, password: aircall.token } as const } : {}),
  };
}

function parse<T extends z.ZodType>(schema: T, text: string, file: string): z.output<T> {
  const name = file === "-" ? "standard input" : file;
  if (text.trim() === "") throw bad(`${name} is empty. It must hold ${KEYS_EXAMPLE}`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw bad(`${name}, line ${line}: this is neither JSON nor YAML. It must hold ${KEYS_EXAMPLE}`);
  }
  const read = schema.safeParse(document.toJS());
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw bad(sentenceOf(issue, name, (path) => lineOfPath(document, path, lines)));
}

type Path = readonly PropertyKey[];

function sentenceOf(issue: z.core.$ZodIssue | undefined, name: string, lineAt: (path: Path) => number | null): string {
  const path = issue?.path ?? [];
  const line = lineAt(path);
  const where = line === null ? name : `${name}, line ${line}`;
  if (issue?.code === "unrecognized_keys") {
    const parent = path.length > 0 ? ` in ${path.join(".")}` : "";
    return `${where}: a field${parent} has an unknown name. The fields are: ${KEYS_EXAMPLE}`;
  }
  if (path.length === 0) return `${where}: the keys must have the form ${KEYS_EXAMPLE}`;
  const field = path.join(".");
  const isMissing = issue !== undefined && "input" in issue && issue.input === undefined;
  const isEmpty = issue?.code === "too_small";
  if (isMissing || issue?.code === "invalid_type")
    return `${where}: ${field} is missing or is not a text. The keys must have the form ${KEYS_EXAMPLE}`;
  return `${where}: ${field} is ${isEmpty ? "empty" : "not usable"}. The keys must have the form ${KEYS_EXAMPLE}`;
}

/** The line of a field, or of the nearest field around it. Null at the top. */
function lineOfPath(document: ReturnType<typeof parseDocument>, path: Path, lines: LineCounter): number | null {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    const range = node !== null && typeof node === "object" && "range" in node ? (node.range as number[] | null) : null;
    if (range?.[0] !== undefined) return lines.linePos(range[0]).line;
  }
  return null;
}

function bad(message: string): Refusal {
  return new Refusal("bad_keys", message);
}
