/** Reads a Gorgias account as people type or paste it: `Acme`, `acme.gorgias.com`, or any address of the help desk. */

const DOMAIN = ".gorgias.com";

/** Null if the text names no account. */
export function readSubdomain(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const host = /^[a-z][a-z\d+.-]*:\/\//.test(text) ? hostOf(text) : (text.split("/", 1)[0] ?? "");
  const label = host.endsWith(DOMAIN) ? host.slice(0, -DOMAIN.length) : host;
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? label : null;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : "";
}
