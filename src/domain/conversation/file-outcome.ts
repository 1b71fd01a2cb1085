/** The outcome of a file that came with a message (M9). */
import { z } from "zod";
import { mediaOutcomeSchema, storedMediaOutcomeSchema } from "../ticket/media.ts";

const ofMessages = [
  /** Neither picture nor PDF. */
  z.object({ kind: z.literal("other type"), type: z.string() }),
  /** The declared type is allowed, but the bytes show another. */
  z.object({ kind: z.literal("disguised"), type: z.string() }),
  /** Aircall named the file, but gave no link to it. */
  z.object({ kind: z.literal("no link") }),
  /** The part is text of the message itself. It is written into the message. */
  z.object({ kind: z.literal("words"), said: z.string() }),
  /** The part describes the layout of the other parts, and nothing else. */
  z.object({ kind: z.literal("layout") }),
] as const;

export const fileOutcomeSchema = z.union([mediaOutcomeSchema, ...ofMessages]);
/** The same, in the form that any version has stored. */
export const storedFileOutcomeSchema = z.union([storedMediaOutcomeSchema, ...ofMessages]);
export type FileOutcome = z.infer<typeof fileOutcomeSchema>;

/** Pictures that run no code when shown (SVG does), moving ones included, and PDF. */
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

/** The kind of a part of an MMS, by its declared type. */
export type PartKind = "words" | "layout" | "file";

/** `said` is the declared content type, with or without parameters. Without one, `name` decides. */
export function partKind(said: string | null, name: string): PartKind {
  const type = essenceOf(said);
  if (type === "application/smil" || type === "application/smil+xml") return "layout";
  if (type === "text/plain") return "words";
  if (type !== "" && type !== "application/octet-stream" && type !== "binary/octet-stream") return "file";
  return /\.smil?$/i.test(name) ? "layout" : "file";
}

/** `found`: the type that the bytes show, or null. `said`: the declared type. Null when the file may be attached. */
export function mayAttach(found: string | null, said: string | null): FileOutcome | null {
  if (found !== null && ATTACHED.has(found)) return null;
  const claimed = essenceOf(said);
  if (ATTACHED.has(claimed)) return { kind: "disguised", type: claimed };
  return { kind: "other type", type: claimed || (found ?? "") };
}

function essenceOf(said: string | null): string {
  return said?.split(";")[0]?.trim().toLowerCase() ?? "";
}
