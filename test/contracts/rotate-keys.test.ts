/** Sealing credentials anew: readable all the time, whatever comes between, and finished by running it again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import type { Token } from "../../src/domain/connection/connection.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openStore } from "../../src/storage/db/open-store.ts";
import { rotateKeys } from "../../src/storage/connection/rotate-keys.ts";
import { createSealer, type SealingKey } from "../../src/storage/connection/seal.ts";
import { tokenStore } from "../../src/storage/connection/tokens.ts";
import { freshPostgres } from "../helpers/postgres.ts";
import { newConnection, NOW, openPgliteBackend, openPostgresBackend, useBackend } from "./backend.ts";
import type { RotationOrder } from "./rotate-until-killed.ts";

const FRESH: SealingKey = { id: "fresh", bytes: new Uint8Array(32).fill(9) };
const LOST: SealingKey = { id: "lost", bytes: new Uint8Array(32).fill(3) };
const PROGRAM = join(import.meta.dirname, "rotate-until-killed.ts");

const kidsIn = async (database: Database) =>
  (await database.query<{ sealed: string }>(`select sealed from credentials`)).map(
    ({ sealed }) => decodeProtectedHeader(sealed).kid,
  );

/** The same database, with something that happens before the first update, or the first one of a vendor. */
function interrupted(database: Database, meanwhile: () => Promise<unknown>, vendor?: string): Database {
  let happened = false;
  return {
    ...database,
    async query(text, values) {
      if (text.startsWith("update") && !happened && (!vendor || values?.includes(vendor))) {
        happened = true;
        await meanwhile();
      }
      return database.query(text, values);
    },
  };
}

describe.each([
  ["PGlite", openPgliteBackend],
  ["PostgreSQL", openPostgresBackend],
])("rotating keys on %s", (_name, open) => {
  const backend = useBackend(open);
  const both = () => [FRESH, ...backend.it.keys];
  const readWith = (keys: readonly SealingKey[], id: string, vendor: "aircall" | "gorgias" = "gorgias") =>
    connectionStore(backend.it.database, createSealer(keys)).credential(id, vendor);

  /** Nothing else is stored while a test looks. */
  async function connect(count: number) {
    await backend.it.database.query(`delete from connections`);
    const drafts = Array.from({ length: count }, newConnection);
    for (const draft of drafts)
      await connectionStore(backend.it.database, createSealer(backend.it.keys)).add(draft, NOW);
    return drafts;
  }

  it("seals everything with the first key, so that the older ones can go", async () => {
    const drafts = await connect(3);
    expect(await rotateKeys(backend.it.database, both())).toEqual({ rotated: 6, current: 0 });
    expect(await rotateKeys(backend.it.database, both())).toEqual({ rotated: 0, current: 6 });
    expect(new Set(await kidsIn(backend.it.database))).toEqual(new Set(["fresh"]));
    for (const { id, credentials } of drafts) {
      expect((await readWith([FRESH], id)).credential).toEqual(credentials.gorgias);
      expect((await readWith([FRESH], id, "aircall")).credential).toEqual(credentials.aircall);
    }
  });

  it("lets every node read all the time, whichever key it puts first", async () => {
    const drafts = await connect(4);
    const nodes = [both(), [...backend.it.keys, FRESH]];
    const now = { rotating: true };
    const wanted = drafts.map(({ credentials }) => credentials.gorgias);
    const reader = async (keys: readonly SealingKey[]) => {
      for (let reads = 0; now.rotating || reads < 3; reads += 1) {
        const read = await Promise.all(drafts.map(async ({ id }) => (await readWith(keys, id)).credential));
        expect(read).toEqual(wanted);
      }
    };
    const readers = nodes.map(reader);
    await rotateKeys(backend.it.otherNode(), both());
    now.rotating = false;
    await Promise.all(readers);
  });

  it.each([
    ["by a node with the new key", () => both()],
    ["by a node that still seals with the old one", () => backend.it.keys],
  ])(
    "does not write over a token that was refreshed meanwhile %s, and seals that one anew as well",
    async (_who, keys) => {
      const [draft = newConnection()] = await connect(1);
      const { id } = draft;
      const old = draft.credentials.gorgias;
      const token: Token = {
        kind: "bearer",
        accessToken: "renewed",
        refreshToken: "r",
        expiresAt: NOW,
        obtainedAt: NOW,
      };
      const { database } = backend.it;
      const refresh = async () =>
        expect(await tokenStore(database, createSealer(keys())).replace(id, old, token)).toBe(true);
      await rotateKeys(interrupted(database, refresh, "gorgias"), both());
      expect((await readWith([FRESH], id)).credential).toEqual(token);
      expect(new Set(await kidsIn(database))).toEqual(new Set(["fresh"]));
    },
  );

  it("brings nothing back that was disconnected meanwhile", async () => {
    await connect(2);
    const { database } = backend.it;
    const wipe = () => database.query(`delete from credentials`);
    expect(await rotateKeys(interrupted(database, wipe), both())).toEqual({ rotated: 0, current: 4 });
    expect(await kidsIn(database)).toEqual([]);
  });

  it("names the key that is missing and whose credential it is, and does all others before", async () => {
    const [ours] = await connect(1);
    const unknownCaller = newConnection();
    await connectionStore(backend.it.database, createSealer([LOST])).add(unknownCaller, NOW);
    const failure = await rotateKeys(backend.it.database, both()).catch((error: unknown) => (error as Error).message);
    expect(failure).toContain("2 sealed anew, 2 could not be");
    expect(failure).toContain(`gorgias of ${unknownCaller.account}: A secret was sealed with key "lost"`);
    expect(String(failure)).not.toContain(Buffer.from(LOST.bytes).toString("base64"));
    expect((await readWith([FRESH], ours?.id ?? "")).credential).toEqual(ours?.credentials.gorgias);
    expect(await rotateKeys(backend.it.database, [...both(), LOST])).toEqual({ rotated: 2, current: 2 });
  });
});

describe("a rotation that is killed (SIGKILL)", () => {
  const OLD: SealingKey = { id: "test", bytes: new Uint8Array(32).fill(7) };
  const KEYS = [FRESH, OLD];

  async function inFolder() {
    const dataDir = await mkdtemp(join(tmpdir(), "aircall-gorgias-"));
    return {
      where: { databaseUrl: null, dataDir },
      clean: () => rm(dataDir, { recursive: true, force: true }),
    };
  }

  async function onServer() {
    const store = await freshPostgres();
    return { where: { databaseUrl: store.url, dataDir: "unused" }, clean: () => store.close() };
  }

  it.each([
    ["PGlite", inFolder],
    ["PostgreSQL", onServer],
  ])("goes on where it was when it is run again on %s, and loses no credential", async (_name, prepare) => {
    const { where, clean } = await prepare();
    const open = () => openStore({ ...where, encryptionKeys: KEYS }, () => undefined);
    const drafts = Array.from({ length: 5 }, newConnection);
    const before = await open();
    await migrate(before.database);
    for (const draft of drafts) await connectionStore(before.database, createSealer([OLD])).add(draft, NOW);
    await before.close();

    const keys = KEYS.map(({ id, bytes }) => ({ id, base64: Buffer.from(bytes).toString("base64") }));
    const order: RotationOrder = { ...where, keys, dieAfter: 4 };
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(order)], { stdio: "inherit" });
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");

    const after = await open();
    const read = async (sealing: readonly SealingKey[]) => {
      const store = connectionStore(after.database, createSealer(sealing));
      return Promise.all(drafts.map(async ({ id }) => (await store.credential(id, "gorgias")).credential));
    };
    const wanted = drafts.map(({ credentials }) => credentials.gorgias);
    expect(await read(KEYS)).toEqual(wanted);
    // What the dying process did not live to commit is done anew.
    const { rotated, current } = await rotateKeys(after.database, KEYS);
    expect([rotated + current, current >= 3, rotated >= 6]).toEqual([10, true, true]);
    expect(await read([FRESH])).toEqual(wanted);
    await after.close();
    await clean();
  });
});
