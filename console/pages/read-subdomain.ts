/** The Gorgias subdomain that somebody typed: a single host label and nothing else, or null. */
export function readSubdomain(typed: string): string | null {
  const label = typed.trim().toLowerCase();
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? label : null;
}
