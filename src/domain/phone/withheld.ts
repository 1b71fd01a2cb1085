/** What Aircall sends where the external party hides their number, or has a word in its place. Pure (C14). */

/**
 * ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN and BLOCKED on a keypad, with or without a plus (Aircall contract 15).
 */
const KEYPAD_WORDS = new Set(["266696687", "7378742833", "86282452253", "8656696", "2562533"]);

/** What networks and phones show instead of a hidden number, in our customers' languages. Digits may follow. */
const HIDDEN = new RegExp(
  `^(?:(?:num[eé]ro|number|nummer|n[uú]mero|caller|appel|call) )?(?:${[
    "anonymous|restricted|unavailable|not available|unknown|blocked|withheld|private|hidden|no caller id|none|null|undefined",
    "anonyme|inconnu|indisponible|bloqu[eé]|priv[eé]|masqu[eé]|cach[eé]|restreint",
    "anonym|unbekannt|unterdr[uü]ckt|privat|an[oó]nimo|desconocid[oa]|privad[oa]|ocult[oa]|restringid[oa]",
    "sconosciuto|privato|nascosto|anoniem|onbekend|afgeschermd|desconhecid[oa]",
  ].join("|")})(?: (?:caller|number|call|id|sender|name))?[ \\d]*$`,
  "iu",
);

/** Networks allow 11 characters in a sender's name. */
const LONGEST_WORD = 15;

export function isWithheld(plain: string): boolean {
  return KEYPAD_WORDS.has(plain.replaceAll(/\D/g, "")) && !/[*#\p{L}]/u.test(plain);
}

/** The name of a message sender, such as `DHL`. Null for a text that only says that the sender is hidden. */
export function senderWord(plain: string): string | null {
  const word = plain.replaceAll(/\s+/g, " ");
  if (!/\p{L}/u.test(word) || [...word].length > LONGEST_WORD || HIDDEN.test(word)) return null;
  return word;
}

/** One key for a word in any letter case. It uses only characters that every key allows. */
export function wordKey(word: string): string {
  const signs = [...word.toLowerCase()].map((sign) => (/[a-z0-9]/.test(sign) ? sign : `_${shortCode(sign)}_`));
  return `word-${signs.join("")}`;
}

/** Base 36, so that the longest word still fits into a work item's id. */
function shortCode(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(36);
}
