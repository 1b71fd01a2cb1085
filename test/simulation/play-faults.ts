/** Makes each fault of a history happen at its time. */
import type { Agents } from "./agents.ts";
import { sayMet, type Fault } from "./history.ts";
import { playStory } from "./play-story.ts";
import type { SimulatedShop } from "./simulated-shop.ts";
import { START, type World } from "./world.ts";

/** How many faults of each kind came about. */
export type FaultCounts = Map<string, number>;

interface Stage {
  world: World;
  shops: readonly SimulatedShop[];
  agents: Agents;
  /** What came about, in words. */
  say(line: string): void;
}

const DELAYED_MS = 3 * 60_000;
/** A 429 may follow the change of a limit, or the requests of another app, for this long. */
const EXCUSED_MS = 3 * 60_000;
/** A rush begins within this time. */
const RUSH_MS = 45_000;
const RESTART_MS = 2_000;
/** How long connections to the server of the database that failed are still open. */
const BREAKING_MS = 300;

export interface PlayedFaults {
  readonly counts: FaultCounts;
  schedule(fault: Fault): void;
}

/** `all` are the faults of the history. Only those that are scheduled happen. */
export function playFaults(stage: Stage, all: readonly Fault[]): PlayedFaults {
  const counts: FaultCounts = new Map();
  const { kernel } = stage.world;
  restartCrashed(stage, all);
  return {
    counts,
    schedule(fault) {
      const fire = () => {
        const name = nameOf(fault);
        if (begin(stage, fault)) counts.set(name, (counts.get(name) ?? 0) + 1);
      };
      kernel.later({ ms: START + fault.atMs - kernel.now(), fire });
    },
  };
}

function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case "crash":
      return `crash ${fault.when} ${sayMet(fault)}`;
    case "trouble":
      return `${fault.effect} at ${sayMet(fault)}`;
    case "deliveries":
      return `deliveries ${fault.effect}`;
    case "agent":
      return `agent ${fault.act}`;
    default:
      return fault.kind;
  }
}

/** Whether it could be done. */
function begin(stage: Stage, fault: Fault): boolean {
  const { world, shops, agents, say } = stage;
  const { kernel, conditions, nodes, sandbox } = world;
  const lasting = (forMs: number, end: () => void) => void kernel.later({ ms: forMs, fire: end });
  switch (fault.kind) {
    case "crash": {
      conditions.doom({ ...fault, node: nodes[fault.node % nodes.length]?.name ?? "" });
      return true;
    }
    case "trouble":
      lasting(fault.forMs, conditions.begin(fault));
      return true;
    case "deliveries":
      return beginDeliveries(stage, fault, lasting);
    case "limit": {
      const { limit, windowSeconds, forMs } = fault;
      for (const { account } of shops) {
        world.watch.excuseLimit(account, forMs + EXCUSED_MS);
        sandbox.gorgias.desk.patchSettings({ rateLimit: { limit, keyLimit: limit, windowSeconds } }, account);
      }
      const back = { rateLimit: { limit: 80, keyLimit: 80, windowSeconds: 40 } };
      lasting(forMs, () => {
        for (const { account } of shops) sandbox.gorgias.desk.patchSettings(back, account);
      });
      return true;
    }
    case "other app":
      for (const { account } of shops) {
        world.watch.excuseLimit(account, EXCUSED_MS);
        sandbox.gorgias.desk.spend(account, fault.requests);
      }
      return true;
    case "failover": {
      const broken = { port: "database", meets: "any step" } as const;
      lasting(BREAKING_MS, conditions.begin({ ...broken, effect: "lost answer", chance: 0.5 }));
      lasting(fault.forMs, conditions.begin({ ...broken, effect: "refused", chance: 1 }));
      return true;
    }
    case "uninstall": {
      const admin = shops[fault.company % shops.length]?.admin;
      if (!admin?.uninstall()) return false;
      say(`the admin of company ${fault.company + 1} takes the app off in Gorgias`);
      lasting(fault.forMs, () => void admin.install());
      return true;
    }
    case "rush":
      return beginRush(stage, fault);
    case "clock": {
      const node = nodes[fault.node % nodes.length];
      if (node) node.skewMs = fault.skewMs;
      world.watch.forgetPauses();
      return true;
    }
    case "agent": {
      const shop = shops[fault.company % shops.length];
      const done = shop ? agents.act(shop, fault) : null;
      if (done) say(done);
      return done !== null;
    }
    default:
      return fault satisfies never;
  }
}

function beginRush({ world, shops }: Stage, fault: Extract<Fault, { kind: "rush" }>): boolean {
  const shop = shops[fault.company % shops.length];
  if (!shop) return false;
  const { kernel } = world;
  for (let n = 0; n < fault.calls + fault.messages; n += 1) {
    const random = world.random.fork(`rush ${fault.atMs} ${n}`);
    const customer = random.int(0, fault.customers - 1);
    const fire = () => playStory(shop, n < fault.calls ? "call" : "messages", { random, customer });
    kernel.later({ ms: random.int(0, RUSH_MS), fire });
  }
  return true;
}

function beginDeliveries(
  { world }: Stage,
  { effect, forMs }: Extract<Fault, { kind: "deliveries" }>,
  lasting: (forMs: number, end: () => void) => void,
): boolean {
  const { phone } = world.sandbox.aircall;
  switch (effect) {
    case "refused":
    case "lost answer":
      lasting(forMs, world.conditions.beginDeliveries(effect, 0.5));
      return true;
    case "doubled":
      phone.change({ duplicateChance: 0.5 });
      lasting(forMs, () => phone.change({ duplicateChance: 0 }));
      return true;
    case "delayed":
      phone.change({ delayMs: DELAYED_MS });
      lasting(forMs, () => phone.change({ delayMs: 0 }));
      return true;
    case "reordered":
      phone.deliveries.hold();
      lasting(forMs, () => void phone.deliveries.release("shuffle", 1));
      return true;
    default:
      return effect satisfies never;
  }
}

/** A supervisor starts a crashed node again, after the time that the latest crash of the history names. */
function restartCrashed({ world, say }: Stage, faults: readonly Fault[]): void {
  const { kernel, conditions } = world;
  conditions.onDeath((node) => {
    const now = kernel.now() - START;
    const latest = faults.findLast((fault) => fault.kind === "crash" && fault.atMs <= now);
    const downMs = latest?.kind === "crash" ? latest.downMs : RESTART_MS;
    say(`${node.name} crashes, and is down for ${Math.round(downMs / 1_000)} s`);
    kernel.as(undefined, () => {
      kernel.later({ ms: downMs, fire: () => void node.start() });
    });
  });
}
