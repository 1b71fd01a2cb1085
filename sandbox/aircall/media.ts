// Recording and voicemail files: their links, signed anew at every reading (contract 4.2), and their made-up bytes.
import { createHash, createHmac } from "node:crypto";
import type { Call, MediaKind } from "./entities.ts";
import type { Exchange } from "./exchange.ts";

const chunkBytes = 65_536;
const secret = "the little bucket's secret";

/** The file's path under the bucket. */
export function mediaPath(call: Call, kind: MediaKind): string {
  const hash = createHash("sha256").update(`${call.id} ${kind}`).digest("hex").slice(0, 12);
  const suffix = kind === "voicemail" ? "-voicemail" : "";
  return `companies/${call.companyId}/recordings/call-${call.id}-${hash}${suffix}.mp3`;
}

/** A link to the file, valid from now for `mediaTtlSeconds`; null when there is no file. */
export function signMedia(exchange: Exchange, call: Call, kind: MediaKind): string | null {
  if (!call.files[kind]) return null;
  const { mediaTtlSeconds, mediaUrl } = exchange.settings;
  const path = mediaPath(call, kind);
  const expires = String(Math.floor(exchange.now() / 1000) + mediaTtlSeconds);
  const n = String(exchange.state.nextSignature++);
  const query = new URLSearchParams({
    "X-Amz-Expires": String(mediaTtlSeconds),
    expires,
    n,
    sig: sign(path, expires, n),
  });
  return `${(mediaUrl ?? exchange.url).replace(/\/$/, "")}/_media/${path}?${query}`;
}

/** The signature over a path, its end of validity and its serial number. */
export function sign(path: string, expires: string, n: string): string {
  return createHmac("sha256", secret).update(`${path} ${expires} ${n}`).digest("hex");
}

/** The permanent web page of a file, which needs a login at the vendor. */
export function assetUrl(call: Call): string | null {
  if (call.files.recording) return `https://assets.aircall.io/calls/${call.id}/recording`;
  if (call.files.voicemail) return `https://assets.aircall.io/calls/${call.id}/voicemail`;
  return null;
}

/** The length of a file in bytes. */
export function mediaSize(exchange: Exchange, call: Call, kind: MediaKind): number {
  return call.mediaControls[kind].sizeBytes ?? exchange.settings.mediaBytes;
}

/** The bytes of a file, piece by piece: always the same for the same call, kind and size. */
export function* readMedia(call: Call, kind: MediaKind, size: number): Generator<Buffer> {
  const block = buildBlock(`${call.id} ${kind}`);
  for (let offset = 0; offset < size; offset += chunkBytes) {
    const chunk = Buffer.from(block.subarray(0, Math.min(chunkBytes, size - offset)));
    // Each piece carries its own position, so that a lost or swapped one changes the sum.
    if (chunk.length >= 16) chunk.writeUIntBE(offset, 10, 6);
    yield chunk;
  }
}

/** The sha256 of a file, in hex, for tests that download it. */
export function sumMedia(call: Call, kind: MediaKind, size: number): string {
  const sum = createHash("sha256");
  for (const chunk of readMedia(call, kind, size)) sum.update(chunk);
  return sum.digest("hex");
}

function buildBlock(seed: string): Buffer {
  const block = Buffer.alloc(chunkBytes);
  let digest = createHash("sha256").update(seed).digest();
  for (let offset = 0; offset < chunkBytes; offset += digest.length) {
    digest.copy(block, offset);
    digest = createHash("sha256").update(digest).digest();
  }
  // Looks like the start of an mp3 to whoever sniffs.
  block.write("ID3\u0004", 0, "latin1");
  return block;
}
