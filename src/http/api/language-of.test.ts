/** The language of an answer by the browser's preferences. */
import { expect, it } from "vitest";
import { CONNECTION_REASONS } from "../../domain/reasons/connection-reason.ts";
import { apiTranslations } from "./api-translations.ts";
import { languageOf } from "./language-of.ts";

it.each([
  [undefined, "en"],
  ["", "en"],
  ["fr", "fr"],
  ["fr-CA,fr;q=0.9,en;q=0.8", "fr"],
  ["de, fr;q=0.5, en;q=0.6", "en"],
  ["en-GB, fr", "en"],
  ["FR", "fr"],
  ["de", "en"],
  ["fr;q=0, en;q=0.1", "en"],
  ["fr;q=high", "en"],
  ["*", "en"],
  ["fr;q=0", "en"],
  ["fr;q=-1", "en"],
  ["EN;Q=0.2, FR;Q=0.1", "en"],
  ["frisian, fr;q=0.1", "fr"],
])("N7: answers %j in %s", (header, language) => {
  expect(languageOf({ headers: header === undefined ? {} : { "accept-language": header } })).toBe(language);
});

it("N7: has in both languages a remedy for every reason why a connection is not active", () => {
  for (const { remedies, removedOn } of Object.values(apiTranslations)) {
    expect(Object.keys(remedies).sort()).toEqual([...CONNECTION_REASONS].sort());
    expect(Object.keys(removedOn).sort()).toEqual(["aircall", "both", "gorgias"]);
  }
});
