/** Reports to the database that this process is alive, and learns the database's time. */
import type { Logger } from "../kit/logger.ts";
import type { DatabaseClock } from "../storage/db/database-clock.ts";
import type { NodeStore } from "../storage/db/nodes.ts";

export interface HeartbeatDeps {
  nodes: NodeStore;
  sharedClock: DatabaseClock;
  log: Logger;
}

export interface Heartbeat {
  /** Rejects if the database cannot be written to. Calls within a second share one heartbeat. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 10_000;
const FRESH_FOR_MS = 1_000;
/** A heartbeat without an answer is shared longer, because each one holds a connection to the database. */
const SHARED_FOR_MS = 5_000;
/** Clocks set by NTP differ by far less. */
const TOLERANCE_MS = 10_000;

export function startHeartbeat(
  { nodes, sharedClock, log }: HeartbeatDeps,
  node: { id: string; role: string },
): Heartbeat {
  let last: { at: number; done: Promise<void>; isOver: boolean } | null = null;
  let wasOff = false;
  const logSkew = () => {
    const skewMs = sharedClock.skewMs() ?? 0;
    const isOff = Math.abs(skewMs) > TOLERANCE_MS;
    if (isOff && !wasOff) log.warn({ skewMs }, SKEWED);
    if (!isOff && wasOff) log.info({ skewMs }, "this machine's clock agrees with the database's again");
    wasOff = isOff;
  };
  const send = async () => {
    await sharedClock.look(() => nodes.beat({ ...node, skewMs: sharedClock.skewMs() ?? 0 }));
    logSkew();
  };
  const beat = () => {
    if (last && performance.now() - last.at < (last.isOver ? FRESH_FOR_MS : SHARED_FOR_MS)) return last.done;
    const next = { at: performance.now(), done: send(), isOver: false };
    const end = () => void (next.isOver = true);
    next.done.then(end, end);
    last = next;
    return next.done;
  };
  // `/readyz` and `/metrics` report a database that is down.
  const timer = setInterval(() => void beat().catch(() => undefined), EVERY_MS);
  timer.unref();
  return {
    beat,
    async stop() {
      clearInterval(timer);
      await nodes.leave(node.id).catch(() => undefined);
    },
  };
}

const SKEWED =
  "this machine's clock differs from the database's, which the service uses. Synchronise the machine's clock by NTP";
