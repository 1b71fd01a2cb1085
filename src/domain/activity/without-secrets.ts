/** JSON text for people to read, without the secrets in it. Pure. */

const SECRET = /token|secret|password|api[_-]?key|authorization|signature/i;
const HIDDEN = "••••••";
/** In text that is no JSON: what follows such a word. */
const SECRET_IN_TEXT = /((?:token|secret|password|api[_-]?key|authorization|signature)["'\s:=]+)[^\s"',}&]+/gi;

/** A value whose name says that it is a secret is hidden, also in the query of a URL. Keeps the order of fields. */
export function withoutSecrets(text: string): string {
  try {
    return JSON.stringify(cleaned(JSON.parse(text)), null, 2);
  } catch {
    return text.replaceAll(SECRET_IN_TEXT, `$1${HIDDEN}`);
  }
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value === "string") return withoutSignature(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, SECRET.test(name) && isScalar(part) ? HIDDEN : cleaned(part)]),
  );
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number";
}

/** A signed link opens a recording without any session. */
function withoutSignature(value: string): string {
  if (!/^https?:\/\/[^\s]+\?/.test(value) || !URL.canParse(value)) return value;
  const url = new URL(value);
  const names = [...url.searchParams.keys()];
  if (!names.some((name) => SECRET.test(name) || /credential|policy/i.test(name))) return value;
  return `${url.origin}${url.pathname}?${HIDDEN}`;
}
