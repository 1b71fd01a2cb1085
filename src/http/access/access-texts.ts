/** The sentences of signing in without an OAuth app, in both languages. */
import type { Language } from "../../domain/translations/translations.ts";

interface AccessCatalogue {
  linkSpent: string;
  keyRejected: string;
  tooMany: string;
  setUpClosed: string;
}

export const accessTexts: Record<Language, AccessCatalogue> = {
  en: {
    linkSpent:
      "This link has been used or is too old. Each works once, for a short time. Print a new one on the server: aircall-gorgias console-link",
    keyRejected:
      "Gorgias rejects this e-mail with this API key, or the account is not connected to this service. Check all three.",
    tooMany:
      "Too many rejected keys for this account. Wait 15 minutes, or use a link from aircall-gorgias console-link.",
    setUpClosed:
      "This page opens only with a one-time link. The service prints one at its start; another one: aircall-gorgias console-link --set-up",
  },
  fr: {
    linkSpent:
      "Ce lien a déjà servi ou est trop ancien. Chaque lien sert une fois, pendant un court délai. Affichez-en un nouveau sur le serveur : aircall-gorgias console-link",
    keyRejected:
      "Gorgias refuse cet e-mail avec cette clé d’API, ou le compte n’est pas connecté à ce service. Vérifiez les trois.",
    tooMany:
      "Trop de clés refusées pour ce compte. Attendez 15 minutes ou utilisez un lien de aircall-gorgias console-link.",
    setUpClosed:
      "Cette page ne s’ouvre qu’avec un lien à usage unique. Le service en affiche un à son démarrage ; pour un autre : aircall-gorgias console-link --set-up",
  },
};
