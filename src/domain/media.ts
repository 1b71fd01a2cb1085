/** Recordings and voicemail on their way from Aircall to the ticket (C10). */
import { z } from "zod";

/** Larger files are never uploaded; the note links the dashboard instead (C10). */
export const LARGEST_MEDIA_BYTES = 500 * 1024 * 1024;

/** A file as Gorgias keeps it after an upload (Gorgias contract 7). */
export const storedFileSchema = z.object({
  url: z.string(),
  name: z.string(),
  contentType: z.string(),
  /** Bytes, where told. */
  size: z.number().nullable(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

/** How the transfer of one file ended. Everything but `attached` leaves the file in Aircall only. */
export const mediaOutcomeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("attached"), file: storedFileSchema }),
  z.object({ kind: z.literal("too large"), bytes: z.number() }),
  z.object({ kind: z.literal("refused"), reason: z.string() }),
  z.object({ kind: z.literal("gone") }),
]);
export type MediaOutcome = z.infer<typeof mediaOutcomeSchema>;

/**
 * Whether media may be fetched from this address. `allowed` are host suffixes, with a port where it matters:
 * `amazonaws.com` allows `x.s3.amazonaws.com`, and `127.0.0.1:4001` that one port only. Nothing else is ever fetched.
 */
export function mayFetch(address: string, allowed: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") return false;
  return allowed.some((suffix) => {
    if (suffix.includes(":")) return url.host === suffix && /^https?:$/.test(url.protocol);
    return url.protocol === "https:" && url.port === "" && isUnder(url.hostname, suffix.toLowerCase());
  });
}

function isUnder(host: string, suffix: string): boolean {
  return host === suffix || host.endsWith(`.${suffix}`);
}
