/** `connection lines`: the Aircall numbers of a connection, and which of them create tickets. */
import { Command } from "commander";
import { sayAccessProblem } from "../domain/access/say-access-problem.ts";
import { findNumbers } from "../domain/access/find-numbers.ts";
import type { LineAnswer } from "../http/api/schemas.ts";
import { Refusal } from "../kit/refusal.ts";
import { askApi } from "./ask-api.ts";
import { splitList } from "./connection-add.ts";
import { print, type CliDeps } from "./commands.ts";
import { numbersOf } from "./connection-show.ts";
import { withoutControls } from "./without-controls.ts";

interface LinesOptions {
  select?: string;
  add?: string;
  drop?: string;
  all?: boolean;
  none?: boolean;
  json?: boolean;
}

export function connectionLines(deps: CliDeps): Command {
  return new Command("lines")
    .alias("numbers")
    .argument("<account>", "the Gorgias account, e.g. acme")
    .description("show the Aircall numbers, or choose those that create tickets")
    .option("--select <numbers>", "exactly these: names, digits or ids, separated by commas")
    .option("--add <numbers>", "these as well")
    .option("--drop <numbers>", "no longer these")
    .option("--all", "all numbers")
    .option("--none", "no number")
    .option("--json", "print JSON")
    .action(async (account: string, options: LinesOptions) => {
      const before = (await askApi<{ lines: LineAnswer[] }>(deps, account, "/lines")).lines;
      const selected = selectionOf(before, options);
      const lines =
        selected === null
          ? before
          : (await askApi<{ lines: LineAnswer[] }>(deps, account, "/lines", { method: "PUT", body: { selected } }))
              .lines;
      print(deps, options.json, { lines }, () => numbersOf(lines));
    });
}

/** The ids to select. Null: only show. */
function selectionOf(lines: readonly LineAnswer[], { select, add, drop, all, none }: LinesOptions): string[] | null {
  const whole = [select !== undefined, all === true, none === true].filter(Boolean).length;
  const partial = add !== undefined || drop !== undefined;
  if (whole > 1 || (whole === 1 && partial))
    throw new Refusal("bad_request", "Give one of --select, --all and --none, or --add and --drop.");
  if (all) return lines.map(({ id }) => id);
  if (none) return [];
  if (select !== undefined) return idsOf(lines, select);
  if (!partial) return null;
  const dropped = new Set(drop === undefined ? [] : idsOf(lines, drop));
  const kept = lines.filter((line) => line.selected && !dropped.has(line.id)).map(({ id }) => id);
  return [...new Set([...kept, ...(add === undefined ? [] : idsOf(lines, add))])];
}

function idsOf(lines: readonly LineAnswer[], typed: string): string[] {
  const found = findNumbers(lines, splitList(typed));
  if (found.kind === "found") return found.ids;
  throw new Refusal(found.problem.code, withoutControls(sayAccessProblem("en", found.problem)));
}
