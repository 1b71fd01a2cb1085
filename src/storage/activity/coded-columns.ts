/** Turns columns with a code and its parameters into values for people to read. */
import { readDeliveryOutcome, type DeliveryOutcome } from "../../domain/reasons/delivery-outcome.ts";
import { readReason, type Reason } from "../../domain/reasons/reason.ts";

/** `select reason, reason_detail as "reasonDetail"`. */
export type WithReason<T> = Omit<T, "reason"> & { reason: string | null; reasonDetail: unknown };

export function withReason<T extends { reason: string | null; reasonDetail: unknown }>({
  reason,
  reasonDetail,
  ...row
}: T): Omit<T, "reason" | "reasonDetail"> & { reason: Reason | null } {
  return { ...row, reason: readReason(reason, reasonDetail) };
}

/** `select outcome, outcome_detail as "outcomeDetail"`. */
export type WithOutcome<T> = Omit<T, "outcome"> & { outcome: string | null; outcomeDetail: unknown };

export function withOutcome<T extends { outcome: string | null; outcomeDetail: unknown }>({
  outcome,
  outcomeDetail,
  ...row
}: T): Omit<T, "outcome" | "outcomeDetail"> & { outcome: DeliveryOutcome | null } {
  return { ...row, outcome: readDeliveryOutcome(outcome, outcomeDetail) };
}
