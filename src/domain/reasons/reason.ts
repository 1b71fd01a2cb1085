/** Why a work item has its status, as a code with its parameters. `say-reason.ts` makes the sentences. */
import { z } from "zod";
import type { SettingName } from "../settings/settings-form.ts";

const vendor = z.enum(["aircall", "gorgias"]);
/** Method and path of the request, without ids: `POST /tickets`. Null where the error does not know it. */
const request = z.string().nullable();
const status = z.number().nullable();
/** The vendor's own words, shortened. */
const detail = z.string().nullable();

/** A step that failed. The worker usually retries it. */
const failureSchema = z.discriminatedUnion("code", [
  z.object({ code: z.literal("vendor_rejected"), vendor, status, request, detail }),
  z.object({ code: z.literal("vendor_failed"), vendor, status, request, detail }),
  /** No answer, or an answer that broke off. */
  z.object({ code: z.literal("vendor_silent"), vendor, request }),
  /** `path`: the field that differs from the documentation. */
  z.object({ code: z.literal("vendor_unexpected"), vendor, request, path: z.string().nullable() }),
  z.object({ code: z.literal("vendor_limited"), vendor }),
  z.object({ code: z.literal("vendor_unauthorised"), vendor }),
  /** Our own rate limiter has no capacity. */
  z.object({ code: z.literal("no_capacity"), vendor }),
  z.object({ code: z.literal("token_refreshing") }),
  z.object({ code: z.literal("oauth_not_configured") }),
  /** Another run is looking for the same customer. */
  z.object({ code: z.literal("caller_busy") }),
  /** Another number of the same customer is being written to. */
  z.object({ code: z.literal("customer_busy") }),
  z.object({ code: z.literal("customer_moved") }),
  z.object({ code: z.literal("customer_rejected") }),
  z.object({ code: z.literal("ticket_moving") }),
  /** The answer to a write was lost, and it is too early to look for its result. */
  z.object({ code: z.literal("answer_awaited") }),
  z.object({ code: z.literal("transfers_busy") }),
  z.object({ code: z.literal("planned_anew") }),
  /** An error of the service itself. `detail` is its message. */
  z.object({ code: z.literal("internal_error"), detail: z.string() }),
]);
export type Failure = z.infer<typeof failureSchema>;

/** What a run decided or found. */
const decisions = [
  z.object({ code: z.literal("line_not_selected") }),
  z.object({ code: z.literal("connection_inactive") }),
  /** Aircall names no line for the call or message. */
  z.object({ code: z.literal("line_unknown") }),
  z.object({ code: z.literal("call_unknown") }),
  z.object({ code: z.literal("before_connection") }),
  z.object({ code: z.literal("ticket_gone") }),
  z.object({ code: z.literal("waiting_for_file") }),
  /** `setting`: the name of the setting that leaves it out. */
  z.object({ code: z.literal("left_out_by_setting"), setting: z.string() }),
  z.object({ code: z.literal("no_signer") }),
  z.object({ code: z.literal("nothing_understood") }),
  /** `path`: the field that differs from the documentation, or empty for the delivery as a whole. */
  z.object({ code: z.literal("not_understood"), path: z.string(), detail: z.string() }),
  z.object({ code: z.literal("number_missing") }),
  z.object({ code: z.literal("not_a_number"), value: z.string() }),
  /** For a delivery. */
  z.object({ code: z.literal("event_not_followed") }),
  z.object({ code: z.literal("erased") }),
  /** Its raw deliveries are past the retention period. */
  z.object({ code: z.literal("past_retention") }),
  z.object({ code: z.literal("card_unfinished") }),
  z.object({ code: z.literal("card_call_over") }),
  z.object({ code: z.literal("card_late") }),
  z.object({ code: z.literal("card_caller_unknown") }),
  z.object({ code: z.literal("card_caller_unclear") }),
  z.object({ code: z.literal("card_failed"), cause: failureSchema }),
  /** A sentence of an earlier version, or a code of a later one. */
  z.object({ code: z.literal("other"), detail: z.string() }),
] as const;

export const reasonSchema = z.discriminatedUnion("code", [...failureSchema.options, ...decisions]);
export type Reason = z.infer<typeof reasonSchema>;
export type ReasonCode = Reason["code"];

export function leftOutBy(setting: SettingName) {
  return { code: "left_out_by_setting", setting } as const;
}

/** For tests: every code there is. */
export const REASON_CODES: readonly ReasonCode[] = reasonSchema.options.map(({ shape }) => shape.code.value);

/** Codes of earlier versions, whose rows stay as they are. */
const EARLIER: Record<string, Reason> = {
  unanswered_outbound: leftOutBy("unansweredOutbound"),
  own_line: leftOutBy("internalCalls"),
};

/** A row has the code in one column and the parameters in another. An unknown code stays readable. */
export function readReason(code: string | null, parameters: unknown): Reason | null {
  if (code === null) return null;
  const earlier = Object.hasOwn(EARLIER, code) ? EARLIER[code] : undefined;
  if (earlier) return earlier;
  const read = reasonSchema.safeParse({ ...(parameters as object | null), code });
  return read.success ? read.data : { code: "other", detail: code };
}

/** The reverse: the values of both columns. */
export function codeColumnsOf<T extends { code: string }>(coded: T): [code: T["code"], parameters: object | null] {
  const { code, ...parameters } = coded;
  return [code, Object.keys(parameters).length > 0 ? parameters : null];
}

/** Gorgias's reason for a rejected write that has no reason of its own. */
export const REJECTED: Reason = {
  code: "vendor_rejected",
  vendor: "gorgias",
  status: null,
  request: null,
  detail: null,
};

/** How a rejected write stores its reason. Earlier versions stored a sentence as `why`. */
export const refusalSchema = z
  .union([z.object({ reason: reasonSchema }), z.object({ why: z.string() })])
  .transform((kept): Reason => ("reason" in kept ? kept.reason : { code: "other", detail: kept.why }));

export function refusalOf(outcome: unknown): Reason {
  return refusalSchema.safeParse(outcome).data ?? REJECTED;
}
