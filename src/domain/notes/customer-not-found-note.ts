/** "Customer not found by phone number": how a new ticket introduces such a customer (C2). */
import type { Introduction, NumberedCaller } from "../customer.ts";
import { displayCaller } from "../phone.ts";
import type { Texts } from "../texts/texts.ts";
import type { NoteContent } from "./note.ts";

const SENTENCES = {
  created: "sentence.customerNotFound",
  "number added": "sentence.customerHasEmail",
  "number refused": "sentence.customerHasEmailAlone",
} as const;

/** A caller without a number has no such note, because no look-up by number took place. */
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
