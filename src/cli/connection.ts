/**
 * `connection add` joins two accounts with a pair of API keys. `connection keys` replaces the keys. Secrets come from a
 * file or standard input, never from arguments.
 */
import { Command } from "commander";
import { z } from "zod";
import type { Added } from "../connections/add-connection.ts";
import type { KeysReplaced } from "../connections/replace-keys.ts";
import type { CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

export const keysSchema = z.object({
  gorgias: z.object({ email: z.string().min(1), key: z.string().min(1) }),
  aircall: z.object({ id: z.string().min(1), token: z.string().min(1) }),
});

export const newKeysSchema = keysSchema.partial();

const EXAMPLE = '{"gorgias":{"email":"admin@acme.example","key":"…"},"aircall":{"id":"…","token":"…"}}';

interface AddOptions {
  keys: string;
  lines?: string;
  unchecked?: boolean;
}

export function connectionCommand(deps: CliDeps): Command {
  const command = new Command("connection").description("connections between Gorgias accounts and Aircall companies");
  command
    .command("add <account>")
    .description("connect a Gorgias account (its subdomain, e.g. acme)")
    .requiredOption("--keys <file>", `a JSON file with both API keys, or - for standard input: ${EXAMPLE}`)
    .option("--lines <ids>", "ids of the Aircall lines to follow, separated by commas (default: all)")
    .option("--unchecked", "skip the check that PUBLIC_URL leads to the running service")
    .action(async (account: string, { keys, lines, unchecked }: AddOptions) => {
      const { gorgias, aircall } = parseKeys(await deps.read(keys));
      const added = (await deps.run("connection add", {
        account,
        gorgias: { kind: "basic", user: gorgias.email, password: gorgias.key },
        aircall: { kind: "basic", user: aircall.id, password: aircall.token },
        lines: lines ? lines.split(",").map((id) => id.trim()) : "all",
        ...(unchecked ? { unchecked } : {}),
      })) as Added;
      if (added.kind === "refused") throw new Error(withoutControls(`Not connected: ${added.reason}.`));
      const followed = added.lines.filter((line) => line.selected).map((line) => line.name);
      deps.say(
        `Connected. Aircall delivers to ${added.webhookUrl}\nLines followed: ${withoutControls(followed.join(", ")) || "none"}`,
      );
    });
  command
    .command("keys <account>")
    .description("replace API keys that Gorgias or Aircall rejects, and resume waiting work")
    .requiredOption("--keys <file>", `a JSON file with one or both API keys, or - for standard input: ${EXAMPLE}`)
    .action(async (account: string, { keys }: { keys: string }) => {
      const { gorgias, aircall } = parseNewKeys(await deps.read(keys));
      const replaced = (await deps.run("connection keys", {
        account,
        gorgias: gorgias && { kind: "basic", user: gorgias.email, password: gorgias.key },
        aircall: aircall && { kind: "basic", user: aircall.id, password: aircall.token },
      })) as KeysReplaced;
      if (replaced.kind === "refused") throw new Error(withoutControls(`Nothing was changed: ${replaced.reason}.`));
      const of = replaced.vendors.map((vendor) => (vendor === "gorgias" ? "Gorgias" : "Aircall")).join(" and ");
      deps.say(`New keys of ${of} are in use. The connection is ${replaced.status}.`);
    });
  return command;
}

/** The text contains secrets, so no message quotes it. */
export function parseKeys(text: string): z.infer<typeof keysSchema> {
  return parse(keysSchema, text);
}

/** Either of the two may be missing. */
export function parseNewKeys(text: string): z.infer<typeof newKeysSchema> {
  return parse(newKeysSchema, text);
}

function parse<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Error(`The keys must have the form ${EXAMPLE}`);
  }
}
