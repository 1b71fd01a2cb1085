// The bucket's files: links signed for a while, and made-up bytes that are the same at every reading.
import { createCipheriv, createHash, createHmac } from "node:crypto";
import type { MediaControls } from "./entities.ts";
import type { Exchange } from "./exchange.ts";

const chunkBytes = 65_536;
const secret = "the little bucket's secret";

/** One file as the bucket serves it. */
export interface BucketFile {
  sizeBytes: number;
  contentType: string;
  controls: MediaControls;
  read(): Iterable<Buffer>;
}

/** A link to this path, valid from now for so long; every call gives another link. */
export function signPath(exchange: Exchange, path: string, ttlSeconds: number): string {
  const base = (exchange.settings.mediaUrl ?? exchange.url).replace(/\/$/, "");
  const expires = String(Math.floor(exchange.now() / 1000) + ttlSeconds);
  const n = String(exchange.state.nextSignature++);
  const query = new URLSearchParams({
    "X-Amz-Expires": String(ttlSeconds),
    expires,
    n,
    sig: sign(path, expires, n),
  });
  return `${base}/_media/${path}?${query}`;
}

/** The signature over a path, its end of validity and its serial number. */
export function sign(path: string, expires: string, n: string): string {
  return createHmac("sha256", secret).update(`${path} ${expires} ${n}`).digest("hex");
}

/** So many bytes, piece by piece: always the same for the same seed, start and size. */
export function* makeBytes(seed: string, size: number, start: Buffer): Generator<Buffer> {
  const block = buildBlock(seed, start);
  for (let offset = 0; offset < size; offset += chunkBytes) {
    const chunk = Buffer.from(block.subarray(0, Math.min(chunkBytes, size - offset)));
    // Each further piece carries its own position, so that a lost or swapped one changes the sum.
    if (offset > 0 && chunk.length >= 16) chunk.writeUIntBE(offset, 10, 6);
    yield chunk;
  }
}

/** The sha256 in hex, for tests that download the file. */
export function sumBytes(chunks: Iterable<Buffer>): string {
  const sum = createHash("sha256");
  for (const chunk of chunks) sum.update(chunk);
  return sum.digest("hex");
}

/** A stream of keys is as good as chance, and a hundred times quicker than as many sums. */
function buildBlock(seed: string, start: Buffer): Buffer {
  const digest = createHash("sha256").update(seed).digest();
  const cipher = createCipheriv("aes-128-ctr", digest.subarray(0, 16), digest.subarray(16));
  const block = cipher.update(Buffer.alloc(chunkBytes));
  start.copy(block);
  return block;
}
