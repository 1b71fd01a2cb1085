/** "Customer not found by phone number": what a new ticket tells of a customer who had to be created (C2). */
import type { Introduction, NumberedCaller } from "../customer.ts";
import { displayCaller } from "../phone.ts";
import type { Texts } from "../texts/texts.ts";
import type { NoteContent } from "./note.ts";

const SENTENCES = {
  created: "sentence.customerNotFound",
  "number added": "sentence.customerHasEmail",
  "number refused": "sentence.customerHasEmailAlone",
} as const;

/** There is none for a caller without a number: nobody was looked for by it. */
export function customerNotFoundNote(
  caller: NumberedCaller,
  texts: Texts,
  introduction: Introduction = "created",
): NoteContent {
  const number = displayCaller(caller) ?? "";
  return {
    title: texts.say("note.customerNotFound"),
    fields: [],
    sentences: [texts.say(SENTENCES[introduction], { number })],
  };
}
