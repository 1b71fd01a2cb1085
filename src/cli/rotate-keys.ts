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
          done.rotated > 0
            ? "Run it again once every node was started with this first key: one that was not may have sealed a token with an older one."
            : "If every node was started with this first key, the older ones can be taken out of ENCRYPTION_KEYS.",
        ].join("\n"),
      );
    });
}
