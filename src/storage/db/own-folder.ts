/** Creates the data folder, or makes an existing one readable by its owner only. */
import { chmod, lstat, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Names that a folder may contain and still be made private at once. Names with a leading dot are allowed too. */
const OURS = new Set(["postgres", "encryption-key", "service.sock", "sandbox", "lost+found"]);
/** All permissions of group and others. */
const OTHERS = 0o077;

/** Rejects with one line that names `DATA_DIR` when the folder cannot be used, or cannot be made private. */
export async function ownFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (((await stat(folder)).mode & OTHERS) !== 0) await closeToOthers(folder);
  } catch (error) {
    throw folderError(folder, error);
  }
}

/** Rejects a folder with other contents, which may be `/tmp` or a home directory. */
async function closeToOthers(folder: string): Promise<void> {
  const names = await readdir(folder);
  const other = names.find((name) => !OURS.has(name) && !name.startsWith("."));
  if (other !== undefined) {
    throw new Error(
      `DATA_DIR ${folder} is open to other users and holds other things (${other}). Name a folder of its own, e.g. ${join(folder, "aircall-gorgias")}`,
    );
  }
  await chmod(folder, 0o700);
}

/**
 * Makes every file and folder below `folder` readable by its owner only. Earlier versions created them readable by all.
 */
export async function closeFiles(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const path of [folder, ...names.map((name) => join(folder, name))]) {
    const found = await lstat(path).catch(() => null);
    if (found && !found.isSymbolicLink() && (found.mode & OTHERS) !== 0) await chmod(path, found.mode & 0o700);
  }
}

const REASONS: Record<string, string> = {
  EACCES: "this user may not write there",
  EPERM: "it belongs to another user",
  EROFS: "its file system is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "the quota of this user is used up",
  ENOTDIR: "part of the path is a file",
  EEXIST: "it is a file",
  ENAMETOOLONG: "the path is too long",
  ENOENT: "it cannot be made",
};

/** One line for the operator. An error that is one already stays as it is. */
export function folderError(folder: string, error: unknown): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (error instanceof Error && error.message.startsWith("DATA_DIR")) return error;
  const why = REASONS[code] ?? (error instanceof Error ? error.message.split("\n")[0] : "it failed");
  return new Error(
    `DATA_DIR ${folder} cannot be used: ${why}${REASONS[code] ? ` (${code})` : ""}. Make it a folder that this user owns and may write to, or set another DATA_DIR, e.g. ./data`,
  );
}
