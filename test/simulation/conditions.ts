/** What goes wrong at the moment, and what came of it: each step and each request asks here for its fault. */
import type { Seeded } from "../chaos/seeded.ts";
import type { Mortal, Port, StepFault } from "./mortal.ts";
import type { Node } from "./node.ts";

/** The fault of one request to a vendor. */
type VendorFault =
  | { kind: "status"; status: number; headers: Record<string, string>; body: string }
  | { kind: "slow"; ms: number }
  /** The work is done, and the answer comes after the request was given up. */
  | { kind: "late" };

type VendorEffect = "500" | "503" | "429" | "slow" | "late";
type StepEffect = "refused" | "lost answer";

type Meets = "any step" | "writes";

/** A port suffers from an effect for a while. */
interface VendorTrouble {
  port: Port;
  meets: Meets;
  effect: VendorEffect | StepEffect;
  chance: number;
}

/** A node dies at one of its next steps. */
interface Doom {
  node: string;
  /** Only steps of this port count that the fault meets. */
  port: Port;
  meets: Meets;
  afterSteps: number;
  when: "before" | "after";
}

/** How often each fault met each step: `crash before` at `database write activity`. */
export type Matrix = Map<string, Map<string, number>>;

export interface Conditions {
  /** Returns what ends it. */
  begin(trouble: VendorTrouble): () => void;
  doom(doom: Doom): void;
  /** What meets deliveries now. Returns what ends it. */
  beginDeliveries(effect: StepEffect, chance: number): () => void;
  deliveryFault(): StepEffect | null;
  stepFault(life: Mortal, port: Port, what: string): StepFault | null;
  vendorFault(port: Port, what: string): VendorFault | null;
  died(node: Node): void;
  onDeath(callback: (node: Node) => void): void;
  /** Nothing goes wrong any more. */
  clear(): void;
  readonly matrix: Matrix;
}

const SLOW_MS = 8_000;
/** Changes tickets or customers. A search is a read, though it is a POST. */
const WRITE = /^(?:POST|PUT|PATCH|DELETE) (?!.*\/search$)/;

function doesMeet(fault: { port: Port; meets: Meets }, port: Port, what: string): boolean {
  return fault.port === port && (fault.meets === "any step" || WRITE.test(what));
}

export function openConditions(random: Seeded): Conditions {
  const troubles = new Set<VendorTrouble>();
  const deliveries = new Set<{ effect: StepEffect; chance: number }>();
  let dooms: Doom[] = [];
  const callbacks: ((node: Node) => void)[] = [];
  const matrix: Matrix = new Map();
  const count = (fault: string, port: string, what: string) => {
    const step = `${port} ${what}`;
    const counts = matrix.get(step) ?? new Map<string, number>();
    matrix.set(step, counts.set(fault, (counts.get(fault) ?? 0) + 1));
  };
  const striking = (port: Port, what: string, effects: readonly string[]) =>
    [...troubles].find(
      (each) => doesMeet(each, port, what) && effects.includes(each.effect) && random.chance(each.chance),
    )?.effect;

  function crashOf(life: Mortal, at: Port, what: string): StepFault | null {
    const doom = dooms.find((each) => each.node === life.name && doesMeet(each, at, what));
    if (!doom || (doom.afterSteps -= 1) > 0) return null;
    dooms = dooms.filter((each) => each !== doom);
    return { kind: "crash", when: doom.when };
  }

  return {
    matrix,
    begin(trouble) {
      troubles.add(trouble);
      return () => void troubles.delete(trouble);
    },
    doom: (doom) => void dooms.push({ ...doom }),
    beginDeliveries(effect, chance) {
      const one = { effect, chance };
      deliveries.add(one);
      return () => void deliveries.delete(one);
    },
    deliveryFault() {
      const effect = [...deliveries].find(({ chance }) => random.chance(chance))?.effect ?? null;
      if (effect) count(effect, "delivery", "to the inlet");
      return effect;
    },
    stepFault(life, port, what) {
      const crash = crashOf(life, port, what);
      const effect = crash ? undefined : striking(port, what, ["refused", "lost answer"]);
      const fault = crash ?? (effect ? ({ kind: effect } as StepFault) : null);
      count(fault === null ? "none" : fault.kind === "crash" ? `crash ${fault.when}` : fault.kind, port, what);
      return fault;
    },
    vendorFault(port, what) {
      const effect = striking(port, what, ["500", "503", "429", "slow", "late"]);
      if (effect === undefined) return null;
      count(effect, port, what);
      if (effect === "slow") return { kind: "slow", ms: random.int(500, SLOW_MS) };
      if (effect === "late") return { kind: "late" };
      const headers: Record<string, string> = effect === "429" ? { "retry-after": String(random.int(1, 20)) } : {};
      return { kind: "status", status: Number(effect), headers, body: '{"error": {"msg": "out of order"}}' };
    },
    died: (node) => {
      for (const callback of callbacks) callback(node);
    },
    onDeath: (callback) => void callbacks.push(callback),
    clear() {
      troubles.clear();
      deliveries.clear();
      dooms = [];
    },
  };
}
