/** The remedy for each failed check of a connection, in both languages. */
import type { CheckCode, HealthFacts, ProblemKind } from "../../domain/connection/health.ts";
import type { Language } from "../../domain/translations/translations.ts";

interface Sentences extends Record<Exclude<CheckCode, "gorgias_access" | "aircall_access">, string> {
  /** By the problem of the credential. `none`: there is no credential. */
  gorgias_access: Record<ProblemKind | "none", string>;
  aircall_access: Record<ProblemKind | "none", string>;
}

const en: Sentences = {
  gorgias_access: {
    none: "Gorgias is not connected. Install the app from Gorgias.",
    removed: "The app was removed in Gorgias. Install it again from Gorgias.",
    refused:
      "Gorgias rejects the API key. Create a new one under Settings, REST API, and have the operator run aircall-gorgias connection keys.",
    "not renewed":
      "Gorgias does not renew the app's authorisation. The service keeps trying. If it lasts, have the operator check GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET.",
  },
  admin: "Gorgias has no active admin to sign notes. Make an active user of Gorgias an admin.",
  aircall_access: {
    none: "Aircall is not connected. Connect it in the set-up.",
    removed:
      "Aircall no longer accepts the app's authorisation. Connect Aircall again in the set-up or, with API keys, have the operator run aircall-gorgias connection keys.",
    refused:
      "Aircall rejects the app's credentials. Connect Aircall again in the set-up or, with API keys, have the operator run aircall-gorgias connection keys.",
    "not renewed": "Aircall does not accept the app's authorisation. Connect Aircall again in the set-up.",
  },
  webhook:
    "Aircall has no webhook for this service, so no call arrives. Connect Aircall again. If Aircall allows no more webhooks, delete an unused one first.",
  lines_selected: "No number is selected, so no call gets a ticket. Select numbers.",
  lines_linked:
    "Selected numbers are not linked to the app in Aircall, so their calls do not arrive. Link them in the Aircall dashboard, under Integrations.",
};

const fr: Sentences = {
  gorgias_access: {
    none: "Gorgias n’est pas connecté : installez l’application depuis Gorgias.",
    removed: "L’application a été retirée de Gorgias : réinstallez-la depuis Gorgias.",
    refused:
      "Gorgias refuse la clé d’API : créez-en une nouvelle (Paramètres, REST API) et demandez à l’exploitant d’exécuter aircall-gorgias connection keys.",
    "not renewed":
      "Gorgias ne renouvelle pas notre autorisation : le service continue d’essayer. Si cela dure, demandez à l’exploitant de vérifier GORGIAS_CLIENT_ID et GORGIAS_CLIENT_SECRET.",
  },
  admin:
    "Gorgias n’a aucun administrateur actif qui puisse signer les notes : nommez administrateur un utilisateur actif.",
  aircall_access: {
    none: "Aircall n’est pas connecté : connectez-le dans l’installation.",
    removed:
      "Aircall ne nous laisse plus entrer : reconnectez Aircall dans l’installation ou, avec des clés d’API, demandez à l’exploitant d’exécuter aircall-gorgias connection keys.",
    refused:
      "Aircall refuse nos identifiants : reconnectez Aircall dans l’installation ou, avec des clés d’API, demandez à l’exploitant d’exécuter aircall-gorgias connection keys.",
    "not renewed": "Aircall ne nous laisse pas entrer : reconnectez Aircall dans l’installation.",
  },
  webhook:
    "Aircall n’a pas de webhook à nous et ne nous dit donc rien : connectez Aircall et, s’il n’accepte plus de webhooks, supprimez-en un qui ne sert plus.",
  lines_selected: "Aucun numéro n’est sélectionné, rien ne devient donc un ticket : sélectionnez des numéros.",
  lines_linked:
    "Des numéros sélectionnés ne sont pas liés à l’application dans Aircall, qui n’en transmet donc rien : liez-les dans le tableau de bord Aircall, sous Intégrations.",
};

function remediesIn(sentences: Sentences) {
  return (code: CheckCode, facts: HealthFacts): string => {
    if (code === "gorgias_access") return sentences[code][facts.gorgiasProblem ?? "none"];
    if (code === "aircall_access") return sentences[code][facts.aircallProblem ?? "none"];
    return sentences[code];
  };
}

export const checkTexts: Record<Language, (code: CheckCode, facts: HealthFacts) => string> = {
  en: remediesIn(en),
  fr: remediesIn(fr),
};
