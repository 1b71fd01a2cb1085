/** `connection add` and `connection keys`. Secrets come from a file or standard input, never from arguments. */
import { Command } from "commander";
import type { Added } from "../connections/access/add-connection.ts";
import type { KeysReplaced } from "../connections/access/replace-keys.ts";
import { sayAccessProblem } from "../domain/access/say-access-problem.ts";
import { Refusal } from "../kit/refusal.ts";
import { accountFrom } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { KEYS_EXAMPLE, readKeys, readNewKeys } from "./read-keys.ts";
import { withoutControls } from "./without-controls.ts";

interface AddOptions {
  keys: string;
  lines?: string;
  language?: string;
  unchecked?: boolean;
  json?: boolean;
}

export function connectionAdd(deps: CliDeps): Command {
  return new Command("add")
    .argument("<account>", "the Gorgias account: acme, acme.gorgias.com or its URL")
    .description("connect a Gorgias account to an Aircall company with API keys")
    .requiredOption("--keys <file>", `a JSON or YAML file with both API keys, or - for standard input: ${KEYS_EXAMPLE}`)
    .option(
      "--lines <numbers>",
      "names, digits or ids of the Aircall numbers to follow, separated by commas (default: all)",
    )
    .option("--language <language>", "the language of tickets: en or fr (default: en)")
    .option("--unchecked", "skip the check that PUBLIC_URL leads to the running service")
    .option("--json", "print JSON")
    .action(async (typed: string, { keys, lines, language, unchecked, json }: AddOptions) => {
      const account = accountFrom(typed);
      const settings = language === undefined ? {} : { settings: { language: languageFrom(language) } };
      const added = (await deps.run("connection add", {
        account,
        ...readKeys(await deps.read(keys), keys),
        lines: lines === undefined ? "all" : splitList(lines),
        ...settings,
        ...(unchecked ? { unchecked } : {}),
      })) as Added;
      if (added.kind === "refused")
        throw new Refusal(added.problem.code, sentence(`Not connected. ${sayAccessProblem("en", added.problem)}`));
      const { webhookUrl } = added;
      const numbers = added.lines.map(({ id, name, digits, selected }) => ({ id, name, digits, selected }));
      print(deps, json, { account, webhookUrl, lines: numbers }, () => {
        const followed = numbers.filter(({ selected }) => selected).map(({ name, digits }) => `${name} (${digits})`);
        return [
          `Connected. Aircall delivers to ${webhookUrl}`,
          `Numbers followed: ${withoutControls(followed.join(", ")) || "none"}`,
          "`aircall-gorgias console-link` prints a link to the console.",
        ].join("\n");
      });
    });
}

export function connectionKeys(deps: CliDeps): Command {
  return new Command("keys")
    .argument("<account>", "the Gorgias account, e.g. acme")
    .description("replace API keys, checked at once, and resume waiting work")
    .requiredOption(
      "--keys <file>",
      `a JSON or YAML file with one or both API keys, or - for standard input: ${KEYS_EXAMPLE}`,
    )
    .option("--json", "print JSON")
    .action(async (typed: string, { keys, json }: { keys: string; json?: boolean }) => {
      const account = accountFrom(typed);
      const replaced = (await deps.run("connection keys", {
        account,
        ...readNewKeys(await deps.read(keys), keys),
      })) as KeysReplaced;
      if (replaced.kind === "refused")
        throw new Refusal(
          replaced.problem.code,
          sentence(`Nothing was changed. ${sayAccessProblem("en", replaced.problem)}`),
        );
      const { vendors, status } = replaced;
      print(deps, json, { account, vendors, status }, () => {
        const of = vendors.map((vendor) => (vendor === "gorgias" ? "Gorgias" : "Aircall")).join(" and ");
        return `New keys of ${of} are in use. The connection is ${status}.`;
      });
    });
}

export function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function languageFrom(typed: string): "en" | "fr" {
  const language = typed.trim().toLowerCase();
  if (language === "en" || language === "fr") return language;
  throw new Refusal("bad_value", `--language must be en or fr, not "${withoutControls(typed)}".`);
}

/** A vendor's words may contain anything. */
function sentence(text: string): string {
  return withoutControls(text);
}
