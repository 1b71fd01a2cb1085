/** What became of a file that came with a message (M9). */
import { z } from "zod";
import { mediaOutcomeSchema } from "../media.ts";

export const fileOutcomeSchema = z.union([
  mediaOutcomeSchema,
  /** Neither picture nor PDF. */
  z.object({ kind: z.literal("other type"), type: z.string() }),
  /** Said to be one thing, is another. */
  z.object({ kind: z.literal("disguised"), type: z.string() }),
]);
export type FileOutcome = z.infer<typeof fileOutcomeSchema>;

/** Pictures that run nothing where they are shown (SVG is not among them), moving ones too, and PDF. */
const ATTACHED = new Set([
  "image/png",
  "image/apng",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/bmp",
  "image/tiff",
  "image/heic",
  "image/heic-sequence",
  "image/heif",
  "image/heif-sequence",
  "image/avif",
  "application/pdf",
]);

/** `found` is the type that the bytes show, null where they show none; `said` is the sender's word. */
export function mayAttach(found: string | null, said: string | null): FileOutcome | null {
  if (found !== null && ATTACHED.has(found)) return null;
  const claimed = said?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (ATTACHED.has(claimed)) return { kind: "disguised", type: claimed };
  return { kind: "other type", type: claimed || (found ?? "") };
}
