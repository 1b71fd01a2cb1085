/** The same write with less of what is optional, as attempts that are made one after the other (C18). */
import { z } from "zod";
import type { LeftOut } from "../../domain/left-out.ts";
import { leftOutSoFar, type OptionalField } from "../../domain/ticket/rejected-parts.ts";
import type { Lesser, LesserOptions } from "../../domain/ticket/lesser-drafts.ts";
import type { RequestError } from "../../kit/request-error.ts";
import type { ForgetDeps } from "../forget.ts";
import { leaveOut } from "./leave-out.ts";
import type { Turn } from "../turn.ts";
import type { Attempt } from "./write-once.ts";

/** Without what this call or conversation was refused before. */
export function lesserOptions(
  deps: ForgetDeps,
  turn: Turn,
  more: Pick<LesserOptions, "adminId" | "withoutFiles">,
): LesserOptions {
  const { without } = leftOutSoFar(turn.writes, deps.clock());
  return { ...more, without, fields: turn.desk.optionalFields };
}

/** Whoever takes one of them has shown what it would not have: that is stored, and told in the outcome. */
export function lesserAttempts<D, T extends object>(
  deps: ForgetDeps,
  turn: Turn,
  forms: readonly Lesser<D>[],
  attempt: { intent(form: Lesser<D>): unknown; send(form: Lesser<D>): Promise<T | null> },
): Attempt<T>[] {
  return forms.map((form) => ({
    intent: attempt.intent(form),
    async send(rejected) {
      const outcome = await attempt.send(form);
      if (outcome === null || rejected === null) return outcome;
      for (const part of form.leaves) await leaveOut(deps, turn, part, { error: rejected, requests: 0 });
      return form.lacks.length > 0 ? { ...outcome, leftOut: lackedBy(form.lacks, rejected) } : outcome;
    },
  }));
}

/** Which of them was rejected is not known: all of them are missing. Each part is told once. */
function lackedBy(fields: readonly OptionalField[], { status, detail }: RequestError): LeftOut[] {
  const told = { code: "rejected", vendor: "gorgias", status, detail } as const;
  const entries = fields.map(({ part, field }): LeftOut => ({ ...told, part, value: part === "field" ? field : null }));
  const author: LeftOut = { ...told, part: "author", value: null };
  return [...new Map([author, ...entries].map((entry) => [`${entry.part} ${entry.value}`, entry])).values()];
}

/** The field by which a ticket or a message is found again. */
export const EXTERNAL_ID = "external_id";

/** Whether what was sent with this intent bears no external id. */
export function wasUnnamed(
  intent: unknown,
  { without }: Pick<LesserOptions, "without">,
  of: "ticket" | "message",
): boolean {
  return without[of].has(EXTERNAL_ID) || unnamedSchema.safeParse(intent).success;
}

const unnamedSchema = z.object({ unnamed: z.literal(true) });
