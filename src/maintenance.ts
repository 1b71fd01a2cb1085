/** Wires the maintenance of connections for the scheduler, the sweep and the command line. */
import type { Config } from "./config.ts";
import type { MaintenanceDeps } from "./connections/maintenance/maintenance-deps.ts";
import { maintain } from "./connections/maintenance/maintain.ts";
import { freshCredential, verifyToken, type FreshDeps } from "./connections/maintenance/fresh-credential.ts";
import { completeRevocations } from "./connections/maintenance/complete-revocations.ts";
import { autoDeactivate } from "./connections/maintenance/auto-deactivate.ts";
import { postAlerts } from "./connections/maintenance/post-alerts.ts";
import type { AlertStore } from "./domain/ports/maintenance.ts";
import type { OpenHelpDesk } from "./domain/ports/help-desk.ts";
import type { InstallStore, RevocationStore } from "./domain/ports/install.ts";
import type { OpenSetup } from "./domain/ports/setup.ts";
import type { ConnectionStore } from "./domain/ports/stores.ts";
import type { PhoneIndex } from "./domain/ports/phone-index.ts";
import type { TicketMemory } from "./domain/ports/ticket-memory.ts";
import type { HelpDeskCache } from "./domain/ports/help-desk-cache.ts";
import type { Clock } from "./kit/clock.ts";
import type { Logger } from "./kit/logger.ts";
import { postJson } from "./outbound/post-json.ts";
import { alertStore } from "./storage/admin/alerts.ts";
import { customerFeed } from "./storage/connection/customer-feed.ts";
import { maintenanceStore } from "./storage/connection/maintenance.ts";
import type { Database } from "./storage/db/database.ts";
import type { SharedRateLimits } from "./storage/rate-limit/store.ts";
import { forgetDeliveries } from "./storage/activity/retention.ts";
import { timeZoneStore } from "./storage/admin/time-zone.ts";
import {
  compareCalls,
  type CallWindow,
  type CompareDeps,
  type Compared,
  type OnProgress,
} from "./sync/call/compare-calls.ts";

export interface CaringParts {
  config: Config;
  database: Database;
  installs: InstallStore;
  connections: ConnectionStore;
  setup: OpenSetup;
  helpDesks: OpenHelpDesk;
  memory: HelpDeskCache;
  index: PhoneIndex;
  ticketMemory: TicketMemory;
  fresh: FreshDeps;
  revocations: RevocationStore;
  rateLimits: Pick<SharedRateLimits, "refusedSince">;
  compare: CompareDeps;
  clock: Clock;
  log: Logger;
}

export interface Maintenance {
  alerts: AlertStore;
  /** Connections that are due for maintenance. */
  takeDue(limit: number): Promise<string[]>;
  /** Maintains one connection. `removed`: Aircall reported that our app was removed. */
  maintain(connectionId: string, removed: boolean): Promise<void>;
  /** Deactivates connections with 429s for longer than the setting allows (L5). */
  stopRefused(): Promise<void>;
  /** Fetches a period's calls from Aircall that have no deliveries. */
  catchUp(connectionId: string, window: CallWindow, onProgress?: OnProgress): Promise<Compared>;
}

/** Interval of deleting old data of inactive connections. */
const FORGET_EVERY_MS = 3_600_000;

export function maintenanceOf(parts: CaringParts): Maintenance {
  const { config, database, clock } = parts;
  const [maintenance, alerts] = [maintenanceStore(database), alertStore(database)];
  const deps: MaintenanceDeps = {
    ...parts,
    maintenance,
    alerts,
    timeZones: timeZoneStore(database),
    feed: customerFeed(database),
    tokens: parts.fresh.tokens,
    verifyGorgias: (connectionId) => verifyToken(parts.fresh, connectionId),
    publicUrl: config.publicUrl,
    postJson: postJson({ allowLoopback: config.sandbox }),
    freshen: (connectionId) => freshCredential(parts.fresh, { id: connectionId }),
    refusedSince: (connectionId) => parts.rateLimits.refusedSince(connectionId),
    compare: (connectionId, window, onProgress) => compareCalls(parts.compare, connectionId, window, onProgress),
  };
  const takenOff = async (connectionId: string) => {
    const installation = await parts.installs.read(connectionId);
    if (installation?.hasAircall) {
      const { credential } = await parts.connections.credential(connectionId, "aircall");
      const problem = { kind: "removed", why: null, since: clock() } as const;
      await parts.fresh.tokens.judge(connectionId, "aircall", credential, problem);
    }
    await autoDeactivate(deps, connectionId, { reason: "authorisation_removed", side: "aircall" });
    await deps.verifyGorgias(connectionId);
    await postAlerts(deps, connectionId);
  };
  const forget = async (connectionId: string) => {
    const forgotten = await forgetDeliveries(database, connectionId, clock());
    if (forgotten > 0) parts.log.info({ connectionId, forgotten }, "old deliveries deleted");
  };
  const look = async (connectionId: string) => {
    await completeRevocations({ ...deps, revocations: parts.revocations, gorgias: parts.fresh.gorgias }, connectionId);
    await maintain(deps, connectionId);
    await forget(connectionId);
  };
  let forgottenAt = Number.NEGATIVE_INFINITY;
  return {
    alerts,
    async takeDue(limit) {
      if (clock() - forgottenAt > FORGET_EVERY_MS) {
        forgottenAt = clock();
        await eachByItself(parts, await maintenance.idle(), forget);
      }
      const due = await maintenance.takeDue(clock(), limit);
      // A worker revokes tokens, because a vendor that hangs must not hold up the sweep (S3).
      return [...new Set([...due, ...(await parts.revocations.due(clock(), limit))])];
    },
    maintain: (connectionId, removed) => (removed ? takenOff(connectionId) : look(connectionId)),
    async stopRefused() {
      await eachByItself(parts, await maintenance.refusedTooLong(clock()), async (connectionId) => {
        await autoDeactivate(deps, connectionId, { reason: "rate_limit" });
        // A worker posts the alert, because a URL that does not answer must not hold up the sweep (S3).
        await maintenance.hurry(connectionId, clock());
      });
    },
    catchUp: (connectionId, window, onProgress) =>
      compareCalls(parts.compare, connectionId, { ...window, imports: true }, onProgress),
  };
}

/** The failure of one connection stops no other one (S3). */
async function eachByItself(
  { log }: Pick<CaringParts, "log">,
  connectionIds: readonly string[],
  step: (connectionId: string) => Promise<void>,
): Promise<void> {
  for (const connectionId of connectionIds)
    await step(connectionId).catch((error: unknown) =>
      log.error({ err: error, connectionId }, "a step of the sweep failed for a connection, will retry"),
    );
}
