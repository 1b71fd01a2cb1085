// Recording and voicemail files: their links, signed anew at every reading (contract 4.2), and their made-up bytes.
import { createHash } from "node:crypto";
import { makeBytes, signPath, sumBytes, type BucketFile } from "./bucket.ts";
import type { Call, MediaKind } from "./entities.ts";
import type { Exchange } from "./exchange.ts";
import { sampleOf } from "./sample-files.ts";

/** A link to the file, valid from now for `mediaTtlSeconds`; null when there is no file. */
export function signMedia(exchange: Exchange, call: Call, kind: MediaKind): string | null {
  if (!call.files[kind]) return null;
  return signPath(exchange, mediaPath(call, kind), exchange.settings.mediaTtlSeconds);
}

/** The permanent web page of a file, which needs a login at the vendor. */
export function assetUrl(call: Call): string | null {
  if (call.files.recording) return `https://assets.aircall.io/calls/${call.id}/recording`;
  if (call.files.voicemail) return `https://assets.aircall.io/calls/${call.id}/voicemail`;
  return null;
}

/** The length of a file in bytes. */
export function mediaSize(exchange: Exchange, call: Call, kind: MediaKind): number {
  const { content, sizeBytes } = call.mediaControls[kind];
  return content?.length ?? sizeBytes ?? exchange.settings.mediaBytes;
}

/** The sha256 of a file, in hex, for tests that download it. */
export function sumMedia(call: Call, kind: MediaKind, size: number): string {
  return sumBytes(readMedia(call, kind, size));
}

/** The call's file that this path names; undefined when it names none, or one that was deleted. */
export function findCallFile(exchange: Exchange, path: string): BucketFile | undefined {
  const call = exchange.state.calls.get(Number(/call-(\d+)-/.exec(path)?.[1]));
  const kind = path.endsWith("-voicemail.mp3") ? "voicemail" : "recording";
  if (call === undefined || !call.files[kind] || mediaPath(call, kind) !== path) return undefined;
  const sizeBytes = mediaSize(exchange, call, kind);
  const controls = call.mediaControls[kind];
  return { sizeBytes, contentType: "audio/mpeg", controls, read: () => readMedia(call, kind, sizeBytes) };
}

function mediaPath(call: Call, kind: MediaKind): string {
  const hash = createHash("sha256").update(`${call.id} ${kind}`).digest("hex").slice(0, 12);
  const suffix = kind === "voicemail" ? "-voicemail" : "";
  return `companies/${call.companyId}/recordings/call-${call.id}-${hash}${suffix}.mp3`;
}

function readMedia(call: Call, kind: MediaKind, size: number): Iterable<Buffer> {
  const { content } = call.mediaControls[kind];
  return content ? [content] : makeBytes(`${call.id} ${kind}`, size, sampleOf("audio/mpeg"));
}
