/** `rotate-keys`: seals every stored credential anew with the first key of ENCRYPTION_KEYS. */
import { Command } from "commander";
import { print, type CliDeps } from "./commands.ts";

export function rotateKeysCommand(deps: CliDeps): Command {
  return new Command("rotate-keys")
    .description("seal every stored credential anew with the first key of ENCRYPTION_KEYS; may be repeated at will")
    .option("--json", "for programs")
    .action(async ({ json }: { json?: boolean }) => {
      const done = (await deps.ask("rotate-keys", {})) as { rotated: number; current: number };
      print(deps, json, done, () =>
        [
          `${done.rotated} sealed anew, ${done.current} were sealed with the first key already.`,
          "Once every node runs with it, the older keys can be taken out of ENCRYPTION_KEYS.",
        ].join("\n"),
      );
    });
}
