/** The descriptions of the settings for admins, in both languages. The type requires a sentence for each setting. */
import type { SettingField, SettingName } from "../settings/settings-form.ts";
import type { Language } from "./translations.ts";

interface SettingsCatalogue {
  /** What each setting does, in one sentence. */
  about: Record<SettingName, string>;
  /** The valid values of a text. The form knows those of choices and numbers. */
  form: Partial<Record<SettingName, string>>;
  oneOf(choices: string): string;
  between(minimum: string, maximum: string): string;
  anyText: string;
}

const en: SettingsCatalogue = {
  about: {
    language: "The language of ticket subjects, tags and notes.",
    timeZone:
      "The time zone of days and hours on Overview and in Reports. Empty: the zone of the business hours in Gorgias, or else of your numbers.",
    unansweredOutbound: "Create a ticket for an outbound call without an answer, or none.",
    media: "Attach recordings and voicemail to the ticket, link to them in a note, or leave them out.",
    missingEmail: "Give a new customer without an e-mail address a generated placeholder, or none.",
    madeUpEmailDomain: "The domain of placeholder e-mail addresses.",
    internalCalls:
      "Create no ticket for calls and messages between your own numbers, or assign them to one customer named “Internal”.",
    reopenWindow: "How many hours after its ticket was closed a message reopens it. Later messages get a new ticket.",
    card: "Show the agent an insight card about the customer while a call rings.",
    cardEmail: "Show the customer’s e-mail address on the card.",
    cardNotes: "Show the notes kept in Gorgias on the card. Uses one API call for each call.",
    cardTickets:
      "Show the customer’s open tickets on the card. Uses one API call for each call, shared with the last contact.",
    cardLastContact: "Show the customer’s last contact on the card.",
    cardForUnknown: "Show a card that says so when Gorgias does not know the caller.",
    patienceMinutes:
      "How many minutes Gorgias may reject every API call before the connection is deactivated. 0: at the first rejection.",
    alertUrl: "Where alerts are posted, for example the URL of a Slack webhook. Empty: nowhere.",
    retentionDays: "How many days events from Aircall are kept as received. 0: for ever.",
    sharePercent: "The part of the API limit of Gorgias that is reserved for your other apps, in percent.",
  },
  form: {
    timeZone: "a time zone such as Europe/Paris, or nothing",
    madeUpEmailDomain: "a domain such as aircall.io",
    alertUrl: "an address that begins with https://, or nothing",
  },
  oneOf: (choices) => `one of: ${choices}`,
  between: (minimum, maximum) => `a whole number from ${minimum} to ${maximum}`,
  anyText: "a text",
};

const fr: SettingsCatalogue = {
  about: {
    language: "La langue de l’objet, des tags et des notes des tickets.",
    timeZone:
      "Le fuseau horaire des jours et des heures dans la vue d’ensemble et les rapports. Vide : celui des heures d’ouverture dans Gorgias, sinon celui de vos numéros.",
    unansweredOutbound: "Créer un ticket pour un appel sortant sans réponse, ou aucun.",
    media:
      "Joindre au ticket les enregistrements et les messages vocaux, y renvoyer par un lien dans une note, ou ne pas les inclure.",
    missingEmail: "Générer une adresse pour un nouveau client sans e-mail, ou n’en donner aucune.",
    madeUpEmailDomain: "Le domaine des adresses e-mail générées.",
    internalCalls:
      "Ne créer aucun ticket pour les appels et les messages entre vos propres numéros, ou les attribuer à un seul client nommé « Interne ».",
    reopenWindow:
      "Pendant combien d’heures après sa fermeture un message rouvre le ticket. Les messages suivants créent un nouveau ticket.",
    card: "Afficher à l’agent une carte Insight sur le client pendant que l’appel sonne.",
    cardEmail: "Afficher l’adresse e-mail du client sur la carte.",
    cardNotes: "Afficher les notes de Gorgias sur la carte. Utilise un appel API par appel.",
    cardTickets:
      "Afficher les tickets ouverts du client sur la carte. Utilise un appel API par appel, partagé avec le dernier contact.",
    cardLastContact: "Afficher le dernier contact avec le client sur la carte.",
    cardForUnknown: "Afficher une carte qui l’indique lorsque Gorgias ne connaît pas l’appelant.",
    patienceMinutes:
      "Pendant combien de minutes Gorgias peut refuser tous les appels API avant la désactivation de la connexion. 0 : au premier refus.",
    alertUrl: "Où les alertes sont envoyées, par exemple l’URL d’un webhook Slack. Vide : nulle part.",
    retentionDays: "Pendant combien de jours les événements Aircall sont conservés tels que reçus. 0 : sans limite.",
    sharePercent: "La part de la limite d’API de Gorgias réservée à vos autres applications, en pourcentage.",
  },
  form: {
    timeZone: "un fuseau horaire comme Europe/Paris, ou rien",
    madeUpEmailDomain: "un domaine comme aircall.io",
    alertUrl: "une adresse qui commence par https://, ou rien",
  },
  oneOf: (choices) => `au choix : ${choices}`,
  between: (minimum, maximum) => `un nombre entier de ${minimum} à ${maximum}`,
  anyText: "un texte",
};

export const settingsTranslations: Record<Language, SettingsCatalogue> = { en, fr };

/** The valid values of a setting, as part of a sentence: `one of: en, fr`. */
export function sayAllowed(field: SettingField, language: Language): string {
  const texts = settingsTranslations[language];
  const { name, kind, choices = [], minimum = "…", maximum = "…" } = field;
  if (kind === "choice") return texts.oneOf(choices.join(", "));
  if (kind === "number") return texts.between(String(minimum), String(maximum));
  return texts.form[name] ?? texts.anyText;
}
