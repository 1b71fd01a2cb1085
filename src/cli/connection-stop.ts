/** `connection deactivate`, `reactivate` and `remove`. */
import { Command } from "commander";
import type { ConnectionAnswer } from "../http/api/schemas.ts";
import { accountFrom, askApi } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { confirm } from "./confirm.ts";

const ACCOUNT = "the Gorgias account, e.g. acme";

export function connectionSwitch(deps: CliDeps, to: "deactivate" | "reactivate"): Command {
  const about =
    to === "deactivate"
      ? "write nothing to Gorgias until it is reactivated. Deliveries are stored meanwhile"
      : "write again, and write what was stored meanwhile";
  return new Command(to)
    .argument("<account>", ACCOUNT)
    .description(about)
    .option("--json", "print JSON")
    .action(async (account: string, { json }: { json?: boolean }) => {
      const after = await askApi<ConnectionAnswer>(deps, account, `/connection/${to}`, { method: "POST" });
      print(deps, json, after, () => `The connection of ${after.account} is ${after.status}.`);
    });
}

interface RemoveOptions {
  data?: boolean;
  yes?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

export function connectionRemove(deps: CliDeps): Command {
  return new Command("remove")
    .argument("<account>", ACCOUNT)
    .description("disconnect: delete the webhook in Aircall, the keys and the sessions")
    .option("--data", "also delete everything that is stored: calls, messages, settings, audit log")
    .option("--yes", "do not ask")
    .option("--dry-run", "only say what would be done")
    .option("--json", "print JSON")
    .action(async (typed: string, { data = false, yes, dryRun, json }: RemoveOptions) => {
      const account = accountFrom(typed);
      // An unknown account is an error before any question.
      const { status } = await askApi<ConnectionAnswer>(deps, account, "/connection");
      const rest = data ? ", and everything that is stored of it" : ". Settings and history stay";
      const what = `the webhook in Aircall, the keys and the sessions of ${account}${rest}`;
      if (dryRun) {
        print(deps, json, { account, status, data, removed: false }, () => `Would delete ${what}.`);
        return;
      }
      await confirm(deps, `Delete ${what}`, yes);
      await askApi(deps, account, "/connection/disconnect", { method: "POST" });
      if (data) await deps.run("connection erase", { account });
      print(
        deps,
        json,
        { account, data, removed: true },
        () => `Deleted ${what}. Tickets in Gorgias stay as they are.`,
      );
    });
}
