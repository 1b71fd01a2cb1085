/** The words about each setting in English: in the console, the API, the command line and docs/settings.md. */
import type { SettingsCatalogue } from "./setting-words.ts";

const SHOWN = { show: "Show", hide: "Hide" };

export const en: SettingsCatalogue = {
  language: {
    name: "Language of tickets and notes",
    about: "The language of ticket subjects, tags, notes, insight cards and posted alerts.",
    choices: { en: "English", fr: "French" },
  },
  timeZone: {
    name: "Time zone of the team",
    about:
      "The time zone of days and hours on Overview and in Reports. Empty: the zone of the business hours in Gorgias, or else of your numbers.",
    allowed: "a time zone such as Europe/Paris, or nothing",
  },
  unansweredOutbound: {
    name: "Unanswered outbound calls",
    about: "Create a ticket for an outbound call without an answer, or none.",
    switch: "Create a ticket for an outbound call without an answer",
    choices: { log: "Create a ticket", skip: "No ticket" },
  },
  internalCalls: {
    name: "Calls and messages between your own numbers",
    about:
      "Create no ticket for calls and messages between your own numbers, or assign them to one customer named “Internal”.",
    switch: "Create tickets for calls and messages between your own numbers",
    choices: { skip: "No ticket", customer: "One shared customer" },
  },
  missingEmail: {
    name: "New customers without an e-mail",
    about: "Give a new customer without an e-mail address a generated placeholder, or none.",
    switch: "Generate a placeholder e-mail for new customers without one",
    choices: { "made-up": "Generate a placeholder", none: "No e-mail" },
  },
  madeUpEmailDomain: {
    name: "Domain of placeholder e-mails",
    about: "The domain of placeholder e-mail addresses.",
    allowed: "a domain such as aircall.io",
  },
  media: {
    name: "Recordings and voicemail",
    about:
      "Attach recordings and voicemail to the ticket, link to them in a note, or leave them out. Files of messages are always attached.",
    choices: { attach: "Attach the file", link: "Link to Aircall", nothing: "Leave out" },
  },
  reopenWindow: {
    name: "Messages reopen a closed ticket",
    about: "How many hours after its ticket was closed a message reopens it. Later messages get a new ticket.",
    choices: {
      1: "1 hour",
      12: "12 hours",
      24: "24 hours",
      48: "48 hours",
      72: "72 hours",
      168: "7 days",
      336: "14 days",
      720: "30 days",
      never: "Never",
      always: "Always",
    },
  },
  card: {
    name: "Insight card for ringing calls",
    about: "Show the agent an insight card about the customer while a call rings.",
    switch: "Show the insight card while a call rings",
    choices: { send: "Show", off: "Hide" },
  },
  cardEmail: {
    name: "Insight card: e-mail",
    about: "Show the customer’s e-mail address on the card.",
    switch: "Show the e-mail on the card",
    choices: SHOWN,
  },
  cardLastContact: {
    name: "Insight card: last contact",
    about: "Show the customer’s last contact on the card.",
    switch: "Show the last contact on the card",
    choices: SHOWN,
  },
  cardNotes: {
    name: "Insight card: Gorgias notes",
    about: "Show the notes kept in Gorgias on the card. Uses one API call for each call.",
    switch: "Show the Gorgias notes on the card",
    choices: SHOWN,
  },
  cardTickets: {
    name: "Insight card: open tickets",
    about:
      "Show the customer’s open tickets on the card. Uses one API call for each call, shared with the last contact.",
    switch: "Show open tickets on the card",
    choices: SHOWN,
  },
  cardForUnknown: {
    name: "Insight card for unknown callers",
    about: "Show a card that says so when Gorgias does not know the caller.",
    switch: "Show a card for unknown callers",
    choices: SHOWN,
  },
  sharePercent: {
    name: "API limit reserved for other apps, in percent",
    about: "The part of the API limit of Gorgias that is reserved for your other apps, in percent.",
  },
  patienceMinutes: {
    name: "Minutes of rejected API calls before deactivation",
    about:
      "How many minutes Gorgias may reject every API call before the connection is deactivated. 0: at the first rejection.",
  },
  alertUrl: {
    name: "Alert webhook URL",
    about: "Where alerts are posted, for example the URL of a Slack webhook. Empty: nowhere.",
    allowed: "an address that begins with https://, or nothing",
  },
  retentionDays: {
    name: "Days to keep Aircall events",
    about:
      "How many days events from Aircall are kept as received. 0: for ever. Tickets stay. A call without its events no longer changes.",
  },
};
