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
  /** Part of the Gorgias limit left to the shop's other apps, in percent (L2). */
  sharePercent: z.number().int().min(0).max(90).default(10),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The settings of a connection whose admin has changed nothing. */
export const defaultSettings: Settings = settingsSchema.parse({});
