/** The filters of the activity in a query string. Lists, exports and bulk retries take the same. */
import { z } from "zod";
import type { ActivityQuery } from "../../connections/show/show-activity.ts";
import { cursorSchema } from "./page.ts";
import { OUTCOMES } from "../../domain/call/call-stage.ts";

const ONE_OUTCOME = `(?:${OUTCOMES.join("|")})`;
const SOME_OUTCOMES = new RegExp(`^${ONE_OUTCOME}(?:,${ONE_OUTCOME}){0,${OUTCOMES.length - 1}}$`);

export const activityFilterSchema = z.strictObject({
  query: z
    .string()
    .max(200)
    .optional()
    .describe("Part of a name, a number in any format, an e-mail address, an agent, a tag, a ticket or a call."),
  kind: z.enum(["call", "conversation", "card"]).optional().describe("Only items of this kind."),
  cards: z.enum(["include", "exclude"]).optional().describe("`exclude`: insight cards are no items of their own."),
  result: z.enum(["pending", "done", "ignored", "failed"]).optional().describe("Only items with this result."),
  outcome: z.string().regex(SOME_OUTCOMES).optional().describe("One outcome, or several with commas between them."),
  line: z.string().max(100).optional().describe("The id of a line."),
  agent: z.string().max(100).optional().describe("An Aircall user id."),
  from: z.iso.datetime({ offset: true }).optional().describe("What happened from this moment on."),
  to: z.iso.datetime({ offset: true }).optional().describe("What happened before this moment."),
});

export const activityQuerySchema = activityFilterSchema.extend({ cursor: cursorSchema });

export function readQuery({ outcome: listed, ...query }: z.infer<typeof activityQuerySchema>): ActivityQuery {
  return { ...query, outcome: OUTCOMES.filter((one) => listed?.split(",").includes(one)) };
}
