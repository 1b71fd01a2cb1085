/** What an alert says, and what to do, in the language of whoever reads it. */
import type { Language } from "../texts/texts.ts";
import type { Alert, AlertKind } from "./alert.ts";

type Sentences = Record<AlertKind, { what: string; remedy: string }>;

/** Why a connection stopped; what is not listed is said as it is. */
const reasons: Record<Language, Record<string, string>> = {
  en: {
    "rate limit": "Gorgias refused every request for too long because its limit was used up",
    "authorisation removed": "its authorisation was removed",
  },
  fr: {
    "rate limit": "Gorgias a refusé toutes les requêtes trop longtemps car sa limite était épuisée",
    "authorisation removed": "son autorisation a été retirée",
  },
};

const en: Sentences = {
  deactivated: {
    what: "The connection is deactivated: {reason}. Calls and texts are kept, nothing is written.",
    remedy:
      "Open the console and reactivate it; where the authorisation was removed, install it again. What was kept is written then.",
  },
  "deactivation near": {
    what: "Gorgias has refused every request for {minutes} min because its limit is used up. After {patience} min the connection is deactivated.",
    remedy: "Find out in Gorgias which other app uses up the limit, or raise the patience in the settings.",
  },
  "token dying": {
    what: "The authorisation of Gorgias could not be renewed since {since}.",
    remedy: "If Gorgias works again soon this ends by itself; else install the connection again.",
  },
  "webhook off": {
    what: "Aircall had switched our webhook off. It is on again, and what was missed is fetched.",
    remedy: "Nothing is to be done. Should it come back, see whether the service can be reached from outside.",
  },
  "webhook missing": {
    what: "Our webhook is gone from Aircall, and Aircall allows no new one. Calls are fetched from its list; texts do not reach us.",
    remedy: "In the Aircall dashboard, delete a webhook that nobody uses: ours is made again within minutes.",
  },
  "calls unheard": {
    what: "Calls that Aircall shows and of which nothing had reached us: {count}. They were fetched from its list.",
    remedy:
      "See in Aircall whether the lines are still linked to the app, and whether the service can be reached from outside.",
  },
  "failed items": {
    what: "Calls and conversations that could not be written: {count}.",
    remedy: "Open the activity, filter by failed: each says why, and can be tried again there.",
  },
  "waiting long": {
    what: "The oldest work waits for {minutes} min.",
    remedy:
      "The console's budget page shows what uses up the limit of Gorgias. If Gorgias is down, the work goes on by itself afterwards.",
  },
};

const fr: Sentences = {
  deactivated: {
    what: "La connexion est désactivée : {reason}. Les appels et les SMS sont gardés, rien n’est écrit.",
    remedy:
      "Ouvrez la console et réactivez-la ; si l’autorisation a été retirée, installez-la à nouveau. Ce qui a été gardé sera alors écrit.",
  },
  "deactivation near": {
    what: "Gorgias refuse toutes les requêtes depuis {minutes} min car sa limite est épuisée. Après {patience} min la connexion est désactivée.",
    remedy:
      "Cherchez dans Gorgias quelle autre application épuise la limite, ou augmentez la patience dans les réglages.",
  },
  "token dying": {
    what: "L’autorisation de Gorgias n’a pas pu être renouvelée depuis {since}.",
    remedy: "Si Gorgias fonctionne bientôt, cela se règle seul ; sinon installez à nouveau la connexion.",
  },
  "webhook off": {
    what: "Aircall avait désactivé notre webhook. Il est réactivé et ce qui manquait est récupéré.",
    remedy: "Il n’y a rien à faire. Si cela se reproduit, vérifiez que le service est joignable de l’extérieur.",
  },
  "webhook missing": {
    what: "Notre webhook a disparu d’Aircall, et Aircall n’en accepte pas de nouveau. Les appels sont récupérés dans sa liste ; les SMS ne nous parviennent pas.",
    remedy:
      "Dans le tableau de bord Aircall, supprimez un webhook qui ne sert plus : le nôtre revient en quelques minutes.",
  },
  "calls unheard": {
    what: "Appels montrés par Aircall dont rien ne nous était parvenu : {count}. Ils ont été récupérés dans sa liste.",
    remedy:
      "Vérifiez dans Aircall que les lignes sont toujours liées à l’application, et que le service est joignable de l’extérieur.",
  },
  "failed items": {
    what: "Appels et conversations qui n’ont pas pu être écrits : {count}.",
    remedy: "Ouvrez l’activité, filtrez par échec : chacun dit pourquoi et peut y être relancé.",
  },
  "waiting long": {
    what: "Le travail le plus ancien attend depuis {minutes} min.",
    remedy:
      "La page du budget montre ce qui épuise la limite de Gorgias. Si Gorgias est en panne, le travail reprend seul ensuite.",
  },
};

const catalogues: Record<Language, Sentences> = { en, fr };

export function sayAlert(
  { kind, detail }: Pick<Alert, "kind" | "detail">,
  language: Language,
): { what: string; remedy: string } {
  const { what, remedy } = catalogues[language][kind];
  const { reason } = detail;
  const told = reason === undefined ? detail : { ...detail, reason: reasons[language][reason] ?? reason };
  return { what: fill(what, told), remedy: fill(remedy, told) };
}

function fill(sentence: string, detail: Alert["detail"]): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? "?"));
}
