/** The queue (pg-boss, in the same database): at most one worker at a call at a time, and one more turn waiting. */
import { PgBoss, type Db, type Job as BossJob, type JobInsert } from "pg-boss";
import type { Job, Jobs } from "../../domain/ports/stores.ts";
import type { Logger } from "../../kit/logger.ts";
import { traceparent } from "../../kit/trace.ts";
import { startCrew, type Crew, type CrewPlan } from "./crew.ts";
import { fairShare } from "./fair-share.ts";
import { queueInside, type Database, type Sql } from "../database.ts";
import { PreparingClient } from "../preparing-client.ts";
import { ONE_AT_A_TIME } from "./crew-queue.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { showAllWaiting } from "./show-all-waiting.ts";
import { newsWithin, workNews, type WorkNews } from "./work-news.ts";

type JobName = Job["queue"];
const JOB_NAMES = ["card", "turn", "file", "media", "care"] as const satisfies readonly JobName[];

/** Does one job. What it throws is retried by the queue, later and later. */
type JobHandler = (job: Job) => Promise<void>;

export interface JobQueue extends Jobs {
  /** Adds jobs inside a transaction of ours; true where some of it was not added because it waits already. */
  addInside(sql: Sql, jobs: readonly Job[]): Promise<boolean>;
  /** Works until `stop`. */
  work(handle: JobHandler): Promise<void>;
  /** Does each waiting job once, be its time come or not: for tests, which step instead of waiting. */
  step(handle: JobHandler): Promise<{ completed: number; failed: number }>;
  /** Gives back what dead workers left unfinished; only for who knows that no other worker lives. */
  releaseAbandoned(): Promise<void>;
  /** Takes no more work and ends what is under way, at most `patienceMs`; work can still be added. */
  rest(patienceMs: number): Promise<void>;
  /** The same, and then nothing can be added either. */
  stop(patienceMs: number): Promise<void>;
}

export interface JobQueueOptions {
  backend: "postgres" | "cockroachdb" | "citus";
  /** For the queue's own pool, with LISTEN; none with PGlite, where the queue shares our one connection. */
  databaseUrl: string | null;
}

/** A silent worker is replaced after this; longer than the longest request to a vendor. */
const HEARTBEAT_S = 45;
const HEARTBEAT_MS = (HEARTBEAT_S * 1_000) / 3;
const TELL_AGAIN_MS = 1_000;
/** Weeks of retries, five minutes apart by then: a job is never given up while its connection lives. */
const RETRY_LIMIT = 10_000;
const RETRY_DELAY_MAX_S = 300;

interface Workers {
  /** Jobs at a time in one process. */
  room: number;
  expireInSeconds: number;
  /** How long a failed job waits, each time; left out: from 2 s on, later and later. */
  retryEveryS?: number;
  /** Besides, so much room for what can wait: the rest is for what comes in at a connection that queues little (S3). */
  roomForPatientWork?: number;
}

const WORKERS: Record<JobName, Workers> = {
  // Cards wait for nobody (I2).
  card: { room: 20, expireInSeconds: 60 },
  turn: { room: 80, expireInSeconds: 900, roomForPatientWork: 30 },
  care: { room: 4, expireInSeconds: 3600 },
  // Most of these wait for a server. Those that take memory are fewer (`sync/transfer-slots.ts`).
  file: { room: 100, expireInSeconds: 600, roomForPatientWork: 200, retryEveryS: 10 },
  media: { room: 40, expireInSeconds: 3600, roomForPatientWork: 40 },
};

/** A server that is silent costs a connection, not the work of a process. The queue's own upkeep takes longer than our statements. */
const PATIENCE = { query_timeout: 60_000, keepAlive: true };

/** What nobody tells of, such as work whose time comes, is looked for this often; where new work is told of, less often. */
const POLL_MS = 500;
const POLL_BESIDE_NEWS_MS = 2_000;

export async function startJobQueue(database: Database, options: JobQueueOptions, log: Logger): Promise<JobQueue> {
  const boss = await openBoss(database, options, log);
  const news = newsOf(database, options, boss);
  // Files are many for each message and call; what they load counts for files alone.
  const [shareOfFiles, shareOfTurns] = [fairShare(), fairShare()];
  const insert = async (jobs: readonly Job[], by: Db): Promise<boolean> => {
    const fuller: JobName[] = [];
    let waitedAlready = false;
    for (const name of JOB_NAMES.filter((each) => jobs.some(({ queue }) => queue === each))) {
      const rows = toInserts(
        jobs.filter(({ queue }) => queue === name),
        isOfFiles(name) ? shareOfFiles : shareOfTurns,
      );
      const added = await boss.insert(name, rows, { db: by, returnId: true });
      if (added?.length) fuller.push(name);
      waitedAlready ||= (added?.length ?? 0) < rows.length;
    }
    if (fuller.length > 0) await news?.tell(fuller, by);
    return waitedAlready;
  };
  let endWork = async (_patienceMs: number): Promise<void> => undefined;
  return {
    add: async (jobs) => void (await insert(jobs, boss.getDb())),
    addInside: (sql, jobs) => insert(jobs, queueInside(sql)),
    async work(handle) {
      endWork = await startWork(boss, news, handle, log);
    },
    step: (handle) => step(boss, database, handle),
    async releaseAbandoned() {
      const active = await database.query<{ name: string; id: string }>(
        `select name, id::text as id from pgboss.job where state = 'active' and name = any($1::text[])`,
        [JOB_NAMES],
      );
      for (const { name, id } of active) await boss.fail(name, id, { message: "its worker died" });
    },
    async rest(patienceMs) {
      await endWork(patienceMs);
      endWork = async () => undefined;
    },
    async stop(patienceMs) {
      await endWork(patienceMs);
      await boss.stop({ graceful: true, timeout: patienceMs, close: true });
    },
  };
}

/** CockroachDB tells nobody anything. */
function newsOf({ kind }: Database, { backend }: JobQueueOptions, boss: PgBoss): WorkNews | null {
  if (kind === "pglite") return newsWithin();
  return backend === "cockroachdb" ? null : workNews(boss.getDb());
}

async function openBoss(database: Database, { databaseUrl, backend }: JobQueueOptions, log: Logger): Promise<PgBoss> {
  const boss = new PgBoss({
    ...(databaseUrl === null
      ? { db: database.queue }
      : { connectionString: databaseUrl, max: 10, Client: PreparingClient, ...PATIENCE }),
    backend: database.kind === "pglite" ? "pglite" : backend,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    schedule: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "the queue failed at something; it tries again by itself"));
  boss.on("warning", (warning) => log.debug({ warning }, "the queue warns"));
  await boss.start();
  await showAllWaiting(database, backend);
  for (const name of JOB_NAMES) {
    const { retryEveryS } = WORKERS[name];
    const retries = retryEveryS
      ? { retryDelay: retryEveryS, retryBackoff: false }
      : { retryDelay: 2, retryBackoff: true, retryDelayMax: RETRY_DELAY_MAX_S };
    await boss.createQueue(name, {
      policy: "stately",
      retryLimit: RETRY_LIMIT,
      ...retries,
      heartbeatSeconds: HEARTBEAT_S,
      expireInSeconds: WORKERS[name].expireInSeconds,
      deleteAfterSeconds: 3600,
    });
    // Has the queue remember this queue now: asked for the first time inside a transaction of ours, it would wait for
    // the one connection of the embedded database, which that transaction holds.
    await boss.insert(name, []);
  }
  return boss;
}

/** Answers how to end it, in so many ms at most. */
async function startWork(
  boss: PgBoss,
  news: WorkNews | null,
  handle: JobHandler,
  log: Logger,
): Promise<(patienceMs: number) => Promise<void>> {
  const crews: (Crew & { queue: JobName })[] = [];
  const wake = (queues: readonly string[] | null) => {
    for (const crew of crews) if (!queues || queues.includes(crew.queue)) crew.wake();
  };
  const deafen = await news?.hear(wake).catch((error: unknown) => {
    log.error({ err: error }, "news of work cannot be heard; it is looked for more often instead");
    return undefined;
  });
  const pollMs = deafen ? POLL_BESIDE_NEWS_MS : POLL_MS;
  const deps = { boss, handle, oneAtATime: oneAtATime(), log };
  for (const plan of JOB_NAMES.flatMap((queue) => plansOf(queue, pollMs)))
    crews.push({ queue: plan.queue, ...startCrew(deps, plan) });
  return async (patienceMs) => {
    await deafen?.();
    await Promise.all(crews.map(({ stop }) => stop(patienceMs)));
  };
}

/** What makes two jobs the same work. */
function keyOf(job: Job): string {
  const subject = `${job.connectionId}/${job.subject}`;
  if (job.queue === "file") return `${subject}/${job.messageId}`;
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

function isOfFiles(name: JobName): boolean {
  return name === "file" || name === "media";
}

/** Of this priority and below is what can wait: of connections that queue much, and what was put aside. */
const PATIENT = -1;

/** What was put aside waits within its turn as well, up to 20 s between two requests: nobody else is to wait for that. */
function isPatient(job: Job): boolean {
  return job.queue === "turn" && job.putAside === true;
}

/** One crew, or two where some work can wait. */
function plansOf(queue: JobName, pollMs: number): CrewPlan[] {
  const { room, expireInSeconds, roomForPatientWork } = WORKERS[queue];
  const patienceMs = expireInSeconds * 1_000;
  const plan = { queue, room, patienceMs, heartbeatMs: HEARTBEAT_MS, pollMs, tellAgainMs: TELL_AGAIN_MS };
  if (roomForPatientWork === undefined) return [plan];
  return [
    { ...plan, minPriority: PATIENT + 1 },
    { ...plan, room: roomForPatientWork, maxPriority: PATIENT },
  ];
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
