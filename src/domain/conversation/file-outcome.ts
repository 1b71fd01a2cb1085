/** What became of a file that came with a message (M9). */
import { z } from "zod";
import { mediaOutcomeSchema, storedMediaOutcomeSchema } from "../media.ts";

const ofMessages = [
  /** Neither picture nor PDF. */
  z.object({ kind: z.literal("other type"), type: z.string() }),
  /** Said to be one thing, is another. */
  z.object({ kind: z.literal("disguised"), type: z.string() }),
  /** Aircall named it, and gave no link to it. */
  z.object({ kind: z.literal("no link") }),
  /** Words of the message itself. They are written in it. */
  z.object({ kind: z.literal("words"), said: z.string() }),
  /** Says how the other parts are shown, and nothing else. */
  z.object({ kind: z.literal("layout") }),
] as const;

export const fileOutcomeSchema = z.union([mediaOutcomeSchema, ...ofMessages]);
/** The same as any version has stored it. */
export const storedFileOutcomeSchema = z.union([storedMediaOutcomeSchema, ...ofMessages]);
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

/** What a part of an MMS is by the sender's word, or by the server's. */
export type PartKind = "words" | "layout" | "file";

/** `said` is a content type, with or without parameters; `name` tells where nobody said. */
export function partKind(said: string | null, name: string): PartKind {
  const type = essenceOf(said);
  if (type === "application/smil" || type === "application/smil+xml") return "layout";
  if (type === "text/plain") return "words";
  if (type !== "" && type !== "application/octet-stream" && type !== "binary/octet-stream") return "file";
  return /\.smil?$/i.test(name) ? "layout" : "file";
}

/** `found` is the type that the bytes show, null where they show none; `said` is the sender's word. */
export function mayAttach(found: string | null, said: string | null): FileOutcome | null {
  if (found !== null && ATTACHED.has(found)) return null;
  const claimed = essenceOf(said);
  if (ATTACHED.has(claimed)) return { kind: "disguised", type: claimed };
  return { kind: "other type", type: claimed || (found ?? "") };
}

function essenceOf(said: string | null): string {
  return said?.split(";")[0]?.trim().toLowerCase() ?? "";
}
