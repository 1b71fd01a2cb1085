/** `send`: posts a saved delivery to a running service, as Aircall would. */
import { Command } from "commander";
import { MOST_SMALL_BYTES, readText } from "../kit/read-text.ts";
import { Refusal } from "../kit/refusal.ts";
import { print, type CliDeps } from "./commands.ts";
import { withoutControls } from "./without-controls.ts";

const TIMEOUT_MS = 30_000;

export function sendCommand(deps: CliDeps): Command {
  return new Command("send")
    .description("post a saved delivery to a webhook address, as Aircall would")
    .argument("<file>", "the delivery's JSON, or - for standard input")
    .requiredOption("--to <url>", "the webhook's address, e.g. http://127.0.0.1:3000/webhooks/aircall/…")
    .option("--json", "print JSON")
    .action(async (file: string, { to, json }: { to: string; json?: boolean }) => {
      const body = await deps.read(file);
      const { status, answer } = await post(deps, to, body);
      if (status < 200 || status >= 300)
        throw new Refusal("rejected", `The service rejected it: ${status} ${withoutControls(answer)}`);
      print(deps, json, { status, answer }, () => withoutControls(answer));
    });
}

async function post({ fetch }: CliDeps, url: string, body: string): Promise<{ status: number; answer: string }> {
  if (!URL.canParse(url)) throw new Refusal("bad_request", "--to must be a URL, e.g. http://127.0.0.1:3000/…");
  try {
    const headers = { "content-type": "application/json" };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    // Aircall follows no redirect.
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const { text } = await readText(response, MOST_SMALL_BYTES);
    return { status: response.status, answer: text };
  } catch (error) {
    const why = error instanceof Error && error.name === "TimeoutError" ? "no answer in time" : "the connection broke";
    throw new Refusal("unreachable", `${new URL(url).host}: ${why}. Check that the service runs there.`);
  }
}
