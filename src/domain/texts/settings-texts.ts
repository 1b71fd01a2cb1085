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
    internalCalls:
      "Whether calls and messages between your own lines are left out, or written to one customer named “Internal”.",
    reopenWindow: "For how many hours after its ticket was closed a text opens it again; later texts get a new ticket.",
    card: "Whether the agent sees a card about the caller while it rings.",
    cardEmail: "Whether the card shows the customer’s e-mail address.",
    cardNotes: "Whether the card shows the notes kept in Gorgias. Costs one request a call.",
    cardTickets:
      "Whether the card shows the customer’s open tickets. Costs one request a call, shared with the last contact.",
    cardLastContact: "Whether the card shows when the customer was last in contact.",
    cardForUnknown: "Whether a caller whom Gorgias does not know gets a card that says so.",
    patienceMinutes:
      "For how many minutes Gorgias may refuse every request before the connection is deactivated. 0: at the first refusal.",
    alertUrl: "Where alerts are posted, for example the address of a Slack webhook. Empty: nowhere.",
    retentionDays: "For how many days what Aircall delivered is kept as it came. 0: for ever.",
    sharePercent: "The part of Gorgias’ request limit that is left to your other apps, in percent.",
  },
  form: {
    madeUpEmailDomain: "a domain such as aircall.io",
    alertUrl: "an address that begins with https://, or nothing",
  },
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
    internalCalls:
      "Si les appels et les messages entre vos propres lignes sont laissés de côté, ou attribués à un seul client nommé « Interne ».",
    reopenWindow:
      "Pendant combien d’heures après sa fermeture un SMS rouvre le ticket ; ensuite il en crée un nouveau.",
    card: "Si l’agent voit une fiche sur l’appelant pendant que le téléphone sonne.",
    cardEmail: "Si la fiche montre l’adresse e-mail du client.",
    cardNotes: "Si la fiche montre les notes gardées dans Gorgias. Coûte une requête par appel.",
    cardTickets:
      "Si la fiche montre les tickets ouverts du client. Coûte une requête par appel, partagée avec le dernier contact.",
    cardLastContact: "Si la fiche montre quand le client a été en contact la dernière fois.",
    cardForUnknown: "Si un appelant inconnu de Gorgias reçoit une fiche qui le dit.",
    patienceMinutes:
      "Pendant combien de minutes Gorgias peut refuser toutes les requêtes avant que la connexion soit désactivée. 0 : au premier refus.",
    alertUrl: "Où les alertes sont envoyées, par exemple l’adresse d’un webhook Slack. Vide : nulle part.",
    retentionDays: "Pendant combien de jours ce qu’Aircall a livré est gardé tel quel. 0 : pour toujours.",
    sharePercent: "La part de la limite de requêtes de Gorgias laissée à vos autres applications, en pour cent.",
  },
  form: {
    madeUpEmailDomain: "un domaine comme aircall.io",
    alertUrl: "une adresse qui commence par https://, ou rien",
  },
  oneOf: (choices) => `au choix : ${choices}`,
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
