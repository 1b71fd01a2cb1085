/** The service as an operator starts it: a process of its own. What a test leaves running is killed after it. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, vi } from "vitest";

export const MAIN = join(import.meta.dirname, "../../src/main.ts");
/** Of the tests' own environment: how to find programs, and what Node has compiled before, which a start need not compile again. */
export const KEPT_VARIABLES: Readonly<Record<string, string>> = Object.fromEntries(
  ["PATH", "NODE_COMPILE_CACHE"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);
const PATIENT = { timeout: 90_000, interval: 50 };

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

export interface MainOptions {
  args?: readonly string[];
  /** Another program than Node on `src/main.ts`. */
  command?: readonly [string, ...string[]];
  user?: { uid: number; gid: number } | null;
  input?: string;
}

export interface MainProcess {
  child: ChildProcess;
  /** Everything it has written. */
  said(): string;
  /** Resolves at `Ready at`, or at the greeting of the sandbox. */
  ready(): Promise<void>;
  /** Its exit code, once it ends; null where a signal ended it. */
  ended(): Promise<number | null>;
  /** Tells it to stop. */
  stop(): Promise<number | null>;
}

export function startMain(variables: Record<string, string>, options: MainOptions = {}): MainProcess {
  const { args = ["start"], user = null, input } = options;
  const [program, ...words] = options.command ?? [process.execPath, MAIN, ...args];
  const env = { ...KEPT_VARIABLES, HOST: "127.0.0.1", LOG_LEVEL: "silent", ...variables };
  const child = spawn(program, words, { env, stdio: ["pipe", "pipe", "pipe"], ...user });
  running.add(child);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (piece: Buffer) => (said += piece.toString()));
  const ended = once(child, "close").then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  child.stdin?.on("error", () => undefined).end(input);
  return {
    child,
    said: () => said,
    ready: () => vi.waitFor(() => expect(said).toMatch(/Ready at|First page/), PATIENT),
    ended: () => ended,
    async stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}

/** Runs it to its end. */
export async function runMain(variables: Record<string, string>, options?: MainOptions) {
  const main = startMain(variables, options);
  return { code: await main.ended(), said: main.said() };
}
