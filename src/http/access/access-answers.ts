/** The answers of /api/sign-in and /api/set-up. */
import { z } from "zod";

export const waysSchema = z.object({
  /** OAuth apps are configured, so that a Gorgias account signs in by consent. */
  oauth: z.boolean(),
  /** A Gorgias admin may sign in with their API key. */
  key: z.boolean(),
});

export const setUpSchema = z.object({
  /** The address that Aircall will deliver to. */
  publicUrl: z.string(),
  /** Where the sandbox places calls. Null outside the sandbox. */
  phonePanel: z.string().nullable(),
});

export const gorgiasCheckedSchema = z.object({
  account: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});

export const numbersFoundSchema = z.object({
  numbers: z.array(z.object({ id: z.string(), name: z.string(), digits: z.string() })),
});

export type SignInWays = z.infer<typeof waysSchema>;
export type SetUpAnswer = z.infer<typeof setUpSchema>;
export type GorgiasChecked = z.infer<typeof gorgiasCheckedSchema>;
export type NumbersFound = z.infer<typeof numbersFoundSchema>;
