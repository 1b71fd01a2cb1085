/** Reads what people type into the search of the activity, as entries of search-words.ts. */
import { planOfCountry } from "../phone/numbering-plan.ts";
import { plainText } from "../phone/number-text.ts";
import { canonicalNumber } from "../phone/variants.ts";
import { toE164 } from "../phone/phone.ts";
import { isActivityId } from "./work-item.ts";
import { cut, folded, numberEnd, numberStart, wordsOf } from "./search-words.ts";

export interface ItemSearch {
  /** Every term must match. A term matches where an entry begins with one of its alternatives. */
  terms: readonly (readonly string[])[];
  /** Whole entries for a ticket or a call by its id. One of them is enough, also without the terms. */
  ids: readonly string[];
  /** A record by its id, typed in full. */
  activityId: string | null;
}

/** With fewer digits too many numbers end alike. */
const FEWEST_DIGITS = 3;
/** More words than people type. */
const MOST_TERMS = 8;

/** `countries`: those of the company's lines, for numbers in national format. Null where nothing is typed. */
export function readSearch(query: string, countries: readonly string[] = []): ItemSearch | null {
  const text = query.replaceAll("\0", "").trim();
  if (text === "") return null;
  const number = numberEntries(text, countries);
  const terms = number.length > 0 ? [number] : text.split(/\s/).flatMap((part) => termsOf(part, countries));
  return { terms: terms.slice(0, MOST_TERMS), ids: idEntries(text), activityId: isActivityId(text) ? text : null };
}

function termsOf(part: string, countries: readonly string[]): string[][] {
  if (part.includes("@")) return [[`.${cut(folded(part))}`]];
  const number = numberEntries(part, countries);
  return number.length > 0 ? [number] : wordsOf(part).map((word) => [`.${word}`]);
}

function idEntries(text: string): string[] {
  const id = /^(?:call:\s*|#\s*)?([\w-]*\d[\w-]*)$/i.exec(text)?.[1];
  if (id === undefined) return [];
  return [...(/^\d{1,16}$/.test(id) ? [`#${id}`] : []), `=${cut(id.toLowerCase())}`];
}

/** A number in any format, whole or in part: how the stored number may begin, or how it ends. */
function numberEntries(text: string, countries: readonly string[]): string[] {
  const plain = plainText(text);
  if (!/^[\d\s()+*#./-]+$/.test(plain)) return [];
  const isInternational = /^(?:\+|00)/.test(plain);
  // All numbers of a subscriber are stored under one canonical number.
  const whole = isInternational ? toE164(plain, null) : null;
  const typed = whole === null ? plain.replace("(0)", "") : canonicalNumber(whole);
  const all = typed.replaceAll(/\D/g, "");
  const digits = all.replace(/^0+/, "");
  if (digits.length < FEWEST_DIGITS) return [];
  const [start, end] = [`.${numberStart(digits)}`, `.${numberEnd(digits)}`];
  if (isInternational) return [start, end];
  const national = countries.flatMap((country) => nationalEntry(all, digits, country));
  return [...new Set([start, ...national, end, `.${cut(all)}`])];
}

/** `01 70 18` is how a French number begins. */
function nationalEntry(all: string, digits: string, country: string): string[] {
  const code = planOfCountry(country)?.code;
  if (code === undefined) return [];
  // Italy keeps its zero.
  return [...new Set([digits, all])].map((rest) => `.${numberStart(code + rest)}`);
}
