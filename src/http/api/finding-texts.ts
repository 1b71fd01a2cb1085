/** What the doctor found on a connection, in sentences for admins, in both languages. */
import type { FindingCode, FindingFact } from "../../connections/doctor/finding-fact.ts";
import type { Language } from "../../domain/translations/translations.ts";

/** What is so, and what to do. Null where nothing is to be done. */
type Sentences = Record<FindingCode, readonly [what: string, remedy: string | null]>;

const en: Sentences = {
  keys_ok: ["The stored credentials can be read.", null],
  keys_locked: [
    "A stored credential cannot be read, because its encryption key is missing.",
    "Have the operator add the key to ENCRYPTION_KEYS again. If it is lost, connect both sides again.",
  ],
  gorgias_ok: ["Gorgias accepts the authorisation of {name}, an admin.", null],
  gorgias_not_admin: [
    "{name}, who authorised Gorgias, is not an admin any more.",
    "Make them an admin again, or have another admin reconnect Gorgias in the set-up.",
  ],
  gorgias_token_ended: [
    "The authorisation of Gorgias has ended and was not renewed.",
    "Wait a few minutes. If it stays, reconnect Gorgias in the set-up.",
  ],
  gorgias_refused: ["Gorgias rejects our credential.", "Reconnect Gorgias in the set-up, or replace the API key."],
  gorgias_unreachable: ["Gorgias could not be checked.", "Check that Gorgias works, then check again."],
  admin_ok: ["{name} signs the notes of agents without a Gorgias user.", null],
  admin_missing: ["Gorgias has no active admin to sign notes.", "Make an active user of Gorgias an admin."],
  gorgias_settings_ok: ["No setting of Gorgias merges or splits tickets.", null],
  gorgias_settings_unknown: ["Gorgias does not tell its settings.", null],
  gorgias_settings_risky: [
    "Gorgias changes tickets by itself: {names}.",
    "Switch it off in the settings of Gorgias if every call should keep a ticket of its own.",
  ],
  aircall_ok: ["Aircall accepts our authorisation. Numbers it shows: {count}.", null],
  aircall_refused: ["Aircall rejects our credential.", "Reconnect Aircall in the set-up, or replace the API key."],
  aircall_unreachable: ["Aircall could not be checked.", "Check that Aircall works, then check again."],
  webhook_ok: ["The webhook in Aircall is on and sends every event.", null],
  webhook_missing: [
    "Aircall has no webhook for this connection.",
    "The service creates it within minutes. If it stays away, delete an unused webhook in Aircall: it allows 100.",
  ],
  webhook_off: [
    "The webhook in Aircall is off.",
    "The service switches it on within minutes. Have the operator check that {name} can be reached from outside.",
  ],
  webhook_events_missing: [
    "The webhook in Aircall does not send these events: {names}.",
    "The service repairs it within minutes.",
  ],
  webhook_events_extra: [
    "The webhook in Aircall also sends these events, which are ignored: {names}.",
    "The service repairs it within minutes.",
  ],
  webhooks_unused: [
    "Aircall has webhooks at {name} that no connection uses: {names}.",
    "Delete them in Aircall, or have the operator run aircall-gorgias doctor --remove-orphans.",
  ],
  numbers_ok: ["Numbers that create tickets: {count}.", null],
  numbers_none: ["No number is selected, so no call creates a ticket.", "Select numbers on the page Numbers."],
  numbers_gone: ["Selected, but no longer in Aircall: {names}.", "Deselect them on the page Numbers."],
  numbers_unlinked: [
    "Selected, but not linked to the app in Aircall, which sends nothing from them: {names}.",
    "Link them to the app in the Aircall dashboard, under Integrations.",
  ],
  agents_ok: ["Each agent has a Gorgias user. Agents: {count}.", null],
  agents_unmatched: [
    "Without a Gorgias user, so their tickets stay unassigned: {names}.",
    "Give them the same e-mail on both sides, or choose the user on the page Agents.",
  ],
  waiting_none: ["Nothing waits.", null],
  waiting: ["The oldest call or conversation has waited {count} min.", null],
  waiting_paused: [
    "The oldest call or conversation has waited {count} min, because the connection is not active.",
    "It is written once the connection is active again.",
  ],
  waiting_long: [
    "The oldest call or conversation has waited {count} min.",
    "The page API usage shows what uses up the limit. Check also that Gorgias works.",
  ],
  failed_none: ["Nothing failed.", null],
  failed: ["Calls and conversations that failed: {count}.", "Open Activity, filter by Failed, and retry them."],
};

const fr: Sentences = {
  keys_ok: ["Les identifiants enregistrés sont lisibles.", null],
  keys_locked: [
    "Un identifiant enregistré est illisible, car sa clé de chiffrement manque.",
    "Demandez à l’exploitant de remettre la clé dans ENCRYPTION_KEYS. Si elle est perdue, reconnectez les deux côtés.",
  ],
  gorgias_ok: ["Gorgias accepte l’autorisation de {name}, administrateur.", null],
  gorgias_not_admin: [
    "{name}, qui a autorisé Gorgias, n’est plus administrateur.",
    "Redonnez-lui ce rôle, ou faites reconnecter Gorgias par un autre administrateur dans l’installation.",
  ],
  gorgias_token_ended: [
    "L’autorisation de Gorgias a expiré et n’a pas été renouvelée.",
    "Attendez quelques minutes. Si cela dure, reconnectez Gorgias dans l’installation.",
  ],
  gorgias_refused: [
    "Gorgias refuse nos identifiants.",
    "Reconnectez Gorgias dans l’installation, ou remplacez la clé d’API.",
  ],
  gorgias_unreachable: ["Gorgias n’a pas pu être vérifié.", "Vérifiez que Gorgias fonctionne, puis relancez."],
  admin_ok: ["{name} signe les notes des agents sans utilisateur Gorgias.", null],
  admin_missing: [
    "Gorgias n’a aucun administrateur actif pour signer les notes.",
    "Nommez administrateur un utilisateur actif de Gorgias.",
  ],
  gorgias_settings_ok: ["Aucun réglage de Gorgias ne fusionne ni ne sépare les tickets.", null],
  gorgias_settings_unknown: ["Gorgias n’indique pas ses réglages.", null],
  gorgias_settings_risky: [
    "Gorgias modifie les tickets de lui-même : {names}.",
    "Désactivez cela dans les réglages de Gorgias si chaque appel doit garder son propre ticket.",
  ],
  aircall_ok: ["Aircall accepte notre autorisation. Numéros visibles : {count}.", null],
  aircall_refused: [
    "Aircall refuse nos identifiants.",
    "Reconnectez Aircall dans l’installation, ou remplacez la clé d’API.",
  ],
  aircall_unreachable: ["Aircall n’a pas pu être vérifié.", "Vérifiez qu’Aircall fonctionne, puis relancez."],
  webhook_ok: ["Le webhook dans Aircall est actif et transmet tous les événements.", null],
  webhook_missing: [
    "Aircall n’a pas de webhook pour cette connexion.",
    "Le service le crée en quelques minutes. S’il manque toujours, supprimez un webhook inutilisé dans Aircall, qui en accepte 100.",
  ],
  webhook_off: [
    "Le webhook dans Aircall est désactivé.",
    "Le service le réactive en quelques minutes. Demandez à l’exploitant de vérifier que {name} est joignable de l’extérieur.",
  ],
  webhook_events_missing: [
    "Le webhook dans Aircall ne transmet pas ces événements : {names}.",
    "Le service le répare en quelques minutes.",
  ],
  webhook_events_extra: [
    "Le webhook dans Aircall transmet aussi ces événements, qui sont ignorés : {names}.",
    "Le service le répare en quelques minutes.",
  ],
  webhooks_unused: [
    "Aircall a des webhooks vers {name} qu’aucune connexion n’utilise : {names}.",
    "Supprimez-les dans Aircall, ou demandez à l’exploitant d’exécuter aircall-gorgias doctor --remove-orphans.",
  ],
  numbers_ok: ["Numéros qui créent des tickets : {count}.", null],
  numbers_none: [
    "Aucun numéro n’est sélectionné, aucun appel ne crée donc de ticket.",
    "Sélectionnez des numéros sur la page Numéros.",
  ],
  numbers_gone: ["Sélectionnés, mais absents d’Aircall : {names}.", "Désélectionnez-les sur la page Numéros."],
  numbers_unlinked: [
    "Sélectionnés, mais non liés à l’application dans Aircall, qui n’en transmet rien : {names}.",
    "Liez-les à l’application dans le tableau de bord Aircall, sous Intégrations.",
  ],
  agents_ok: ["Chaque agent a un utilisateur Gorgias. Agents : {count}.", null],
  agents_unmatched: [
    "Sans utilisateur Gorgias, leurs tickets restent donc non assignés : {names}.",
    "Donnez-leur le même e-mail des deux côtés, ou choisissez l’utilisateur sur la page Agents.",
  ],
  waiting_none: ["Rien n’attend.", null],
  waiting: ["L’appel ou la conversation la plus ancienne attend depuis {count} min.", null],
  waiting_paused: [
    "L’appel ou la conversation la plus ancienne attend depuis {count} min, car la connexion n’est pas active.",
    "L’écriture suivra dès que la connexion sera de nouveau active.",
  ],
  waiting_long: [
    "L’appel ou la conversation la plus ancienne attend depuis {count} min.",
    "La page Quota d’API montre ce qui épuise la limite. Vérifiez aussi que Gorgias fonctionne.",
  ],
  failed_none: ["Aucun échec.", null],
  failed: ["Appels et conversations en échec : {count}.", "Ouvrez l’activité, filtrez par Échec et relancez-les."],
};

const catalogues: Record<Language, Sentences> = { en, fr };

export function sayFinding(fact: FindingFact, language: Language): { what: string; remedy: string | null } {
  const [what, remedy] = catalogues[language][fact.code];
  return { what: fill(what, fact), remedy: remedy === null ? null : fill(remedy, fact) };
}

function fill(sentence: string, { name = "?", names = [], count = 0 }: FindingFact): string {
  const values: Record<string, string> = { name, names: names.slice(0, MOST_NAMED).join(", "), count: String(count) };
  return sentence.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "?");
}

const MOST_NAMED = 20;
