/** The typed Gorgias subdomain, or null if it is not a single host label. */
export function readSubdomain(typed: string): string | null {
  const label = typed.trim().toLowerCase();
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? label : null;
}
