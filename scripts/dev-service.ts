/** The service as a child process that can be restarted: one step after the other, however many changes arrive meanwhile. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

export interface DevService {
  start(): void;
  restart(): void;
  /** Resolves once the process has ended. The service does not start again. */
  stop(): Promise<void>;
}

export interface DevServiceOptions {
  root: string;
  environment: NodeJS.ProcessEnv;
  say(line: string): void;
}

export function devService({ root, environment, say }: DevServiceOptions): DevService {
  let child: ChildProcess | null = null;
  let isRestartQueued = false;
  let isStopped = false;
  let steps = Promise.resolve();
  const queue = (step: () => Promise<void> | void) => (steps = steps.then(step));

  const begin = () => {
    if (isStopped) return;
    const started = spawn(process.execPath, ["src/main.ts", "start"], {
      cwd: root,
      env: environment,
      stdio: "inherit",
    });
    child = started;
    started.once("exit", (code) => {
      if (child === started) say(`The service ended with code ${code}. The next change starts it again.`);
    });
  };
  const end = async () => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, "exit");
    running.kill("SIGTERM");
    await exited;
  };

  return {
    start: () => void queue(begin),
    restart() {
      if (isRestartQueued) return;
      isRestartQueued = true;
      void queue(async () => {
        isRestartQueued = false;
        await end();
        begin();
      });
    },
    stop() {
      isStopped = true;
      return queue(end);
    },
  };
}
