/** "Customer not found by phone number": what a new ticket tells of a customer who had to be created (C2). */
import { displayCaller, type Caller } from "../phone.ts";
import type { Texts } from "../texts/texts.ts";
import type { NoteContent } from "./note.ts";

/** There is none for a caller without a number: nobody was looked for by it. */
export function customerNotFoundNote(
  caller: Extract<Caller, { kind: "number" | "unusual" }>,
  texts: Texts,
): NoteContent {
  const number = displayCaller(caller) ?? "";
  return {
    title: texts.say("note.customerNotFound"),
    fields: [],
    sentences: [texts.say("sentence.customerNotFound", { number })],
  };
}
