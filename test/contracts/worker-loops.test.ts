/**
 * The scheduler's own loops on PostgreSQL: they look, listen, extend and complete by themselves, and no failure of the
 * database ends one of them.
 */
import { afterEach, describe, expect, it } from "vitest";
import type { WorkItem } from "../../src/domain/activity/work-item.ts";
import { systemClock } from "../../src/kit/clock.ts";
import { createLogger } from "../../src/kit/logger.ts";
import type { Database, Sql } from "../../src/storage/db/database.ts";
import { openPostgres } from "../../src/storage/db/open-postgres.ts";
import { leaseWork } from "../../src/storage/work/lease.ts";
import { openScheduler, type WorkScheduler } from "../../src/storage/work/scheduler.ts";
import { startWorkerPool } from "../../src/storage/work/worker-pool.ts";
import { workStore } from "../../src/storage/work/work-store.ts";
import { POOLS } from "../../src/storage/work/pools.ts";
import { freshPostgres } from "../helpers/postgres.ts";
import { NOW, openPostgresBackend, useBackend } from "./backend.ts";

const backend = useBackend(openPostgresBackend);
const database = () => backend.it.database;
const log = createLogger("silent");
const call = (ref: string): WorkItem => ({ connectionId: "shop", kind: "call", ref, part: "" });

const LEASES = /set lease = \$7/;
const COMPLETES = /h\.next_at/;
const EXTENDS = /set leased_until = now\(\)/;

/** Fails the next statements that match, each as often as asked. */
function moody(inner: Database, failures: [RegExp, number][] = []) {
  const failed: string[] = [];
  const left = new Map(failures);
  const around =
    (ask: Sql["query"]): Sql["query"] =>
    async (text, values) => {
      for (const [pattern, times] of left) {
        if (times === 0 || !pattern.test(text)) continue;
        left.set(pattern, times - 1);
        failed.push(pattern.source);
        throw new Error("the database is away");
      }
      return ask(text, values);
    };
  const own: Database = { ...inner, query: around(inner.query), keyed: around(inner.keyed) };
  return { database: own, failed };
}

const open: WorkScheduler[] = [];
function scheduler(on: Database): WorkScheduler {
  const one = openScheduler(on, { backend: "postgres" }, systemClock, log);
  open.push(one);
  return one;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.rest(2_000)));
  await database().query("delete from work_items");
});

/** Resolves when an item has run for the `times`-th time. */
function runs(times = 1) {
  const done = Promise.withResolvers<void>();
  const refs: string[] = [];
  const run = async ({ ref }: WorkItem) => {
    refs.push(ref);
    if (refs.length === times) done.resolve();
  };
  return { run, refs, done: done.promise };
}

async function isOver(): Promise<void> {
  const left = () => database().query("select 1 from work_items where due_at is not null or lease is not null");
  await expect.poll(left).toEqual([]);
}

describe("a worker's loops", () => {
  it("L8: begin work at its notification, which asks for the kinds that were marked and no others", async () => {
    const asked: string[] = [];
    const inner = database();
    const heard: Database = {
      ...inner,
      async keyed<Row>(text: string, values: readonly unknown[] = []) {
        const rows = await inner.keyed<Row>(text, values);
        if (LEASES.test(text) && rows.length > 0) asked.push([...new Set(values[1] as string[])].join());
        return rows;
      },
    };
    const mine = scheduler(heard);
    await mine.work(async () => undefined);
    // A poll, which asks for every kind, may be faster now and then.
    for (let n = 1; n < 20 && !asked.includes("call,conversation"); n += 1) {
      await mine.markDue([call(String(n))]);
      await isOver();
    }
    expect(asked).toContain("call,conversation");
  });

  it.each([
    ["no notification arrives", async () => async () => undefined],
    ["nothing can be listened to", () => Promise.reject(new Error("no more connections"))],
  ] satisfies [string, Database["listen"]][])("L8: find work by polling where %s", async (_what, listen) => {
    const { run, done } = runs();
    const deaf = scheduler({ ...database(), listen });
    await deaf.work(run);
    await scheduler(database()).markDue([call("1")]);
    await done;
    await isOver();
  });

  it("L8: look again after look-ups for work that failed, however many in a row", async () => {
    const { run, done } = runs();
    const { database: away, failed } = moody(database(), [[LEASES, 3]]);
    await scheduler(away).work(run);
    await scheduler(database()).markDue([call("1")]);
    await done;
    expect(failed).toHaveLength(3);
    await isOver();
  });

  it("L8: complete what has run once the database is back, and run it once", async () => {
    const { run, refs, done } = runs();
    const { database: away, failed } = moody(database(), [[COMPLETES, 2]]);
    await scheduler(away).work(run);
    await scheduler(database()).markDue([call("1")]);
    await done;
    await isOver();
    expect([refs, failed.length]).toEqual([["1"], 2]);
  });

  it("L8: keep the failure of a run through failed completions: it is retried later, as its second attempt", async () => {
    const { database: away } = moody(database(), [[COMPLETES, 1]]);
    const mine = scheduler(away);
    await mine.work(() => Promise.reject(new Error("Gorgias is away")));
    await mine.markDue([call("1")]);
    await expect
      .poll(() => database().query("select attempts, lease, due_at > scheduled_at as later from work_items"))
      .toEqual([{ attempts: 1, lease: null, later: true }]);
  });

  it("S3: goes on with other work while one run hangs", async () => {
    const { run, done } = runs(2);
    const hung = Promise.withResolvers<void>();
    const mine = scheduler(database());
    await mine.work(async (work) => (work.ref === "hangs" ? hung.promise : run(work)));
    await mine.markDue([call("hangs"), call("1")]);
    await mine.markDue([call("2")]);
    await done;
    hung.resolve();
    await isOver();
  });

  it("L8: extend leases again and again, also after an extension that failed", async () => {
    const { database: away, failed } = moody(database(), [[EXTENDS, 2]]);
    const began = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const run = async () => {
      began.resolve();
      await end.promise;
    };
    // A look-up for work would extend late leases too.
    const timing = { pollMs: 60_000, extendMs: 20 };
    const deps = { store: workStore(away, systemClock), run, now: systemClock, log };
    await scheduler(database()).markDue([call("1")]);
    const pool = startWorkerPool(deps, POOLS, timing);
    await began.promise;
    const left = async () => {
      const [row] = await database().query<{ s: number }>(
        "select extract(epoch from leased_until - clock_timestamp())::float8 as s from work_items",
      );
      return row?.s ?? 0;
    };
    for (let time = 0; time < 2; time += 1) {
      await database().query("update work_items set leased_until = now() + interval '1 second'");
      await expect.poll(left).toBeGreaterThan(40);
    }
    expect(await left()).toBeLessThanOrEqual(45);
    expect(failed).toHaveLength(2);
    end.resolve();
    await pool.stop(5_000);
  });

  it("L8: stop in time though a run hangs, and another node has its work at once", async () => {
    const began = Promise.withResolvers<void>();
    const mine = scheduler(database());
    await mine.work(() => {
      began.resolve();
      return new Promise(() => undefined);
    });
    await mine.markDue([call("1")]);
    await began.promise;
    await mine.rest(5);
    const { run, done, refs } = runs();
    await scheduler(database()).work(run);
    await done;
    expect(refs).toEqual(["1"]);
    await isOver();
  });

  it("begin nothing that is marked after they were stopped", async () => {
    const { run, refs } = runs();
    const mine = scheduler(database());
    await mine.work(run);
    await mine.rest(1_000);
    await mine.markDue([call("1")]);
    const other = runs();
    await scheduler(database()).work(other.run);
    await other.done;
    expect([refs, other.refs]).toEqual([[], ["1"]]);
    await isOver();
  });
});

describe("a lease", () => {
  const ask = { kinds: ["call"] as const, mostUrgent: 0, leastUrgent: 9, free: 9 };
  const leased = async () => (await leaseWork(database(), [ask], Date.now())).length;
  const until = (interval: string) =>
    database().query(`update work_items set leased_until = now() + interval '${interval}'`);

  it("lasts 45 s, and is free once it is over or ends later than any can", async () => {
    await scheduler(database()).markDue([call("1")]);
    expect(await leased()).toBe(1);
    const [row] = await database().query<{ s: number }>(
      "select extract(epoch from leased_until - clock_timestamp())::float8 as s from work_items",
    );
    expect(row?.s).toBeGreaterThan(30);
    expect(row?.s).toBeLessThanOrEqual(45);
    for (const [interval, free] of [
      ["1 second", 0],
      ["449 seconds", 0],
      ["460 seconds", 1],
      ["-1 millisecond", 1],
    ] as const) {
      await until(interval);
      expect([interval, await leased()]).toEqual([interval, free]);
    }
  });

  it("covers no more than was asked for, of all kinds together", async () => {
    const items = ["1", "2", "3"].flatMap((ref) => [call(ref), { ...call(ref), kind: "conversation" as const }]);
    await scheduler(database()).markDue(items);
    const both = { ...ask, kinds: ["call", "conversation"] as const, free: 4 };
    expect(await leaseWork(database(), [both], Date.now())).toHaveLength(4);
    expect(await leaseWork(database(), [both], Date.now())).toHaveLength(2);
  });
});

it("finished work is deleted every 30 s, and at once where the clock went back", async () => {
  let now = NOW;
  const mine = backend.it.openScheduler(() => now);
  const leftAfter = async (at: number) => {
    await database().query(
      `insert into work_items (connection_id, kind, ref, scheduled_at) values ('shop', 'call', '1', now()) on conflict do nothing`,
    );
    now = at;
    await mine.upkeep();
    return (await database().query("select 1 from work_items")).length;
  };
  await database().query("delete from work_items");
  expect(await leftAfter(NOW)).toBe(0);
  expect(await leftAfter(NOW + 30_000 - 1)).toBe(1);
  expect(await leftAfter(NOW + 30_000)).toBe(0);
  expect(await leftAfter(NOW)).toBe(0);
});

describe("a pool of PostgreSQL connections", () => {
  const onOne = async (work: (one: Database) => Promise<void>, statementMs?: number) => {
    const store = await freshPostgres();
    const one = openPostgres({ url: store.url, poolSize: 1, ...(statementMs ? { statementMs } : {}) }, () => undefined);
    await work(one).finally(async () => {
      await one.close();
      await store.close();
    });
  };
  const pidOf = async (one: Sql) => (await one.query<{ pid: number }>("select pg_backend_pid() as pid"))[0]?.pid;

  it("takes a connection back after a failed transaction, with nothing of it left", () =>
    onOne(async (one) => {
      await one.query("create table kept (n int)");
      const pid = await pidOf(one);
      const failing = one.transaction(async (sql) => {
        await sql.query("insert into kept values (1)");
        throw new Error("not this time");
      });
      await expect(failing).rejects.toThrow("not this time");
      await expect(one.transaction((sql) => sql.query("select no_such_column"))).rejects.toThrow("no_such_column");
      expect([await one.query("select * from kept"), await pidOf(one)]).toEqual([[], pid]);
      await one.transaction((sql) => sql.query("insert into kept values (2)"));
      expect(await one.query("select * from kept")).toEqual([{ n: 2 }]);
    }));

  it("L8: never takes back one whose statement got no answer, and commits nothing of it", () =>
    onOne(async (one) => {
      await one.query("create table kept (n int)");
      const pid = await pidOf(one);
      const late = one.transaction(async (sql) => {
        await sql.query("insert into kept values (1)");
        await sql.query("select pg_sleep(60)");
      });
      await expect(late).rejects.toThrow("Query read timeout");
      expect(await pidOf(one)).not.toBe(pid);
      expect(await one.query("select * from kept")).toEqual([]);
    }, 300));

  it("lets a patient transaction take longer than any other statement", () =>
    onOne(async (one) => {
      const patient = one.transaction((sql) => sql.query("select pg_sleep(0.6)"), { patient: true });
      await expect(patient).resolves.toHaveLength(1);
    }, 300));

  it("L8: tells when the database last answered, and an error is no answer", () =>
    onOne(async (one) => {
      await one.query("select 1");
      const before = one.answeredAt?.() ?? 0;
      await expect(one.query("select no_such_column")).rejects.toThrow("no_such_column");
      expect(one.answeredAt?.()).toBe(before);
      await one.query("select 1");
      expect(one.answeredAt?.()).toBeGreaterThan(before);
    }));
});
