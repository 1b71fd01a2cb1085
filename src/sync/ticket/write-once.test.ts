/** A write that is sent exactly once, with a vendor and a database that fail at each step, one run after the other. */
import { describe, expect, it } from "vitest";
import type { CompletedWrite } from "../../domain/ports/stores.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { RequestError, type RequestFate } from "../../kit/request-error.ts";
import { complete, saveCompleted, type Run, type WriteDeps } from "../run.ts";
import { writeOnce, type WriteSpec } from "./write-once.ts";

const NOW = 1_000_000;
const SETTLE_MS = 3_000;

type Statement = "intend" | "withdraw" | "complete";
const failure = (fate: RequestFate, status?: number) =>
  new RequestError("gorgias: failed", { fate, ...(status === undefined ? {} : { status }) });

/** A database that keeps writes, and Gorgias, which has what was sent. */
function outside() {
  const stored = new Map<string, Write>();
  const it = {
    stored,
    now: NOW,
    down: new Set<Statement>(),
    /** The answers of Gorgias to what is sent and looked for next. */
    sends: [] as (RequestError | "sent, no answer" | null)[],
    looks: [] as RequestError[],
    sent: [] as unknown[],
    looked: 0,
  };
  const unlessDown = (statement: Statement) => {
    if (it.down.has(statement)) throw new Error(`the database is down at ${statement}`);
  };
  const keep = (writes: readonly CompletedWrite[]) => {
    for (const { at, ...write } of writes)
      stored.set(write.key, { intent: null, ...stored.get(write.key), ...write, intendedAt: at });
  };
  const deps = {
    clock: () => it.now,
    writes: {
      async intend(
        _c: string,
        _a: string,
        write: Pick<Write, "generation" | "key" | "intent">,
        now: number,
        done = [],
      ) {
        unlessDown("intend");
        keep(done);
        stored.set(write.key, { ...write, state: "intended", outcome: null, requests: 0, intendedAt: now });
      },
      async withdraw(_c: string, _a: string, { key }: Pick<Write, "key">) {
        unlessDown("withdraw");
        stored.delete(key);
      },
      async complete(_c: string, _a: string, writes: readonly CompletedWrite[]) {
        unlessDown("complete");
        keep(writes);
      },
    },
  } as unknown as WriteDeps;
  return Object.assign(it, { deps });
}

type Outside = ReturnType<typeof outside>;

/** The next run reads what the database has. */
function openRun(world: Outside, more: Partial<Run> = {}): Run {
  const book = { connectionId: "one", activityId: "call:1", writes: [...world.stored.values()], unsaved: [] };
  return { ...book, helpDesk: { used: () => world.sent.length + world.looked }, ...more } as unknown as Run;
}

const specOf = (world: Outside, more: Partial<WriteSpec<string>> = {}): WriteSpec<string> => ({
  generation: 1,
  key: "note",
  intent: "full",
  send: () => send(world, "full"),
  find: async () => {
    world.looked += 1;
    const answer = world.looks.shift();
    if (answer) throw answer;
    return world.sent.length > 0 ? "found" : null;
  },
  ...more,
});

async function send(world: Outside, form: string): Promise<string | null> {
  const answer = world.sends.shift();
  if (answer instanceof RequestError) throw answer;
  if (answer === null) return null;
  world.sent.push(form);
  if (answer === "sent, no answer") throw failure("unknown");
  return "sent";
}

/** One run, which saves what it has completed at its end. */
async function runOnce(world: Outside, spec = specOf(world), more: Partial<Run> = {}): Promise<string> {
  const run = openRun(world, more);
  try {
    const result = await writeOnce(world.deps, run, spec);
    await saveCompleted(world.deps, run);
    return result.kind === "done" ? `done: ${result.outcome}` : result.kind;
  } catch (error) {
    if (error instanceof RequestError) return `${error.fate}, again in ${error.retryAfterMs} ms`;
    return error instanceof Error ? error.message : "?";
  }
}

const stateOf = ({ stored }: Outside) => stored.get("note")?.state ?? "none";

describe("a write", () => {
  it("is intended, sent and done", async () => {
    const world = outside();
    expect([await runOnce(world), stateOf(world), world.sent, world.looked]).toEqual([
      "done: sent",
      "done",
      ["full"],
      0,
    ]);
  });

  it("is not sent where its intent cannot be stored", async () => {
    const world = outside();
    world.down.add("intend");
    expect([await runOnce(world), world.sent]).toEqual(["the database is down at intend", []]);
  });

  it("whose answer is lost is looked for before it is sent again", async () => {
    const world = outside();
    world.sends = ["sent, no answer"];
    expect([await runOnce(world), stateOf(world)]).toEqual(["unknown, again in null ms", "intended"]);
    expect([await runOnce(world), stateOf(world), world.sent]).toEqual(["done: found", "done", ["full"]]);
  });

  it.each(["unknown", "later", "refused"] as const)(
    "is not sent where the look for it fails (%s), but looked for again",
    async (fate) => {
      const world = outside();
      world.sends = ["sent, no answer"];
      await runOnce(world);
      world.now += 60_000;
      world.looks = [failure(fate), failure(fate)];
      for (let n = 0; n < 2; n += 1) expect(await runOnce(world)).toBe(`${fate}, again in null ms`);
      expect([stateOf(world), world.sent]).toEqual(["intended", ["full"]]);
      expect([await runOnce(world), world.sent]).toEqual(["done: found", ["full"]]);
    },
  );

  it("that no look-up finds is sent again three seconds after the answer was given up, and not earlier", async () => {
    const world = outside();
    world.sends = [failure("unknown")];
    const spec = specOf(world);
    const slow = { ...spec, send: () => ((world.now += 30_000), spec.send(null)) };
    await runOnce(world, slow);
    world.now += SETTLE_MS - 1;
    expect([await runOnce(world), world.sent]).toEqual(["later, again in 1 ms", []]);
    world.now += 1;
    expect([await runOnce(world), world.sent]).toEqual(["done: sent", ["full"]]);
  });

  it("that a clock of the future intended waits for three seconds from now on", async () => {
    const world = outside();
    world.sends = [failure("unknown")];
    world.now += 600_000;
    await runOnce(world);
    world.now = NOW;
    expect(await runOnce(world)).toBe(`later, again in ${SETTLE_MS} ms`);
    world.now += SETTLE_MS;
    expect(await runOnce(world)).toBe("done: sent");
  });

  it.each([
    ["later", 429],
    ["refused", 401],
  ] as const)("that was not processed (%s, %i) is sent again without a look", async (fate, status) => {
    const world = outside();
    world.sends = [failure(fate, status)];
    expect([await runOnce(world), stateOf(world)]).toEqual([`${fate}, again in null ms`, "none"]);
    expect([await runOnce(world), world.looked]).toEqual(["done: sent", 0]);
  });

  it("that was not processed is looked for where that could not be stored", async () => {
    const world = outside();
    world.sends = [failure("later", 429)];
    world.down.add("withdraw");
    expect([await runOnce(world), stateOf(world)]).toEqual(["the database is down at withdraw", "intended"]);
    world.now += SETTLE_MS;
    expect([await runOnce(world), world.looked, world.sent]).toEqual(["done: sent", 1, ["full"]]);
  });

  it("whose end cannot be stored is found by the next run, and not sent twice", async () => {
    const world = outside();
    world.down.add("complete");
    expect([await runOnce(world), stateOf(world)]).toEqual(["the database is down at complete", "intended"]);
    world.down.clear();
    expect([await runOnce(world), stateOf(world), world.sent]).toEqual(["done: found", "done", ["full"]]);
  });

  it("that cannot be sent leaves nothing behind", async () => {
    const world = outside();
    world.sends = [null];
    expect([await runOnce(world), stateOf(world)]).toEqual(["nothing", "none"]);
  });

  it("of a cautious run is looked for before it is sent the first time", async () => {
    const world = outside();
    expect([await runOnce(world, specOf(world), { cautious: true }), world.looked]).toEqual(["done: sent", 1]);
    world.stored.clear();
    expect([await runOnce(world, specOf(world), { cautious: true }), world.sent]).toEqual(["done: found", ["full"]]);
  });
});

describe("a rejected write", () => {
  const lesserOf = (world: Outside) => ["less", "least"].map((intent) => ({ intent, send: () => send(world, intent) }));

  it.each([
    [[400, 400], "done: sent", ["least"]],
    [[409], "done: sent", ["less"]],
    [[422, 422, 422], "refused", []],
    [[403, 403], "refused", []],
    [[403], "done: sent", ["less"]],
    [[404], "refused", []],
  ] as const)("C18: with %j is %s, sent as %j", async (statuses, result, sent) => {
    const world = outside();
    world.sends = statuses.map((status) => failure("refused", status));
    const spec = specOf(world, { lesser: lesserOf(world) });
    expect([await runOnce(world, spec), world.sent]).toEqual([result, sent]);
    expect(stateOf(world)).toBe(result === "refused" ? "refused" : "done");
  });
});

describe("what a run has completed", () => {
  const completed = { generation: 1, state: "done", outcome: {}, intent: null, at: NOW } as const;

  it.each(["complete", "intend"] as const)("is saved later where the database is down at %s", async (statement) => {
    const world = outside();
    const run = openRun(world);
    complete(run, { ...completed, key: "ticket", requests: 1 });
    complete(run, { ...completed, key: "look", requests: 1 });
    complete(run, { ...completed, key: "look", requests: 2 });
    const save = () =>
      statement === "complete" ? saveCompleted(world.deps, run) : writeOnce(world.deps, run, specOf(world));
    world.down.add(statement);
    await expect(save()).rejects.toThrow("the database is down");
    expect(world.stored.size).toBe(0);
    world.down.clear();
    await save();
    const requests = ["ticket", "look"].map((key) => world.stored.get(key)?.requests);
    expect(requests).toEqual([1, 3]);
    expect(run.unsaved.map(({ key }) => key)).toEqual(statement === "complete" ? [] : ["note"]);
  });
});
