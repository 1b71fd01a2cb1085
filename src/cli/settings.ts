/** `settings get` and `settings set`: the settings of a connection, with the names and values of the API. */
import { Command } from "commander";
import type { SettingAnswer, SettingsAnswer } from "../http/api/schemas.ts";
import { Refusal } from "../kit/refusal.ts";
import { askApi } from "./ask-api.ts";
import { print, type CliDeps } from "./commands.ts";
import { shownValue } from "./connection-show.ts";
import { tableOf } from "./table.ts";
import { withoutControls } from "./without-controls.ts";

const ACCOUNT = "the Gorgias account, e.g. acme";

export function settingsCommand(deps: CliDeps): Command {
  return new Command("settings")
    .description("the settings of a connection")
    .addCommand(settingsGet(deps))
    .addCommand(settingsSet(deps, "set"));
}

function settingsGet(deps: CliDeps): Command {
  return new Command("get")
    .argument("<account>", ACCOUNT)
    .argument("[name]", "only this setting: prints its bare value")
    .description("show all settings with what each does, or one value")
    .option("--json", "print JSON")
    .action(async (account: string, name: string | undefined, { json }: { json?: boolean }) => {
      const { settings } = await readSettings(deps, account);
      if (name === undefined) {
        print(deps, json, { settings }, () => settings.map(describeSetting).join("\n"));
        return;
      }
      const setting = settings.find((one) => one.name === name);
      if (!setting) throw unknownSetting(name, settings);
      print(deps, json, setting, () => String(setting.value));
    });
}

/** Also `connection set`, where one looks for it after `connection add`. */
export function settingsSet(deps: CliDeps, name: string): Command {
  return new Command(name)
    .argument("<account>", ACCOUNT)
    .argument("<setting=value...>", "for example language=fr retentionDays=90")
    .description("change settings, all or none. The value - is read from standard input")
    .option("--json", "print JSON")
    .action(async (account: string, typed: string[], { json }: { json?: boolean }) => {
      const before = (await readSettings(deps, account)).settings;
      const body: Record<string, unknown> = {};
      for (const text of typed) {
        const [of, value] = valueFrom(text, before);
        // A secret, such as the address for alerts, belongs neither in the shell's history nor in the process list.
        body[of] = value === "-" ? (await deps.read("-")).trim() : value;
      }
      const { settings } = await askApi<SettingsAnswer>(deps, account, "/settings", { method: "PATCH", body });
      const changed = settings.filter((one) => Object.hasOwn(body, one.name));
      print(deps, json, { settings: changed }, () =>
        tableOf(
          null,
          changed.map(({ name: of, value }) => {
            const old = before.find((one) => one.name === of)?.value;
            const was = old === value ? "as before" : `was ${shownValue(of, old)}`;
            return [of, `= ${shownValue(of, value)}`, was];
          }),
        ),
      );
    });
}

function readSettings(deps: Pick<CliDeps, "run">, account: string): Promise<SettingsAnswer> {
  return askApi<SettingsAnswer>(deps, account, "/settings");
}

/** `language=fr` as a name and a value of the setting's kind. The API checks the value. */
function valueFrom(text: string, settings: readonly SettingAnswer[]): [name: string, value: unknown] {
  const at = text.indexOf("=");
  if (at < 1)
    throw new Refusal("bad_request", `"${withoutControls(text)}" is not of the form name=value, e.g. language=fr.`);
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const setting = settings.find((one) => one.name === name);
  if (!setting) throw unknownSetting(name, settings);
  return [name, typedValue(setting, value)];
}

function typedValue({ kind }: SettingAnswer, value: string): string | number {
  return kind === "number" && /^-?\d+$/.test(value) ? Number(value) : value;
}

function unknownSetting(name: string, settings: readonly SettingAnswer[]): Refusal {
  const known = settings.map((one) => one.name).join(", ");
  return new Refusal("unknown_setting", withoutControls(`There is no setting ${name}. Settings are: ${known}.`));
}

function describeSetting({ name, value, default: usual, about, choices, minimum, maximum }: SettingAnswer): string {
  const allowed = choices ? choices.join(", ") : minimum === undefined ? "text" : `${minimum} to ${maximum ?? "…"}`;
  const same = value === usual ? "" : `, default ${JSON.stringify(usual)}`;
  return `${name} = ${shownValue(name, value)}\n    ${about} (${allowed}${same})`;
}
