/** What the settings say of themselves to admins, in both languages. A setting without a sentence is refused by the type. */
import type { SettingField, SettingName } from "../settings-form.ts";
import type { Language } from "./texts.ts";

interface SettingsCatalogue {
  /** What each setting does, in one sentence. */
  about: Record<SettingName, string>;
  /** What a text may be; of choices and numbers the form knows it. */
  form: Partial<Record<SettingName, string>>;
  oneOf(choices: string): string;
  between(minimum: string, maximum: string): string;
  anyText: string;
}

const en: SettingsCatalogue = {
  about: {
    language: "The language of ticket subjects, tags and notes.",
    unansweredOutbound: "Whether an outbound call that nobody answered gets a ticket.",
    media: "Whether recordings and voicemail are attached to the ticket, linked in a note, or left out.",
    missingEmail: "Whether a new customer without an e-mail address gets a made-up one or none.",
    madeUpEmailDomain: "The domain of made-up e-mail addresses.",
    sharePercent: "The part of Gorgias’ request limit that is left to your other apps, in percent.",
  },
  form: { madeUpEmailDomain: "a domain such as aircall.io" },
  oneOf: (choices) => `one of: ${choices}`,
  between: (minimum, maximum) => `a whole number from ${minimum} to ${maximum}`,
  anyText: "a text",
};

const fr: SettingsCatalogue = {
  about: {
    language: "La langue des sujets, des tags et des notes des tickets.",
    unansweredOutbound: "Si un appel sortant resté sans réponse crée un ticket.",
    media:
      "Si les enregistrements et les messages vocaux sont joints au ticket, indiqués par un lien, ou laissés de côté.",
    missingEmail: "Si un nouveau client sans adresse e-mail en reçoit une fictive ou aucune.",
    madeUpEmailDomain: "Le domaine des adresses e-mail fictives.",
    sharePercent: "La part de la limite de requêtes de Gorgias laissée à vos autres applications, en pour cent.",
  },
  form: { madeUpEmailDomain: "un domaine comme aircall.io" },
  oneOf: (choices) => `au choix : ${choices}`,
  between: (minimum, maximum) => `un nombre entier de ${minimum} à ${maximum}`,
  anyText: "un texte",
};

export const settingsTexts: Record<Language, SettingsCatalogue> = { en, fr };

/** What a setting may be, as part of a sentence: `one of: en, fr`. */
export function sayAllowed(field: SettingField, language: Language): string {
  const texts = settingsTexts[language];
  const { name, kind, choices = [], minimum = "…", maximum = "…" } = field;
  if (kind === "choice") return texts.oneOf(choices.join(", "));
  if (kind === "number") return texts.between(String(minimum), String(maximum));
  return texts.form[name] ?? texts.anyText;
}
