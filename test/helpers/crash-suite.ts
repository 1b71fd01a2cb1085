/**
 * The crash suite on both databases: whichever write kills the worker, the ticket is complete and unique after the
 * restart.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { addConnection } from "../../src/connections/access/add-connection.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { buildServices } from "../../src/services.ts";
import { openStore } from "../../src/storage/db/open-store.ts";
import { callStory } from "./crash-call.ts";
import { textStory } from "./crash-message.ts";
import type { CrashSetup, PlayedStory } from "./crash-story.ts";
import { ACCOUNT } from "./crash-story.ts";
import type { CrashTask } from "./crash-worker.ts";

const WORKER = join(import.meta.dirname, "crash-worker.ts");
export const STORIES = [callStory, textStory] as const;
/** One write after the other has another moment. The simulation tries each moment at each write. */
const MOMENTS = ["before", "after", "answer lost"] as const;

interface CrashSuite {
  /** Name of the database. */
  name: string;
  /** Returns the worker's database configuration. */
  prepare: () => Promise<Record<string, string>>;
  stories: readonly (typeof STORIES)[number][];
  /** The worker dies at each write, or at every second, third, … one. */
  everyNth: number;
}

export function crashSuite({ name, prepare, stories, everyNth }: CrashSuite): void {
  describe(`a worker killed (SIGKILL) on ${name}`, () => {
    let setup: CrashSetup;
    beforeAll(async () => {
      setup = await openSetup(await prepare());
      // A shop with cached users and tags.
      for (const { play } of stories) {
        const { phases } = await play(setup);
        await runWorker(setup, { recover: [], phases, death: null });
      }
    });
    afterAll(() => setup?.sandbox.close());

    it.each(stories)(
      "C15: killed at the writes of $name, it leaves one ticket and everything in it once",
      async (trial) => {
        let last: PlayedStory | null = null;
        for (const [i, [, path]] of trial.writes.entries()) {
          if (i % everyNth > 0) continue;
          const played = await trial.play(setup);
          const death = { write: i + 1, when: MOMENTS[(i / everyNth) % MOMENTS.length] ?? "before" };
          const end = await runWorker(setup, { recover: last?.phases ?? [], phases: played.phases, death });
          expect(end).toMatch(/ killed$/);
          expect(end.replace(/ killed$/, "")).toMatch(path);
          last?.expectWhole();
          last = played;
        }
        expect(await runWorker(setup, { recover: last?.phases ?? [], phases: [], death: null })).toMatch(/^idle/);
        last?.expectWhole();
      },
      240_000,
    );
  });
}

async function openSetup(database: Record<string, string>): Promise<CrashSetup> {
  const setup = { offsetMs: 0 };
  const now = () => Date.now() + setup.offsetMs;
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
  return Object.assign(setup, { sandbox, environment, webhookKey, callers: 0 });
}

async function connect(environment: Record<string, string>, sandbox: Sandbox): Promise<string> {
  const config = configFrom(environment);
  const store = await openStore(config, () => undefined);
  const services = await buildServices(config, { store, log: createLogger("silent") });
  const { connections, installs, setup, ids, clock } = services;
  const added = await addConnection(
    { connections, installs, setup, ids, clock, publicUrl: "http://127.0.0.1:1" },
    {
      account: ACCOUNT,
      gorgias: { kind: "basic", user: sandbox.keys.gorgias.email, password: sandbox.keys.gorgias.apiKey },
      aircall: { kind: "basic", user: sandbox.keys.aircall.apiId, password: sandbox.keys.aircall.apiToken },
      lines: "all",
    },
  );
  await services.close();
  if (added.kind === "refused") throw new Error(added.problem.code);
  return added.webhookUrl.split("/").at(-1) ?? "";
}

/** The worker's last line of output, and `killed` if it died there. */
function runWorker(setup: CrashSetup, run: Pick<CrashTask, "recover" | "phases" | "death">): Promise<string> {
  // Work left by a dead worker waits before it is resumed. The clock advances instead of the test waiting.
  setup.offsetMs += 60_000;
  const { environment, webhookKey, offsetMs, sandbox } = setup;
  const order: CrashTask = { environment, webhookKey, offsetMs, gorgiasUrl: sandbox.gorgias.url, ...run };
  const worker = spawn(process.execPath, [WORKER, JSON.stringify(order)], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  worker.stdout.on("data", (piece: Buffer) => (said += piece.toString()));
  worker.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("close", (_code, signal) => resolve(signal === "SIGKILL" ? `${said} killed` : said));
  });
}
