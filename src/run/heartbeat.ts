/** Has a process tell the database that it lives, and hear from it what time it is. */
import type { Logger } from "../kit/logger.ts";
import type { DatabaseClock } from "../storage/database-clock.ts";
import type { NodeStore } from "../storage/nodes.ts";

export interface HeartbeatDeps {
  nodes: NodeStore;
  sharedClock: DatabaseClock;
  log: Logger;
}

export interface Heartbeat {
  /** Rejects when the database cannot be written to. What was told within the last second is told again. */
  beat(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = 10_000;
const FRESH_FOR_MS = 1_000;
/** One that is not answered is shared for longer: each takes a connection to the database. */
const SHARED_FOR_MS = 5_000;
/** A clock that is set from the network is closer by far. */
const TOLERANCE_MS = 10_000;

export function startHeartbeat(
  { nodes, sharedClock, log }: HeartbeatDeps,
  node: { id: string; role: string },
): Heartbeat {
  let last: { at: number; done: Promise<void>; isOver: boolean } | null = null;
  let wasOff = false;
  const tellSkew = () => {
    const skewMs = sharedClock.skewMs() ?? 0;
    const isOff = Math.abs(skewMs) > TOLERANCE_MS;
    if (isOff && !wasOff) log.warn({ skewMs }, SKEWED);
    if (!isOff && wasOff) log.info({ skewMs }, "this machine's clock agrees with the database's again");
    wasOff = isOff;
  };
  const tell = async () => {
    await sharedClock.look(() => nodes.beat({ ...node, skewMs: sharedClock.skewMs() ?? 0 }));
    tellSkew();
  };
  const beat = () => {
    if (last && performance.now() - last.at < (last.isOver ? FRESH_FOR_MS : SHARED_FOR_MS)) return last.done;
    const next = { at: performance.now(), done: tell(), isOver: false };
    const end = () => void (next.isOver = true);
    next.done.then(end, end);
    last = next;
    return next.done;
  };
  // A database that is down shows in `/readyz` and `/metrics`.
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
  "this machine's clock is not the database's: the database's time is used. Have the machine's clock set from the network (NTP)";
