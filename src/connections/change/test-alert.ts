/** Posts a test alert, so that an admin sees at once whether alerts arrive. */
import { judgeAlertUrl, type AlertUrlProblem } from "../../domain/alerts/judge-alert-url.ts";
import { sayTestAlert } from "../../domain/alerts/say-alert.ts";
import type { SettingStore } from "../../domain/ports/admin.ts";
import { settingsForm, shownSetting } from "../../domain/settings/settings-form.ts";
import type { Clock } from "../../kit/clock.ts";
import { PostError, type PostErrorCode } from "../../kit/post-error.ts";

export interface TestAlertDeps {
  settings: Pick<SettingStore, "read">;
  /** Posts JSON to an external URL. Rejects with a `PostError`. */
  postJson(url: string, body: unknown): Promise<void>;
  publicUrl: string;
  clock: Clock;
  /** The sandbox posts alerts to this machine. */
  allowLoopback: boolean;
}

export type TestAlert =
  | { kind: "delivered"; ms: number }
  | { kind: "failed"; code: PostErrorCode; status: number | null; ms: number }
  | { kind: "no address" }
  | { kind: "bad address"; why: AlertUrlProblem };

/** `url` is what the admin typed, and null for the saved one. */
export async function testAlert(
  { settings, postJson, publicUrl, clock, allowLoopback }: TestAlertDeps,
  { connectionId, account }: { connectionId: string; account: string },
  typed: string | null,
): Promise<TestAlert> {
  const saved = await settings.read(connectionId);
  const field = settingsForm.find(({ name }) => name === "alertUrl");
  const isMask = typed === shownSetting(field ?? {}, saved?.alertUrl);
  const url = typed === null || isMask ? (saved?.alertUrl ?? "") : typed;
  if (!saved || url === "") return { kind: "no address" };
  const why = judgeAlertUrl(url, { allowLoopback });
  if (why !== null) return { kind: "bad address", why };
  const startedAt = clock();
  try {
    await postJson(url, { text: `*${account}*: ${sayTestAlert(saved.language)}\n${publicUrl}` });
    return { kind: "delivered", ms: clock() - startedAt };
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    return { kind: "failed", code: error.code, status: error.status, ms: clock() - startedAt };
  }
}
