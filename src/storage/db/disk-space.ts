/**
 * Keeps the embedded database off a full disk. Its write-ahead log grows in files of 16 MB. If it cannot create one,
 * the database stops for good in the middle of a write. So the guard stops writes while there is still space for one.
 */
import { statfs } from "node:fs/promises";

/** One more file of the write-ahead log, and the pages of writes under way. */
const RESERVE_BYTES = 24 * 1024 * 1024;
/** How long a reading of the free space is valid. Writes cannot fill the reserve in that time. */
const BELIEVED_MS = 200;

/** There was too little disk space, so nothing was written. */
class DiskFullError extends Error {
  override name = "DiskFullError" as const;
}

/** Rejects a statement that may write while the disk is full. Reads pass. */
export type SpaceGuard = (text: string) => Promise<void>;

/** `free` answers the bytes that are left on the folder's disk. */
export function spaceGuard(
  folder: string,
  free: () => Promise<number> = () => freeBytes(folder),
  counter: () => number = () => performance.now(),
): SpaceGuard {
  let last: { at: number; left: Promise<number> } | null = null;
  return async (text) => {
    if (isReading(text)) return;
    const now = counter();
    if (last === null || now - last.at > BELIEVED_MS) last = { at: now, left: free() };
    const left = await last.left;
    if (left >= RESERVE_BYTES) return;
    throw new DiskFullError(
      `DATA_DIR ${folder}: ${Math.floor(left / 1024 / 1024)} MB are left on the disk. Free at least ${RESERVE_BYTES / 1024 / 1024} MB there`,
    );
  };
}

/** A statement that changes rows begins with another word, or with `with`. */
function isReading(text: string): boolean {
  return /^\s*select\b/i.test(text) && !/\bfor\s+update\b/i.test(text);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
