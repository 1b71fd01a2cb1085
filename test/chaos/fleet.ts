/** The processes of the service: started, killed, frozen, stopped in good order, and started again, each by its own pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Seeded } from "./seeded.ts";
import { LAST_WORDS, type WorkerOrder } from "./worker.ts";

export interface FleetOptions {
  /** One role a process. */
  members: readonly { role: "all" | "web" | "worker"; port: number }[];
  environment: Record<string, string>;
  gorgiasUrl: string;
  random: Seeded;
  deathChance: number;
  cacheDir: string;
  /** Hears everything that a process says. */
  log(line: string): void;
}

export interface Fleet {
  kills: number;
  /** Processes that ended though nobody made them, after they were ready. */
  crashes: string[];
  allReady(): Promise<void>;
  /** Ports of those that take deliveries now. */
  doors(): number[];
  /** One that is still starting only when told so; else another, or the next that is ready: else nobody would ever work. */
  kill(member: number, evenStarting: boolean): void;
  freeze(member: number, ms: number): void;
  /** In good order, as a deployment does. */
  renew(member: number): void;
  /** Steps one clock; of all where none is named. */
  setClock(offsetMs: number, member?: number): void;
  /** Nobody dies by a write any more. */
  live(): void;
  /** Kills all; they come back with `resume`. */
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
  /** Why its end is no surprise. */
  doomed: boolean;
  thaw: NodeJS.Timeout | null;
}

const WORKER = join(import.meta.dirname, "worker.ts");
const READY_MS = 60_000;
/** Errors of a database may tell of a whole connection. */
const LONGEST_LINE = 1_000;

export function startFleet(options: FleetOptions): Fleet {
  const { random, log } = options;
  const members: Member[] = options.members.map(({ role, port }, index) => {
    return { index, role, port, offsetMs: 0, child: null, ready: false, doomed: false, thaw: null };
  });
  let deathChance = options.deathChance;
  let running = true;
  const fleet: Pick<Fleet, "kills" | "crashes"> = { kills: 0, crashes: [] };
  /** Kills that found nobody ready. */
  let owed = 0;
  const payKill = (member: Member): void => {
    if (!running || deathChance === 0 || owed === 0 || !member.ready || member.doomed) return;
    owed = 0;
    end(member, "SIGKILL");
  };
  const start = (member: Member): void => {
    if (!running || member.child) return;
    const order: WorkerOrder = {
      environment: { ...options.environment, PORT: String(member.port), ROLE: member.role },
      gorgiasUrl: options.gorgiasUrl,
      offsetMs: member.offsetMs,
      seed: random.int(0, 2 ** 31),
      deathChance,
    };
    const child = spawn(process.execPath, [WORKER, JSON.stringify(order)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { NODE_COMPILE_CACHE: options.cacheDir },
    });
    Object.assign(member, { child, ready: false, doomed: false });
    const said: string[] = [];
    const hear = (whole: string) => {
      const line = whole.slice(0, LONGEST_LINE);
      if (line === "ready") {
        member.ready = true;
        if (owed > 0 && running) setTimeout(() => payKill(member), random.between(100, 1_500));
      }
      if (line.startsWith(LAST_WORDS)) member.doomed = true;
      if (said.push(line) > 30) said.shift();
      log(`[${member.index} ${member.role} ${child.pid}] ${line}`);
    };
    createInterface(child.stdout).on("line", hear);
    createInterface(child.stderr).on("line", hear);
    child.stdin.on("error", () => undefined);
    child.once("close", (code, signal) => {
      const { ready, doomed } = member;
      log(`[${member.index} ${member.role} ${child.pid}] ended: ${code ?? signal}${doomed ? "" : ", by itself"}`);
      if (signal === "SIGKILL") fleet.kills += 1;
      // One that cannot reach the database while it starts ends, and its supervisor starts it again.
      if (ready && !doomed) fleet.crashes.push(`process ${member.index} ended by itself: ${said.join(" | ")}`);
      if (member.thaw) clearTimeout(member.thaw);
      Object.assign(member, { child: null, ready: false, thaw: null });
      setTimeout(() => start(member), ready ? random.between(50, 600) : 500);
    });
  };
  for (const member of members) start(member);
  const end = (member: Member, signal: "SIGKILL" | "SIGTERM") => {
    if (!member.child) return;
    member.doomed = true;
    member.child.kill(signal);
  };
  const tell = (member: Member, line: string) => void member.child?.stdin?.write(`${line}\n`);
  const pause = async () => {
    running = false;
    const ends = members.map((member) => ended(member.child));
    for (const member of members) end(member, "SIGKILL");
    await Promise.all(ends);
  };
  return Object.assign(fleet, {
    allReady: () => waitUntil(() => members.every(({ ready }) => ready), READY_MS, "the service does not come up"),
    doors: () => members.flatMap(({ ready, role, port }) => (ready && role !== "worker" ? [port] : [])),
    kill(index: number, evenStarting: boolean) {
      const isUp = ({ ready, doomed }: Member) => ready && !doomed;
      const chosen = members[index];
      const member = chosen && (evenStarting || isUp(chosen)) ? chosen : members.find(isUp);
      if (member) end(member, "SIGKILL");
      else owed += 1;
    },
    freeze: (index: number, ms: number) => void (members[index] && freeze(members[index], ms)),
    renew: (index: number) => void (members[index]?.ready && end(members[index], "SIGTERM")),
    setClock(offsetMs: number, index?: number) {
      for (const member of members.filter((each) => index === undefined || each.index === index)) {
        member.offsetMs = offsetMs;
        tell(member, `clock ${offsetMs}`);
      }
    },
    live() {
      deathChance = 0;
      for (const member of members) tell(member, "live");
    },
    pause,
    resume() {
      running = true;
      for (const member of members) start(member);
    },
    close: pause,
  });
}

function freeze(member: Member, ms: number): void {
  const { child } = member;
  if (!child || !member.ready || member.thaw) return;
  child.kill("SIGSTOP");
  member.thaw = setTimeout(() => {
    member.thaw = null;
    child.kill("SIGCONT");
  }, ms);
}

function ended(child: ChildProcess | null): Promise<unknown> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("close", resolve));
}

export async function waitUntil(isSo: () => boolean, patienceMs: number, otherwise: string): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!isSo()) {
    if (Date.now() > until) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
