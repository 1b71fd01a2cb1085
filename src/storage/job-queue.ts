/** The queue (pg-boss, in the same database): at most one worker at a call at a time, and one more turn waiting. */
import { PgBoss, type Job as BossJob, type JobInsert } from "pg-boss";
import type { Job, Jobs } from "../domain/ports/stores.ts";
import type { Logger } from "../kit/logger.ts";
import { traceparent } from "../kit/trace.ts";
import { fairShare } from "./fair-share.ts";
import { queueInside, type Database, type Sql } from "./database.ts";
import { PreparingClient } from "./preparing-client.ts";
import { showAllWaiting } from "./show-all-waiting.ts";

export type JobName = Job["queue"];
export const JOB_NAMES = ["card", "turn", "media", "care"] as const satisfies readonly JobName[];

/** Does one job. What it throws is retried by the queue, later and later. */
export type JobHandler = (job: Job) => Promise<void>;

export interface JobQueue extends Jobs {
  /** Adds jobs inside a transaction of ours. */
  addInside(sql: Sql, jobs: readonly Job[]): Promise<void>;
  /** Works until `stop`. */
  work(handle: JobHandler): Promise<void>;
  /** Does each waiting job once, be its time come or not: for tests, which step instead of waiting. */
  step(handle: JobHandler): Promise<{ completed: number; failed: number }>;
  /** Gives back what dead workers left unfinished; only for who knows that no other worker lives. */
  releaseAbandoned(): Promise<void>;
  /** Ends work under way in good order, at most `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

export interface JobQueueOptions {
  backend: "postgres" | "cockroachdb" | "citus";
  /** For the queue's own pool, with LISTEN; none with PGlite, where the queue shares our one connection. */
  databaseUrl: string | null;
}

/** A silent worker is replaced after this; longer than the longest request to a vendor. */
const HEARTBEAT_S = 45;
/** Weeks of retries, five minutes apart by then: a job is never given up while its connection lives. */
const RETRY_LIMIT = 10_000;
const RETRY_DELAY_MAX_S = 300;

interface Workers {
  batchSize: number;
  localConcurrency: number;
  expireInSeconds: number;
  /** Besides, so many who do what can wait: the others are for what comes in at a connection that queues little (S3). */
  forPatientWork?: number;
}

const WORKERS: Record<JobName, Workers> = {
  // Cards wait for nobody (I2).
  card: { batchSize: 5, localConcurrency: 4, expireInSeconds: 60 },
  turn: { batchSize: 10, localConcurrency: 8, expireInSeconds: 900, forPatientWork: 3 },
  care: { batchSize: 2, localConcurrency: 2, expireInSeconds: 3600 },
  // Long jobs have a queue of their own, and are settled one by one. Each file on its way takes some memory.
  media: { batchSize: 1, localConcurrency: 4, expireInSeconds: 3600 },
};
/**
 * The group is the work itself: what is at work is left out when more is fetched. Without this, one turn that waits for
 * its call's turn under way makes every fetch fail on the unique index, and nobody else's work is fetched meanwhile.
 */
const ONE_AT_A_TIME = { groupConcurrency: 1 } as const;

export async function startJobQueue(database: Database, options: JobQueueOptions, log: Logger): Promise<JobQueue> {
  const boss = new PgBoss({
    ...(options.databaseUrl === null
      ? { db: database.queue }
      : { connectionString: options.databaseUrl, max: 10, Client: PreparingClient }),
    backend: database.kind === "pglite" ? "pglite" : options.backend,
    useListenNotify: options.backend !== "cockroachdb",
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    schedule: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "the queue failed at something; it tries again by itself"));
  boss.on("warning", (warning) => log.debug({ warning }, "the queue warns"));
  await boss.start();
  await showAllWaiting(database, options.backend);
  for (const name of JOB_NAMES) {
    await boss.createQueue(name, {
      policy: "stately",
      notify: true,
      retryLimit: RETRY_LIMIT,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: RETRY_DELAY_MAX_S,
      heartbeatSeconds: HEARTBEAT_S,
      expireInSeconds: WORKERS[name].expireInSeconds,
      deleteAfterSeconds: 3600,
    });
    // Has the queue remember this queue now: asked for the first time inside a transaction of ours, it would wait for
    // the one connection of the embedded database, which that transaction holds.
    await boss.insert(name, []);
  }
  const priorityOf = fairShare();
  const insert = async (jobs: readonly Job[], db?: ReturnType<typeof queueInside>): Promise<void> => {
    for (const name of JOB_NAMES) {
      const rows = toInserts(
        jobs.filter((job) => job.queue === name),
        priorityOf,
      );
      if (rows.length > 0) await boss.insert(name, rows, db ? { db } : {});
    }
  };
  return {
    add: (jobs) => insert(jobs),
    addInside: (sql, jobs) => insert(jobs, queueInside(sql)),
    async work(handle) {
      for (const name of JOB_NAMES) await workOn(boss, name, handle);
    },
    step: (handle) => step(boss, database, handle),
    async releaseAbandoned() {
      const active = await database.query<{ name: string; id: string }>(
        `select name, id::text as id from pgboss.job where state = 'active' and name = any($1::text[])`,
        [JOB_NAMES],
      );
      for (const { name, id } of active) await boss.fail(name, id, { message: "its worker died" });
    },
    stop: (patienceMs) => boss.stop({ graceful: true, timeout: patienceMs, close: true }),
  };
}

/** What makes two jobs the same work. */
function keyOf(job: Job): string {
  const subject = `${job.connectionId}/${job.subject}`;
  return job.queue === "media" ? `${subject}/${job.media}` : subject;
}

function toInserts(jobs: readonly Job[], priorityOf: (connectionId: string) => number): JobInsert[] {
  const once = new Map(jobs.map((job) => [keyOf(job), job]));
  return [...once].map(([singletonKey, job]) => ({
    singletonKey,
    data: { trace: traceparent(), ...job },
    group: { id: singletonKey },
    // What was put aside counts as load as well.
    priority: Math.min(priorityOf(job.connectionId), isPatient(job) ? PATIENT : 0),
  }));
}

/** Of this priority and below is what can wait: of connections that queue much, and what was put aside. */
const PATIENT = -1;

/** What was put aside waits within its turn as well, up to 20 s between two requests: nobody else is to wait for that. */
function isPatient(job: Job): boolean {
  return job.queue === "turn" && job.putAside === true;
}

async function workOn(boss: PgBoss, name: JobName, handle: JobHandler): Promise<void> {
  const { forPatientWork: patient = 0, ...workers } = WORKERS[name];
  if (patient === 0) return workWith(boss, name, workers, handle);
  await workWith(boss, name, { ...workers, minPriority: PATIENT + 1 }, handle);
  await workWith(boss, name, { ...workers, localConcurrency: patient, maxPriority: PATIENT }, handle);
}

type Share = Omit<Workers, "forPatientWork"> & { minPriority?: number; maxPriority?: number };

async function workWith(boss: PgBoss, name: JobName, workers: Share, handle: JobHandler): Promise<void> {
  const options = {
    ...workers,
    ...ONE_AT_A_TIME,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 2,
    perJobResults: true,
  } as const;
  await boss.work<Job, unknown, typeof options>(name, options, (jobs) => settleAll(boss, name, jobs, handle));
}

/** A batch is settled when its slowest job is; what is done sooner is told so after this. */
const TOLD_EARLY_MS = 100;

/** Until a job is settled, the next turn on its call is not begun: it must not wait for a stranger's slow one. */
async function settleAll(boss: PgBoss, name: JobName, jobs: BossJob<Job>[], handle: JobHandler) {
  let done: BossJob<Job>[] = [];
  const early = setInterval(() => {
    const told = done;
    done = [];
    // What is not told now is told with the batch.
    if (told.length > 0) void boss.complete(name, told).catch(() => undefined);
  }, TOLD_EARLY_MS);
  const settleOne = async (job: BossJob<Job>) => {
    const result = await settle(job, handle);
    if (result.status === "completed") done.push(job);
    return result;
  };
  return Promise.all(jobs.map(settleOne)).finally(() => clearInterval(early));
}

async function settle(job: BossJob<Job>, handle: JobHandler) {
  try {
    await handle(job.data);
    return { id: job.id, status: "completed" as const };
  } catch (error) {
    return { id: job.id, status: "failed" as const, output: { message: error instanceof Error ? error.message : "?" } };
  }
}

async function step(boss: PgBoss, database: Database, handle: JobHandler) {
  const count = { completed: 0, failed: 0 };
  const waiting = await database.query<{ name: string }>(
    `select distinct name from pgboss.job where state in ('created', 'retry')`,
  );
  const hasWork = new Set(waiting.map(({ name }) => name));
  for (const name of JOB_NAMES.filter((each) => hasWork.has(each))) {
    const jobs = await boss.fetch<Job>(name, { batchSize: 50, ignoreStartAfter: true, ...ONE_AT_A_TIME });
    for (const job of jobs) {
      const result = await settle(job, handle);
      if (result.status === "completed") await boss.complete(name, job.id);
      else await boss.fail(name, job.id, result.output ?? null);
      count[result.status] += 1;
    }
  }
  return count;
}
