/** What a catalogue of reasons must hold: a sentence for each code, from the code's own parameters. */
import type { ConnectionReason } from "./connection-reason.ts";
import type { DeliveryOutcome, DeliveryOutcomeCode } from "./delivery-outcome.ts";
import type { FileReason, FileReasonCode } from "./file-reason.ts";
import type { Reason, ReasonCode } from "./reason.ts";

/**
 * A sentence, or a function that makes it where the code has parameters. `cause` is the sentence of a nested reason.
 */
export type Sentence<Coded> = string | ((coded: Coded, cause: string) => string);

export interface ReasonWords {
  reasons: { [C in ReasonCode]: Sentence<Extract<Reason, { code: C }>> };
  outcomes: { [C in DeliveryOutcomeCode]: Sentence<Extract<DeliveryOutcome, { code: C }>> };
  /** Follows "not attached: ". */
  files: { [C in FileReasonCode]: Sentence<Extract<FileReason, { code: C }>> };
  connection: Record<ConnectionReason, string>;
}
