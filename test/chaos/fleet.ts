/** The processes of the service: started, killed, frozen, stopped in good order, and started again, each by its own pid. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Seeded } from "./seeded.ts";
import { GIVES_UP, GIVES_UP_WRITE, LAST_WORDS, type WorkerOrder } from "./worker.ts";

export interface FleetOptions {
  /** One role a process. */
  members: readonly { role: "all" | "web" | "worker"; port: number }[];
  environment: Record<string, string>;
  gorgiasUrl: string;
  random: Seeded;
  deathChance: number;
  /** How long an answer is waited for, until `live`. */
  patienceMs: number;
  cacheDir: string;
  /** Hears everything that a process says. */
  log(line: string): void;
}

/** Deeds tell whether they came about. Where the member named is not up it is another, or the next that is. */
export interface Fleet {
  /** Deaths by SIGKILL: those that were planned, and those at writes. Who is killed to clear up does not count. */
  kills: number;
  /** Requests that were given up, and among them the writes. */
  timeouts: number;
  lateWrites: number;
  /** Processes that ended though nobody made them, after they were ready. */
  crashes: string[];
  allReady(): Promise<void>;
  /** Ports of those that take deliveries now. */
  doors(): number[];
  /**
   * One that is still starting only when told so: else nobody would ever work. Kills that find nobody come to one
   * together, some time after the next is ready, or with `live`.
   */
  kill(member: number, evenStarting: boolean): Promise<boolean>;
  freeze(member: number, ms: number): Promise<boolean>;
  /** In good order, as a deployment does. */
  renew(member: number): Promise<boolean>;
  /** Steps one clock, that of the member named: it shows in all that its process does, also while it starts. */
  stepClock(member: number, offsetMs: number): Promise<boolean>;
  /** Steps all clocks. */
  setClock(offsetMs: number): void;
  /** Nobody dies by a write from now on, no kill waits any more, and answers are waited for. */
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
  /** Its end is no surprise. */
  doomed: boolean;
  /** It was to die by SIGKILL before anything is cleared up. */
  slain: boolean;
  thaw: NodeJS.Timeout | null;
}

const WORKER = join(import.meta.dirname, "worker.ts");
const READY_MS = 60_000;
/** Errors of a database may tell of a whole connection. */
const LONGEST_LINE = 1_000;

export function startFleet(options: FleetOptions): Fleet {
  const { random, log } = options;
  const members: Member[] = options.members.map(({ role, port }, index) => {
    return { index, role, port, offsetMs: 0, child: null, ready: false, doomed: false, slain: false, thaw: null };
  });
  let raging = true;
  let running = true;
  const fleet: Pick<Fleet, "kills" | "timeouts" | "lateWrites" | "crashes"> = {
    kills: 0,
    timeouts: 0,
    lateWrites: 0,
    crashes: [],
  };
  /** Kills that found nobody ready, each waiting to hear what became of it. */
  let owed: ((isDone: boolean) => void)[] = [];
  const settleKills = (isDone: boolean) => {
    const [first, ...others] = owed;
    owed = [];
    first?.(isDone);
    for (const other of others) other(false);
  };
  const payKill = (member: Member): void => {
    if (running && owed.length > 0 && isUp(member)) settleKills(slay(member));
  };
  const start = (member: Member): void => {
    if (!running || member.child) return;
    const order: WorkerOrder = {
      environment: { ...options.environment, PORT: String(member.port), ROLE: member.role },
      gorgiasUrl: options.gorgiasUrl,
      offsetMs: member.offsetMs,
      seed: random.int(0, 2 ** 31),
      deathChance: raging ? options.deathChance : 0,
      patienceMs: raging ? options.patienceMs : null,
    };
    const child = spawn(process.execPath, [WORKER, JSON.stringify(order)], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { NODE_COMPILE_CACHE: options.cacheDir },
    });
    Object.assign(member, { child, ready: false, doomed: false, slain: false });
    const said: string[] = [];
    const hear = (whole: string) => {
      const line = whole.slice(0, LONGEST_LINE);
      if (line === "ready") {
        member.ready = true;
        if (owed.length > 0 && running) setTimeout(() => payKill(member), random.between(100, 1_500));
      }
      if (line.startsWith(LAST_WORDS)) Object.assign(member, { doomed: true, slain: true });
      if (line.startsWith(GIVES_UP)) fleet.timeouts += 1;
      if (line.startsWith(GIVES_UP_WRITE)) fleet.lateWrites += 1;
      if (said.push(line) > 30) said.shift();
      log(`[${member.index} ${member.role} ${child.pid}] ${line}`);
    };
    createInterface(child.stdout).on("line", hear);
    createInterface(child.stderr).on("line", hear);
    child.stdin.on("error", () => undefined);
    child.once("close", (code, signal) => {
      const { ready, doomed, slain } = member;
      log(`[${member.index} ${member.role} ${child.pid}] ended: ${code ?? signal}${doomed ? "" : ", by itself"}`);
      if (signal === "SIGKILL" && slain) fleet.kills += 1;
      // One that cannot reach the database while it starts ends, and its supervisor starts it again.
      if (ready && !doomed) fleet.crashes.push(`process ${member.index} ended by itself: ${said.join(" | ")}`);
      if (member.thaw) clearTimeout(member.thaw);
      Object.assign(member, { child: null, ready: false, thaw: null });
      setTimeout(() => start(member), ready ? random.between(50, 600) : 500);
    });
  };
  for (const member of members) start(member);
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
    async kill(index: number, evenStarting: boolean) {
      const chosen = members[index];
      const member = chosen?.child && (evenStarting || isUp(chosen)) ? chosen : members.find(isUp);
      return member ? slay(member) : raging && new Promise<boolean>((resolve) => owed.push(resolve));
    },
    freeze: async (index: number, ms: number) =>
      freeze(await findUp(members, index, (each) => isUp(each) && !each.thaw), ms),
    renew: async (index: number) => end(await findUp(members, index, isUp), "SIGTERM"),
    async stepClock(index: number, offsetMs: number) {
      const member = members[index];
      if (!member) return false;
      member.offsetMs = offsetMs;
      tell(member, `clock ${offsetMs}`);
      return true;
    },
    setClock(offsetMs: number) {
      for (const member of members) {
        member.offsetMs = offsetMs;
        tell(member, `clock ${offsetMs}`);
      }
    },
    live() {
      raging = false;
      const anyone = members.find(({ child, doomed }) => child && !doomed);
      if (owed.length > 0) settleKills(anyone !== undefined && slay(anyone));
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

function isUp({ child, ready, doomed }: Member): boolean {
  return child !== null && ready && !doomed;
}

/** The member named if it will do, else another, else the next that does. */
async function findUp(members: readonly Member[], index: number, willDo: (member: Member) => boolean): Promise<Member> {
  const inOrder = [...members.slice(index), ...members.slice(0, index)];
  await waitUntil(() => inOrder.some(willDo), READY_MS, "nobody came up that it could be done to");
  const found = inOrder.find(willDo);
  if (!found) throw new Error("whoever was up is gone");
  return found;
}

function end(member: Member, signal: "SIGKILL" | "SIGTERM"): boolean {
  member.doomed = true;
  return member.child?.kill(signal) ?? false;
}

function slay(member: Member): boolean {
  member.slain = true;
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

export async function waitUntil(isSo: () => boolean, patienceMs: number, otherwise: string): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!isSo()) {
    if (Date.now() > until) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
