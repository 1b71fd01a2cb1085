/** /api/settings: the settings with their defaults, and their recorded changes (N7). */
import { z } from "zod";
import { changeSettings, type SettingsChanged } from "../../connections/change-settings.ts";
import type { SettingStore } from "../../domain/ports/admin.ts";
import { settingsForm } from "../../domain/settings/settings-form.ts";
import { sayAllowed, settingsTranslations } from "../../domain/translations/settings-translations.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";

const settingSchema = z.object({
  name: z.string(),
  value: z.unknown(),
  default: z.unknown(),
  /** What it does, in one sentence of the session's language. */
  about: z.string(),
  kind: z.enum(["choice", "number", "text"]),
  /** For kind `choice`. */
  choices: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

const settingChangeSchema = z.object({
  name: z.string(),
  from: z.unknown(),
  to: z.unknown(),
  by: z.string(),
  at: z.iso.datetime(),
});

/** Values by setting name. `changeSettings` checks names and values. */
export const settingsPatchSchema = z.record(z.string(), z.unknown());

export const settingsAnswerSchema = z.object({
  settings: z.array(settingSchema),
  history: z.array(settingChangeSchema),
});

export type SettingAnswer = z.infer<typeof settingSchema>;

export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;

export const showSettings: Route = (server, { admin }) => {
  const schema = { summary: "Settings", response: { 200: settingsAnswerSchema, "4xx": problemSchema } };
  server.get("/settings", { schema }, async (request, reply) => {
    const language = languageOf(request);
    const answer = await describeSettings(admin.settings, signedInOf(request).connectionId, language);
    return answer ?? reply.code(404).send(problem("not_connected", apiTranslations[language].problems.notConnected));
  });
};

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
    if (changed.kind !== "changed") return reply.code(400).send(problemOf(changed, language));
    const answer = await describeSettings(admin.settings, connectionId, language);
    return answer ?? reply.code(404).send(problem("not_connected", apiTranslations[language].problems.notConnected));
  });
};

function problemOf(changed: Exclude<SettingsChanged, { kind: "changed" }>, language: Language) {
  const { problems } = apiTranslations[language];
  if (changed.kind === "unknown setting") {
    const known = settingsForm.map(({ name }) => name).join(", ");
    return problem("unknown_setting", problems.unknownSetting(changed.name.slice(0, 100), known));
  }
  if (changed.why) return problem("bad_value", problems.badAlertUrl(changed.why));
  const field = settingsForm.find(({ name }) => name === changed.name);
  return problem("bad_value", problems.badValue(changed.name, field ? sayAllowed(field, language) : "?"));
}

/** Number of changes shown, the latest first. */
const HISTORY = 100;

/** Null if the connection does not exist any more. */
async function describeSettings(
  settings: Pick<SettingStore, "read" | "history">,
  connectionId: string,
  language: Language,
): Promise<SettingsAnswer | null> {
  const values = await settings.read(connectionId);
  if (!values) return null;
  const history = await settings.history(connectionId, HISTORY);
  const { about } = settingsTranslations[language];
  return {
    settings: settingsForm.map((field) => ({ ...field, value: values[field.name], about: about[field.name] })),
    history: history.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
  };
}
