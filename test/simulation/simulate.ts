/** Plays one history in this process, from its first minute until nothing is left to do, and judges what came of it. */
import type { AircallDelivery } from "../../sandbox/aircall/deliveries.ts";
import { checkAll } from "../chaos/check-all.ts";
import { trackState, type FinalState, type Violation } from "../chaos/final-state.ts";
import { describeViolation } from "../chaos/describe-violation.ts";
import { seeded } from "../chaos/seeded.ts";
import type { Shop } from "../helpers/shop.ts";
import { openAgents, type Agents } from "./agents.ts";
import { checkActivity } from "./check-activity.ts";
import { checkCalm } from "./check-calm.ts";
import { checkChanged } from "./check-changed.ts";
import { checkWaiting } from "./check-waiting.ts";
import type { Matrix } from "./conditions.ts";
import { checkCustomers } from "./known-customers.ts";
import { DAY_MS, type History, type Story } from "./history.ts";
import { playFaults, type FaultCounts } from "./play-faults.ts";
import { playStory } from "./play-story.ts";
import { openSimulatedShop, type SimulatedShop } from "./simulated-shop.ts";
import { openWorld, SERVICE_URL, START, type World } from "./world.ts";

export interface Progress {
  day: number;
  calls: number;
  messages: number;
}

export interface SimulateOptions {
  /** A PostgreSQL database with every migration, and nothing else. The embedded database where it is missing. */
  databaseUrl?: string | undefined;
  onProgress?(progress: Progress): void;
  onTrace?(line: string): void;
}

export interface Simulated {
  /** One story each. */
  violations: string[];
  /** Of the trace: the same for the same history. */
  digest: string;
  requests: number;
  calls: number;
  messages: number;
  faults: FaultCounts;
  matrix: Matrix;
  /** What happened outside, in words. */
  events: string[];
}

/** What comes a day later comes as well: calls are compared with Aircall's list again after a day. */
const AFTERWARDS_MS = 26 * 3_600_000;
const SETUP_MS = 3_600_000;
/** How often it is looked whether work waits. */
const LOOK_MS = 30 * 60_000;

export async function simulate(history: History, options: SimulateOptions = {}): Promise<Simulated> {
  const { onTrace, onProgress } = options;
  const world = await openWorld({ ...history, databaseUrl: options.databaseUrl, ...(onTrace ? { onTrace } : {}) });
  const { kernel, sandbox } = world;
  const shops = await kernel.run(setUp(world, history), SETUP_MS);
  await kernel.pass(START + SETUP_MS - kernel.now());
  const agents = openAgents(sandbox, kernel.now);
  const events: string[] = [];
  const say = (line: string) => void events.push(`${new Date(kernel.now()).toISOString().slice(0, 19)} ${line}`);
  const faults = playFaults({ world, shops, agents, say }, history.faults);
  const deliveries = new Set<AircallDelivery>();
  const late: string[] = [];
  for (let day = 1; day <= history.days; day += 1) {
    for (const story of ofDay(history.stories, day, history.days)) scheduleStory(world, history, shops, story);
    for (const fault of ofDay(history.faults, day, history.days)) faults.schedule(fault);
    const end = START + day * DAY_MS;
    while (kernel.now() < end) {
      await kernel.pass(Math.min(LOOK_MS, end - kernel.now()));
      late.push(...(await checkWaiting(world.database, kernel.now(), kernel.now() === end)));
    }
    for (const delivery of sandbox.aircall.phone.deliveries.log) deliveries.add(delivery);
    onProgress?.({ day, ...countOf(world) });
  }
  await comeToRest(world);
  for (const delivery of sandbox.aircall.phone.deliveries.log) deliveries.add(delivery);
  const violations = [...late, ...(await judge(world, history, shops, agents, [...deliveries]))];
  const { trace, conditions } = world;
  return {
    violations,
    digest: trace.digest(),
    requests: trace.count,
    ...countOf(world),
    faults: faults.counts,
    matrix: conditions.matrix,
    events,
  };
}

/** What happens on one day, counted from 1. What comes after the last day belongs to it. */
function ofDay<T extends { atMs: number }>(all: readonly T[], day: number, lastDay: number): T[] {
  const until = day === lastDay ? Number.POSITIVE_INFINITY : day * DAY_MS;
  return all.filter(({ atMs }) => atMs >= (day - 1) * DAY_MS && atMs < until);
}

function countOf({ sandbox }: World): { calls: number; messages: number } {
  const { state } = sandbox.aircall.phone;
  return { calls: state.calls.size, messages: state.messages.size };
}

async function setUp(world: World, history: History): Promise<SimulatedShop[]> {
  const { kernel, nodes, sandbox } = world;
  for (const node of nodes) await node.start();
  const [first] = nodes;
  if (!first) throw new Error("there is no node");
  const clock = { now: kernel.now, advance: () => undefined };
  const around = { sandbox, services: first.services(), clock, url: SERVICE_URL, settle: async () => undefined };
  const shops: SimulatedShop[] = [];
  for (const company of history.companies) shops.push(await openSimulatedShop(world, around, company));
  return shops;
}

function scheduleStory({ kernel }: World, { seed }: History, shops: readonly Shop[], story: Story): void {
  const shop = shops[story.company % shops.length];
  if (!shop) return;
  const fire = () => playStory(shop, story.kind, { random: seeded(seed).fork(`story ${story.id}`) });
  kernel.later({ ms: START + story.atMs - kernel.now(), fire });
}

/** Nothing goes wrong any more. Every node works, and what was held back arrives. */
async function comeToRest({ kernel, conditions, nodes, sandbox }: World): Promise<void> {
  conditions.clear();
  const { phone } = sandbox.aircall;
  phone.change({ duplicateChance: 0, delayMs: 0 });
  if (phone.deliveries.holding) void phone.deliveries.release();
  for (const node of nodes) node.skewMs = 0;
  await kernel.pass(AFTERWARDS_MS);
}

/** More stories than anyone reads. */
const MOST_STORIES = 20;

async function judge(
  world: World,
  history: History,
  shops: readonly SimulatedShop[],
  agents: Agents,
  deliveries: readonly AircallDelivery[],
): Promise<string[]> {
  const { sandbox, inlet, database, nodes, watch, logs } = world;
  const finalState = trackState({
    sandbox,
    endpoint: inlet,
    database,
    shops,
    deliveries,
    changed: agents.changed,
    longOutages: true,
  });
  await finalState.read();
  const selected = selectedOnly(finalState, shops);
  const found = [
    ...checkAll(selected),
    ...checkChanged(finalState, agents),
    ...checkCustomers(finalState),
    ...checkActivity(selected),
    ...checkCalm(selected, history),
  ];
  const seen = watch.violations.map(({ account, at, what }) => `${new Date(at).toISOString()} ${account}: ${what}`);
  const down = nodes
    .filter((node) => !node.isReady())
    .map(({ name, failures }) => `${name} is down: ${failures.join()}`);
  return [
    ...down,
    ...seen,
    ...logs.violations.slice(0, MOST_STORIES),
    ...found.slice(0, MOST_STORIES).map((one: Violation) => describeViolation(finalState, one)),
    ...(found.length > MOST_STORIES ? [`and ${found.length - MOST_STORIES} more`] : []),
  ];
}

/** Calls and messages of lines that are not selected have no ticket (S1). */
function selectedOnly(finalState: FinalState, shops: readonly SimulatedShop[]): FinalState {
  const { companies } = finalState.sandbox.aircall.phone.state;
  const selected = new Set(
    shops.flatMap((shop) => {
      const lines = companies.find(({ id }) => id === shop.company)?.lines ?? [];
      return lines.flatMap(({ id, name }) => (shop.selected?.includes(name) === false ? [] : [id]));
    }),
  );
  return {
    ...finalState,
    calls: (shop) => finalState.calls(shop).filter(({ lineId }) => selected.has(lineId)),
    messages: (shop) => finalState.messages(shop).filter(({ lineId }) => selected.has(lineId)),
  };
}
