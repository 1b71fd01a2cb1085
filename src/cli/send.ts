/** `send`: posts a saved delivery to a running service, as Aircall would. */
import { Command } from "commander";
import { Refusal } from "../kit/refusal.ts";
import { print, type CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

export function sendCommand(deps: CliDeps): Command {
  return new Command("send")
    .description("post a saved delivery to a webhook address, as Aircall would")
    .argument("<file>", "the delivery's JSON, or - for standard input")
    .requiredOption("--to <url>", "the webhook's address, e.g. http://127.0.0.1:3000/webhooks/aircall/…")
    .option("--json", "print JSON")
    .action(async (file: string, { to, json }: { to: string; json?: boolean }) => {
      const body = await deps.read(file);
      const response = await deps.fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body });
      const answer = await response.text();
      if (!response.ok)
        throw new Refusal("rejected", `The service rejected it: ${response.status} ${withoutControls(answer)}`);
      print(deps, json, { status: response.status, answer }, () => withoutControls(answer));
    });
}
