/** Asks before a command destroys something. Without a person to ask, `--yes` has to say so. */
import { Refusal } from "../kit/refusal.ts";
import type { CliDeps } from "./commands.ts";

/** Throws unless it is confirmed. `what` is the question, without its mark. */
export async function confirm({ terminal }: Pick<CliDeps, "terminal">, what: string, yes = false): Promise<void> {
  if (yes) return;
  if (!terminal)
    throw new Refusal(
      "confirmation_needed",
      `${what}? Nothing was changed. Add --yes to do it without a question, or --dry-run to see what it would do.`,
    );
  if (!(await terminal.confirm(`${what}?`))) throw new Refusal("not_confirmed", "Nothing was changed.");
}
