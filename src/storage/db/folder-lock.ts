/**
 * Allows one process at a time in a data folder. PGlite does not notice a second one, and both would corrupt it. The
 * lock is a listening socket. The operating system closes it when the process dies, however it dies. Commands reach the
 * process through the same socket.
 */
import { createHash } from "node:crypto";
import { chmod, realpath, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { folderError, ownFolder } from "./own-folder.ts";

export interface FolderLock {
  /** Answers all later commands on the socket. */
  serve(listener: RequestListener): void;
  release(): Promise<void>;
}

/** The longest socket path. The system allows at most 107 bytes on Linux, and 103 on macOS. */
const LONGEST_PATH = 100;

/**
 * The path at which the folder's process listens. The folder must exist. Windows has named pipes instead of socket
 * files.
 */
export async function socketPathOf(folder: string, platform: NodeJS.Platform = process.platform): Promise<string> {
  const real = await realpath(folder);
  const path = join(real, "service.sock");
  const name = `aircall-gorgias-${createHash("sha256").update(real).digest("hex").slice(0, 32)}`;
  if (platform === "win32") return `\\\\.\\pipe\\${name}`;
  return path.length <= LONGEST_PATH ? path : join(tmpdir(), `${name}.sock`);
}

/** Rejects when another process has the folder, and when the folder cannot be used. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await ownFolder(folder);
  const path = await socketPathOf(folder);
  if (await somebodyListens(path)) {
    throw new Error(
      `DATA_DIR ${folder} is in use by another process. Stop that one, or set another DATA_DIR, e.g. ./data-2`,
    );
  }
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  try {
    const isFile = process.platform !== "win32";
    if (isFile) await rm(path, { force: true });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(path, resolve));
    if (isFile) await chmod(path, 0o600);
  } catch (error) {
    throw folderError(folder, error);
  }
  server.unref();
  return {
    serve: (next) => void (listener = next),
    async release() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Whether a living process listens on this socket. */
export function somebodyListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
