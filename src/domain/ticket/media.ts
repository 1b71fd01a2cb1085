/** Recordings and voicemail on their way from Aircall to the ticket (C10). */
import { z } from "zod";
import { leftOutSchema } from "./left-out.ts";
import { fileReasonSchema, storedFileReasonSchema } from "../reasons/file-reason.ts";

/** The service never uploads larger files. The note links the dashboard instead (C10). */
export const LARGEST_MEDIA_BYTES = 500 * 1024 * 1024;

/** A file as Gorgias stores it after an upload (Gorgias contract 7). */
const storedFileSchema = z.object({
  url: z.string(),
  name: z.string(),
  contentType: z.string(),
  /** Bytes. Null where Gorgias does not send it. */
  size: z.number().nullable(),
});
export type StoredFile = z.infer<typeof storedFileSchema>;

const attached = z.object({ kind: z.literal("attached"), file: storedFileSchema });
const tooLarge = z.object({ kind: z.literal("too large"), bytes: z.number() });
/** `leftOut`: set where Gorgias rejected the file, as the activity lists it. */
const refused = z.object({
  kind: z.literal("refused"),
  reason: fileReasonSchema,
  leftOut: z.array(leftOutSchema).optional(),
});
const gone = z.object({ kind: z.literal("gone") });

/** How the transfer of one file ended. Every outcome except `attached` leaves the file in Aircall only. */
export const mediaOutcomeSchema = z.discriminatedUnion("kind", [attached, tooLarge, refused, gone]);
/** The same as any version has stored it. */
export const storedMediaOutcomeSchema = z.discriminatedUnion("kind", [
  attached,
  tooLarge,
  refused.extend({ reason: storedFileReasonSchema }),
  gone,
]);
export type MediaOutcome = z.infer<typeof mediaOutcomeSchema>;

/**
 * How far the service follows an address of media. `public`: only to addresses on the public internet, whatever its
 * name says.
 */
export type MediaReach = "nowhere" | "public" | "anywhere";

/**
 * An entry with a port allows exactly that host and port, over http as well, in any network. With it the operator means
 * that one server. Any other entry is the end of a host's name, over https. For example, `aircall.io` allows
 * `assets.aircall.io`. A `*` stands for any letters, digits and hyphens of one label, as in `s3.*.amazonaws.com`.
 */
export function reachOf(address: string, allowed: readonly string[]): MediaReach {
  if (!URL.canParse(address)) return "nowhere";
  const url = new URL(address);
  const standardPort = { "https:": "443", "http:": "80" }[url.protocol];
  if (standardPort === undefined || url.username !== "" || url.password !== "") return "nowhere";
  const hostAndPort = `${url.hostname}:${url.port || standardPort}`;
  const entries = allowed.map((entry) => entry.toLowerCase());
  if (entries.includes(hostAndPort)) return "anywhere";
  if (url.protocol !== "https:" || url.port !== "") return "nowhere";
  // No name of a host ends like an entry with a port.
  return entries.some((entry) => isUnder(url.hostname, entry)) ? "public" : "nowhere";
}

function isUnder(host: string, entry: string): boolean {
  const wanted = entry.split(".");
  const told = host.split(".").slice(-wanted.length);
  return told.length === wanted.length && wanted.every((label, i) => isLabel(told[i] ?? "", label));
}

function isLabel(told: string, wanted: string): boolean {
  const parts = wanted.split("*").map((part) => part.replaceAll(/[^a-z\d-]/g, "\\$&"));
  return new RegExp(`^${parts.join("[a-z\\d-]+")}$`).test(told);
}
