/** Reasons and outcomes in English. */
import { settingWords } from "../translations/settings-translations.ts";
import type { ReasonWords } from "./words.ts";

const VENDOR = { aircall: "Aircall", gorgias: "Gorgias" } as const;

export const en: ReasonWords = {
  reasons: {
    vendor_rejected: ({ vendor, status, request, detail }) =>
      `${VENDOR[vendor]} rejected a request${about(status, request)}.${quoted(detail)}${remedyOf(VENDOR[vendor], status, detail)}`,
    vendor_failed: ({ vendor, status, request, detail }) =>
      `${VENDOR[vendor]} failed on a request${about(status, request)}.${quoted(detail)}`,
    vendor_silent: ({ vendor, request }) => `${VENDOR[vendor]} did not answer${about(null, request)}.`,
    vendor_unexpected: ({ vendor, request, path }) =>
      `${VENDOR[vendor]} gave an unexpected answer${about(path, request)}.`,
    vendor_limited: ({ vendor }) => `${VENDOR[vendor]} asked for fewer requests.`,
    vendor_unauthorised: ({ vendor }) =>
      `${VENDOR[vendor]} no longer accepts the authorisation. The connection must be authorised again.`,
    no_capacity: ({ vendor }) =>
      `The API limit of ${VENDOR[vendor]} is used up. It is written as soon as there is capacity.`,
    token_refreshing: "The token of Gorgias is being refreshed.",
    oauth_not_configured:
      "GORGIAS_CLIENT_ID and GORGIAS_CLIENT_SECRET are not set on this node, so no token can be refreshed.",
    caller_busy: "Another call of the same customer is being processed.",
    customer_busy: "Another phone number of the same customer is being written to.",
    customer_moved: "The customer turned out to be another one. It is checked again.",
    customer_rejected:
      "Gorgias rejects the new customer, also without its optional parts, and shows no other one with this phone or e-mail. Create the customer in Gorgias, then retry.",
    ticket_moving: "The ticket was merged or moved several times in a row. It is checked again in a minute.",
    answer_awaited: "A response of Gorgias was lost. The service checks in a moment whether the change was made.",
    transfers_busy: "Other files are being transferred. This one is next.",
    planned_anew: "Gorgias rejected a part of it. It is written without that part.",
    internal_error: ({ detail }) => `Something failed in the service: ${detail}`,
    line_not_selected: "The number is not selected, so no ticket is created.",
    connection_inactive: "The connection is not active. It is written once you reactivate.",
    line_unknown: "Aircall does not say which number it belongs to.",
    call_unknown: "Aircall has no such call.",
    before_connection:
      "The call began more than a day before the connection or the choice of its number, so no ticket is created.",
    ticket_gone: "Its ticket no longer exists, and nothing new has happened since.",
    waiting_for_file: "A file is still on its way. The message waits two minutes for it at most.",
    left_out_by_setting: ({ setting }) =>
      `The setting “${settingWords(setting, "en")?.name ?? setting}” leaves it out.`,
    no_signer: "No Gorgias user can sign it: none has the agent's e-mail, and Gorgias has no active admin.",
    nothing_understood: "None of what Aircall sent could be understood.",
    not_understood: ({ path, detail }) => `Not understood: ${path === "" ? "the delivery" : path}: ${detail}`,
    number_missing: "Aircall gave no phone number of the caller.",
    not_a_number: ({ value }) => `“${value}” is no phone number: treated as anonymous.`,
    event_not_followed: "This kind of event is not followed.",
    erased: "This call was erased.",
    past_retention: "This call is older than what is kept of it. What came later changes nothing.",
    card_unfinished: "The insight card was never completed.",
    card_call_over: "No insight card: the call was over already.",
    card_late: "No insight card: it would have come more than 10 seconds late.",
    card_caller_unknown: "No insight card: Gorgias does not know the caller.",
    card_caller_unclear:
      "No insight card: a Gorgias customer may have this number, and just as well another one in the country of your number.",
    card_failed: ({ cause }, said) =>
      cause.code === "no_capacity"
        ? "No insight card: the API limit of Gorgias was used up."
        : `No insight card: ${said}`,
    other: ({ detail }) => detail,
  },
  outcomes: {
    read: "understood",
    read_in_part: ({ paths }) => `understood, except ${paths.join(", ")}`,
    not_understood: ({ path, detail }) => `not understood: ${path === "" ? "the delivery" : path}: ${detail}`,
    not_written_yet: "not written yet",
    not_verified_yet: "written, the ticket is checked once more",
    ignored: (_, cause) => `Ignored – ${cause}`,
    other: ({ detail }) => detail,
  },
  files: {
    file_rejected: "Gorgias rejected the file",
    attachment_rejected: "Gorgias rejected it as an attachment",
    host_not_allowed: ({ host }) => `not fetched, because ${host} is not a media host`,
    address_not_public: ({ host }) => `not fetched, because ${host} leads to an address that is not public`,
    redirect_broken: "not fetched, because of a redirect to no address",
    too_many_redirects: "not fetched, because of too many redirects",
    file_empty: "the file is empty",
    not_a_recording: ({ type }) => `it is ${type ?? "a page or a message"}, not a recording`,
    not_downloaded: ({ detail }) => `it could not be downloaded in time (${detail})`,
    not_uploaded: ({ detail }) => `it could not be uploaded in time (${detail})`,
    file_late: "it did not come in time",
    other: ({ detail }) => detail,
  },
  connection: {
    rate_limit: "Gorgias refused every request for too long (rate limit).",
    authorisation_removed: "The authorisation was removed on one side.",
    by_hand: "Deactivated by hand.",
    disconnected: "Disconnected by hand.",
  },
};

/** Such as ` (403, POST /tickets)`. */
function about(status: number | string | null, request: string | null): string {
  const parts = [status, request].filter((part) => part !== null);
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

function quoted(detail: string | null): string {
  return detail === null ? "" : ` It says: “${detail}”`;
}

/** A vendor that gives its reason for a 403 has recognised the credential. */
function remedyOf(vendor: string, status: number | null, detail: string | null): string {
  if (status !== 403) return "";
  return detail === null
    ? " The credential is not allowed to do this, or is no longer valid."
    : ` Raise the quota or the permissions in ${vendor}.`;
}
