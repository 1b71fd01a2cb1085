/** What an alert says, and what to do, in the reader's language. */
import type { Language } from "../translations/translations.ts";
import type { Alert, AlertKind } from "./alert.ts";

type Sentences = Record<AlertKind, { what: string; remedy: string }>;

/** Words for the codes in an alert's detail. Shows an unlisted code as it is. */
const codes: Record<Language, Record<"reason" | "side" | "why", Record<string, string>>> = {
  en: {
    reason: {
      rate_limit: "Gorgias refused every request for too long because its limit was used up",
      authorisation_removed: "its authorisation was removed",
    },
    side: { gorgias: " in Gorgias", aircall: " in Aircall" },
    why: {
      "client refused": "Gorgias does not accept this service’s client id or secret",
      limit: "Gorgias says that it is asked too often",
      unavailable: "Gorgias does not answer",
      "not understood": "Gorgias gave an unexpected answer",
      "refused again": "Gorgias renews the token and then refuses it",
    },
  },
  fr: {
    reason: {
      rate_limit: "Gorgias a refusé toutes les requêtes trop longtemps car sa limite était épuisée",
      authorisation_removed: "son autorisation a été retirée",
    },
    side: { gorgias: " dans Gorgias", aircall: " dans Aircall" },
    why: {
      "client refused": "Gorgias n’accepte pas l’identifiant ou le secret client de ce service",
      limit: "Gorgias indique être trop sollicité",
      unavailable: "Gorgias ne répond pas",
      "not understood": "Gorgias a donné une réponse inattendue",
      "refused again": "Gorgias renouvelle le jeton puis le refuse",
    },
  },
};

const en: Sentences = {
  deactivated: {
    what: "The connection is deactivated: {reason}{side}. Calls and messages are kept, nothing is written.",
    remedy:
      "Reactivate it on the page Connection. If the authorisation was removed, repeat the set-up. What was kept is written then.",
  },
  "deactivation near": {
    what: "Gorgias has rejected every API call for {minutes} min because its limit is used up. After {patience} min the connection is deactivated.",
    remedy:
      "Find out in Gorgias which other app uses up the limit, or raise the minutes of rejected API calls in the settings.",
  },
  "token dying": {
    what: "The authorisation of Gorgias could not be renewed since {since}: {why}.",
    remedy:
      "The service goes on trying. If it does not end by itself soon, have the operator check GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET, and see whether Gorgias works.",
  },
  "gorgias keys refused": {
    what: "Gorgias refuses the API key of this connection. Calls and messages are kept, nothing is written.",
    remedy:
      "Make a new key in Gorgias under Settings, REST API. Then have the operator run: aircall-gorgias connection keys. What was kept is written then.",
  },
  "aircall keys refused": {
    what: "Aircall refuses the credentials of this connection. Recordings, names and missed events cannot be fetched.",
    remedy:
      "Connect Aircall again in the console's set-up. Where API keys are used, make a new one in Aircall and have the operator run: aircall-gorgias connection keys.",
  },
  "no line selected": {
    what: "No number is selected: no call and no message becomes a ticket.",
    remedy: "Open the page Numbers and select those whose calls and messages should become tickets.",
  },
  "lines not linked": {
    what: "Selected numbers that are not linked to the app in Aircall, so that Aircall sends nothing from them: {count}.",
    remedy: "In the Aircall dashboard, open Integrations, then this app, and link the numbers to it.",
  },
  "no admin": {
    what: "Gorgias has no active admin: calls of agents who are not in Gorgias get no ticket.",
    remedy: "In Gorgias, make an active user an admin. What waits is written then.",
  },
  "webhook off": {
    what: "Aircall had switched our webhook off. It is on again, and what was missed is fetched.",
    remedy: "You do not need to do anything. If it happens again, see whether the service can be reached from outside.",
  },
  "webhook missing": {
    what: "Our webhook is gone from Aircall, and Aircall allows no new one. Calls are fetched from its list, messages are missing.",
    remedy: "In the Aircall dashboard, delete an unused webhook. The service creates its own again within minutes.",
  },
  "calls unheard": {
    what: "Calls that Aircall shows and of which nothing had reached us: {count}. They were fetched from its list.",
    remedy:
      "See in Aircall whether the numbers are still linked to the app, and whether the service can be reached from outside.",
  },
  "failed items": {
    what: "Calls and conversations that could not be written: {count}.",
    remedy: "Open the activity, filter by Failed, see the reason of each entry, and retry it.",
  },
  "waiting long": {
    what: "The oldest call or conversation has been waiting for {minutes} min.",
    remedy:
      "The page API usage shows what uses up the limit of Gorgias. If Gorgias is down, the service continues by itself afterwards.",
  },
};

const fr: Sentences = {
  deactivated: {
    what: "La connexion est désactivée : {reason}{side}. Les appels et les messages sont conservés, rien n’est écrit.",
    remedy:
      "Réactivez-la sur la page Connexion. Si l’autorisation a été retirée, refaites l’installation. Ce qui a été conservé sera alors écrit.",
  },
  "deactivation near": {
    what: "Gorgias refuse tous les appels API depuis {minutes} min car sa limite est épuisée. Après {patience} min la connexion est désactivée.",
    remedy:
      "Cherchez dans Gorgias quelle autre application épuise la limite, ou augmentez les minutes d’appels API refusés dans les réglages.",
  },
  "token dying": {
    what: "L’autorisation de Gorgias n’a pas pu être renouvelée depuis {since} : {why}.",
    remedy:
      "Le service continue d’essayer. Si cela ne se règle pas bientôt, demandez à l’exploitant de vérifier GORGIAS_CLIENT_ID et GORGIAS_CLIENT_SECRET, et que Gorgias fonctionne.",
  },
  "gorgias keys refused": {
    what: "Gorgias refuse la clé d’API de cette connexion. Les appels et les messages sont conservés, rien n’est écrit.",
    remedy:
      "Créez une nouvelle clé dans Gorgias (Paramètres, REST API), puis demandez à l’exploitant d’exécuter : aircall-gorgias connection keys. Ce qui a été gardé sera alors écrit.",
  },
  "aircall keys refused": {
    what: "Aircall refuse les identifiants de cette connexion. Enregistrements, noms et événements manqués ne peuvent pas être récupérés.",
    remedy:
      "Reconnectez Aircall dans l’installation de la console. Avec des clés d’API, créez-en une nouvelle dans Aircall et demandez à l’exploitant d’exécuter : aircall-gorgias connection keys.",
  },
  "no line selected": {
    what: "Aucun numéro n’est sélectionné : aucun appel ni message ne devient un ticket.",
    remedy: "Ouvrez la page Numéros et sélectionnez ceux dont les appels et les messages doivent devenir des tickets.",
  },
  "lines not linked": {
    what: "Numéros sélectionnés qui ne sont pas liés à l’application dans Aircall, qui n’en transmet donc rien : {count}.",
    remedy: "Dans le tableau de bord Aircall, ouvrez Intégrations, puis cette application, et liez-y les numéros.",
  },
  "no admin": {
    what: "Gorgias n’a aucun administrateur actif : les appels d’agents absents de Gorgias n’ont pas de ticket.",
    remedy: "Dans Gorgias, nommez administrateur un utilisateur actif. Ce qui attend sera alors écrit.",
  },
  "webhook off": {
    what: "Aircall avait désactivé notre webhook. Il est réactivé et ce qui manquait est récupéré.",
    remedy: "Il n’y a rien à faire. Si cela se reproduit, vérifiez que le service est joignable de l’extérieur.",
  },
  "webhook missing": {
    what: "Notre webhook a disparu d’Aircall, et Aircall n’en accepte pas de nouveau. Les appels sont récupérés dans sa liste ; les messages ne nous parviennent pas.",
    remedy:
      "Dans le tableau de bord Aircall, supprimez un webhook qui ne sert plus : le nôtre revient en quelques minutes.",
  },
  "calls unheard": {
    what: "Appels montrés par Aircall dont rien ne nous était parvenu : {count}. Ils ont été récupérés dans sa liste.",
    remedy:
      "Vérifiez dans Aircall que les numéros sont toujours liés à l’application, et que le service est joignable de l’extérieur.",
  },
  "failed items": {
    what: "Appels et conversations qui n’ont pas pu être écrits : {count}.",
    remedy: "Ouvrez l’activité, filtrez par Échec, consultez le motif de chaque élément et relancez-le.",
  },
  "waiting long": {
    what: "L’appel ou la conversation la plus ancienne attend depuis {minutes} min.",
    remedy:
      "La page Quota d’API montre ce qui épuise la limite de Gorgias. Si Gorgias est en panne, le service reprend seul ensuite.",
  },
};

const catalogues: Record<Language, Sentences> = { en, fr };

export function sayAlert(
  { kind, detail }: Pick<Alert, "kind" | "detail">,
  language: Language,
): { what: string; remedy: string } {
  const { what, remedy } = catalogues[language][kind];
  const told: Alert["detail"] = { side: "", ...(kind === "token dying" ? { why: "unavailable" } : {}), ...detail };
  for (const [name, words] of Object.entries(codes[language])) {
    const code = told[name];
    if (code !== undefined) told[name] = words[code] ?? code;
  }
  return { what: fill(what, told), remedy: fill(remedy, told) };
}

/** What a test alert says. */
export function sayTestAlert(language: Language): string {
  return language === "fr"
    ? "Ceci est une alerte de test. Les alertes de cette connexion arrivent ici."
    : "This is a test alert. The alerts of this connection arrive here.";
}

function fill(sentence: string, detail: Alert["detail"]): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? "?"));
}
