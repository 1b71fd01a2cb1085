/** The words of the exported activity, in the languages of the console. */
import type { Outcome } from "../../domain/call/call-stage.ts";
import type { ActivityState } from "../../domain/ports/stores.ts";
import type { RecordKind } from "../../domain/activity/work-item.ts";
import type { Language } from "../../domain/translations/translations.ts";

interface ExportTexts {
  /** In the order of the file. */
  columns: Record<
    | "id"
    | "kind"
    | "time"
    | "direction"
    | "outcome"
    | "customer"
    | "email"
    | "phone"
    | "line"
    | "agent"
    | "duration"
    | "tags"
    | "ticket"
    | "url"
    | "result"
    | "reason",
    string
  >;
  kinds: Record<RecordKind, string>;
  directions: Record<"inbound" | "outbound", string>;
  outcomes: Record<Outcome, string>;
  results: Record<ActivityState, string>;
}

const en: ExportTexts = {
  columns: {
    id: "Id",
    kind: "Type",
    time: "Time",
    direction: "Direction",
    outcome: "Outcome",
    customer: "Customer",
    email: "E-mail",
    phone: "Phone",
    line: "Number",
    agent: "Agent",
    duration: "Duration (s)",
    tags: "Tags",
    ticket: "Ticket",
    url: "Ticket link",
    result: "Result",
    reason: "Reason",
  },
  kinds: { call: "Call", conversation: "Conversation", card: "Insight card" },
  directions: { inbound: "Inbound", outbound: "Outbound" },
  outcomes: {
    ringing: "Ringing",
    in_progress: "In progress",
    answered: "Answered",
    missed: "Missed",
    voicemail: "Voicemail",
    callback: "Callback request",
    unanswered: "No answer",
    message: "Message",
  },
  results: { pending: "In progress", done: "Done", ignored: "Ignored", failed: "Failed" },
};

const fr: ExportTexts = {
  columns: {
    id: "Identifiant",
    kind: "Type",
    time: "Heure",
    direction: "Direction",
    outcome: "Issue",
    customer: "Client",
    email: "E-mail",
    phone: "Téléphone",
    line: "Numéro",
    agent: "Agent",
    duration: "Durée (s)",
    tags: "Tags",
    ticket: "Ticket",
    url: "Lien du ticket",
    result: "Résultat",
    reason: "Raison",
  },
  kinds: { call: "Appel", conversation: "Conversation", card: "Carte Insight" },
  directions: { inbound: "Entrant", outbound: "Sortant" },
  outcomes: {
    ringing: "Sonne",
    in_progress: "En cours",
    answered: "Décroché",
    missed: "Manqué",
    voicemail: "Messagerie vocale",
    callback: "Demande de rappel",
    unanswered: "Sans réponse",
    message: "Message",
  },
  results: { pending: "En cours", done: "Terminé", ignored: "Ignoré", failed: "Échec" },
};

export const exportTexts: Record<Language, ExportTexts> = { en, fr };
