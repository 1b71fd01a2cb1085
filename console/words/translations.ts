/** The console's translations: the current language, and the switch to another one. */
import { createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { en, type Catalogue } from "./catalogue.ts";
import { pickLanguage, type Language } from "./language.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "console";
    resources: { console: Catalogue };
  }
}

const translations: i18n = createInstance();

/** English decides the keys and comes with the console. The other language is loaded when it is wanted. */
const LOADED = {
  type: "backend" as const,
  // The library awaits a promise only from a function of two parameters.
  async read(language: string, _namespace: string): Promise<Catalogue> {
    return language === "fr" ? (await import("./french.ts")).fr : en;
  },
};

/** Starts with the remembered language, else the browser's. Resolves once it is loaded. */
export async function startTranslations(browser: Window): Promise<void> {
  translations.on("languageChanged", (language) => {
    browser.document.documentElement.lang = language;
  });
  await translations
    .use(LOADED)
    .use(initReactI18next)
    .init({
      lng: pickLanguage(remembered(browser), browser.navigator.languages),
      fallbackLng: "en",
      ns: "console",
      defaultNS: "console",
      resources: { en: { console: en } },
      partialBundledLanguages: true,
      // React escapes the values.
      interpolation: { escapeValue: false },
    });
}

const STORAGE_KEY = "console-language";

export function switchLanguage(browser: Window, language: Language): void {
  try {
    browser.localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // Without storage the choice lasts for this visit.
  }
  void translations.changeLanguage(language);
}

function remembered(browser: Window): string | null {
  try {
    return browser.localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
