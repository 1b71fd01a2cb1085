/** Reasons and outcomes in French. */
import { settingWords } from "../translations/settings-translations.ts";
import type { ReasonWords } from "./words.ts";

const VENDOR = { aircall: "Aircall", gorgias: "Gorgias" } as const;

export const fr: ReasonWords = {
  reasons: {
    vendor_rejected: ({ vendor, status, request, detail }) =>
      `${VENDOR[vendor]} a rejeté une requête${about(status, request)}.${quoted(detail)}${remedyOf(VENDOR[vendor], status, detail)}`,
    vendor_failed: ({ vendor, status, request, detail }) =>
      `${VENDOR[vendor]} a échoué sur une requête${about(status, request)}.${quoted(detail)}`,
    vendor_silent: ({ vendor, request }) => `${VENDOR[vendor]} n’a pas répondu${about(null, request)}.`,
    vendor_unexpected: ({ vendor, request, path }) =>
      `${VENDOR[vendor]} a donné une réponse inattendue${about(path, request)}.`,
    vendor_limited: ({ vendor }) => `${VENDOR[vendor]} a demandé moins de requêtes.`,
    vendor_unauthorised: ({ vendor }) =>
      `${VENDOR[vendor]} n’accepte plus l’autorisation. La connexion doit être autorisée à nouveau.`,
    no_capacity: ({ vendor }) => `La limite API de ${VENDOR[vendor]} est épuisée. L’écriture suivra dès que possible.`,
    token_refreshing: "Le jeton de Gorgias est en cours de renouvellement.",
    oauth_not_configured:
      "GORGIAS_CLIENT_ID et GORGIAS_CLIENT_SECRET manquent sur ce nœud : aucun jeton ne peut être renouvelé.",
    caller_busy: "Un autre appel du même client est en cours de traitement.",
    customer_busy: "Un autre numéro du même client est en cours d’écriture.",
    customer_moved: "Il s’agit en fait d’un autre client. Une nouvelle vérification suivra.",
    customer_rejected:
      "Gorgias rejette le nouveau client, même sans ses éléments facultatifs, et n’en montre aucun autre avec ce téléphone ou cet e-mail. Créez le client dans Gorgias, puis relancez.",
    ticket_moving:
      "Le ticket a été fusionné ou déplacé plusieurs fois de suite. Une nouvelle vérification suivra dans une minute.",
    answer_awaited:
      "Une réponse de Gorgias s’est perdue. Le service vérifie dans un instant si la modification a été faite.",
    transfers_busy: "D’autres fichiers sont en cours de transfert. Celui-ci suivra.",
    planned_anew: "Gorgias en a rejeté un élément. Tout le reste est écrit sans lui.",
    internal_error: ({ detail }) => `Une erreur s’est produite dans le service : ${detail}`,
    line_not_selected: "Le numéro n’est pas sélectionné ; aucun ticket n’est donc créé.",
    connection_inactive: "La connexion n’est pas active. L’écriture suivra dès la réactivation.",
    line_unknown: "Aircall n’indique pas le numéro concerné.",
    call_unknown: "Aircall ne connaît pas cet appel.",
    before_connection:
      "L’appel a commencé plus d’un jour avant la connexion ou avant la sélection de son numéro : aucun ticket n’est créé.",
    ticket_gone: "Son ticket n’existe plus, et rien de nouveau ne s’est passé depuis.",
    waiting_for_file: "Un fichier est encore en route. Le message l’attend deux minutes au plus.",
    left_out_by_setting: ({ setting }) => `Le réglage « ${settingWords(setting, "fr")?.name ?? setting} » l’exclut.`,
    no_signer:
      "Personne ne peut signer : aucun utilisateur Gorgias n’a l’e-mail de l’agent, et Gorgias n’a pas d’administrateur actif.",
    nothing_understood: "Rien de ce qu’Aircall a envoyé n’a pu être compris.",
    not_understood: ({ path, detail }) => `Non compris : ${path === "" ? "l’envoi" : path} : ${detail}`,
    number_missing: "Aircall n’a donné aucun numéro pour l’appelant.",
    not_a_number: ({ value }) => `« ${value} » n’est pas un numéro de téléphone : traité comme anonyme.`,
    event_not_followed: "Ce type d’événement n’est pas suivi.",
    erased: "Cet appel a été effacé.",
    past_retention: "Cet appel est plus ancien que ce qui en est gardé. Ce qui est arrivé ensuite ne change rien.",
    card_unfinished: "La carte Insight n’a jamais été terminée.",
    card_call_over: "Pas de carte Insight : l’appel était déjà terminé.",
    card_late: "Pas de carte Insight : elle serait venue avec plus de 10 secondes de retard.",
    card_caller_unknown: "Pas de carte Insight : Gorgias ne connaît pas l’appelant.",
    card_caller_unclear:
      "Pas de carte Insight : un client de Gorgias a peut-être ce numéro, ou un autre numéro dans le pays de votre numéro.",
    card_failed: ({ cause }, said) =>
      cause.code === "no_capacity"
        ? "Pas de carte Insight : la limite API de Gorgias était épuisée."
        : `Pas de carte Insight : ${said}`,
    other: ({ detail }) => detail,
  },
  outcomes: {
    read: "compris",
    read_in_part: ({ paths }) => `compris, sauf ${paths.join(", ")}`,
    not_understood: ({ path, detail }) => `non compris : ${path === "" ? "l’envoi" : path} : ${detail}`,
    not_written_yet: "pas encore écrit",
    not_verified_yet: "écrit ; le ticket est encore vérifié",
    ignored: (_, cause) => `Ignoré – ${cause}`,
    other: ({ detail }) => detail,
  },
  files: {
    file_rejected: "Gorgias a rejeté le fichier",
    attachment_rejected: "Gorgias l’a rejeté comme pièce jointe",
    host_not_allowed: ({ host }) => `non téléchargé, car ${host} n’est pas un hôte de médias`,
    address_not_public: ({ host }) => `non téléchargé, car ${host} mène à une adresse qui n’est pas publique`,
    redirect_broken: "non téléchargé, à cause d’une redirection sans adresse",
    too_many_redirects: "non téléchargé, à cause de trop de redirections",
    file_empty: "le fichier est vide",
    not_a_recording: ({ type }) => `c’est ${type ?? "une page ou un message"}, pas un enregistrement`,
    not_downloaded: ({ detail }) => `le téléchargement n’a pas abouti à temps (${detail})`,
    not_uploaded: ({ detail }) => `l’envoi n’a pas abouti à temps (${detail})`,
    file_late: "il n’est pas arrivé à temps",
    other: ({ detail }) => detail,
  },
  connection: {
    rate_limit: "Gorgias a refusé toutes les requêtes pendant trop longtemps (limite de requêtes).",
    authorisation_removed: "L’autorisation a été retirée d’un côté.",
    by_hand: "Désactivée à la main.",
    disconnected: "Déconnectée à la main.",
  },
};

/** Such as ` (403, POST /tickets)`. */
function about(status: number | string | null, request: string | null): string {
  const parts = [status, request].filter((part) => part !== null);
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

function quoted(detail: string | null): string {
  return detail === null ? "" : ` Il répond : « ${detail} »`;
}

/** A vendor that gives its reason for a 403 has recognised the credential. */
function remedyOf(vendor: string, status: number | null, detail: string | null): string {
  if (status !== 403) return "";
  return detail === null
    ? " L’identifiant n’a pas ce droit, ou n’est plus valable."
    : ` Augmentez le quota ou les droits dans ${vendor}.`;
}
