/** The pages of a long list. */
import { z } from "zod";

/** The query parameter of every list that answers `nextCursor`. */
export const cursorSchema = z
  .string()
  .max(200)
  .optional()
  .describe("`nextCursor` of the previous page. Without it, the first page.");
