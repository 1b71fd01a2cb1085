/** What a story is that the crash suite tells: its writes in order, and what must have come of it in the end. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { CrashPhase } from "./crash-worker.ts";

export const ACCOUNT = "acme";

/** Where a crash story is told. */
export interface CrashGround {
  sandbox: Sandbox;
  environment: Record<string, string>;
  webhookKey: string;
  callers: number;
  offsetMs: number;
}

export interface CrashStory {
  name: string;
  /** Every write that it takes, in order: what it is, and its request. */
  writes: [string, RegExp][];
  tell(ground: CrashGround): Promise<ToldStory>;
}

export interface ToldStory {
  phases: CrashPhase[];
  expectWhole(): void;
}
