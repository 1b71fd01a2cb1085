/** The console's texts: which language is shown, and the switch between them. */
import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { en, fr, type Catalogue } from "./catalogue.ts";
import { pickLanguage, type Language } from "./language.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "console";
    resources: { console: Catalogue };
  }
}

const words: i18n = createInstance();

/** Before anything is shown: the remembered language, else the browser's. */
export function startWords(browser: Window): void {
  words.on("languageChanged", (language) => {
    browser.document.documentElement.lang = language;
  });
  void words.use(initReactI18next).init({
    lng: pickLanguage(remembered(browser), browser.navigator.languages),
    fallbackLng: "en",
    ns: "console",
    defaultNS: "console",
    resources: { en: { console: en }, fr: { console: fr } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}

const MEMORY = "console-language";

export function switchLanguage(browser: Window, language: Language): void {
  try {
    browser.localStorage.setItem(MEMORY, language);
  } catch {
    // A browser that keeps nothing still switches for this visit.
  }
  void words.changeLanguage(language);
}

function remembered(browser: Window): string | null {
  try {
    return browser.localStorage.getItem(MEMORY);
  } catch {
    return null;
  }
}
