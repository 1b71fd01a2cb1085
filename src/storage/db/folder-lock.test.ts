/** The lock of a data folder: one holder, reachable through the socket, and free again at its release. */
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder, socketPathOf, somebodyListens } from "./folder-lock.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

const statusAt = (socketPath: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ socketPath, path: "/" }, (response) => resolve(response.resume().statusCode))
      .once("error", reject)
      .end();
  });

describe("lockFolder", () => {
  it("admits one at a time, tells the second one what to do, and admits the next once it is released", async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(
      `DATA_DIR ${folder} is in use by another process. Stop that one, or set another DATA_DIR, e.g. ./data-2`,
    );
    await lock.release();
    const next = await lockFolder(folder);
    await next.release();
  });

  it("makes the folder where there is none, for its owner alone, and so the socket", async () => {
    const inner = join(folder, "deep", "data");
    const lock = await lockFolder(inner);
    expect((await stat(inner)).mode & 0o777).toBe(0o700);
    expect((await stat(await socketPathOf(inner))).mode & 0o777).toBe(0o600);
    await lock.release();
  });

  it("takes the place of what a dead holder left behind", async () => {
    await writeFile(await socketPathOf(folder), "left behind");
    expect(await somebodyListens(await socketPathOf(folder))).toBe(false);
    const lock = await lockFolder(folder);
    expect(await somebodyListens(await socketPathOf(folder))).toBe(true);
    await lock.release();
    expect(await somebodyListens(await socketPathOf(folder))).toBe(false);
  });

  it("is a pipe on Windows, one for each folder", async () => {
    const other = join(folder, "other");
    await mkdir(other);
    const paths = await Promise.all([folder, other].map((one) => socketPathOf(one, "win32")));
    for (const path of paths) expect(path).toMatch(/^\\\\\.\\pipe\\aircall-gorgias-[0-9a-f]{32}$/);
    expect(new Set(paths).size).toBe(2);
  });

  it("holds a folder whose path is too long for a socket", async () => {
    const long = join(folder, "x".repeat(120));
    await mkdir(long);
    const path = await socketPathOf(long);
    expect(path.startsWith(tmpdir())).toBe(true);
    expect(path.length).toBeLessThanOrEqual(100);
    const lock = await lockFolder(long);
    await expect(lockFolder(long)).rejects.toThrow("in use");
    await lock.release();
  });

  it("answers 503 until the service is ready, then serves", async () => {
    const lock = await lockFolder(folder);
    expect(await statusAt(await socketPathOf(folder))).toBe(503);
    lock.serve((_request, response) => void response.writeHead(204).end());
    expect(await statusAt(await socketPathOf(folder))).toBe(204);
    await lock.release();
  });
});
