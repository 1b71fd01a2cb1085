/** The embedded database in a folder: what it has acknowledged outlives a kill, and one process at a time has the folder. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../../src/kit/logger.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import { lockFolder } from "../../src/storage/db/folder-lock.ts";
import { openStore } from "../../src/storage/db/open-store.ts";
import { openScheduler } from "../../src/storage/work/scheduler.ts";
import { createSealer } from "../../src/storage/connection/seal.ts";
import { CONNECTION, SECRET } from "./write-until-killed.ts";

const PROGRAM = join(import.meta.dirname, "write-until-killed.ts");
const KILLS = 3;
const WRITES_BEFORE_KILL = 40;

describe("PGlite on disk", () => {
  let dataDir: string;
  const acknowledged: number[] = [];
  /** The error of another process while a writer ran, and whether the lock was free after its end. */
  const locks: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "aircall-gorgias-"));
    for (let kill = 0; kill < KILLS; kill += 1) await writeUntilKilled();
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const tryLock = () =>
    lockFolder(dataDir).then(
      async (lock) => {
        await lock.release();
        return "free";
      },
      (error: Error) => error.message,
    );

  async function writeUntilKilled(): Promise<void> {
    const next = (acknowledged.at(-1) ?? -1) + 2;
    const child = spawn(process.execPath, [PROGRAM, dataDir, String(next)], { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    const until = acknowledged.length + WRITES_BEFORE_KILL;
    for await (const line of createInterface(child.stdout)) {
      acknowledged.push(Number(line));
      if (acknowledged.length !== until) continue;
      locks.push(await tryLock());
      child.kill("SIGKILL");
    }
    const [, signal] = await exited;
    expect(signal).toBe("SIGKILL");
    locks.push(await tryLock());
  }

  it("refuses a second process while the first one runs, and admits one once it was killed", () => {
    const refusal = `DATA_DIR ${dataDir} is in use by another process. Stop that one, or set another DATA_DIR, e.g. ./data-2`;
    expect(locks).toEqual(Array.from({ length: KILLS }, () => [refusal, "free"]).flat());
  });

  it("opens again after every kill with all that was acknowledged, work and secrets included", async () => {
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * WRITES_BEFORE_KILL);
    const store = await openStore({ databaseUrl: null, dataDir, encryptionKeys: null }, () => undefined);
    try {
      const { database } = store;
      const stored = await database.query<{ n: number }>(
        `select (body::jsonb ->> 'n')::int as n from deliveries where connection_id = $1 order by 1`,
        [CONNECTION],
      );
      expect(stored.map(({ n }) => n)).toEqual(expect.arrayContaining(acknowledged));
      const scheduler = openScheduler(database, { backend: "postgres" }, Date.now, createLogger("silent"));
      const waiting = new Set<string>();
      while ((await scheduler.step(async ({ ref }) => void waiting.add(ref))).completed > 0);
      expect(waiting).toEqual(new Set(stored.map(({ n }) => String(n))));
      const connections = connectionStore(database, createSealer(store.keys));
      expect(await connections.credential(CONNECTION, "gorgias")).toMatchObject({ credential: { password: SECRET } });
    } finally {
      await store.close();
    }
  });

  it("stores its key where only its owner can read it", async () => {
    expect((await stat(join(dataDir, "encryption-key"))).mode & 0o777).toBe(0o600);
  });
});
