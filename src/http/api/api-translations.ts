/** The sentences of the admin API, in both languages. */
import type { AlertUrlProblem } from "../../domain/alerts/judge-alert-url.ts";
import type { CheckCode, HealthFacts } from "../../domain/connection/health.ts";
import type { ConnectionReason } from "../../domain/reasons/connection-reason.ts";
import type { Language } from "../../domain/translations/translations.ts";
import { checkTexts } from "./check-translations.ts";

export interface ApiCatalogue {
  /** The remedy for each reason why a connection is not active. */
  remedies: Record<ConnectionReason, string>;
  /** The same of an authorisation that was removed, by the side that is known to have removed it. */
  removedOn: Record<"gorgias" | "aircall" | "both", string>;
  /** The remedy for a failed check. */
  checks(code: CheckCode, facts: HealthFacts): string;
  steps: {
    allowedBy(who: string): string;
    company(name: string): string;
    lines(selected: number, known: number): string;
  };
  problems: {
    signedOut: string;
    csrf: string;
    notAdmin: string;
    roleUnknown: string;
    notFound: string;
    notConnected: string;
    badRequest(what: string): string;
    tooLarge: string;
    notJson: string;
    badCursor: string;
    badRange(mostDays: number): string;
    unknownLine(id: string): string;
    unknownSetting(name: string, known: string): string;
    badValue(name: string, allowed: string): string;
    badAlertUrl(why: AlertUrlProblem): string;
    notJoined: string;
    notInstalled: string;
    installAgain: string;
    unknownAgent(id: string): string;
    unknownHelpDeskUser(id: number): string;
    vendorSilent: string;
  };
}

const en: ApiCatalogue = {
  remedies: {
    rate_limit:
      "Gorgias refused our requests for too long: reduce the requests of your other apps or ask Gorgias for a higher limit, then reactivate the connection.",
    authorisation_removed:
      "Gorgias no longer lets us in: install the app again from Gorgias, and from Aircall if it was removed there; then what was kept meanwhile is caught up.",
    by_hand: "An admin switched the connection off: reactivate it, then what was kept meanwhile is caught up.",
    disconnected: "The connection was ended: install the app again to use it.",
  },
  removedOn: {
    gorgias:
      "The app was removed in Gorgias: install the app again from Gorgias; then what was kept meanwhile is caught up.",
    aircall:
      "Aircall no longer lets us in: connect Aircall again in the set-up or, where API keys are used, have the operator run aircall-gorgias connection keys; then what was kept meanwhile is caught up.",
    both: "The app was removed in Gorgias and in Aircall: install the app again from Gorgias, then connect Aircall in the set-up; what was kept meanwhile is caught up.",
  },
  checks: checkTexts.en,
  steps: {
    allowedBy: (who) => `Allowed by ${who}`,
    company: (name) => `Company ${name}`,
    lines: (selected, known) => `${selected} of ${known} numbers selected`,
  },
  problems: {
    signedOut: "You are not signed in, or the session has ended. Sign in again.",
    csrf: "The request lacks the session's CSRF token. Reload the page and try again.",
    notAdmin:
      "Gorgias does not confirm that you are an admin any more. Nothing was changed. Sign in again, or ask an admin of your account.",
    roleUnknown:
      "Gorgias does not answer, so it cannot be confirmed that you are still an admin. Nothing was changed. Try again in a minute, or sign in again.",
    notFound: "No item has this id.",
    notConnected: "This connection does not exist any more. Install the app again.",
    badRequest: (what) => `The request cannot be understood: ${what}.`,
    tooLarge: "The request is too large.",
    notJson: "The request's body must be JSON.",
    badCursor: "`cursor` must be the nextCursor of an earlier answer.",
    badRange: (mostDays) =>
      `\`from\` and \`to\` must be days such as 2026-03-29, \`from\` not after \`to\`, at most ${mostDays} days.`,
    unknownLine: (id) => `Your Aircall company has no number ${id}. Reload the page.`,
    unknownSetting: (name, known) => `There is no setting ${name}. Settings are: ${known}.`,
    badValue: (name, allowed) => `${name} must be ${allowed}.`,
    badAlertUrl: (why) =>
      ({
        "no address": "alertUrl is not a web address. Enter one such as https://hooks.slack.com/services/….",
        "not https": "alertUrl must begin with https://.",
        credentials: "alertUrl must not hold a user name or a password.",
        "not public":
          "alertUrl must lead to a host on the public internet, not into a private network or to this machine.",
        port: "alertUrl names the port of another service. Leave the port out, or use one from 1024 on.",
      })[why],
    notJoined: "Gorgias and Aircall must both be joined before this can be shown.",
    notInstalled: "The installation is not finished: join Aircall first.",
    installAgain: "The connection cannot be reactivated: install the app again from Gorgias and from Aircall.",
    unknownAgent: (id) => `Your Aircall company has no user ${id}.`,
    unknownHelpDeskUser: (id) => `Gorgias has no active user ${id}.`,
    vendorSilent: "Gorgias or Aircall does not answer as it should just now. Try again in a minute.",
  },
};

const fr: ApiCatalogue = {
  remedies: {
    rate_limit:
      "Gorgias a refusé nos requêtes trop longtemps : réduisez les requêtes de vos autres applications ou demandez une limite plus haute à Gorgias, puis réactivez la connexion.",
    authorisation_removed:
      "Gorgias ne nous laisse plus entrer : réinstallez l’application depuis Gorgias, et depuis Aircall si elle y a été retirée ; ce qui a été gardé entre-temps sera rattrapé.",
    by_hand:
      "Un administrateur a désactivé la connexion : réactivez-la ; ce qui a été gardé entre-temps sera rattrapé.",
    disconnected: "La connexion a été arrêtée : réinstallez l’application pour l’utiliser.",
  },
  removedOn: {
    gorgias:
      "L’application a été retirée de Gorgias : réinstallez-la depuis Gorgias ; ce qui a été gardé entre-temps sera rattrapé.",
    aircall:
      "Aircall ne nous laisse plus entrer : reconnectez Aircall dans l’installation ou, avec des clés d’API, demandez à l’exploitant d’exécuter aircall-gorgias connection keys ; ce qui a été gardé entre-temps sera rattrapé.",
    both: "L’application a été retirée de Gorgias et d’Aircall : réinstallez-la depuis Gorgias, puis connectez Aircall dans l’installation ; ce qui a été gardé entre-temps sera rattrapé.",
  },
  checks: checkTexts.fr,
  steps: {
    allowedBy: (who) => `Autorisé par ${who}`,
    company: (name) => `Société ${name}`,
    lines: (selected, known) => `${selected} numéro(s) sélectionné(s) sur ${known}`,
  },
  problems: {
    signedOut: "Personne n’est connecté, ou la session est terminée. Connectez-vous à nouveau.",
    csrf: "La requête ne porte pas le jeton de la session. Rechargez la page et recommencez.",
    notAdmin:
      "Gorgias ne confirme plus que vous êtes administrateur. Rien n’a été modifié. Reconnectez-vous ou adressez-vous à un administrateur de votre compte.",
    roleUnknown:
      "Gorgias ne répond pas, il est donc impossible de confirmer que vous êtes toujours administrateur. Rien n’a été modifié. Réessayez dans une minute ou reconnectez-vous.",
    notFound: "Il n’y a rien de ce nom ici.",
    notConnected: "Cette connexion n’existe plus. Réinstallez l’application.",
    badRequest: (what) => `La requête est incompréhensible : ${what}.`,
    tooLarge: "La requête est trop volumineuse.",
    notJson: "Le corps de la requête doit être du JSON.",
    badCursor: "`cursor` doit être le nextCursor d’une réponse précédente.",
    badRange: (mostDays) =>
      `\`from\` et \`to\` doivent être des jours comme 2026-03-29, \`from\` au plus tard à \`to\`, ${mostDays} jours au plus.`,
    unknownLine: (id) => `Votre société Aircall n’a pas de numéro ${id}. Rechargez la page.`,
    unknownSetting: (name, known) => `Il n’y a pas de réglage ${name}. Les réglages sont : ${known}.`,
    badValue: (name, allowed) => `${name} doit être ${allowed}.`,
    badAlertUrl: (why) =>
      ({
        "no address": "alertUrl n’est pas une adresse web. Indiquez-en une comme https://hooks.slack.com/services/….",
        "not https": "alertUrl doit commencer par https://.",
        credentials: "alertUrl ne doit contenir ni nom d’utilisateur ni mot de passe.",
        "not public":
          "alertUrl doit mener à un hôte de l’internet public, ni dans un réseau privé ni sur cette machine.",
        port: "alertUrl indique le port d’un autre service. Retirez le port ou utilisez-en un à partir de 1024.",
      })[why],
    notJoined: "Gorgias et Aircall doivent être reliés tous les deux pour afficher cela.",
    notInstalled: "L’installation n’est pas terminée : reliez d’abord Aircall.",
    installAgain:
      "La connexion ne peut pas être réactivée : réinstallez l’application depuis Gorgias et depuis Aircall.",
    unknownAgent: (id) => `Votre société Aircall n’a pas d’utilisateur ${id}.`,
    unknownHelpDeskUser: (id) => `Gorgias n’a pas d’utilisateur actif ${id}.`,
    vendorSilent: "Gorgias ou Aircall ne répond pas comme prévu. Réessayez dans une minute.",
  },
};

export const apiTranslations: Record<Language, ApiCatalogue> = { en, fr };
