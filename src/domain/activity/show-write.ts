/** Reads what people see of a write from a write of any version. */
import { z } from "zod";
import { storedFileOutcomeSchema } from "../conversation/file-outcome.ts";
import { refusalSchema } from "../reasons/reason.ts";
import { LEFT_BECAUSE, WRITE_KINDS, type ShownMatch, type ShownWrite } from "./shown-write.ts";
import { changeIntentSchema, customerOutcomeSchema, type WriteState } from "../ticket/write.ts";

export interface StoredWrite {
  generation: number;
  kind: string;
  ref: string | null;
  part: number | null;
  attempt: number;
  state: WriteState;
  intent: unknown;
  outcome: unknown;
  requests: number;
}

const kindSchema = z.enum(WRITE_KINDS).catch("other");
const namesTicketSchema = z.object({ ticketId: z.number().int().positive() });
const leftSchema = z.object({ why: z.enum(LEFT_BECAUSE) });

export function showWrite({ intent, outcome, ...write }: StoredWrite): ShownWrite {
  const kind = kindSchema.parse(write.kind);
  const isChange = kind === "change";
  const ticketId = ticketIn(outcome) ?? (isChange ? ticketIn(intent) : null);
  return {
    ...write,
    kind,
    ticketId,
    reopens: isChange && changeIntentSchema.pick({ open: true }).safeParse(intent).data?.open === true,
    left: leftSchema.safeParse(outcome).data?.why ?? null,
    file: kind === "upload" ? (storedFileOutcomeSchema.safeParse(outcome).data ?? null) : null,
    match: kind === "customer" ? showMatch(outcome) : null,
    reason: write.state === "refused" ? (refusalSchema.safeParse(outcome).data ?? null) : null,
    answer: outcome === null || outcome === undefined ? null : JSON.stringify(outcome),
  };
}

/** Null where there is no stored match, or one of an older form. */
export function showMatch(kept: unknown): ShownMatch | null {
  const read = customerOutcomeSchema.safeParse(kept).data ?? null;
  if (read === null) return null;
  const { customer, how, others, unclear = [] } = read;
  return { customerId: customer.id, name: customer.name, how, others, unclear };
}

function ticketIn(told: unknown): number | null {
  return namesTicketSchema.safeParse(told).data?.ticketId ?? null;
}
