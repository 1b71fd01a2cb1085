/** The form of a crash suite story: its writes in order, and its expected result. */
import type { Sandbox } from "../../sandbox/start.ts";
import type { CrashPhase } from "./crash-worker.ts";

export const ACCOUNT = "acme";

/** The shop and phone that play the story. */
export interface CrashSetup {
  sandbox: Sandbox;
  environment: Record<string, string>;
  webhookKey: string;
  callers: number;
  offsetMs: number;
}

export interface CrashStory {
  name: string;
  /** Every write of the story in order, with its request. */
  writes: [string, RegExp][];
  play(setup: CrashSetup): Promise<PlayedStory>;
}

export interface PlayedStory {
  phases: CrashPhase[];
  expectWhole(): void;
}
