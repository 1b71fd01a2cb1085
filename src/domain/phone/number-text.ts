/** What people and phones put around the digits of a number: marks, labels, extensions, further numbers. Pure. */

/** These always separate one number from the next. */
const BETWEEN_NUMBERS = /[\n\r;,|&]|\s(?:or|and|ou|et|oder|und|o|y|e)\s|(?<=\d\s*)(?=\+)/iu;
/** These separate numbers, or the groups of one number: `06… / 07…`, but `030/123456`. */
const BETWEEN_LONG_PARTS = /\s*\/\s*|\s+-\s+/;
/** A part with fewer digits is a group of the number beside it. */
const FEWEST_OF_LONG_PART = 7;
/** With fewer digits, text before an extension is no number. */
const FEWEST_BEFORE_EXTENSION = 6;
/** With fewer digits, a part is an extension or nothing at all. */
const FEWEST_OF_NUMBER = 4;

const EXTENSION =
  /[\s(]*(?:ext(?:ension|n)?|poste|anexo|interno|int|ramal|durchwahl|dw|nst|доб|вн|x|p|w|#|~)[\s.:=]*\d{1,7}#?\)?\s*$/iu;
const SCHEME = /^\s*(?:tel|sips?|callto|sms|whatsapp):/i;

/** A longer text takes long to search. `onlyNumber` ignores it, and `numbersIn` reads only its beginning. */
const LONGEST_TEXT = 400;

export interface WrittenNumber {
  /** A plus says that the digits begin with a country code. */
  plus: boolean;
  digits: string;
  /** The same digits, split at spaces and signs. */
  groups: string[];
}

/** ASCII digits and plain spaces. Removes the invisible marks that phones put around copied numbers. */
export function plainText(told: string): string {
  return told
    .normalize("NFKC")
    .replaceAll(/[\p{Cf}\p{Mn}\uFFFC\uFFFD]|(?![\n\r\t])\p{Cc}/gu, "")
    .replaceAll(/[\p{Pd}\u2212]/gu, "-")
    .replaceAll(/(?!\d)\p{Nd}/gu, asciiDigit)
    .trim();
}

/** The one number of a text that holds nothing else. Null for anything else. */
export function onlyNumber(plain: string): WrittenNumber | null {
  if (plain.length > LONGEST_TEXT) return null;
  const bare = plain.replace(SCHEME, "").replace(/[@;].*/s, "");
  const number = withoutExtension(bare);
  if (/\p{L}/u.test(number)) return null;
  const [first, ...more] = splitNumbers(number);
  return first !== undefined && more.length === 0 ? writtenNumber(first) : null;
}

/** Every number that a text may hold. */
export function numbersIn(told: string): WrittenNumber[] {
  const plain = plainText(told.slice(0, LONGEST_TEXT)).replace(/@.*/s, "");
  return splitNumbers(plain)
    .flatMap((part) => withoutExtension(part).split(/\p{L}/u))
    .filter((part) => digitsOf(part).length >= FEWEST_OF_NUMBER)
    .map(writtenNumber);
}

function splitNumbers(text: string): string[] {
  const parts = text.split(BETWEEN_NUMBERS).flatMap(splitLongParts);
  const numbers = parts.filter((part) => digitsOf(part).length >= FEWEST_OF_NUMBER);
  return numbers.length > 0 ? numbers : [text];
}

function splitLongParts(text: string): string[] {
  const parts = text.split(BETWEEN_LONG_PARTS);
  return parts.every((part) => digitsOf(part).length >= FEWEST_OF_LONG_PART) ? parts : [text];
}

function withoutExtension(text: string): string {
  const before = text.replace(EXTENSION, "");
  return digitsOf(before).length >= FEWEST_BEFORE_EXTENSION ? before : text;
}

/** In `+33 (0)6…` callers dial the zero at home only. At the beginning it belongs to the number. */
function writtenNumber(text: string): WrittenNumber {
  const number = text.replace(/(?<=\d[^\d]*)[([]\s*0\s*[)\]]/, "");
  return { plus: /^[^\d]*\+/.test(number), digits: digitsOf(number), groups: number.match(/\d+/g) ?? [] };
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** Every script has its digits in a row, from zero to nine. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}
