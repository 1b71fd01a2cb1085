/** The crash suite, run on both databases: whatever write the worker dies at, the ticket is whole and single after the restart. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { addConnection } from "../../src/connections/add-connection.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { callStory } from "./crash-call.ts";
import { textStory } from "./crash-text.ts";
import type { CrashGround, ToldStory } from "./crash-story.ts";
import { ACCOUNT } from "./crash-story.ts";
import type { CrashOrder } from "./crash-worker.ts";

const WORKER = join(import.meta.dirname, "crash-worker.ts");
export const STORIES = [callStory, textStory] as const;
const DEATHS = [
  ["before each write", "before"],
  ["after each write", "after"],
  ["with the answer lost at each write", "answer lost"],
] as const;

interface Trial {
  title: string;
  /** The moment of death at a write, counted from 0. */
  whenAt(write: number): (typeof DEATHS)[number][1];
}

interface CrashSuite {
  /** Of the database. */
  name: string;
  /** Answers what the worker's configuration says of its database. */
  prepare: () => Promise<Record<string, string>>;
  stories: readonly (typeof STORIES)[number][];
  /** Every moment at every write, or one moment at each write, in turn. */
  moments: "all" | "in turn";
}

export function crashSuite({ name, prepare, stories, moments }: CrashSuite): void {
  describe(`a worker killed (SIGKILL) on ${name}`, () => {
    let ground: CrashGround;
    beforeAll(async () => {
      ground = await openGround(await prepare());
      // A shop that has worked before: its users and usual tags are known.
      for (const { tell } of stories) {
        const { phases } = await tell(ground);
        await runWorker(ground, { recover: [], phases, death: null });
      }
    });
    afterAll(() => ground?.sandbox.close());

    const everyMoment = DEATHS.map(([title, when]) => ({ title, whenAt: () => when }));
    const inTurn = {
      title: "at each write",
      whenAt: (write: number) => DEATHS[write % DEATHS.length]?.[1] ?? "before",
    };
    const kinds: Trial[] = moments === "all" ? everyMoment : [inTurn];
    const trials = stories.flatMap((story) => kinds.map((kind) => ({ ...story, ...kind })));
    it.each(trials)(
      "C15: killed $title of $name, it leaves one ticket and everything in it once",
      async (trial) => {
        let last: ToldStory | null = null;
        for (const [i, [, path]] of trial.writes.entries()) {
          const told = await trial.tell(ground);
          const death = { write: i + 1, when: trial.whenAt(i) };
          const end = await runWorker(ground, { recover: last?.phases ?? [], phases: told.phases, death });
          expect(end).toMatch(/ killed$/);
          expect(end.replace(/ killed$/, "")).toMatch(path);
          last?.expectWhole();
          last = told;
        }
        expect(await runWorker(ground, { recover: last?.phases ?? [], phases: [], death: null })).toMatch(/^idle/);
        last?.expectWhole();
      },
      240_000,
    );
  });
}

async function openGround(database: Record<string, string>): Promise<CrashGround> {
  const ground = { offsetMs: 0 };
  const now = () => Date.now() + ground.offsetMs;
  const sandbox = await startSandbox({
    now,
    aircall: { settings: { speed: 0, lateNotesSeconds: 0 } },
    gorgias: { settings: { rateLimit: { enabled: false } as never } },
  });
  const environment = {
    SANDBOX: "1",
    LOG_LEVEL: "silent",
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
    ...database,
  };
  const webhookKey = await connect(environment, sandbox);
  return Object.assign(ground, { sandbox, environment, webhookKey, callers: 0 });
}

async function connect(environment: Record<string, string>, sandbox: Sandbox): Promise<string> {
  const config = configFrom(environment);
  const store = await openStore(config, () => undefined);
  const services = await buildServices(config, { store, log: createLogger("silent") });
  const { connections, setup, ids, clock } = services;
  const added = await addConnection(
    { connections, setup, ids, clock, publicUrl: "http://127.0.0.1:1" },
    {
      account: ACCOUNT,
      gorgias: { kind: "basic", user: sandbox.keys.gorgias.email, password: sandbox.keys.gorgias.apiKey },
      aircall: { kind: "basic", user: sandbox.keys.aircall.apiId, password: sandbox.keys.aircall.apiToken },
      lines: "all",
    },
  );
  await services.close();
  if (added.kind === "refused") throw new Error(added.reason);
  return added.webhookUrl.split("/").at(-1) ?? "";
}

/** What the worker said at last, and `killed` where it was. */
function runWorker(ground: CrashGround, run: Pick<CrashOrder, "recover" | "phases" | "death">): Promise<string> {
  // What the last worker left open is believed after a while only; the clock moves instead of the test waiting.
  ground.offsetMs += 60_000;
  const { environment, webhookKey, offsetMs, sandbox } = ground;
  const order: CrashOrder = { environment, webhookKey, offsetMs, gorgiasUrl: sandbox.gorgias.url, ...run };
  const worker = spawn(process.execPath, [WORKER, JSON.stringify(order)], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  worker.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
  worker.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("close", (_code, signal) => resolve(signal === "SIGKILL" ? `${said} killed` : said));
  });
}
