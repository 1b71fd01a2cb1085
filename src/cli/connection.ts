/** `connection add`: joins two accounts with a pair of API keys. Secrets come from a file or standard input, never from arguments. */
import { Command } from "commander";
import { z } from "zod";
import type { Added } from "../connections/add-connection.ts";
import type { CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

export const keysSchema = z.object({
  gorgias: z.object({ email: z.string().min(1), key: z.string().min(1) }),
  aircall: z.object({ id: z.string().min(1), token: z.string().min(1) }),
});

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
    .option("--unchecked", "do not ask PUBLIC_URL first whether it leads to the running service")
    .action(async (account: string, { keys, lines, unchecked }: AddOptions) => {
      const { gorgias, aircall } = parseKeys(await deps.read(keys));
      const added = (await deps.ask("connection add", {
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
  return command;
}

/** The text is full of secrets: no message repeats any of it. */
export function parseKeys(text: string): z.infer<typeof keysSchema> {
  try {
    return keysSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(`The keys are not of the form ${EXAMPLE}`);
  }
}
