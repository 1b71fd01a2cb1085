/** Further attempts of a write, each with fewer optional parts, in order (C18). */
import { z } from "zod";
import type { LeftOut } from "../../domain/ticket/left-out.ts";
import { leftOutSoFar, type OptionalField } from "../../domain/ticket/rejected-parts.ts";
import type { Lesser, LesserOptions } from "../../domain/ticket/lesser-drafts.ts";
import type { RequestError } from "../../kit/request-error.ts";
import type { ForgetDeps } from "./forget.ts";
import { leaveOut } from "./leave-out.ts";
import type { Run } from "../run.ts";
import type { Attempt } from "./write-once.ts";

/** The options without the parts that this call or conversation has left out. */
export function lesserOptions(
  deps: ForgetDeps,
  run: Run,
  more: Pick<LesserOptions, "adminId" | "withoutFiles">,
): LesserOptions {
  const { without } = leftOutSoFar(run.writes, deps.clock());
  return { ...more, without, fields: run.helpDesk.optionalFields };
}

/**
 * An accepted attempt shows which parts Gorgias rejected. The attempt stores them, and reports missing fields in its
 * outcome.
 */
export function lesserAttempts<D, T extends object>(
  deps: ForgetDeps,
  run: Run,
  forms: readonly Lesser<D>[],
  attempt: { intent(form: Lesser<D>): unknown; send(form: Lesser<D>): Promise<T | null> },
): Attempt<T>[] {
  return forms.map((form) => ({
    intent: attempt.intent(form),
    async send(rejected) {
      const outcome = await attempt.send(form);
      if (outcome === null || rejected === null) return outcome;
      for (const part of form.leaves) await leaveOut(deps, run, part, { error: rejected, requests: 0 });
      return form.lacks.length > 0 ? { ...outcome, leftOut: lackedBy(form.lacks, rejected) } : outcome;
    },
  }));
}

/** Reports all of the missing fields, because the rejected one is unknown. Lists each part once. */
function lackedBy(fields: readonly OptionalField[], { status, detail }: RequestError): LeftOut[] {
  const told = { code: "rejected", vendor: "gorgias", status, detail } as const;
  const entries = fields.map(({ part, field }): LeftOut => ({ ...told, part, value: part === "field" ? field : null }));
  const author: LeftOut = { ...told, part: "author", value: null };
  return [...new Map([author, ...entries].map((entry) => [`${entry.part} ${entry.value}`, entry])).values()];
}

/** The field that finds a ticket or message again. */
export const EXTERNAL_ID = "external_id";

/** True if the write with this intent has no external id. */
export function wasUnnamed(
  intent: unknown,
  { without }: Pick<LesserOptions, "without">,
  of: "ticket" | "message",
): boolean {
  return without[of].has(EXTERNAL_ID) || unnamedSchema.safeParse(intent).success;
}

const unnamedSchema = z.object({ unnamed: z.literal(true) });
