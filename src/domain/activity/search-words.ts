/**
 * What the search of the activity finds a call or conversation by. Each word is stored twice: as it is, and with its
 * month, so that a frequent word can be looked for in the newest months alone.
 */

/** A record as far as the search knows it. Times are epoch ms. */
export interface Searchable {
  /** Texts of which each word counts: the customer's name, the agent's, the line's, tags. */
  texts: readonly (string | null)[];
  email: string | null;
  /** E.164, digits that no numbering plan knows, or the name of a sender. */
  caller: string | null;
  ticketId: number | null;
  callId: string | null;
  happenedAt: number;
}

/** More words than this say nothing about one call. */
const MOST_WORDS = 60;
const LONGEST_WORD = 60;
const LONGEST_NUMBER = 40;

/** Lower case, without accents. `Zoë Lee-Ray` has three words. */
export function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]/u)
    .filter(Boolean)
    .map(cut);
}

/** Lower case, without accents. */
export function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** A word of at most the stored length, as `words` has it. */
export function cut(word: string): string {
  return [...word].slice(0, LONGEST_WORD).join("");
}

/** Months since the year 0, in UTC. `at` is epoch ms. */
export function monthOf(at: number): number {
  const date = new Date(at);
  return date.getUTCFullYear() * 12 + date.getUTCMonth() + 1;
}

/** The entries of one record, without the mark of its connection. */
export function entriesFor(item: Searchable): string[] {
  const plain = [...new Set(plainEntries(item))].slice(0, MOST_WORDS);
  const month = monthOf(item.happenedAt);
  return [
    ...plain.flatMap((entry) => [entry, `/${month}${entry}`]),
    ...(item.ticketId === null ? [] : [`#${item.ticketId}`]),
    ...(item.callId === null ? [] : [`=${cut(item.callId.toLowerCase())}`]),
  ];
}

function plainEntries({ texts, email, caller }: Searchable): string[] {
  return [
    ...callerEntries(caller),
    ...emailEntries(email),
    ...texts.flatMap((text) => wordsOf(text ?? "").map((word) => `.${word}`)),
  ];
}

/** A number is found by how it begins and by how it ends. */
function callerEntries(caller: string | null): string[] {
  if (caller === null) return [];
  if (!/^[+*#\d]+$/.test(caller)) return wordsOf(caller).map((word) => `.${word}`);
  const digits = caller.replaceAll(/\D/g, "");
  return [`.${numberStart(digits)}`, `.${numberEnd(digits)}`];
}

/** How a number begins. */
export function numberStart(digits: string): string {
  return `+${digits.slice(0, LONGEST_NUMBER)}`;
}

/** How a number ends, from its last digit on. */
export function numberEnd(digits: string): string {
  return `<${[...digits].toReversed().join("").slice(0, LONGEST_NUMBER)}`;
}

function emailEntries(email: string | null): string[] {
  if (email === null) return [];
  const [local = "", domain] = folded(email).split("@");
  return [
    `.${cut(folded(email))}`,
    ...(domain ? [`.@${cut(domain)}`] : []),
    ...wordsOf(local).map((word) => `.${word}`),
  ];
}
