/** Looking after connections, put together: what the queue, the sweep and the command line need of it. */
import type { Config } from "./config.ts";
import type { CareDeps } from "./connections/care-deps.ts";
import { careFor } from "./connections/care-for.ts";
import { freshCredential, verifyToken, type FreshDeps } from "./connections/fresh-credential.ts";
import { settleRevocations } from "./connections/settle-revocations.ts";
import { stopConnection } from "./connections/stop-by-itself.ts";
import { tellAlerts } from "./connections/tell-alerts.ts";
import type { AlertStore } from "./domain/ports/care.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { InstallStore, RevocationStore } from "./domain/ports/install.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore, DeskMemory } from "./domain/ports/stores.ts";
import type { Clock } from "./kit/clock.ts";
import type { Logger } from "./kit/logger.ts";
import { postOut } from "./outbound/post-out.ts";
import { alertStore } from "./storage/alerts.ts";
import type { Budgets } from "./storage/budgets.ts";
import { careStore } from "./storage/care.ts";
import type { Database } from "./storage/database.ts";
import { forgetDeliveries } from "./storage/retention.ts";
import {
  compareCalls,
  type CallWindow,
  type CompareDeps,
  type Compared,
  type OnProgress,
} from "./sync/compare-calls.ts";

export interface CaringParts {
  config: Config;
  database: Database;
  installs: InstallStore;
  connections: ConnectionStore;
  setup: OpenSetup;
  desks: OpenHelpDesk;
  memory: DeskMemory;
  fresh: FreshDeps;
  revocations: RevocationStore;
  budgets: Pick<Budgets, "refusedSince">;
  compare: CompareDeps;
  clock: Clock;
  log: Logger;
}

export interface Caring {
  alerts: AlertStore;
  /** Connections whose time to be looked after has come. */
  takeDue(limit: number): Promise<string[]>;
  /** Looks after one connection; `removed`: Aircall says that our app was taken off. */
  careFor(connectionId: string, removed: boolean): Promise<void>;
  /** Stops what Gorgias has refused for longer than its patience (L5). */
  stopRefused(): Promise<void>;
  /** Fetches what Aircall knows of the calls of a time and we do not. */
  catchUp(connectionId: string, window: CallWindow, onProgress?: OnProgress): Promise<Compared>;
}

/** What is kept of a connection that is not looked after any more is forgotten in passing. */
const FORGET_EVERY_MS = 3_600_000;

export function caring(parts: CaringParts): Caring {
  const { config, database, clock } = parts;
  const [care, alerts] = [careStore(database), alertStore(database)];
  const deps: CareDeps = {
    ...parts,
    care,
    alerts,
    tokens: parts.fresh.tokens,
    verifyGorgias: (connectionId) => verifyToken(parts.fresh, connectionId),
    publicUrl: config.publicUrl,
    postOut: postOut({ allowLoopback: config.sandbox }),
    freshen: (connectionId) => freshCredential(parts.fresh, { id: connectionId }),
    refusedSince: (connectionId) => parts.budgets.refusedSince(connectionId),
    compare: (connectionId, window, onProgress) => compareCalls(parts.compare, connectionId, window, onProgress),
  };
  const takenOff = async (connectionId: string) => {
    const installation = await parts.installs.read(connectionId);
    if (installation?.hasAircall) {
      const { credential } = await parts.connections.credential(connectionId, "aircall");
      const problem = { kind: "removed", why: null, since: clock() } as const;
      await parts.fresh.tokens.judge(connectionId, "aircall", credential, problem);
    }
    await stopConnection(deps, connectionId, { reason: "authorisation_removed", side: "aircall" });
    await deps.verifyGorgias(connectionId);
    await tellAlerts(deps, connectionId);
  };
  const forget = async (connectionId: string) => {
    const forgotten = await forgetDeliveries(database, connectionId, clock());
    if (forgotten > 0) parts.log.info({ connectionId, forgotten }, "deliveries past their days were forgotten");
  };
  const look = async (connectionId: string) => {
    await settleRevocations({ ...deps, revocations: parts.revocations, gorgias: parts.fresh.gorgias }, connectionId);
    await careFor(deps, connectionId);
    await forget(connectionId);
  };
  let forgottenAt = Number.NEGATIVE_INFINITY;
  return {
    alerts,
    async takeDue(limit) {
      if (clock() - forgottenAt > FORGET_EVERY_MS) {
        forgottenAt = clock();
        for (const connectionId of await care.idle()) await forget(connectionId);
      }
      const due = await care.takeDue(clock(), limit);
      // What is to be taken back from a vendor is done by a worker: one that hangs must not hold up the sweep (S3).
      return [...new Set([...due, ...(await parts.revocations.due(clock(), limit))])];
    },
    careFor: (connectionId, removed) => (removed ? takenOff(connectionId) : look(connectionId)),
    async stopRefused() {
      for (const connectionId of await care.refusedTooLong(clock())) {
        await stopConnection(deps, connectionId, { reason: "rate_limit" });
        // Told by a worker: an address that does not answer must not hold up the sweep (S3).
        await care.hurry(connectionId, clock());
      }
    },
    catchUp: (connectionId, window, onProgress) =>
      compareCalls(parts.compare, connectionId, { ...window, imports: true }, onProgress),
  };
}
