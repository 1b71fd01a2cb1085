/** PATCH /api/settings — changes the settings that are named; each change is recorded (N7). */
import { changeSettings, type SettingsChanged } from "../../connections/change-settings.ts";
import { settingsForm } from "../../domain/settings-form.ts";
import { sayAllowed } from "../../domain/texts/settings-texts.ts";
import type { Language } from "../../domain/texts/texts.ts";
import { problem } from "../problem.ts";
import { apiTexts } from "./api-texts.ts";
import { describeSettings } from "./describe-settings.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { problemSchema, settingsAnswerSchema, settingsPatchSchema } from "./schemas.ts";

export const patchSettings: Route = (server, { admin, clock, allowLoopback }) => {
  const schema = {
    summary: "Changes settings",
    body: settingsPatchSchema,
    response: { 200: settingsAnswerSchema, "4xx": problemSchema },
  };
  server.patch("/settings", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    const deps = { settings: admin.settings, clock, allowLoopback: allowLoopback ?? false };
    const changed = await changeSettings(deps, connectionId, request.body, personOf(signedIn));
    if (changed.kind !== "changed") return reply.code(400).send(refusalOf(changed, language));
    const answer = await describeSettings(admin.settings, connectionId, language);
    return answer ?? reply.code(404).send(problem("not_connected", apiTexts[language].problems.notConnected));
  });
};

function refusalOf(changed: Exclude<SettingsChanged, { kind: "changed" }>, language: Language) {
  const { problems } = apiTexts[language];
  if (changed.kind === "unknown setting") {
    const known = settingsForm.map(({ name }) => name).join(", ");
    return problem("unknown_setting", problems.unknownSetting(changed.name.slice(0, 100), known));
  }
  if (changed.why) return problem("bad_value", problems.badAlertUrl(changed.why));
  const field = settingsForm.find(({ name }) => name === changed.name);
  return problem("bad_value", problems.badValue(changed.name, field ? sayAllowed(field, language) : "?"));
}
