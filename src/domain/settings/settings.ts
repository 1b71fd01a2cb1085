/**
 * What an admin can set for a connection, each with its default. The API and the console make their form of it:
 * `section` is where the console shows a setting, `off` the choice that means no, which makes it a switch, and `secret`
 * a value that is not shown again.
 */
import { z } from "zod";
import { isTimeZone } from "../calendar/time-zone.ts";

/** In the order of the form. */
export const settingsSchema = z.strictObject({
  /** Language of subjects, tags and notes. */
  language: z.enum(["en", "fr"]).default("en").meta({ section: "tickets" }),
  /** IANA name of the time zone of days and hours in the console. Empty means the zone of Gorgias or of the numbers. */
  timeZone: z
    .string()
    .max(64)
    .refine((name) => name === "" || isTimeZone(name), "must be an IANA time zone such as Europe/Paris, or empty")
    .default("")
    .meta({ section: "tickets" }),
  /** Whether an unanswered outbound call makes a ticket (C8). */
  unansweredOutbound: z.enum(["log", "skip"]).default("log").meta({ section: "tickets", off: "skip" }),
  /** Calls and messages between the company's own lines (C19). Write nothing, or write all of them to one customer. */
  internalCalls: z.enum(["skip", "customer"]).default("skip").meta({ section: "tickets", off: "skip" }),
  /** What a created customer without e-mail gets (C2). */
  missingEmail: z.enum(["made-up", "none"]).default("made-up").meta({ section: "customers", off: "none" }),
  /** Domain of made-up e-mails (C2). */
  madeUpEmailDomain: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, "must be a domain such as aircall.io")
    .default("aircall.io")
    .meta({ section: "customers" }),
  /** What to do with recordings and voicemail (C10). */
  media: z.enum(["attach", "link", "nothing"]).default("attach").meta({ section: "recordings" }),
  /** For how many hours after its ticket was closed a message reopens it (M5, M6). */
  reopenWindow: z
    // Not an enum, which would list the numbers first.
    .literal(["never", "1", "12", "24", "48", "72", "168", "336", "720", "always"])
    .default("72")
    .meta({ section: "messages" }),
  /** Whether the agent sees the customer's insight card (I1), and which of the fields. */
  card: z.enum(["send", "off"]).default("send").meta({ section: "card", off: "off" }),
  cardEmail: z.enum(["show", "hide"]).default("show").meta({ section: "card", off: "hide" }),
  cardLastContact: z.enum(["show", "hide"]).default("show").meta({ section: "card", off: "hide" }),
  cardNotes: z.enum(["show", "hide"]).default("show").meta({ section: "card", off: "hide" }),
  cardTickets: z.enum(["show", "hide"]).default("show").meta({ section: "card", off: "hide" }),
  /** An insight card for unknown callers (I4). */
  cardForUnknown: z.enum(["hide", "show"]).default("hide").meta({ section: "card", off: "hide" }),
  /** The share of the Gorgias rate limit that stays free for the shop's other apps, in percent (L2). */
  sharePercent: z.number().int().min(0).max(90).default(10).meta({ section: "usage" }),
  /**
   * How many minutes Gorgias may refuse every request before the service deactivates the connection (L5). 0 means at
   * the first refusal.
   */
  patienceMinutes: z.number().int().min(0).max(1440).default(15).meta({ section: "usage" }),
  /** Where the service posts alerts, in Slack's format. Empty means nowhere. Anyone who knows the URL can post to it. */
  alertUrl: z
    .string()
    .max(1000)
    // Only the sandbox posts to this machine.
    .regex(/^(?:(?:https:\/\/|http:\/\/127\.0\.0\.1:\d+\/)\S+)?$/, "must begin with https:// or be empty")
    .default("")
    .meta({ section: "alerts", secret: true }),
  /** How many days the store keeps raw deliveries, with names, numbers and messages. 0 means for ever. */
  retentionDays: z.number().int().min(0).max(3650).default(365).meta({ section: "data" }),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings of a connection whose admin has changed nothing. */
export const defaultSettings: Settings = settingsSchema.parse({});
