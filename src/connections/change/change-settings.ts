/** Changes settings of a connection. The next run of a call uses them (N7). */
import { judgeSettings, type SettingProblem } from "../../domain/settings/judge-settings.ts";
import type { SettingStore } from "../../domain/ports/admin.ts";
import { settingsForm, shownSetting } from "../../domain/settings/settings-form.ts";
import type { Settings } from "../../domain/settings/settings.ts";
import type { Clock } from "../../kit/clock.ts";

export interface ChangeSettingsDeps {
  settings: Pick<SettingStore, "read" | "change">;
  clock: Clock;
  /** The sandbox posts alerts to this machine. */
  allowLoopback?: boolean;
}

export type SettingsChanged = { kind: "changed" } | { kind: "refused"; problems: SettingProblem[] };

/** Saves all values or none. `by` is recorded with each change. */
export async function changeSettings(
  { settings, clock, allowLoopback = false }: ChangeSettingsDeps,
  connectionId: string,
  given: Readonly<Record<string, unknown>>,
  by: string,
): Promise<SettingsChanged> {
  const values = withoutMasks(given, await settings.read(connectionId));
  const problems = judgeSettings(values, { allowLoopback });
  if (problems.length > 0) return { kind: "refused", problems };
  // The judgement above proves the type.
  await settings.change(connectionId, values as Partial<Settings>, by, clock());
  return { kind: "changed" };
}

/** A client that sends back all that it read sends secrets as they are shown. Those stay as they are. */
function withoutMasks(
  given: Readonly<Record<string, unknown>>,
  saved: Settings | null,
): Readonly<Record<string, unknown>> {
  if (!saved) return given;
  const masked = settingsForm.filter(
    ({ name, secret }) => secret && given[name] === shownSetting({ secret }, saved[name]),
  );
  return Object.fromEntries(Object.entries(given).filter(([name]) => !masked.some((field) => field.name === name)));
}
