/** One life of a node, from its start to its crash. Everything that leaves the node goes through `step`. */
import type { Kernel, Owner } from "./kernel.ts";

/** What a step touches. */
export type Port = "database" | "gorgias" | "aircall" | "media";

/** The fault that meets one step. */
export type StepFault =
  /** The node dies before or after the step is done. */
  | { kind: "crash"; when: "before" | "after" }
  /** Nothing is done, and the step fails. */
  | { kind: "refused" }
  /** The step is done, and fails all the same. */
  | { kind: "lost answer" };

export interface Mortal extends Owner {
  readonly name: string;
  /** Does `work` as an event. Never settles once the node is dead. */
  step<T>(port: Port, what: string, work: () => Promise<T>): Promise<T>;
  /** An answer is on its way for so long. Never settles once the node is dead. */
  travel(ms: number): Promise<void>;
  /** Runs `fire` as this node, a moment later. */
  soon(fire: () => void): void;
  onDeath(callback: () => void): void;
  die(): void;
}

export interface LifeOptions {
  kernel: Kernel;
  name: string;
  /** How long the next step takes to arrive, in ms. */
  latencyMs(port: Port): number;
  /** Decides the fault of the next step, and keeps count. */
  faultOf(life: Mortal, port: Port, what: string): StepFault | null;
}

/** The database fails as its client reports a broken connection. */
class ConnectionLost extends Error {
  override name = "ConnectionLost" as const;
}

const never = new Promise<never>(() => undefined);

export function beginLife({ kernel, name, latencyMs, faultOf }: LifeOptions): Mortal {
  const callbacks: (() => void)[] = [];
  const life: Mortal = {
    name,
    isDead: false,
    async step(port, what, work) {
      if (life.isDead) return never;
      const result = await kernel.io(latencyMs(port), async () => {
        return perform(life, life.isDead ? null : faultOf(life, port, what), work);
      });
      return life.isDead ? never : result.value();
    },
    async travel(ms) {
      await kernel.io(ms, async () => undefined);
      return life.isDead ? never : undefined;
    },
    soon: (fire) => {
      if (!life.isDead) kernel.as(life, () => void kernel.later({ ms: 1, fire }));
    },
    onDeath: (callback) => void callbacks.push(callback),
    die() {
      if (life.isDead) return;
      life.isDead = true;
      for (const callback of callbacks) callback();
    },
  };
  return life;
}

/** How a step ended. `value` throws where the step failed. */
interface Ended<T> {
  value(): T;
}

async function perform<T>(life: Mortal, fault: StepFault | null, work: () => Promise<T>): Promise<Ended<T>> {
  const fail = (why: string): Ended<T> => ({
    value: () => {
      throw new ConnectionLost(why);
    },
  });
  if (fault?.kind === "crash" && fault.when === "before") life.die();
  if (life.isDead) return fail("the node is dead");
  if (fault?.kind === "refused") return fail("the connection was refused");
  const ended = await work().then(
    (value): Ended<T> => ({ value: () => value }),
    (error: unknown): Ended<T> => ({
      value: () => {
        throw error;
      },
    }),
  );
  if (fault?.kind === "crash") life.die();
  return fault?.kind === "lost answer" ? fail("the connection broke") : ended;
}
