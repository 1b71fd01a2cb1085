/** Chooses one of the console's languages. */
export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The remembered choice, else the first supported language of the browser, else English. */
export function pickLanguage(chosen: string | null, browserLanguages: readonly string[]): Language {
  const wanted = [chosen ?? "", ...browserLanguages].map((tag) => tag.split("-")[0]?.toLowerCase());
  return wanted.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? [])[0] ?? "en";
}

/**
 * The browser's regional variant of the language: `en-GB` and `en-US` format dates differently. Skips names that Intl
 * rejects, such as `en-US@posix`.
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
