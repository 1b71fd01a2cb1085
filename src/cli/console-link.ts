/** `console-link`: prints a one-time link that signs in to the console, or opens the set-up page. */
import { Command } from "commander";
import { Refusal } from "../kit/refusal.ts";
import { accountFrom } from "./ask-api.ts";
import { accountsOf } from "./connection-show.ts";
import { print, type CliDeps } from "./commands.ts";

interface LinkOptions {
  setUp?: boolean;
  json?: boolean;
}

interface ConsoleLink {
  url: string;
  /** ISO 8601. */
  expiresAt: string;
}

export function consoleLinkCommand(deps: CliDeps): Command {
  return new Command("console-link")
    .argument("[account]", "the Gorgias account, e.g. acme. Needed where several are connected")
    .description("print a link that signs in to the console once, within 15 minutes")
    .option("--set-up", "a link to the page that connects another account with API keys")
    .option("--json", "print JSON")
    .action(async (typed: string | undefined, { setUp = false, json }: LinkOptions) => {
      const account = setUp ? null : await accountOf(deps, typed);
      const link = (await deps.run("console link", { account })) as ConsoleLink;
      print(deps, json, { account, ...link }, () => {
        const what = account === null ? "Opens the set-up page" : `Signs in to the console of ${account}`;
        return `${what} once, until ${link.expiresAt}. Do not share it:\n${link.url}`;
      });
    });
}

/** Null: nothing is connected yet, so the link leads to the set-up page. */
async function accountOf(deps: CliDeps, typed: string | undefined): Promise<string | null> {
  if (typed !== undefined) return accountFrom(typed);
  const accounts = await accountsOf(deps);
  if (accounts.length > 1)
    throw new Refusal("bad_request", `Several accounts are connected. Name one: ${accounts.join(", ")}.`);
  return accounts[0] ?? null;
}
