/** The web server of a worker: health, readiness and metrics, and nothing else. */
import { expect, it, onTestFinished } from "vitest";
import { VERSION } from "../kit/version.ts";
import { createWorkerServer, type WorkerServerDeps } from "./worker-server.ts";

function open(over: Partial<WorkerServerDeps> = {}) {
  const metrics = { registry: { expose: async () => "" }, token: null };
  const server = createWorkerServer({
    ready: async () => undefined,
    metrics: metrics as unknown as WorkerServerDeps["metrics"],
    onError: () => undefined,
    ...over,
  });
  onTestFinished(() => void server.close());
  return async (url: string) => {
    const { statusCode, payload } = await server.inject({ method: "GET", url });
    return [statusCode, JSON.parse(payload) as unknown];
  };
}

it("is alive with its version, and ready where the database is", async () => {
  const ask = open();
  expect(await ask("/healthz")).toEqual([200, { alive: true, version: VERSION }]);
  expect(await ask("/readyz")).toEqual([200, { ready: true }]);
});

it("L8: is not ready while it stops, or where the database does not answer, and alive all the same", async () => {
  const message = "The service is stopping.";
  const stopping = open({ isStopping: () => true });
  expect(await stopping("/readyz")).toEqual([503, { error: { code: "stopping", message } }]);
  expect((await stopping("/healthz"))[0]).toBe(200);
  const down = open({ isStopping: () => false, ready: () => Promise.reject(new Error("down")) });
  expect(await down("/readyz")).toMatchObject([503, { error: { code: "not_ready" } }]);
  expect((await down("/healthz"))[0]).toBe(200);
});

it.each(["/", "/api/session", "/webhooks/aircall/key", "/install"])("has nothing at %s", async (url) => {
  expect(await open()(url)).toMatchObject([404, { error: { code: "not_found" } }]);
});
