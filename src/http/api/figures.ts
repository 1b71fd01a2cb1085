/** The figures of calls and messages, as Overview and Reports answer them. */
import { z } from "zod";
import type { TeamTimeZone } from "../../domain/calendar/time-zone.ts";

export const figuresSchema = z.object({
  inbound: z.number(),
  outbound: z.number(),
  /** Inbound calls that an agent answered. */
  answered: z.number(),
  /** Inbound calls that ended without an answer, with or without voicemail. */
  missed: z.number(),
  /** From 0 to 1. Null before an inbound call is over. */
  answeredRate: z.number().nullable(),
  /** Missed calls that a later outbound call to the same number followed. */
  calledBack: z.number(),
  /** Missed calls that a later outbound call or message to the same number followed. */
  responded: z.number(),
  /** Missed calls of anonymous callers. They have no number to call back. */
  unreachable: z.number(),
  /** Median time from a missed call to the response, in seconds. Null where there was none. */
  responseSeconds: z.number().nullable(),
  callbacksRequested: z.number(),
  callbacksDone: z.number(),
  /** Inbound calls of an anonymous caller, or of one whom Gorgias did not know before. */
  unknownCallers: z.number(),
  /** Messages. Of a conversation the latest hundred count. */
  received: z.number(),
  sent: z.number(),
});

export const timeZoneSchema = z.object({
  /** IANA name. */
  name: z.string(),
  source: z.enum(["setting", "gorgias", "numbers", "browser", "utc"]),
}) satisfies z.ZodType<TeamTimeZone>;

export const fallbackTimeZoneSchema = z
  .string()
  .max(64)
  .optional()
  .describe("The reader's time zone (IANA). It counts where neither the setting, Gorgias nor a number names one.");
