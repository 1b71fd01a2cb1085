/** How a process ends: a proxy learns of it in time, and it ends with what started it. */
import { access, mkdtemp, rm } from "node:fs/promises";
import { Agent, request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { freePort } from "../helpers/free-port.ts";
import { startMain } from "../helpers/main-process.ts";
import { freezable } from "../helpers/freezable.ts";
import { freshPostgres } from "../helpers/postgres.ts";

// Each test starts a process.
vi.setConfig({ testTimeout: 180_000 });

const ROOT = join(import.meta.dirname, "../..");
const PATIENT = { timeout: 60_000, interval: 50 };

it("L8: says that it is not ready for some seconds before its server closes, and answers what still comes", async () => {
  const store = await freshPostgres();
  const PORT = String(await freePort());
  const keys = `test:${Buffer.alloc(32, 7).toString("base64")}`;
  const main = startMain({ PORT, DATABASE_URL: store.url, ENCRYPTION_KEYS: keys });
  await main.ready();
  // Like a proxy, with persistent connections.
  const agent = new Agent({ keepAlive: true });
  const ask = async (path: string, method = "GET") => {
    const asked = request({ host: "127.0.0.1", port: PORT, path, method, agent }).end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    answer.resume();
    return { status: answer.statusCode, connection: answer.headers.connection };
  };
  expect(await ask("/readyz")).toEqual({ status: 200, connection: "keep-alive" });
  expect(await store.database.query("select role from nodes")).toEqual([{ role: "all" }]);
  main.child.kill("SIGTERM");
  await vi.waitFor(async () => expect(await ask("/readyz")).toEqual({ status: 503, connection: "close" }), PATIENT);
  expect(await ask("/healthz")).toEqual({ status: 200, connection: "close" });
  expect(await ask("/webhooks/aircall/unknown", "POST")).toEqual({ status: 404, connection: "close" });
  expect(await main.ended()).toBe(0);
  expect(await store.database.query("select role from nodes")).toEqual([]);
  await store.close();
});

it("L8: ends ten seconds after the signal where its database does not answer", async () => {
  const store = await freshPostgres();
  const server = await freezable(store.url);
  const keys = `test:${Buffer.alloc(32, 7).toString("base64")}`;
  const PORT = String(await freePort());
  const main = startMain({ PORT, ROLE: "web", DATABASE_URL: server.url, ENCRYPTION_KEYS: keys });
  await main.ready();
  server.freeze();
  const began = performance.now();
  expect(await main.stop()).toBe(1);
  const tookMs = performance.now() - began;
  expect(tookMs).toBeGreaterThan(9_900);
  // A statement without an answer would hold it for half a minute.
  expect(tookMs).toBeLessThan(25_000);
  await server.close();
  await store.close();
});

it("stops gracefully when npm, which started it, is stopped", async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "stop-"));
  const command = ["npm", "start", "--ignore-scripts", "--prefix", ROOT] as const;
  const main = startMain({ PORT: String(await freePort()), DATA_DIR, HOME: DATA_DIR }, { command });
  await main.ready();
  await access(join(DATA_DIR, "service.sock"));
  main.child.kill("SIGTERM");
  // Of a process that was killed, the socket would stay.
  await vi.waitFor(() => expect(access(join(DATA_DIR, "service.sock"))).rejects.toThrow("ENOENT"), PATIENT);
  await main.ended();
  expect(main.said()).not.toContain("did not stop cleanly");
  await rm(DATA_DIR, { recursive: true });
});
