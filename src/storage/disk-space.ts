/**
 * Keeps the embedded database off a full disk. Its log grows by files of 16 MB: where one cannot be made, the database stops
 * for good in the middle of a write. So nothing is written any more while there is still room for that.
 */
import { statfs } from "node:fs/promises";

/** One more file of the log, and the pages of what is under way. */
const RESERVE_BYTES = 24 * 1024 * 1024;
/** A look is a call to the system; so much cannot be written in the meantime. */
const BELIEVED_MS = 200;

/** Room was too little, so nothing was written. */
class DiskFullError extends Error {
  override name = "DiskFullError" as const;
}

/** Rejects a statement that may write where the disk has no room. Reading goes on. */
export type SpaceGuard = (text: string) => Promise<void>;

/** `free` answers the bytes that are left where the folder is. */
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

/** What changes rows begins with another word, or with `with`. */
function isReading(text: string): boolean {
  return /^\s*select\b/i.test(text) && !/\bfor\s+update\b/i.test(text);
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
