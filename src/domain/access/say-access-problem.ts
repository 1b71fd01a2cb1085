/** The sentences of access problems, in both languages: what is wrong, which one, what to do. */
import type { Language } from "../translations/translations.ts";
import { VENDOR_NAMES, type AccessProblem, type AccessTexts } from "./access-problem.ts";
import { accessTextsFr } from "./access-texts-fr.ts";

export function sayAccessProblem(language: Language, problem: AccessProblem): string {
  const translations = language === "fr" ? accessTextsFr : en;
  return (translations[problem.code] as (one: AccessProblem) => string)(problem);
}

const en: AccessTexts = {
  address_local: ({ publicUrl }) =>
    `PUBLIC_URL is ${publicUrl}, which only this machine or its network reaches. Set PUBLIC_URL to the service's address on the internet, e.g. https://calls.example.com, and restart it.`,
  address_not_https: ({ publicUrl }) =>
    `PUBLIC_URL is ${publicUrl}, without https. Aircall needs https. Put a proxy with a certificate in front of the service, set PUBLIC_URL to its https address, and restart it.`,
  address_silent: ({ publicUrl, cause }) =>
    `There is no answer from PUBLIC_URL ${publicUrl} (${cause}). Check the name, the firewall and the proxy, and that the service runs.`,
  address_redirects: ({ publicUrl, status }) =>
    `PUBLIC_URL ${publicUrl} redirects to another address (${status}), and Aircall does not follow. Set PUBLIC_URL to the final address.`,
  address_other_database: ({ publicUrl }) =>
    `The service at PUBLIC_URL ${publicUrl} uses another database. Check DATABASE_URL and DATA_DIR.`,
  address_other_keys: ({ publicUrl }) =>
    `The service at PUBLIC_URL ${publicUrl} uses other ENCRYPTION_KEYS. Give this command the same ones.`,
  address_elsewhere: ({ publicUrl, status }) =>
    `PUBLIC_URL ${publicUrl} does not lead to this service (${status}). Point it to the port that the service listens on.`,
  bad_account: ({ typed }) =>
    `"${typed}" is not a Gorgias account. Enter the part before .gorgias.com in your help desk's address, e.g. acme.`,
  unknown_account: ({ account }) =>
    `Gorgias has no account ${account}. Check the address of your help desk: ${account}.gorgias.com must open it.`,
  gorgias_key_rejected: ({ account, email }) =>
    `Gorgias ${account} rejects the e-mail ${email} with this API key. Copy both again from Gorgias: Settings, REST API.`,
  not_an_admin: ({ account, user, admins }) =>
    `${user} is not an admin of Gorgias ${account}. Use the API key of ${admins.length > 0 ? admins.join(" or ") : "an admin"}.`,
  aircall_key_rejected: () =>
    "Aircall rejects the API id with this API token. Create a new key in the Aircall dashboard: Integrations & API, API keys.",
  vendor_unavailable: ({ vendor, detail }) =>
    `${VENDOR_NAMES[vendor]} does not answer as it should${detail === null ? "" : `: ${detail}`}. Nothing was changed. Try again in a minute.`,
  company_taken: ({ account }) =>
    `This Aircall company is connected to the Gorgias account ${account} already. Disconnect it there first.`,
  another_company: ({ account }) =>
    `The key belongs to another Aircall company than the one that ${account} is connected to.`,
  no_numbers: () => "This Aircall company has no numbers. Add one in the Aircall dashboard first.",
  webhook_limit: () => "Aircall allows no more webhooks. Remove one of its 100 in the Aircall dashboard.",
  already_connected: ({ account }) => `The Gorgias account ${account} is connected already.`,
  unknown_number: ({ typed, known }) =>
    `Aircall has no number "${typed}". Give a name, digits or an id of: ${known.join("; ")}.`,
  ambiguous_number: ({ typed, matches }) =>
    `"${typed}" names several numbers. Give the id of one: ${matches.join("; ")}.`,
  not_connected: ({ account }) => `No connection has the Gorgias account ${account}.`,
  side_not_connected: ({ vendor }) => `${VENDOR_NAMES[vendor]} is not connected. Connect the account again.`,
  connected_by_oauth: ({ vendor }) =>
    `${VENDOR_NAMES[vendor]} was connected by OAuth. Sign in and connect it again instead.`,
  no_keys: () => "Neither a Gorgias key nor an Aircall key is given.",
};
