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
import type { CrashOrder } from "./crash-worker.ts";
import { seenTickets } from "./shop.ts";

const WORKER = join(import.meta.dirname, "crash-worker.ts");
const ACCOUNT = "acme";
const DEATHS = [
  ["before each write of a call", "before"],
  ["after each write of a call", "after"],
  ["with the answer of each write of a call lost", "answer lost"],
] as const;

/** Every write of the story below, in order. */
const WRITES: [string, RegExp][] = [
  ["customer", /^POST .*\/customers$/],
  ["ticket", /^POST .*\/tickets$/],
  ["open", /^PUT .*\/tickets\/\d+$/],
  ["note of the end", /^POST .*\/messages$/],
  ["agent note", /^POST .*\/messages$/],
  ["new tag", /^POST .*\/api\/tags$/],
  ["tag on the ticket", /^POST .*\/tickets\/\d+\/tags$/],
  ["upload", /^POST .*\/upload$/],
  ["note of the recording", /^POST .*\/messages$/],
];

/** `environment` is what the worker's configuration says of its database. */
export function crashSuite(name: string, prepare: () => Promise<Record<string, string>>): void {
  describe(`a worker killed (SIGKILL) on ${name}`, () => {
    let ground: CrashGround;
    beforeAll(async () => {
      ground = await openGround(await prepare());
      // A shop that has worked before: its users and usual tags are known.
      const { phases } = await tellCall(ground);
      await runWorker(ground, { recover: [], phases, death: null });
    });
    afterAll(() => ground?.sandbox.close());

    it.each(DEATHS)("C15: killed %s, it leaves one ticket and each note once", async (_title, when) => {
      let last: ToldCall = { call: 0, number: 0, phases: [] };
      for (const [i, [, path]] of WRITES.entries()) {
        const told = await tellCall(ground);
        const end = await runWorker(ground, {
          recover: last.phases,
          phases: told.phases,
          death: { write: i + 1, when },
        });
        expect(end).toMatch(/ killed$/);
        expect(end.replace(/ killed$/, "")).toMatch(path);
        if (last.call) expectWhole(ground, last);
        last = told;
      }
      expect(await runWorker(ground, { recover: last.phases, phases: [], death: null })).toMatch(/^idle/);
      expectWhole(ground, last);
    });
  });
}

interface ToldCall {
  call: number;
  /** The call's own new tag and caller go by this number. */
  number: number;
  phases: string[][];
}

interface CrashGround {
  sandbox: Sandbox;
  environment: Record<string, string>;
  webhookKey: string;
  callers: number;
  offsetMs: number;
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

/** An answered call of a stranger: made while it lasts, then ended with a new tag, a note and a recording. */
async function tellCall(ground: CrashGround): Promise<ToldCall> {
  const { phone } = ground.sandbox.aircall;
  ground.callers += 1;
  phone.deliveries.hold();
  const { call } = await phone.place({ from: `+336${String(10_000_000 + ground.callers)}`, contact: false });
  await phone.calls.answer(call.id, { user: 56 });
  ground.offsetMs += 120_000;
  const live = bodiesOf(ground, call.id);
  await phone.calls.hangup(call.id);
  await phone.calls.tag(call.id, { tags: [newTag(ground)] });
  await phone.calls.comment(call.id, { content: "Call back on Monday", user: 56 });
  ground.offsetMs += 30_000;
  await phone.calls.end(call.id, { recording: true });
  const ended = bodiesOf(ground, call.id).slice(live.length);
  return { call: call.id, number: ground.callers, phases: [live, ended] };
}

function newTag({ sandbox, callers }: CrashGround): string {
  return sandbox.aircall.phone.companies.addTag(4242, { name: `Tag ${callers}` }).name;
}

function bodiesOf({ sandbox }: CrashGround, call: number): string[] {
  return sandbox.aircall.phone.deliveries.log.flatMap(({ callId, body }) => (callId === call ? [body] : []));
}

function expectWhole({ sandbox }: CrashGround, { call, number }: ToldCall): void {
  const { desk } = sandbox.gorgias;
  const tickets = seenTickets(desk, ACCOUNT).filter(({ externalId }) => externalId?.includes(String(call)));
  expect(tickets.map(({ externalId }) => externalId)).toEqual([`aircall-call-${call}`]);
  const [ticket] = tickets;
  const keys = ticket?.notes.map(({ key }) => key.replace(/\d+/, "#")).sort();
  expect(keys).toEqual(["answered", "comment:#", "customer-not-found", "ended", "recording"]);
  expect(ticket?.notes.find(({ key }) => key === "recording")?.attachments).toHaveLength(1);
  expect(ticket?.tags).toEqual(["Aircall", "Inbound call", "Support FR", `Tag ${number}`]);
  expect(ticket?.status).toBe("open");
  const name = `Aircall New Contact +336${10_000_000 + number}`;
  expect(
    desk
      .account(ACCOUNT)
      .customers.all()
      .filter((customer) => customer.name === name),
  ).toHaveLength(1);
  expect(
    desk
      .account(ACCOUNT)
      .tags.all()
      .filter((tag) => tag.name === `Tag ${number}`),
  ).toHaveLength(1);
  expect(desk.outbox(ACCOUNT)).toEqual([]);
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
