/** `rotate-keys`: encrypts every stored credential with the first key of ENCRYPTION_KEYS. */
import { Command } from "commander";
import { print, runLong, type CliDeps } from "./commands.ts";

export function rotateKeysCommand(deps: CliDeps): Command {
  return new Command("rotate-keys")
    .description("encrypt every stored credential with the first key of ENCRYPTION_KEYS, can be repeated")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const done = (await runLong(deps, "Encrypting", "rotate-keys", {})) as { rotated: number; current: number };
      print(deps, json, done, () =>
        [
          `${done.rotated} encrypted again, ${done.current} already used the first key.`,
          done.rotated > 0
            ? "Run it again once every node runs with this first key. A node with an older key may have encrypted a token with it."
            : "If every node runs with this first key, remove the older ones from ENCRYPTION_KEYS.",
        ].join("\n"),
      );
    });
}
