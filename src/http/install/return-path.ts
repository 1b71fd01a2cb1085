/** Where the browser goes after signing in: a page of the console, so that no link leads to another site. */

const LONGEST = 500;
/** Addresses that are no pages. */
const NO_PAGE = /^\/(?:api|oauth|install|webhooks|assets|reach)(?:[/?]|$)/;

/** The path and query. Null if the text names no page of ours. */
export function readReturnPath(text: unknown): string | null {
  if (typeof text !== "string" || text.length > LONGEST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text)) return null;
  const base = "http://console.invalid";
  if (text.includes("\\") || !URL.canParse(text, base)) return null;
  const { origin, pathname, search } = new URL(text, base);
  const path = pathname + search;
  // Resolving dots may lead elsewhere, for example to `//`.
  return origin === base && !path.startsWith("//") && !NO_PAGE.test(path) ? path : null;
}
