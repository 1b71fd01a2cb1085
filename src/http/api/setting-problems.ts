/** Why settings cannot be saved: a code with parameters and a sentence for each field, in both languages. */
import { z } from "zod";
import type { AlertUrlProblem } from "../../domain/alerts/judge-alert-url.ts";
import type { SettingProblem } from "../../domain/settings/judge-settings.ts";
import { settingsForm } from "../../domain/settings/settings-form.ts";
import { sayAllowed } from "../../domain/translations/settings-translations.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { apiTranslations } from "./api-translations.ts";

const fieldProblemSchema = z.object({
  /** The setting. */
  name: z.string(),
  code: z.enum(["unknown_setting", "not_a_choice", "out_of_range", "bad_address", "bad_text"]),
  /** What to enter instead, in one sentence of the session's language. */
  message: z.string(),
  /** For `not_a_choice`. */
  choices: z.array(z.string()).optional(),
  /** For `out_of_range`. */
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** For `bad_address`. */
  why: z.enum(["no address", "not https", "credentials", "not public", "port"]).optional(),
});

/** `code` and `message` are of the first problem and of all. `fields` is left out where no field is at fault. */
export const settingsProblemSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), fields: z.array(fieldProblemSchema).optional() }),
});

export function describeProblems(
  problems: readonly SettingProblem[],
  language: Language,
): z.infer<typeof settingsProblemSchema> {
  const [first] = problems;
  return {
    error: {
      code: first?.code === "unknown_setting" ? "unknown_setting" : "bad_value",
      message: problems.map((one) => sayWithName(one, language)).join(" "),
      fields: problems.map((one) => ({ ...one, name: one.name.slice(0, 100), message: say(one, language) })),
    },
  };
}

/** For people who call the API, who know a setting by its name. */
function sayWithName(one: SettingProblem, language: Language): string {
  const { problems } = apiTranslations[language];
  const name = one.name.slice(0, 100);
  if (one.code === "unknown_setting") {
    return problems.unknownSetting(name, settingsForm.map((field) => field.name).join(", "));
  }
  if (one.code === "bad_address") return problems.badAlertUrl(one.why);
  const field = settingsForm.find((known) => known.name === name);
  return problems.badValue(name, field ? sayAllowed(field, language) : "?");
}

interface Sentences {
  unknown: string;
  choice(choices: string): string;
  range(minimum: number, maximum: number): string;
  domain: string;
  text: string;
  address: Record<AlertUrlProblem, string>;
}

const sentences: Record<Language, Sentences> = {
  en: {
    unknown: "This version has no such setting. Reload the page.",
    choice: (choices) => `Choose one of: ${choices}.`,
    range: (minimum, maximum) => `Enter a whole number from ${minimum} to ${maximum}.`,
    domain: "Enter a domain such as aircall.io, without https:// and without @.",
    text: "Enter a text.",
    address: {
      "no address": "Enter a web address such as https://hooks.slack.com/services/….",
      "not https": "Enter an address that begins with https://.",
      credentials: "Remove the user name and the password from the address.",
      "not public":
        "Enter an address on the public internet. This one leads into a private network or to this machine.",
      port: "Remove the port from the address, or use one from 1024 on. This port belongs to another service.",
    },
  },
  fr: {
    unknown: "Cette version n’a pas ce réglage. Rechargez la page.",
    choice: (choices) => `Choisissez parmi : ${choices}.`,
    range: (minimum, maximum) => `Saisissez un nombre entier de ${minimum} à ${maximum}.`,
    domain: "Saisissez un domaine comme aircall.io, sans https:// ni @.",
    text: "Saisissez un texte.",
    address: {
      "no address": "Saisissez une adresse web comme https://hooks.slack.com/services/….",
      "not https": "Saisissez une adresse qui commence par https://.",
      credentials: "Retirez le nom d’utilisateur et le mot de passe de l’adresse.",
      "not public":
        "Saisissez une adresse de l’internet public. Celle-ci mène dans un réseau privé ou à cette machine.",
      port: "Retirez le port de l’adresse, ou utilisez-en un à partir de 1024. Celui-ci est d’un autre service.",
    },
  },
};

function say(one: SettingProblem, language: Language): string {
  const words = sentences[language];
  switch (one.code) {
    case "unknown_setting":
      return words.unknown;
    case "not_a_choice":
      return words.choice(one.choices.join(", "));
    case "out_of_range":
      return words.range(one.minimum, one.maximum);
    case "bad_address":
      return words.address[one.why];
    case "bad_text":
      return one.name === "madeUpEmailDomain" ? words.domain : words.text;
    default:
      return one satisfies never;
  }
}
