/** L8: a disk that is full: deliveries are refused before the database is harmed, and all that was acknowledged is written. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { configFrom } from "../../src/config.ts";
import { createLogger } from "../../src/kit/logger.ts";
import { joinSandbox, startService, type RunningService } from "../../src/run/start-service.ts";
import { spaceGuard } from "../../src/storage/db/disk-space.ts";
import { openPglite } from "../../src/storage/db/open-pglite.ts";
import { embeddedImage } from "../helpers/embedded-image.ts";
import { freePort } from "../helpers/free-port.ts";
import { seenTickets } from "../helpers/shop.ts";

const CALLS = 12;
const PATIENT = { timeout: 50_000, interval: 100 };
const ROOM = 1024 ** 3;

let free = ROOM;
let sandbox: Sandbox;
let service: RunningService;

beforeAll(async () => {
  sandbox = await startSandbox({
    account: "sandbox",
    aircall: { settings: { speed: 0, lateNotesSeconds: 0 } },
    gorgias: { settings: { rateLimit: { enabled: false } as never } },
  });
  let looks = 0;
  // Each look is another one: what the disk has left is true at once.
  const guard = spaceGuard(
    "the test",
    async () => free,
    () => (looks += 1_000),
  );
  const database = await openPglite(null, await embeddedImage(), guard);
  const keys = [{ id: "test", bytes: new Uint8Array(32).fill(7) }];
  const config = configFrom({
    SANDBOX: "1",
    PORT: String(await freePort()),
    AIRCALL_API_URL: sandbox.aircall.url,
    GORGIAS_URL: `${sandbox.gorgias.url}/{account}`,
    MEDIA_HOSTS: new URL(sandbox.aircall.url).host,
  });
  const store = { database, keys, alone: true, lock: null, close: () => database.close() };
  service = await startService(config, { log: createLogger("silent"), store });
  await joinSandbox(service, sandbox.keys);
});
afterAll(async () => {
  free = ROOM;
  await service.stop(0);
  await sandbox.close();
});

const tickets = () => seenTickets(sandbox.gorgias.desk, "sandbox");
const statusOf = async (path: string) => (await fetch(`${service.url}${path}`)).status;
const ring = (n: number) => sandbox.aircall.phone.stories.answered({ from: `+336${10_000_000 + n}`, contact: false });

it("L8: is reported by every endpoint, loses nothing acknowledged, and ends once there is space", async () => {
  const { deliveries } = sandbox.aircall.phone;
  await Promise.all(Array.from({ length: CALLS }, (_, n) => ring(n)));
  // In the middle of their being written.
  free = 20 * 1024 ** 2;
  const acknowledged = new Set(deliveries.log.filter(({ state }) => state === "delivered").map(({ callId }) => callId));
  expect(acknowledged.size).toBe(CALLS);
  // A heartbeat counts for a second.
  await vi.waitFor(async () => expect(await statusOf("/readyz")).toBe(503), PATIENT);
  expect(await (await fetch(`${service.url}/metrics`)).text()).toContain("aircall_gorgias_database_up 0\n");
  await ring(CALLS);
  const refused = deliveries.log.filter(({ state }) => state !== "delivered");
  expect(new Set(refused.flatMap(({ attempts }) => attempts.map(({ status }) => status)))).toEqual(new Set([503]));
  expect(await statusOf("/healthz")).toBe(200);
  free = ROOM;
  await vi.waitFor(async () => expect(await statusOf("/readyz")).toBe(200), PATIENT);
  await deliveries.retry();
  await vi.waitFor(() => {
    expect(tickets()).toHaveLength(CALLS + 1);
    for (const { notes, status } of tickets())
      expect([status, notes.some(({ key }) => key === "ended")]).toEqual(["open", true]);
  }, PATIENT);
}, 120_000);
