/** The sentences about API tokens and webhooks, in both languages. */
import type { Language } from "../../domain/translations/translations.ts";

interface TokenTexts {
  badToken: string;
  readOnly: string;
  sessionOnly: string;
  tooMany: string;
  noToken: string;
  mostTokens(most: number): string;
}

const en: TokenTexts = {
  badToken: "The API token is wrong, revoked or expired. Create a new one under Settings, API tokens.",
  readOnly: "The API token may only read. Create one with the scope write.",
  sessionOnly: "An API token may not do this. Sign in to the console.",
  tooMany: "Too many requests. Wait as long as Retry-After says, then try again.",
  noToken: "There is no such API token. It may have been revoked already.",
  mostTokens: (most) => `The connection has ${most} API tokens, which is the most. Revoke one first.`,
};

const fr: TokenTexts = {
  badToken: "Le jeton d’API est faux, révoqué ou expiré. Créez-en un nouveau sous Réglages, Jetons d’API.",
  readOnly: "Le jeton d’API ne permet que la lecture. Créez-en un avec le droit d’écriture.",
  sessionOnly: "Un jeton d’API ne permet pas cette action. Connectez-vous à la console.",
  tooMany: "Trop de requêtes. Attendez le délai indiqué par Retry-After, puis réessayez.",
  noToken: "Ce jeton d’API n’existe pas. Il a peut-être déjà été révoqué.",
  mostTokens: (most) => `La connexion a déjà ${most} jetons d’API, le maximum. Révoquez-en un d’abord.`,
};

export const tokenTexts: Record<Language, TokenTexts> = { en, fr };
