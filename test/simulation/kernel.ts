/**
 * Virtual time for a whole process. One event happens at a time, and time stands still until everything that it caused
 * has come to rest. So the order of all that happens depends on the queue alone.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { eventQueue, type EventQueue } from "./event-queue.ts";

/** Whose event it is. Nothing happens to a dead owner. */
export interface Owner {
  isDead: boolean;
}

interface Event {
  at: number;
  order: number;
  fire(): unknown;
  owner: Owner | undefined;
  /** The period of an event that repeats, in ms. */
  everyMs: number | null;
  /** A time limit: it makes nothing happen where nothing waits. */
  isLimit: boolean;
  isCancelled: boolean;
}

interface Appointment {
  ms: number;
  fire(): unknown;
  everyMs?: number;
  isLimit?: boolean;
}

export interface Kernel {
  now(): number;
  /** Returns what cancels it. */
  later(appointment: Appointment): () => void;
  /** Runs real work as an event of its own, `ms` from now. Time stands still meanwhile. */
  io<T>(ms: number, work: () => Promise<T>): Promise<T>;
  /** Time stands still until the real work is done. One after the other. */
  hold<T>(work: () => Promise<T>): Promise<T>;
  /** Runs everything that `body` starts as the owner's. */
  as<T>(owner: Owner | undefined, body: () => T): T;
  owner(): Owner | undefined;
  /** Lets time pass until `work` is done. Rejects after `limitMs` of virtual time. */
  run<T>(work: Promise<T>, limitMs?: number): Promise<T>;
  /** Lets this much time pass. */
  pass(ms: number): Promise<void>;
}

export interface KernelOptions {
  start: number;
  /**
   * Until when nothing is due, where only repeating events are left. Times in epoch ms. `tickedAt` is when repeating
   * events last happened.
   */
  quietUntil(tickedAt: number): Promise<number>;
}

/** Turns of the event loop without anything new, after which everything has come to rest. */
const CALM_TURNS = 3;
/** Shorter waits are not skipped. */
const LEAST_SKIP_MS = 500;
/** What the service repeats more often happens this often: most of that finds nothing, and a year has many seconds. */
const TICK_MS = 4_000;
const LONGEST_RUN_MS = 400 * 86_400_000;

export function createKernel({ start, quietUntil }: KernelOptions): Kernel {
  const once = eventQueue<Event>();
  const repeating = eventQueue<Event>();
  const limits = eventQueue<Event>();
  const owners = new AsyncLocalStorage<Owner | undefined>();
  let now = start;
  let order = 0;
  let held = 0;
  let holding: Promise<unknown> = Promise.resolve();
  /** Meanwhile what repeats happens as usual, because something is due. */
  let busy = { from: 0, until: 0 };
  let tickedAt = start;

  const schedule = ({ ms, fire, everyMs, isLimit = false }: Appointment): Event => {
    const at = now + Math.max(0, Number.isFinite(ms) ? Math.round(ms) : 0);
    const owner = owners.getStore();
    const event = {
      at,
      order: (order += 1),
      fire,
      owner,
      everyMs: everyMs === undefined ? null : Math.max(everyMs, TICK_MS),
      isLimit,
      isCancelled: false,
    };
    queueOf(event).add(event);
    return event;
  };

  const queueOf = ({ everyMs, isLimit }: Event) => (everyMs !== null ? repeating : isLimit ? limits : once);

  /** The next event of a queue. Drops what was cancelled, and what belongs to the dead. */
  function nextOf(queue: EventQueue<Event>): Event | undefined {
    for (let first = queue.first(); first; first = queue.first()) {
      if (!first.isCancelled && !first.owner?.isDead) return first;
      queue.takeFirst();
    }
    return undefined;
  }

  function next(): Event | undefined {
    let first: Event | undefined;
    for (const queue of [once, repeating, limits]) {
      const event = nextOf(queue);
      if (event && (!first || event.at < first.at || (event.at === first.at && event.order < first.order)))
        first = event;
    }
    return first;
  }

  async function settle(): Promise<void> {
    for (let calm = 0, seen = order; calm < CALM_TURNS;) {
      await new Promise<void>((resolve) => void setImmediate(resolve));
      calm = held === 0 && seen === order ? calm + 1 : 0;
      seen = order;
    }
  }

  async function happen(event: Event): Promise<void> {
    queueOf(event).takeFirst();
    now = event.at;
    // Before it fires, so that it can cancel itself.
    if (event.everyMs !== null) {
      tickedAt = now;
      repeating.add(Object.assign(event, { at: now + event.everyMs, order: (order += 1) }));
    }
    await owners.run(event.owner, event.fire);
  }

  /** Where nothing is due, puts off what repeats until something else happens, at most until `latest`. */
  async function skip(latest: number): Promise<void> {
    if ((next()?.everyMs ?? null) === null || (now >= busy.from && now < busy.until)) return;
    const nextOther = nextOf(once)?.at ?? Number.POSITIVE_INFINITY;
    // An answer that is on its way may make work due.
    if (nextOther - now < LEAST_SKIP_MS) return;
    const dueAt = await quietUntil(tickedAt);
    // What is told to happen later is not known yet.
    const until = Math.min(nextOther, dueAt, latest);
    if (until - now < LEAST_SKIP_MS) {
      busy = { from: now, until: now + TICK_MS };
      return;
    }
    // What repeats finds what is due then. Otherwise it is put off further.
    if (dueAt <= nextOther) busy = { from: until, until: until + TICK_MS };
    for (let limit = nextOf(limits); limit && limit.at < until; limit = nextOf(limits)) limits.takeFirst();
    for (const event of repeating.takeAll()) repeating.add(Object.assign(event, { at: nextBeat(event, until) }));
  }

  async function advance(isOver: () => boolean, until: number): Promise<void> {
    for (;;) {
      await settle();
      if (isOver()) return;
      await skip(until);
      const event = next();
      if (!event) throw new Error("all work waits, and nothing will happen");
      if (event.at > until) {
        now = Math.max(now, until);
        return;
      }
      await happen(event);
    }
  }

  return {
    now: () => now,
    later(appointment) {
      const event = schedule(appointment);
      return () => void (event.isCancelled = true);
    },
    io: (ms, work) =>
      new Promise((resolve, reject) => {
        const fire = () => work().then(resolve, reject);
        schedule({ ms, fire });
      }),
    async hold(work) {
      held += 1;
      const own = holding.then(work);
      holding = own.catch(() => undefined);
      return own.finally(() => void (held -= 1));
    },
    as: (owner, body) => owners.run(owner, body),
    owner: () => owners.getStore(),
    async run(work, limitMs = LONGEST_RUN_MS) {
      const until = now + limitMs;
      let isDone = false;
      const finish = () => void (isDone = true);
      work.then(finish, finish);
      await advance(() => isDone, until);
      if (!isDone) throw new Error(`not done within ${Math.round(limitMs / 60_000)} minutes`);
      return work;
    },
    pass: (ms) => advance(() => false, now + ms),
  };
}

/** When an event that repeats happens first, at or after a time, if nothing of it is put off. */
function nextBeat({ at, everyMs }: Event, from: number): number {
  return everyMs === null || at >= from ? at : at + Math.ceil((from - at) / everyMs) * everyMs;
}
