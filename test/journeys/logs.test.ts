/** The log: one JSON line for each event, one line for a delivery and a run at `debug`, the version, and requests by id. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createLogger } from "../../src/kit/logger.ts";
import { VERSION } from "../../src/kit/version.ts";
import { freePort } from "../helpers/free-port.ts";
import { runMain, startMain } from "../helpers/main-process.ts";
import { receiveText } from "../helpers/texting.ts";
import { openWorld, type World } from "../helpers/world.ts";

vi.setConfig({ testTimeout: 180_000 });

type Line = Record<string, unknown>;

const lines: Line[] = [];
let world: World;

beforeAll(async () => {
  const write = (line: string) => void lines.push(JSON.parse(line) as Line);
  world = await openWorld({ over: { log: createLogger("debug", { write }) } });
});
afterAll(() => world.close());

it("says of each delivery and run: which connection, which call, how it ended, how long it took", async () => {
  const shop = await world.openShop();
  const call = await shop.place();
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  await shop.settle();
  const { connectionId } = shop;
  const about = { connectionId, kind: "call", callId: String(call), ms: expect.any(Number) };
  const requestId = expect.stringMatching(/^[\da-f-]{36}$/);
  expect(lines).toContainEqual(expect.objectContaining({ msg: "delivery", ...about, requestId, result: "new" }));
  expect(lines).toContainEqual(expect.objectContaining({ msg: "run", ...about, result: "pending" }));
});

it("takes the id that a proxy gave a request, and no text that could forge a line", async () => {
  const post = (id: string) =>
    fetch(`${world.url}/webhooks/aircall/unknown`, { method: "POST", headers: { "x-request-id": id } });
  expect((await post("edge-7f3a")).headers.get("x-request-id")).toBe("edge-7f3a");
  expect(lines.at(-1)).toMatchObject({ msg: "delivery", requestId: "edge-7f3a", result: "unknown key" });
  expect((await post('a" b')).headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
});

it("never names a person, a number or a message, at any level", async () => {
  const shop = await world.openShop();
  await receiveText(shop, world.clock, { from: "+33612345678", body: "Where is my parcel?" });
  await shop.settle();
  expect(lines).toContainEqual(expect.objectContaining({ msg: "run", kind: "conversation" }));
  expect(JSON.stringify(lines)).not.toMatch(/33612345678|parcel/);
});

it("each line of the process is JSON, the first one names the version, and so do /healthz and --version", async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "logs-"));
  const port = await freePort();
  const main = startMain({ PORT: String(port), DATA_DIR, SANDBOX: "0", LOG_LEVEL: "debug" });
  await main.ready();
  const health = await fetch(`http://127.0.0.1:${port}/healthz`);
  expect(await health.json()).toEqual({ alive: true, version: VERSION });
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(page).toContain(`aircall_gorgias_build_info{version="${VERSION}",node="${process.version}"} 1\n`);
  expect(await main.stop()).toBe(0);
  const said = main
    .said()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  expect(said.find(({ msg }) => String(msg).startsWith("Ready at"))).toMatchObject({ level: 30, version: VERSION });
  expect(await runMain({}, { args: ["--version"] })).toEqual({ code: 0, said: `${VERSION}\n` });
  await rm(DATA_DIR, { recursive: true });
});
