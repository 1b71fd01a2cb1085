/** The form of every error answer. */
import { z } from "zod";

export const problemSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .meta({ id: "Problem" });

export function problem(code: string, message: string): z.infer<typeof problemSchema> {
  return { error: { code, message } };
}
