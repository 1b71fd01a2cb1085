/** The bodies of /api/sign-in and /api/set-up. */
import { z } from "zod";

/** Longer than any key or address of either vendor. */
const typed = z.string().trim().min(1).max(500);

export const linkSchema = z.strictObject({ token: z.string().max(200) });

export const keySchema = z.strictObject({ account: typed, email: typed, key: typed });

export const aircallKeySchema = z.strictObject({ id: typed, token: typed });

export const connectSchema = z.strictObject({
  gorgias: keySchema,
  aircall: aircallKeySchema,
  numbers: z.array(z.string().max(100)).max(1000),
  language: z.enum(["en", "fr"]),
});
