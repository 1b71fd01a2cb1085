/** /api/settings: the settings with their defaults, and their recorded changes (N7). */
import { z } from "zod";
import { changeSettings } from "../../connections/change/change-settings.ts";
import { withoutSecrets } from "../../domain/connection/audit.ts";
import type { SettingStore } from "../../domain/ports/admin.ts";
import { settingsForm, shownSetting } from "../../domain/settings/settings-form.ts";
import { settingWords } from "../../domain/translations/settings-translations.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { problem, problemSchema } from "../problem.ts";
import { apiTranslations } from "./api-translations.ts";
import { personOf, signedInOf } from "./guard.ts";
import { languageOf } from "./language-of.ts";
import type { Route } from "./route.ts";
import { describeProblems, settingsProblemSchema } from "./setting-problems.ts";

/** The form describes each setting. Its type here is what all of them have in common. */
const settingValueSchema = z.unknown().meta({ id: "SettingValue", type: ["string", "number", "boolean", "null"] });
const settingSchema = z
  .object({
    name: z.string(),
    /** A secret is masked: `https://hooks.slack.com/…`. Sent back like this, it stays as it is. */
    value: settingValueSchema,
    default: settingValueSchema,
    /** What it does, in one sentence of the session's language. */
    about: z.string(),
    /** The topic under which the console shows it. */
    section: z.string(),
    kind: z.enum(["choice", "number", "text"]),
    /** For kind `choice`. */
    choices: z.array(z.string()).optional(),
    /** For a choice between yes and no: the one that means no. */
    off: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    /** The value is not shown again once it is saved. */
    secret: z.boolean().optional(),
  })
  .meta({ id: "Setting" });

const settingChangeSchema = z
  .object({
    name: z.string(),
    from: settingValueSchema,
    to: settingValueSchema,
    by: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: "SettingChange" });

/** Values by setting name. `changeSettings` checks names and values. */
export const settingsPatchSchema = z.record(z.string(), z.unknown()).meta({ id: "SettingsPatch" });

export const settingsAnswerSchema = z
  .object({
    settings: z.array(settingSchema),
    history: z.array(settingChangeSchema),
  })
  .meta({ id: "Settings" });

export type SettingAnswer = z.infer<typeof settingSchema>;

export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;

export const showSettings: Route = (server, { admin }) => {
  const schema = {
    operationId: "getSettings",
    tags: ["Settings"],
    summary: "Get all settings",
    response: { 200: settingsAnswerSchema, "4xx": problemSchema },
  };
  server.get("/settings", { schema }, async (request, reply) => {
    const language = languageOf(request);
    const answer = await describeSettings(admin.settings, signedInOf(request).connectionId, language);
    return answer ?? reply.code(404).send(problem("not_connected", apiTranslations[language].problems.notConnected));
  });
};

export const patchSettings: Route = (server, { admin, clock, allowLoopback }) => {
  const schema = {
    operationId: "changeSettings",
    tags: ["Settings"],
    summary: "Change settings",
    body: settingsPatchSchema,
    response: { 200: settingsAnswerSchema, 400: settingsProblemSchema, "4xx": problemSchema },
  };
  server.patch("/settings", { schema }, async (request, reply) => {
    const [signedIn, language] = [signedInOf(request), languageOf(request)];
    const { connectionId } = signedIn;
    const deps = { settings: admin.settings, clock, allowLoopback: allowLoopback ?? false };
    const changed = await changeSettings(deps, connectionId, request.body, personOf(signedIn));
    if (changed.kind === "refused") return reply.code(400).send(describeProblems(changed.problems, language));
    const answer = await describeSettings(admin.settings, connectionId, language);
    return answer ?? reply.code(404).send(problem("not_connected", apiTranslations[language].problems.notConnected));
  });
};

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
  return {
    settings: settingsForm.map((field) => ({
      ...field,
      value: shownSetting(field, values[field.name]),
      about: settingWords(field.name, language)?.about ?? "",
    })),
    history: history.map(({ at, from, to, ...change }) => ({
      ...change,
      from: withoutSecrets(from),
      to: withoutSecrets(to),
      at: at.toISOString(),
    })),
  };
}
