/** The words about each setting in French: in the console, the API, the command line and docs/settings.md. */
import type { SettingsCatalogue } from "./setting-words.ts";

const SHOWN = { show: "Afficher", hide: "Masquer" };

export const fr: SettingsCatalogue = {
  language: {
    name: "Langue des tickets et des notes",
    about: "La langue des objets, des tags et des notes des tickets, des cartes Insight et des alertes envoyées.",
    choices: { en: "Anglais", fr: "Français" },
  },
  timeZone: {
    name: "Fuseau horaire de l’équipe",
    about:
      "Le fuseau horaire des jours et des heures dans la vue d’ensemble et les rapports. Vide : celui des heures d’ouverture dans Gorgias, sinon celui de vos numéros.",
    allowed: "un fuseau horaire comme Europe/Paris, ou rien",
  },
  unansweredOutbound: {
    name: "Appels sortants sans réponse",
    about: "Créer un ticket pour un appel sortant sans réponse, ou aucun.",
    switch: "Créer un ticket pour un appel sortant sans réponse",
    choices: { log: "Créer un ticket", skip: "Aucun ticket" },
  },
  internalCalls: {
    name: "Appels et messages entre vos propres numéros",
    about:
      "Ne créer aucun ticket pour les appels et les messages entre vos propres numéros, ou les attribuer à un seul client nommé « Interne ».",
    switch: "Créer des tickets pour les appels et messages entre vos propres numéros",
    choices: { skip: "Aucun ticket", customer: "Un client commun" },
  },
  missingEmail: {
    name: "Nouveaux clients sans e-mail",
    about: "Générer une adresse pour un nouveau client sans e-mail, ou n’en donner aucune.",
    switch: "Générer une adresse e-mail pour les nouveaux clients qui n’en ont pas",
    choices: { "made-up": "Générer une adresse", none: "Aucun e-mail" },
  },
  madeUpEmailDomain: {
    name: "Domaine des e-mails générés",
    about: "Le domaine des adresses e-mail générées.",
    allowed: "un domaine comme aircall.io",
  },
  media: {
    name: "Enregistrements et messages vocaux",
    about:
      "Joindre au ticket les enregistrements et les messages vocaux, y renvoyer par un lien dans une note, ou ne pas les inclure. Les fichiers des messages sont toujours joints.",
    choices: { attach: "Joindre le fichier", link: "Lien vers Aircall", nothing: "Ne pas inclure" },
  },
  reopenWindow: {
    name: "Réouverture d’un ticket fermé par un message",
    about:
      "Pendant combien d’heures après sa fermeture un message rouvre le ticket. Les messages suivants créent un nouveau ticket.",
    choices: {
      1: "1 heure",
      12: "12 heures",
      24: "24 heures",
      48: "48 heures",
      72: "72 heures",
      168: "7 jours",
      336: "14 jours",
      720: "30 jours",
      never: "Jamais",
      always: "Toujours",
    },
  },
  card: {
    name: "Carte Insight des appels qui sonnent",
    about: "Afficher à l’agent une carte Insight sur le client pendant que l’appel sonne.",
    switch: "Afficher la carte Insight pendant que l’appel sonne",
    choices: { send: "Afficher", off: "Masquer" },
  },
  cardEmail: {
    name: "Carte Insight : e-mail",
    about: "Afficher l’adresse e-mail du client sur la carte.",
    switch: "Afficher l’e-mail sur la carte",
    choices: SHOWN,
  },
  cardLastContact: {
    name: "Carte Insight : dernier contact",
    about: "Afficher le dernier contact avec le client sur la carte.",
    switch: "Afficher le dernier contact sur la carte",
    choices: SHOWN,
  },
  cardNotes: {
    name: "Carte Insight : notes Gorgias",
    about: "Afficher les notes de Gorgias sur la carte. Utilise un appel API par appel.",
    switch: "Afficher les notes Gorgias sur la carte",
    choices: SHOWN,
  },
  cardTickets: {
    name: "Carte Insight : tickets ouverts",
    about:
      "Afficher les tickets ouverts du client sur la carte. Utilise un appel API par appel, partagé avec le dernier contact.",
    switch: "Afficher les tickets ouverts sur la carte",
    choices: SHOWN,
  },
  cardForUnknown: {
    name: "Carte Insight pour les appelants inconnus",
    about: "Afficher une carte qui l’indique lorsque Gorgias ne connaît pas l’appelant.",
    switch: "Afficher une carte pour les appelants inconnus",
    choices: SHOWN,
  },
  sharePercent: {
    name: "Quota d’API réservé aux autres applications, en pourcentage",
    about: "La part de la limite d’API de Gorgias réservée à vos autres applications, en pourcentage.",
  },
  patienceMinutes: {
    name: "Minutes d’appels API refusés avant désactivation",
    about:
      "Pendant combien de minutes Gorgias peut refuser tous les appels API avant la désactivation de la connexion. 0 : au premier refus.",
  },
  alertUrl: {
    name: "URL du webhook d’alerte",
    about: "Où les alertes sont envoyées, par exemple l’URL d’un webhook Slack. Vide : nulle part.",
    allowed: "une adresse qui commence par https://, ou rien",
  },
  retentionDays: {
    name: "Jours de conservation des événements Aircall",
    about:
      "Pendant combien de jours les événements Aircall sont conservés tels que reçus. 0 : sans limite. Les tickets restent. Un appel sans ses événements ne change plus.",
  },
};
