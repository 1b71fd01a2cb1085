/** Judges values that an admin wants to save, and says of each what is wrong with it, as a code with parameters. */
import { judgeAlertUrl, type AlertUrlProblem } from "../alerts/judge-alert-url.ts";
import { refusedSettings, settingsForm, type SettingField } from "./settings-form.ts";

export type SettingProblem = { name: string } & (
  | { code: "unknown_setting" }
  | { code: "not_a_choice"; choices: string[] }
  | { code: "out_of_range"; minimum: number; maximum: number }
  | { code: "bad_address"; why: AlertUrlProblem }
  | { code: "bad_text" }
);

/** All problems, in the order of the values. Empty if all of them may be saved. */
export function judgeSettings(
  values: Readonly<Record<string, unknown>>,
  rules: { allowLoopback: boolean },
): SettingProblem[] {
  const refused = new Set<string>(refusedSettings(values));
  return Object.entries(values).flatMap(([name, value]): SettingProblem[] => {
    const field = settingsForm.find((one) => one.name === name);
    if (!field) return [{ name, code: "unknown_setting" }];
    const why = name === "alertUrl" && typeof value === "string" ? judgeAlertUrl(value, rules) : null;
    if (why !== null) return [{ name, code: "bad_address", why }];
    return refused.has(name) ? [describe(field)] : [];
  });
}

function describe({ name, choices, minimum, maximum }: SettingField): SettingProblem {
  if (choices) return { name, code: "not_a_choice", choices };
  if (minimum === undefined || maximum === undefined) return { name, code: "bad_text" };
  return { name, code: "out_of_range", minimum, maximum };
}
