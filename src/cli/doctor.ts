/** `doctor`: checks everything a connection needs and prints each problem with its remedy. Repairs nothing. */
import { Command } from "commander";
import { wrong, type Finding } from "../connections/doctor/finding.ts";
import { Refusal } from "../kit/refusal.ts";
import { accountFrom } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { confirm } from "./confirm.ts";
import { withoutControls } from "./without-controls.ts";

interface DoctorOptions {
  account?: string;
  json?: boolean | undefined;
  removeOrphans?: boolean;
  yes?: boolean | undefined;
  dryRun?: boolean | undefined;
}

export function doctorCommand(deps: CliDeps): Command {
  return new Command("doctor")
    .description("check everything a connection needs and print the problems, without changing anything")
    .option("--account <account>", "only this Gorgias account")
    .option("--json", "print JSON")
    .option("--remove-orphans", "first delete webhooks at this service's address in Aircall that no connection uses")
    .option("--yes", "with --remove-orphans: do not ask")
    .option("--dry-run", "with --remove-orphans: only count them")
    .action(async ({ account: typed, json, removeOrphans, yes, dryRun }: DoctorOptions) => {
      const account = typed === undefined ? null : accountFrom(typed);
      if (removeOrphans) await removeOrphaned(deps, account, { yes, dryRun, json });
      const findings = await examine(deps, account);
      print(deps, json, { well: isWell(findings), findings }, () => findings.map(lineOf).join("\n"));
      const count = findings.filter(({ verdict }) => verdict === "wrong").length;
      if (count > 0) throw new Refusal("checks_failed", `${count} of ${findings.length} checks failed.`);
    });
}

async function removeOrphaned(
  deps: CliDeps,
  account: string | null,
  { yes, dryRun, json }: Pick<DoctorOptions, "yes" | "dryRun" | "json">,
): Promise<void> {
  const found = (await deps.run("remove orphans", { account, preview: true })) as number;
  if (found === 0 || dryRun) {
    if (!json) deps.say(`Webhooks that no connection uses: ${found}.`);
    return;
  }
  await confirm(deps, `Delete ${found} webhooks in Aircall that no connection uses`, yes);
  const removed = (await deps.run("remove orphans", { account, preview: false })) as number;
  if (!json) deps.say(`Webhooks removed: ${removed}.`);
}

/** A service that cannot start is the doctor's most common case. */
async function examine(deps: CliDeps, account: string | null): Promise<Finding[]> {
  try {
    return (await deps.run("doctor", { account })) as Finding[];
  } catch (error) {
    // An unknown account is a mistake of the command, not of the service.
    if (error instanceof Refusal) throw error;
    const isConfig = error instanceof Error && error.name === "ConfigError";
    const remedy = isConfig ? "Set it as in the example." : "Start the database, and check DATABASE_URL or DATA_DIR.";
    return [{ check: isConfig ? "configuration" : "database", account: null, ...wrong(messageOf(error), remedy) }];
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  // A refused connection to a name with several addresses has a code and no message.
  return error.message || ("code" in error ? String(error.code) : error.name);
}

function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "wrong");
}

function lineOf({ check, account, verdict, what, remedy }: Finding): string {
  const where = account === null ? check : `${account}: ${check}`;
  const line = withoutControls(`${verdict.padEnd(5)}  ${where}: ${what}`);
  return remedy === null ? line : `${line}\n       → ${withoutControls(remedy)}`;
}
