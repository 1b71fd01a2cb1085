/**
 * The one place that turns reasons and outcomes into sentences, for the API, the console and the command line. Pure.
 */
import type { ConnectionReason } from "./connection-reason.ts";
import type { DeliveryOutcome } from "./delivery-outcome.ts";
import type { FileReason } from "./file-reason.ts";
import type { Reason } from "./reason.ts";
import { en } from "./words-en.ts";
import { fr } from "./words-fr.ts";
import type { ReasonWords, Sentence } from "./words.ts";

type Language = "en" | "fr";

const WORDS: Record<Language, ReasonWords> = { en, fr };

export function sayReason(language: Language, reason: Reason): string {
  const cause = reason.code === "card_failed" ? sayReason(language, reason.cause) : "";
  return say(WORDS[language].reasons[reason.code] as Sentence<Reason> | undefined, reason, cause);
}

export function sayOutcome(language: Language, outcome: DeliveryOutcome): string {
  const cause = outcome.code === "ignored" ? sayReason(language, whyIgnored(outcome)) : "";
  return say(WORDS[language].outcomes[outcome.code] as Sentence<DeliveryOutcome> | undefined, outcome, cause);
}

function whyIgnored({ why, setting = "" }: Extract<DeliveryOutcome, { code: "ignored" }>): Reason {
  return why === "left_out_by_setting" ? { code: why, setting } : { code: why };
}

export function sayFileReason(language: Language, reason: FileReason): string {
  return say(WORDS[language].files[reason.code] as Sentence<FileReason> | undefined, reason, "");
}

/** The audit log holds such codes as plain text. Shows an unknown code as it is. */
export function sayConnectionReason(language: Language, code: string): string {
  const { connection } = WORDS[language];
  return Object.hasOwn(connection, code) ? connection[code as ConnectionReason] : code;
}

/** A console that the browser loaded before an update may meet a code without a sentence. */
function say<Coded extends { code: string }>(
  sentence: Sentence<Coded> | undefined,
  coded: Coded,
  cause: string,
): string {
  if (sentence === undefined) return coded.code;
  return typeof sentence === "string" ? sentence : sentence(coded, cause);
}
