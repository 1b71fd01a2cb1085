/** The outcome of a delivery, as a code with its parameters. Null in a row means that no run has read it. */
import { z } from "zod";
import type { SettingName } from "../settings/settings-form.ts";

export const deliveryOutcomeSchema = z.discriminatedUnion("code", [
  z.object({ code: z.literal("read") }),
  /** `paths`: items of its lists that the parser did not understand. */
  z.object({ code: z.literal("read_in_part"), paths: z.array(z.string()) }),
  z.object({ code: z.literal("not_understood"), path: z.string(), detail: z.string() }),
  z.object({ code: z.literal("not_written_yet") }),
  /** Written from an earlier read of the ticket. One more read has to confirm it. */
  z.object({ code: z.literal("not_verified_yet") }),
  z.object({
    code: z.literal("ignored"),
    why: z.enum(["event_not_followed", "line_not_selected", "left_out_by_setting", "past_retention", "erased"]),
    /** Of `left_out_by_setting`. */
    setting: z.string().exactOptional(),
  }),
  /** A sentence of an earlier version, or a code of a later one. */
  z.object({ code: z.literal("other"), detail: z.string() }),
]);
export type DeliveryOutcome = z.infer<typeof deliveryOutcomeSchema>;
/** A delivery that differs from Aircall's documentation. */
export type NotUnderstood = Extract<DeliveryOutcome, { code: "not_understood" }>;
export type DeliveryOutcomeCode = DeliveryOutcome["code"];

/** A setting leaves it out. */
export function ignoredBy(setting: SettingName): DeliveryOutcome {
  return { code: "ignored", why: "left_out_by_setting", setting };
}

/** For tests: every code there is. */
export const DELIVERY_OUTCOME_CODES: readonly DeliveryOutcomeCode[] = deliveryOutcomeSchema.options.map(
  ({ shape }) => shape.code.value,
);

/** A later run reads these again, even without a new delivery. The index `deliveries_unfinished` has the same list. */
export const UNFINISHED = [
  "not_written_yet",
  "not_verified_yet",
  "not_understood",
] as const satisfies readonly DeliveryOutcomeCode[];

/** How earlier versions stored that a message was between two lines of the company. */
const earlierOwnLine = z.object({ code: z.literal("ignored"), why: z.literal("own_line") });

export function readDeliveryOutcome(code: string | null, parameters: unknown): DeliveryOutcome | null {
  if (code === null) return null;
  if (code === "read") return { code };
  if (earlierOwnLine.safeParse({ ...(parameters as object | null), code }).success) return ignoredBy("internalCalls");
  const read = deliveryOutcomeSchema.safeParse({ ...(parameters as object | null), code });
  return read.success ? read.data : { code: "other", detail: code };
}
