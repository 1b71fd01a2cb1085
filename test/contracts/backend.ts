/** A database of either kind as the contract suites use it: opened once per file, with schedulers and connections made on demand. */
import { afterAll, beforeAll } from "vitest";
import type { ConnectionDraft, Token } from "../../src/domain/connection/connection.ts";
import { systemClock, type Clock } from "../../src/kit/clock.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { connectionStore } from "../../src/storage/connection/connections.ts";
import type { Database } from "../../src/storage/db/database.ts";
import { migrate } from "../../src/storage/db/migrate.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { createSealer, type SealingKey } from "../../src/storage/connection/seal.ts";
import { openScheduler, type WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { freshPostgres } from "../helpers/postgres.ts";
import { memoryStore } from "../helpers/world.ts";

export interface Backend {
  kind: "pglite" | "postgres";
  database: Database;
  keys: SealingKey[];
  /** As another process would come in: through a pool of its own. PGlite has one way in, so there it is the same. */
  otherNode(): Database;
  /** A scheduler of its own, stopped at the end of the file. */
  openScheduler(clock?: Clock): WorkScheduler;
  /** A new connection's id. */
  connect(more?: Partial<ConnectionDraft>): Promise<string>;
  close(): Promise<void>;
}

/** The moment at which most tests happen, epoch ms. */
export const NOW = Date.UTC(2026, 2, 2, 9, 0, 0);

export interface UsedBackend {
  readonly it: Backend;
}

/** One backend for the whole file. */
export function useBackend(open: () => Promise<Backend>): UsedBackend {
  let backend: Backend | undefined;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend?.close());
  return {
    get it() {
      if (!backend) throw new Error("the backend is not open yet");
      return backend;
    },
  };
}

export async function openPgliteBackend(): Promise<Backend> {
  const store = await memoryStore();
  await migrate(store.database);
  return backendOf({ ...store, otherNode: () => store.database });
}

export async function openPostgresBackend(): Promise<Backend> {
  const store = await freshPostgres();
  const others: Database[] = [];
  return backendOf({
    ...store,
    otherNode() {
      const other = openPostgres({ url: store.url, poolSize: 6 }, () => undefined);
      others.push(other);
      return other;
    },
    async close() {
      await Promise.all(others.map((other) => other.close()));
      await store.close();
    },
  });
}

interface Opened {
  database: Database;
  keys: SealingKey[];
  otherNode(): Database;
  close(): Promise<void>;
}

let accounts = 0;

function backendOf({ database, keys, otherNode, close }: Opened): Backend {
  const schedulers: WorkScheduler[] = [];
  const connections = connectionStore(database, createSealer(keys));
  return {
    kind: database.kind,
    database,
    keys,
    otherNode,
    openScheduler(clock = systemClock) {
      const scheduler = openScheduler(database, { backend: "postgres" }, clock, createLogger("silent"));
      schedulers.push(scheduler);
      return scheduler;
    },
    async connect(more = {}) {
      const draft = { ...newConnection(), ...more };
      await connections.add(draft, NOW);
      return draft.id;
    },
    async close() {
      await Promise.all(schedulers.map((scheduler) => scheduler.rest(1_000)));
      await close();
    },
  };
}

/** The secrets of a new connection, which must not be readable in the database. */
export function secretsOf({ webhookToken, credentials }: ConnectionDraft): string[] {
  return [
    webhookToken,
    ...Object.values(credentials).flatMap((credential) =>
      credential.kind === "basic"
        ? [credential.user, credential.password]
        : [credential.accessToken, credential.refreshToken ?? []].flat(),
    ),
  ];
}

/** A connection that nothing else has anything in common with: a key pair for Aircall, tokens for Gorgias. */
export function newConnection(): ConnectionDraft & { credentials: { gorgias: Token } } {
  accounts += 1;
  const name = `account-${accounts}`;
  return {
    id: `connection-${accounts}`,
    account: name,
    webhookKey: `webhook-key-of-${name}`,
    webhookToken: `webhook-token-of-${name}`,
    callbackTagIds: { requested: [], done: [] },
    lines: [],
    credentials: {
      aircall: { kind: "basic", user: `aircall-user-of-${name}`, password: `aircall-password-of-${name}` },
      gorgias: {
        kind: "bearer",
        accessToken: `access-token-of-${name}`,
        refreshToken: `refresh-token-of-${name}`,
        expiresAt: NOW + 86_400_000,
        obtainedAt: NOW,
      },
    },
  };
}
