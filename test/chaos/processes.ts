/** The processes of the service: started, killed, frozen, stopped gracefully, and started again, each by its own pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Seeded } from "./seeded.ts";
import { TIMED_OUT, WRITE_TIMED_OUT, DIES, type WorkerOrder } from "./worker.ts";

export interface ProcessesOptions {
  /** One entry per process. */
  members: readonly { role: "all" | "web" | "worker"; port: number }[];
  environment: Record<string, string>;
  gorgiasUrl: string;
  random: Seeded;
  deathChance: number;
  /** The timeout of a request, until `live`. */
  timeoutMs: number;
  cacheDir: string;
  /** Receives every line that a process prints. */
  log(line: string): void;
}

/** Each fault resolves to whether it took effect. If the member named is not running, it hits another, or the next that is. */
export interface Processes {
  /** Deaths by SIGKILL: planned ones, and those at writes. Those that end the faults do not count. */
  kills: number;
  /** Requests that timed out, and among them the writes. */
  timeouts: number;
  lateWrites: number;
  /** Processes that were ready and ended by themselves. */
  crashes: string[];
  allReady(): Promise<void>;
  /** Ports of the processes that take deliveries now. */
  ports(): number[];
  /**
   * Kills a process that is still starting only if `evenStarting`, else none would ever work. Kills that find no
   * process become one, some time after the next process is ready, or with `live`.
   */
  kill(member: number, evenStarting: boolean): Promise<boolean>;
  freeze(member: number, ms: number): Promise<boolean>;
  /** A graceful stop, as in a deployment. */
  renew(member: number): Promise<boolean>;
  /** Steps the clock of the member named, also while its process starts. */
  stepClock(member: number, offsetMs: number): Promise<boolean>;
  /** Steps all clocks. */
  setClock(offsetMs: number): void;
  /** From now on no write kills a process, no kill waits, and requests have the service's own timeout. */
  live(): void;
  /** Kills every process, until `resume`. */
  pause(): Promise<void>;
  resume(): void;
  close(): Promise<void>;
}

interface Member {
  index: number;
  role: "all" | "web" | "worker";
  port: number;
  offsetMs: number;
  child: ChildProcess | null;
  ready: boolean;
  /** Its end is no crash. */
  endExpected: boolean;
  /** Killed by a planned fault, or at a write. */
  killedByPlan: boolean;
  thaw: NodeJS.Timeout | null;
}

const WORKER = join(import.meta.dirname, "worker.ts");
const READY_MS = 60_000;
/** A database error may print a whole connection. */
const LONGEST_LINE = 1_000;

export function startProcesses(options: ProcessesOptions): Processes {
  const { random, log } = options;
  const members: Member[] = options.members.map(({ role, port }, index) => {
    return {
      index,
      role,
      port,
      offsetMs: 0,
      child: null,
      ready: false,
      endExpected: false,
      killedByPlan: false,
      thaw: null,
    };
  });
  let faultsOn = true;
  let running = true;
  const processes: Pick<Processes, "kills" | "timeouts" | "lateWrites" | "crashes"> = {
    kills: 0,
    timeouts: 0,
    lateWrites: 0,
    crashes: [],
  };
  /** Kills that found no process ready. Each resolves to whether it took effect. */
  let waitingKills: ((isDone: boolean) => void)[] = [];
  const resolveWaitingKills = (isDone: boolean) => {
    const [first, ...others] = waitingKills;
    waitingKills = [];
    first?.(isDone);
    for (const other of others) other(false);
  };
  const performWaitingKills = (member: Member): void => {
    if (running && waitingKills.length > 0 && isRunning(member)) resolveWaitingKills(killProcess(member));
  };
  const start = (member: Member): void => {
    if (!running || member.child) return;
    const order: WorkerOrder = {
      environment: { ...options.environment, PORT: String(member.port), ROLE: member.role },
      gorgiasUrl: options.gorgiasUrl,
      offsetMs: member.offsetMs,
      seed: random.int(0, 2 ** 31),
      deathChance: faultsOn ? options.deathChance : 0,
      timeoutMs: faultsOn ? options.timeoutMs : null,
    };
    const child = spawn(process.execPath, [WORKER, JSON.stringify(order)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { NODE_COMPILE_CACHE: options.cacheDir },
    });
    Object.assign(member, { child, ready: false, endExpected: false, killedByPlan: false });
    const printed: string[] = [];
    const readLine = (whole: string) => {
      const line = whole.slice(0, LONGEST_LINE);
      if (line === "ready") {
        member.ready = true;
        if (waitingKills.length > 0 && running)
          setTimeout(() => performWaitingKills(member), random.between(100, 1_500));
      }
      if (line.startsWith(DIES)) Object.assign(member, { endExpected: true, killedByPlan: true });
      if (line.startsWith(TIMED_OUT)) processes.timeouts += 1;
      if (line.startsWith(WRITE_TIMED_OUT)) processes.lateWrites += 1;
      if (printed.push(line) > 30) printed.shift();
      log(`[${member.index} ${member.role} ${child.pid}] ${line}`);
    };
    createInterface(child.stdout).on("line", readLine);
    createInterface(child.stderr).on("line", readLine);
    child.stdin.on("error", () => undefined);
    child.once("close", (code, signal) => {
      const { ready, endExpected, killedByPlan } = member;
      log(`[${member.index} ${member.role} ${child.pid}] ended: ${code ?? signal}${endExpected ? "" : ", by itself"}`);
      if (signal === "SIGKILL" && killedByPlan) processes.kills += 1;
      // A process that cannot reach the database while it starts ends, and its supervisor restarts it.
      if (ready && !endExpected)
        processes.crashes.push(`process ${member.index} ended by itself: ${printed.join(" | ")}`);
      if (member.thaw) clearTimeout(member.thaw);
      Object.assign(member, { child: null, ready: false, thaw: null });
      setTimeout(() => start(member), ready ? random.between(50, 600) : 500);
    });
  };
  for (const member of members) start(member);
  const send = (member: Member, line: string) => void member.child?.stdin?.write(`${line}\n`);
  const pause = async () => {
    running = false;
    const ends = members.map((member) => ended(member.child));
    for (const member of members) end(member, "SIGKILL");
    await Promise.all(ends);
  };
  return Object.assign(processes, {
    allReady: () => waitUntil(() => members.every(({ ready }) => ready), READY_MS, "the service does not start"),
    ports: () => members.flatMap(({ ready, role, port }) => (ready && role !== "worker" ? [port] : [])),
    async kill(index: number, evenStarting: boolean) {
      const chosen = members[index];
      const member = chosen?.child && (evenStarting || isRunning(chosen)) ? chosen : members.find(isRunning);
      return member ? killProcess(member) : faultsOn && new Promise<boolean>((resolve) => waitingKills.push(resolve));
    },
    freeze: async (index: number, ms: number) =>
      freeze(await findReady(members, index, (each) => isRunning(each) && !each.thaw), ms),
    renew: async (index: number) => end(await findReady(members, index, isRunning), "SIGTERM"),
    async stepClock(index: number, offsetMs: number) {
      const member = members[index];
      if (!member) return false;
      member.offsetMs = offsetMs;
      send(member, `clock ${offsetMs}`);
      return true;
    },
    setClock(offsetMs: number) {
      for (const member of members) {
        member.offsetMs = offsetMs;
        send(member, `clock ${offsetMs}`);
      }
    },
    live() {
      faultsOn = false;
      const anyMember = members.find(({ child, endExpected }) => child && !endExpected);
      if (waitingKills.length > 0) resolveWaitingKills(anyMember !== undefined && killProcess(anyMember));
      for (const member of members) send(member, "live");
    },
    pause,
    resume() {
      running = true;
      for (const member of members) start(member);
    },
    close: pause,
  });
}

function isRunning({ child, ready, endExpected }: Member): boolean {
  return child !== null && ready && !endExpected;
}

/** The member named if it is suitable, else another, else the next that is. */
async function findReady(
  members: readonly Member[],
  index: number,
  isSuitable: (member: Member) => boolean,
): Promise<Member> {
  const inOrder = [...members.slice(index), ...members.slice(0, index)];
  await waitUntil(() => inOrder.some(isSuitable), READY_MS, "no process came up");
  const found = inOrder.find(isSuitable);
  if (!found) throw new Error("the process that was ready has ended");
  return found;
}

function end(member: Member, signal: "SIGKILL" | "SIGTERM"): boolean {
  member.endExpected = true;
  return member.child?.kill(signal) ?? false;
}

function killProcess(member: Member): boolean {
  member.killedByPlan = true;
  return end(member, "SIGKILL");
}

function freeze(member: Member, ms: number): boolean {
  const { child } = member;
  if (!child?.kill("SIGSTOP")) return false;
  member.thaw = setTimeout(() => {
    member.thaw = null;
    child.kill("SIGCONT");
  }, ms);
  return true;
}

function ended(child: ChildProcess | null): Promise<unknown> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("close", resolve));
}

export async function waitUntil(isSo: () => boolean, timeoutMs: number, otherwise: string): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!isSo()) {
    if (Date.now() > until) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
