/** "Customer not found by phone number": what a new ticket tells of a customer who had to be created (C2). */
import { displayNumber, type Caller } from "../phone.ts";
import type { Texts } from "../texts/texts.ts";
import type { NoteContent } from "./note.ts";

/** There is none for a caller without a number: nobody was looked for by it. */
export function customerNotFoundNote(caller: Exclude<Caller, { kind: "anonymous" }>, texts: Texts): NoteContent {
  const number = caller.kind === "number" ? displayNumber(caller.e164) : caller.digits;
  return {
    title: texts.say("note.customerNotFound"),
    fields: [],
    sentences: [texts.say("sentence.customerNotFound", { number })],
  };
}
