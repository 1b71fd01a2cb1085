/** A plan as people see it: of a ticket, of a conversation, or of an insight card. Times are epoch ms. */
import { z } from "zod";
import { shownTextSchema } from "../conversation/shown-text.ts";

const noteSchema = z.object({ key: z.string(), at: z.number().nullable(), text: z.string() });
const lineSchema = z.object({ label: z.string().nullable(), text: z.string(), link: z.string().nullable() });

export const shownPlanSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ticket"),
    subject: z.string(),
    assigneeId: z.number().nullable(),
    tags: z.array(z.string()),
    notes: z.array(noteSchema),
  }),
  z.object({ kind: z.literal("conversation"), texts: z.array(shownTextSchema) }),
  /** The lines of an insight card. A title has no label. */
  z.object({ kind: z.literal("card"), lines: z.array(lineSchema) }),
]);
export type ShownPlan = z.infer<typeof shownPlanSchema>;
