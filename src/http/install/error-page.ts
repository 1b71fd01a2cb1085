/** Renders an install error as a page: the problem and its remedy, in English or French as the browser asks. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { InstallErrorReason } from "../../connections/sign-in/install-error.ts";
import { languageOf, renderPlainPage, type PageLanguage } from "../plain-page.ts";

type Words = { title: string; text: string };

const STATUS: Record<InstallErrorReason, number> = {
  "bad subdomain": 400,
  "unknown account": 404,
  "gorgias unreachable": 502,
  "aircall unreachable": 502,
  "spent state": 400,
  "consent denied": 403,
  "code refused": 400,
  "not an admin": 403,
  "company taken": 409,
  "webhook limit": 409,
  "not signed in": 401,
  "not configured": 503,
};

const WORDS: Record<PageLanguage, Record<InstallErrorReason, Words> & { again: string }> = {
  en: {
    again: "Start again",
    "bad subdomain": {
      title: "This is not a Gorgias account",
      text: "Enter the name or the address of your Gorgias account, for example acme or https://acme.gorgias.com.",
    },
    "unknown account": {
      title: "Gorgias does not know this account",
      text: "No help desk answers at this subdomain. Check the address of your Gorgias help desk and try again.",
    },
    "gorgias unreachable": {
      title: "Gorgias does not answer",
      text: "Nothing was changed. Try again in a few minutes.",
    },
    "aircall unreachable": {
      title: "Aircall does not answer",
      text: "Nothing was changed. Try again in a few minutes.",
    },
    "spent state": {
      title: "This link has been used or is too old",
      text: "For your safety each attempt can be finished once, within 15 minutes, in the browser that began it.",
    },
    "consent denied": {
      title: "The authorisation was declined",
      text: "Nothing was stored. Start again when you want to allow it.",
    },
    "code refused": {
      title: "The authorisation could not be completed",
      text: "Gorgias or Aircall rejected the code. Nothing was stored.",
    },
    "not an admin": {
      title: "Only a Gorgias admin can do this",
      text: "You are signed in to Gorgias without the admin role. Ask an admin of your account to install or to sign in. Nothing was stored.",
    },
    "company taken": {
      title: "This Aircall company is connected elsewhere",
      text: "It is joined to another Gorgias account. Disconnect it there first, then start again.",
    },
    "webhook limit": {
      title: "Aircall allows no more webhooks",
      text: "Your company has reached Aircall's limit of 100. Remove an unused one in the Aircall dashboard, then start again.",
    },
    "not signed in": {
      title: "Please sign in first",
      text: "Your session has ended. Sign in with your Gorgias account.",
    },
    "not configured": {
      title: "This service is not set up for OAuth yet",
      text: "Its operator has to enter the client ids and secrets of both apps.",
    },
  },
  fr: {
    again: "Recommencer",
    "bad subdomain": {
      title: "Ce n’est pas un compte Gorgias",
      text: "Indiquez le nom ou l’adresse de votre compte Gorgias, par exemple acme ou https://acme.gorgias.com.",
    },
    "unknown account": {
      title: "Gorgias ne connaît pas ce compte",
      text: "Aucun centre d’assistance ne répond à ce sous-domaine. Vérifiez l’adresse de votre Gorgias et réessayez.",
    },
    "gorgias unreachable": {
      title: "Gorgias ne répond pas",
      text: "Rien n’a été modifié. Réessayez dans quelques minutes.",
    },
    "aircall unreachable": {
      title: "Aircall ne répond pas",
      text: "Rien n’a été modifié. Réessayez dans quelques minutes.",
    },
    "spent state": {
      title: "Ce lien a déjà servi ou est trop ancien",
      text: "Pour votre sécurité, chaque tentative se termine une seule fois, en 15 minutes, dans le navigateur qui l’a commencée.",
    },
    "consent denied": {
      title: "L’autorisation a été refusée",
      text: "Rien n’a été enregistré. Recommencez quand vous voudrez l’accorder.",
    },
    "code refused": {
      title: "L’autorisation n’a pas pu aboutir",
      text: "Son code a été refusé ou a déjà servi. Rien n’a été enregistré.",
    },
    "not an admin": {
      title: "Seul un administrateur Gorgias peut le faire",
      text: "Vous êtes connecté à Gorgias sans le rôle d’administrateur. Demandez à un administrateur d’installer ou de se connecter. Rien n’a été enregistré.",
    },
    "company taken": {
      title: "Cette entreprise Aircall est connectée ailleurs",
      text: "Elle est reliée à un autre compte Gorgias. Déconnectez-la d’abord là-bas, puis recommencez.",
    },
    "webhook limit": {
      title: "Aircall n’accepte plus de webhooks",
      text: "Votre entreprise a atteint la limite de 100 d’Aircall. Supprimez-en un qui ne sert plus dans le tableau de bord Aircall, puis recommencez.",
    },
    "not signed in": {
      title: "Connectez-vous d’abord",
      text: "Votre session est terminée. Connectez-vous avec votre compte Gorgias.",
    },
    "not configured": {
      title: "Ce service n’est pas encore configuré pour OAuth",
      text: "Son exploitant doit indiquer les identifiants et secrets des deux applications.",
    },
  },
};

export function sendInstallError(request: FastifyRequest, reply: FastifyReply, why: InstallErrorReason): FastifyReply {
  const language = languageOf(request);
  const { title, text } = WORDS[language][why];
  const body = `<div class="card error"><h1>${title}</h1><p>${text}</p><p><a class="button" href="/">${WORDS[language].again}</a></p></div>`;
  return reply.code(STATUS[why]).type("text/html; charset=utf-8").send(renderPlainPage({ language, title, body }));
}
