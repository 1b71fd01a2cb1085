/**
 * The rate limits of all connections, shared by all processes: arithmetic on a row, and at most one statement a
 * request.
 */
import { defaultSettings } from "../../domain/settings/settings.ts";
import { newBucket } from "../../rate-limit/bucket.ts";
import { capacityOf } from "../../rate-limit/permits.ts";
import type { RateLimitDefaults, RateLimitStore, Vendor } from "../../rate-limit/port.ts";
import type { Database } from "../db/database.ts";
import { openRowCache, type Later, type RowCache } from "./cache.ts";
import { rowAccess } from "./row.ts";

export interface SharedRateLimits extends RateLimitStore {
  /** How many requests to Gorgias of that priority could go now, as far as this process knows. Runs no statement. */
  capacity(connectionId: string, priority: string, now: number): number;
  /** Since when Gorgias has rejected every request (L5), epoch ms. Null while it does not. */
  refusedSince(connectionId: string): Promise<number | null>;
}

/** A timer that keeps no process alive. */
const inBackground: Later = (ms, work) => void setTimeout(work, ms).unref();

export function rateLimitStore(
  database: Database,
  defaults: Readonly<Record<Vendor, RateLimitDefaults>>,
  later: Later = inBackground,
): SharedRateLimits {
  const caches = new Map<string, RowCache>();
  const cacheOf = (connectionId: string, vendor: Vendor): RowCache => {
    const key = `${vendor} ${connectionId}`;
    const cache = caches.get(key) ?? openRowCache(rowAccess(database, connectionId, vendor, defaults[vendor]), later);
    caches.set(key, cache);
    return cache;
  };
  return {
    take: (connectionId, vendor, request, now) => cacheOf(connectionId, vendor).take(request, now),
    learn: (connectionId, vendor, feedback) => cacheOf(connectionId, vendor).learn(feedback),
    capacity: (connectionId, priority, now) =>
      cacheOf(connectionId, "gorgias").capacity(priority, now) ??
      capacityOf(newBucket(defaults.gorgias, defaultSettings.sharePercent, now), priority, now),
    async refusedSince(connectionId) {
      const [row] = await database.query<{ refused_since: Date | null }>(
        "select refused_since from rate_limits where connection_id = $1 and vendor = 'gorgias'",
        [connectionId],
      );
      return row?.refused_since?.getTime() ?? null;
    },
  };
}
