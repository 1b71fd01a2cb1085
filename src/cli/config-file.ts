/** The configuration as a YAML file: its form, writing it, and reading it with the line of each mistake. */
import { LineCounter, parseDocument, stringify } from "yaml";
import { z } from "zod";
import { Refusal } from "../kit/refusal.ts";
import { VERSION } from "../kit/version.ts";

const idSchema = z.union([z.string().min(1), z.number().transform(String)]);

const connectionSchema = z.strictObject({
  /** Settings that are left out stay as they are. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** Numbers that are left out stay as they are. `digits` and `name` find a number whose id is unknown. */
  numbers: z
    .array(
      z.strictObject({
        id: idSchema.optional(),
        name: z.string().optional(),
        digits: z.string().optional(),
        selected: z.boolean(),
      }),
    )
    .optional(),
  /** Agents mapped by hand. `user` null: matched by e-mail again. Each by e-mail, name or id. */
  agents: z.array(z.strictObject({ agent: idSchema, user: idSchema.nullable() })).optional(),
});

export const configFileSchema = z.strictObject({
  version: z.literal(1),
  connections: z.record(z.string(), connectionSchema),
});

export type ConfigFile = z.output<typeof configFileSchema>;
export type ConnectionConfig = z.output<typeof connectionSchema>;

const HEAD = `# The configuration of aircall-gorgias ${VERSION}. Apply it with \`aircall-gorgias config import\`.
# What the file leaves out stays as it is. Secrets are not in it: no API keys and no alertUrl.
`;

export function writeConfig(config: ConfigFile): string {
  return HEAD + stringify(config, { lineWidth: 0 });
}

/** Where a part of the file stands, for errors: `config.yaml, line 7`. */
export type WhereIs = (...path: (string | number)[]) => string;

export interface ReadConfig {
  config: ConfigFile;
  whereIs: WhereIs;
}

/** Throws a Refusal that names the line. */
export function readConfig(text: string, file: string): ReadConfig {
  const name = file === "-" ? "standard input" : file;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw bad(`${name}, line ${line}, column ${col}: this is not YAML (${broken.code}).`);
  }
  const whereIs: WhereIs = (...path) => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (node !== null && typeof node === "object" && "range" in node && Array.isArray(node.range))
        return `${name}, line ${lines.linePos(Number(node.range[0])).line}`;
    }
    return name;
  };
  const read = configFileSchema.safeParse(document.toJS() ?? {});
  if (read.success) return { config: read.data, whereIs };
  const [issue] = read.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === "number" ? part : String(part)));
  const field = path.length > 0 ? `${path.join(".")}: ` : "";
  throw bad(`${whereIs(...path)}: ${field}${issue?.message ?? "not usable"}.`);
}

export function bad(message: string): Refusal {
  return new Refusal("bad_config", message);
}
