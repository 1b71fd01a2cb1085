/** Which of the console's languages somebody sees. */
export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What was chosen before, else the first of the browser's languages that there is, else English. */
export function pickLanguage(chosen: string | null, browserLanguages: readonly string[]): Language {
  const wanted = [chosen ?? "", ...browserLanguages].map((tag) => tag.split("-")[0]?.toLowerCase());
  return wanted.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? [])[0] ?? "en";
}

/**
 * `en` is written differently in London and in New York: the browser's own kind of the language goes first. Some browsers
 * name what is no language tag (`en-US@posix`), which Intl refuses: that is passed over.
 */
export function regionOf(language: string, browserLanguages: readonly string[]): string {
  return browserLanguages.find((tag) => tag.toLowerCase().startsWith(`${language}-`) && isTag(tag)) ?? language;
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
