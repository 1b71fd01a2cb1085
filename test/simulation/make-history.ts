/** Makes the history of a run from its seed: business days with peaks, and faults near what happens. */
import { seeded, type Seeded } from "../chaos/seeded.ts";
import { DAY_MS, type Fault, type History, type Story } from "./history.ts";

export interface HistoryOptions {
  seed: number;
  days: number;
  /** 1 to 3. Two or three by the seed where it is missing. */
  companies?: number | undefined;
  calls?: number;
  messages?: number;
  /** How many of all faults there are: 1 is the usual, 0 is none. */
  intensity?: number;
}

const HOUR_MS = 3_600_000;
/** The shapes of companies: all lines or some, with API keys or installed by OAuth. */
const SHAPES: History["companies"] = [
  { lines: null, oauth: false },
  { lines: ["Support FR"], oauth: true },
  { lines: ["Support FR", "Sales UK"], oauth: false },
];
/** Stories of messages have several messages each. */
const MESSAGES_PER_STORY = 2.5;
const PEAK_CHANCE = 0.15;

export function makeHistory(options: HistoryOptions): History {
  const { seed, days, calls = 30, messages = 40, intensity = 1 } = options;
  const random = seeded(seed).fork("history");
  const count = random.int(2, SHAPES.length);
  const companies = SHAPES.slice(0, options.companies ?? count);
  const stories: Story[] = [];
  const faults: Fault[] = [];
  for (let day = 0; day < days; day += 1) {
    const own = random.fork(`day ${day}`);
    const load = own.chance(PEAK_CHANCE) ? own.between(1.5, 3) : own.between(0.7, 1.1);
    const today: Story[] = [];
    const add = (kind: Story["kind"], count: number) => {
      for (let n = 0; n < count; n += 1) {
        const id = stories.length + today.length + 1;
        const company = own.int(0, companies.length - 1);
        today.push({ id, kind, company, atMs: Math.round(day * DAY_MS + timeOfDay(own)) });
      }
    };
    add("call", Math.round(calls * load));
    add("messages", Math.round((messages * load) / MESSAGES_PER_STORY));
    faults.push(...faultsOf(own.fork("faults"), today, { intensity, companies: companies.length }));
    stories.push(...today.toSorted((a, b) => a.atMs - b.atMs));
  }
  return { seed, days, nodes: 2, companies, stories, faults: faults.toSorted((a, b) => a.atMs - b.atMs) };
}

/** Two peaks, late in the morning and in the afternoon, and a few at any time. */
function timeOfDay(random: Seeded): number {
  if (random.chance(0.05)) return random.next() * 23 * HOUR_MS;
  const hour = random.chance(0.5) ? 10.5 : 15;
  return (hour + (random.next() + random.next() + random.next() - 1.5) * 1.6) * HOUR_MS;
}

/** How many of each kind a usual day has. */
const PER_DAY: Record<Fault["kind"], number> = {
  crash: 8,
  trouble: 12,
  deliveries: 4,
  limit: 0.5,
  "other app": 1.5,
  failover: 0.7,
  uninstall: 0.4,
  clock: 1,
  rush: 0.2,
  agent: 10,
};

interface Circumstances {
  intensity: number;
  companies: number;
}

/** A fault begins within a minute and a half of a story, so that it meets something. */
const NEAR_MS = 90_000;
/** People talk for less than a minute. What an agent does meanwhile is seen at the end of the call. */
const WHILE_TALKING_MS = 40_000;

function faultsOf(random: Seeded, stories: readonly Story[], { intensity, companies }: Circumstances): Fault[] {
  const [first, ...more] = stories;
  if (!first) return [];
  const kinds = Object.entries(PER_DAY) as [Fault["kind"], number][];
  return kinds.flatMap(([kind, perDay]) => {
    const own = random.fork(kind);
    const count = Math.floor(perDay * intensity + own.next());
    return Array.from({ length: count }, () => {
      const near = own.pick([first, ...more]);
      const soon = own.int(0, kind === "agent" ? WHILE_TALKING_MS : NEAR_MS);
      return makeFault(own, kind, { atMs: near.atMs + soon, company: near.company, companies });
    });
  });
}

const EFFECTS = {
  gorgias: ["500", "503", "429", "slow", "late", "refused", "lost answer"],
  aircall: ["500", "503", "slow", "late", "refused", "lost answer"],
  media: ["500", "slow", "refused"],
  database: ["refused", "lost answer"],
} as const;

/** What is hard at a write: whether it was done. */
const WRITE_EFFECTS = ["lost answer", "lost answer", "late", "429", "500", "503", "refused"] as const;
/** A node makes few writes before the next fault. */
const MOST_WRITES = 3;

/** Lasts longer than other trouble, because writes are few. */
function troubleAtWrites(random: Seeded, atMs: number): Fault {
  const forMs = random.int(2 * 60_000, 15 * 60_000);
  const effect = random.pick(WRITE_EFFECTS);
  return { kind: "trouble", atMs, forMs, port: "gorgias", meets: "writes", effect, chance: random.pick([0.3, 0.6]) };
}

const ACTS = [
  ...(["close", "close", "close", "close", "open", "trash", "trash", "trash", "restore"] as const),
  ...(["spam", "spam", "unspam"] as const),
  ...(["merge", "delete", "tag", "tag", "untag", "rename"] as const),
] as const;

type Effect = (typeof EFFECTS)["gorgias"][number];

function makeFault(
  random: Seeded,
  kind: Fault["kind"],
  where: { atMs: number; company: number; companies: number },
): Fault {
  const { atMs, company } = where;
  const node = random.int(0, 1);
  switch (kind) {
    case "crash": {
      const port = random.pick(["gorgias", "gorgias", "gorgias", "database", "database", "aircall", "media"] as const);
      const isAtWrite = port === "gorgias" && random.chance(0.5);
      return {
        kind,
        atMs,
        node,
        port,
        meets: isAtWrite ? "writes" : "any step",
        afterSteps: random.int(1, port === "database" ? 60 : isAtWrite ? MOST_WRITES : 8),
        when: random.pick(["before", "after"]),
        downMs: random.int(500, 90_000),
      };
    }
    case "trouble": {
      const port = random.pick(["gorgias", "gorgias", "gorgias", "aircall", "media", "database"] as const);
      if (port === "gorgias" && random.chance(0.5)) return troubleAtWrites(random, atMs);
      const effects = EFFECTS[port] as readonly [Effect, ...Effect[]];
      const isLong = port !== "database" && random.chance(0.2);
      const forMs = random.int(1_000, isLong ? 20 * 60_000 : 60_000);
      const chance = random.pick([0.1, 0.3, 0.6, 0.95]);
      return { kind, atMs, forMs, port, meets: "any step", effect: random.pick(effects), chance };
    }
    case "deliveries":
      return {
        kind,
        atMs,
        forMs: random.int(5_000, 10 * 60_000),
        effect: random.pick(["refused", "lost answer", "doubled", "delayed", "reordered"]),
      };
    case "limit":
      return {
        kind,
        atMs,
        forMs: random.int(60_000, HOUR_MS),
        limit: random.int(20, 60),
        windowSeconds: random.pick([10, 20, 40]),
      };
    case "other app":
      return { kind, atMs, requests: random.int(10, 80) };
    case "failover":
      return { kind, atMs, forMs: random.int(1_000, 90_000) };
    case "uninstall":
      return { kind, atMs, company, forMs: random.int(60_000, 8 * HOUR_MS) };
    case "clock":
      return { kind, atMs, node, skewMs: random.int(-3 * 60_000, 3 * 60_000) };
    case "rush":
      return {
        kind,
        atMs,
        company,
        calls: random.int(10, 40),
        messages: random.int(0, 20),
        customers: random.int(1, 40),
      };
    case "agent": {
      const act = random.pick(ACTS);
      return {
        kind,
        atMs: atMs + random.int(0, random.pick([20_000, 60_000, HOUR_MS])),
        company,
        act,
        pick: random.next(),
      };
    }
    default:
      return kind satisfies never;
  }
}
