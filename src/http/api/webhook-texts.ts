/** The sentences about webhooks, in both languages. */
import type { AlertUrlProblem } from "../../domain/alerts/judge-alert-url.ts";
import type { Language } from "../../domain/translations/translations.ts";

interface WebhookTexts {
  noWebhook: string;
  noDelivery: string;
  off: string;
  mostWebhooks(most: number): string;
  badUrl: Record<AlertUrlProblem, string>;
}

const en: WebhookTexts = {
  noWebhook: "There is no such webhook. It may have been deleted already.",
  noDelivery: "This event was not sent to this webhook, or its log has been deleted.",
  off: "The webhook is off. Switch it on first.",
  mostWebhooks: (most) => `The connection has ${most} webhooks, which is the most. Delete one first.`,
  badUrl: {
    "no address": "The address is not a web address. Enter one such as https://example.com/webhooks.",
    "not https": "The address must begin with https://.",
    credentials: "The address must not hold a user name or a password.",
    "not public":
      "The address must lead to a host on the public internet, not into a private network or to this machine.",
    port: "The address names the port of another service. Leave the port out, or use one from 1024 on.",
  },
};

const fr: WebhookTexts = {
  noWebhook: "Ce webhook n’existe pas. Il a peut-être déjà été supprimé.",
  noDelivery: "Cet événement n’a pas été envoyé à ce webhook, ou son journal a été supprimé.",
  off: "Le webhook est désactivé. Activez-le d’abord.",
  mostWebhooks: (most) => `La connexion a déjà ${most} webhooks, le maximum. Supprimez-en un d’abord.`,
  badUrl: {
    "no address": "L’adresse n’est pas une adresse web. Indiquez-en une comme https://example.com/webhooks.",
    "not https": "L’adresse doit commencer par https://.",
    credentials: "L’adresse ne doit contenir ni nom d’utilisateur ni mot de passe.",
    "not public": "L’adresse doit mener à un hôte de l’internet public, ni dans un réseau privé ni sur cette machine.",
    port: "L’adresse indique le port d’un autre service. Retirez le port ou utilisez-en un à partir de 1024.",
  },
};

export const webhookTexts: Record<Language, WebhookTexts> = { en, fr };
