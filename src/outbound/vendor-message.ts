/** A vendor's error message for people: one line, shortened, without control characters. */
import { z } from "zod";

const LONGEST = 300;

/** Gorgias: `{error: {msg, data}}` (docs/vendors/gorgias.md 11.2). Aircall: `{error, troubleshoot}` or `{message}`. */
export const vendorErrorSchema = z.object({
  error: z
    .union([z.string(), z.object({ msg: z.string().nullish().catch(null), data: z.unknown().optional() })])
    .nullish()
    .catch(null),
  troubleshoot: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
});

/** Null without a message. */
export function vendorMessage(body: unknown): string | null {
  const { data: parsed } = vendorErrorSchema.safeParse(body);
  if (!parsed) return null;
  const { error, troubleshoot, message } = parsed;
  const errorTexts = typeof error === "string" ? [error] : [error?.msg, ...fieldTexts(error?.data)];
  const texts = [...errorTexts, troubleshoot, message].filter((part) => typeof part === "string" && part.trim() !== "");
  return shortened(texts.join(" ")) || null;
}

function shortened(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line;
}

/** No vendor nests fields deeper. */
const DEEPEST = 10;

/** `tags: Unknown tag`: each field with its message. */
function fieldTexts(data: unknown, depth = 0): string[] {
  if (typeof data === "string") return [data];
  if (typeof data !== "object" || data === null || depth > DEEPEST) return [];
  if (Array.isArray(data)) return data.flatMap((item) => fieldTexts(item, depth + 1));
  return Object.entries(data).flatMap(([key, value]) => {
    const texts = fieldTexts(value, depth + 1);
    return texts.length > 0 ? [`${key}: ${texts.join(" ")}`] : [];
  });
}
