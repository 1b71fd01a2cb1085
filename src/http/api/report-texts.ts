/** The headings of exported reports, in both languages. */
import type { Language } from "../../domain/translations/translations.ts";

export interface ReportTexts {
  tables: Record<"number" | "agent" | "hour" | "weekday" | "day", string>;
  columns: Record<
    | "inbound"
    | "answered"
    | "missed"
    | "answeredPercent"
    | "calledBack"
    | "responded"
    | "responseSeconds"
    | "callbacksRequested"
    | "callbacksDone"
    | "unknownCallers"
    | "outbound"
    | "received"
    | "sent",
    string
  >;
  /** From Monday. */
  weekdays: readonly string[];
  unknown: Record<"number" | "agent", string>;
  total: string;
}

const en: ReportTexts = {
  tables: { number: "Number", agent: "Agent", hour: "Hour", weekday: "Weekday", day: "Day" },
  columns: {
    inbound: "Inbound calls",
    answered: "Answered",
    missed: "Missed",
    answeredPercent: "Answered rate (%)",
    calledBack: "Called back",
    responded: "Called back or messaged",
    responseSeconds: "Median response time (s)",
    callbacksRequested: "Callbacks requested",
    callbacksDone: "Callbacks done",
    unknownCallers: "Unknown callers",
    outbound: "Outbound calls",
    received: "Messages received",
    sent: "Messages sent",
  },
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  unknown: { number: "Unknown number", agent: "No agent" },
  total: "Total",
};

const fr: ReportTexts = {
  tables: { number: "Numéro", agent: "Agent", hour: "Heure", weekday: "Jour de la semaine", day: "Jour" },
  columns: {
    inbound: "Appels entrants",
    answered: "Décrochés",
    missed: "Manqués",
    answeredPercent: "Taux de décroché (%)",
    calledBack: "Rappelés",
    responded: "Rappelés ou recontactés par message",
    responseSeconds: "Délai de réponse médian (s)",
    callbacksRequested: "Rappels demandés",
    callbacksDone: "Rappels effectués",
    unknownCallers: "Appelants inconnus",
    outbound: "Appels sortants",
    received: "Messages reçus",
    sent: "Messages envoyés",
  },
  weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  unknown: { number: "Numéro inconnu", agent: "Aucun agent" },
  total: "Total",
};

export const reportTexts: Record<Language, ReportTexts> = { en, fr };
