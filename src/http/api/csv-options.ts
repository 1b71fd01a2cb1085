/** How every CSV of the service is written, so that a spreadsheet opens it as it is. */
import type { Options } from "csv-stringify";
import type { Language } from "../../domain/translations/translations.ts";

/** French spreadsheets expect semicolons. */
const DELIMITERS: Record<Language, string> = { en: ",", fr: ";" };
/** It begins with a plus sign, but has digits and spaces only. */
const PHONE_NUMBER = /^\+[\d ]+$/;

export function csvOptions(language: Language): Options {
  return {
    delimiter: DELIMITERS[language],
    // RFC 4180.
    record_delimiter: "windows",
    // Excel reads a file without it in an old encoding.
    bom: true,
    // A cell that begins like a formula would run in the reader's spreadsheet.
    escape_formulas: true,
    cast: { string: (value) => (PHONE_NUMBER.test(value) ? { value, escape_formulas: false } : value) },
  };
}
