/** Reads a Gorgias account as people type or paste it: `ACME`, `acme.gorgias.com`, or an address of its help desk. */
import { ACCOUNT_PATTERN } from "../../gorgias/vendor.ts";

const DOMAIN = ".gorgias.com";

/** The subdomain. Null if the text names no account. */
export function readAccount(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const isAddress = text.includes("/");
  const host = isAddress ? hostOf(text) : text;
  if (isAddress && !host.endsWith(DOMAIN)) return null;
  const account = host.endsWith(DOMAIN) ? host.slice(0, -DOMAIN.length) : host;
  return ACCOUNT_PATTERN.test(account) ? account : null;
}

function hostOf(text: string): string {
  const address = /^[a-z][a-z\d+.-]*:\/\//.test(text) ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address).hostname : "";
}
