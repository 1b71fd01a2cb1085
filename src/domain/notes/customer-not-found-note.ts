/** "Customer not found by phone number": how a new ticket introduces such a customer (C2). */
import type { Introduction, NumberedPhone } from "../customer/customer.ts";
import { displayPhone } from "../phone/phone.ts";
import type { Translations } from "../translations/translations.ts";
import type { NoteContent } from "./note.ts";

const SENTENCES = {
  created: "sentence.customerNotFound",
  "number added": "sentence.customerHasEmail",
  "number refused": "sentence.customerHasEmailAlone",
} as const;

/** A caller without a number has no such note, because no look-up by number took place. */
export function customerNotFoundNote(
  customerPhone: NumberedPhone,
  translations: Translations,
  introduction: Introduction = "created",
): NoteContent {
  const number = displayPhone(customerPhone) ?? "";
  return {
    title: translations.say("note.customerNotFound"),
    fields: [],
    sentences: [translations.say(SENTENCES[introduction], { number })],
  };
}
