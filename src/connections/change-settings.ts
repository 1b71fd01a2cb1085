/** Changes settings of a connection. The next run of a call uses them (N7). */
import { judgeAlertUrl, type AlertUrlProblem } from "../domain/alerts/judge-alert-url.ts";
import type { SettingStore } from "../domain/ports/admin.ts";
import { isSettingName, refusedSettings, type SettingName } from "../domain/settings/settings-form.ts";
import type { Settings } from "../domain/settings/settings.ts";
import type { Clock } from "../kit/clock.ts";

export interface ChangeSettingsDeps {
  settings: Pick<SettingStore, "change">;
  clock: Clock;
  /** The sandbox posts alerts to this machine. */
  allowLoopback?: boolean;
}

export type SettingsChanged =
  | { kind: "changed" }
  | { kind: "unknown setting"; name: string }
  | { kind: "bad value"; name: SettingName; why?: AlertUrlProblem };

/** Saves all values or none. `by` is recorded with each change. */
export async function changeSettings(
  { settings, clock, allowLoopback = false }: ChangeSettingsDeps,
  connectionId: string,
  values: Readonly<Record<string, unknown>>,
  by: string,
): Promise<SettingsChanged> {
  const unknown = Object.keys(values).find((name) => !isSettingName(name));
  if (unknown !== undefined) return { kind: "unknown setting", name: unknown };
  const { alertUrl } = values;
  const why = typeof alertUrl === "string" ? judgeAlertUrl(alertUrl, { allowLoopback }) : null;
  if (why !== null) return { kind: "bad value", name: "alertUrl", why };
  const [refused] = refusedSettings(values);
  if (refused) return { kind: "bad value", name: refused };
  // Both checks above prove the type.
  await settings.change(connectionId, values as Partial<Settings>, by, clock());
  return { kind: "changed" };
}
