/** What an admin can set for a connection, each with its default. The console shows this schema as a form. */
import { z } from "zod";

export const settingsSchema = z.strictObject({
  /** Language of subjects, tags and notes. */
  language: z.enum(["en", "fr"]).default("en"),
  /** Whether an outbound call that nobody answered makes a ticket (C8). */
  unansweredOutbound: z.enum(["log", "skip"]).default("log"),
  /** What to do with recordings and voicemail (C10). */
  media: z.enum(["attach", "link", "nothing"]).default("attach"),
  /** What a created customer without e-mail gets (C2). */
  missingEmail: z.enum(["made-up", "none"]).default("made-up"),
  /** Domain of made-up e-mails (C2). */
  madeUpEmailDomain: z
    .string()
    .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, "must be a domain such as aircall.io")
    .default("aircall.io"),
  /** Calls and messages between the company's own lines (C19): nothing is written, or all of them to one customer. */
  internalCalls: z.enum(["skip", "customer"]).default("skip"),
  /** For how many hours after its ticket was closed a text opens it again (M5, M6). */
  reopenWindow: z.enum(["never", "1", "12", "24", "48", "72", "168", "336", "720", "always"]).default("72"),
  /** Whether the agent is shown who calls (I1), and which of the fields. */
  card: z.enum(["send", "off"]).default("send"),
  cardEmail: z.enum(["show", "hide"]).default("show"),
  cardNotes: z.enum(["show", "hide"]).default("show"),
  cardTickets: z.enum(["show", "hide"]).default("show"),
  cardLastContact: z.enum(["show", "hide"]).default("show"),
  /** A card for callers whom Gorgias does not know (I4). */
  cardForUnknown: z.enum(["hide", "show"]).default("hide"),
  /** How many minutes Gorgias may refuse every request before the connection is deactivated; 0: at the first refusal (L5). */
  patienceMinutes: z.number().int().min(0).max(1440).default(15),
  /** Where alerts are posted, in the shape that Slack takes; empty: nowhere. */
  alertUrl: z
    .string()
    .max(1000)
    // On this machine only the sandbox posts anything.
    .regex(/^(?:(?:https:\/\/|http:\/\/127\.0\.0\.1:\d+\/)\S+)?$/, "must begin with https:// or be empty")
    .default(""),
  /** How many days raw deliveries are kept, with names, numbers and texts; 0: for ever. */
  retentionDays: z.number().int().min(0).max(3650).default(365),
  /** Part of the Gorgias limit left to the shop's other apps, in percent (L2). */
  sharePercent: z.number().int().min(0).max(90).default(10),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings of a connection whose admin has changed nothing. */
export const defaultSettings: Settings = settingsSchema.parse({});
