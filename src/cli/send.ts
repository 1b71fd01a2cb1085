/** `send`: posts a saved delivery to a running service, as Aircall would. */
import { Command } from "commander";
import type { CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

export function sendCommand(deps: CliDeps): Command {
  return new Command("send")
    .description("post a saved delivery to a webhook address, as Aircall would")
    .argument("<file>", "the delivery's JSON, or - for standard input")
    .requiredOption("--to <url>", "the webhook's address, e.g. http://127.0.0.1:3000/webhooks/aircall/…")
    .action(async (file: string, { to }: { to: string }) => {
      const body = await deps.read(file);
      const response = await deps.fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body });
      const answer = await response.text();
      if (!response.ok) throw new Error(`The service rejected it: ${response.status} ${withoutControls(answer)}`);
      deps.say(withoutControls(answer));
    });
}
