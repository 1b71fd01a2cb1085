/** The standard variables of OpenTelemetry send traces of the real process to a collector, without a file to write. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { configFrom } from "../../src/config.ts";
import { VERSION } from "../../src/kit/version.ts";
import { freePort } from "../helpers/free-port.ts";
import { startMain } from "../helpers/main-process.ts";

vi.setConfig({ testTimeout: 180_000 });

/** Starts the process with this collector, sends it a delivery, and stops it. Returns its exit code. */
async function traceOneDelivery(collector: Server, variables: Record<string, string> = {}): Promise<number | null> {
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  const DATA_DIR = await mkdtemp(join(tmpdir(), "collector-"));
  const port = await freePort();
  const main = startMain({
    PORT: String(port),
    DATA_DIR,
    SANDBOX: "0",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    ...variables,
  });
  await main.ready();
  await fetch(`http://127.0.0.1:${port}/webhooks/aircall/unknown`, { method: "POST" });
  const code = await main.stop();
  collector.closeAllConnections();
  collector.close();
  await rm(DATA_DIR, { recursive: true });
  return code;
}

it("sends the spans that are left when it stops, with its name, its version and what the operator adds", async () => {
  const received: { path: string; type: string; key: string; body: string }[] = [];
  const collector = createServer(async (request, response) => {
    const { url = "", headers } = request;
    const body = (await buffer(request)).toString("latin1");
    received.push({ path: url, type: headers["content-type"] ?? "", key: String(headers["x-key"]), body });
    response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
  const code = await traceOneDelivery(collector, {
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=k1",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=trial",
  });
  expect(code).toBe(0);
  expect(received[0]).toMatchObject({ path: "/v1/traces", type: "application/x-protobuf", key: "k1" });
  const all = received.map(({ body }) => body).join("");
  for (const text of ["receive delivery", "aircall-gorgias", VERSION, "trial"]) expect(all).toContain(text);
});

it("L8: stops in time where a collector takes spans and answers nothing", async () => {
  const collector = createServer((request) => void request.resume());
  // After ten seconds the process would end itself, with another code.
  expect(await traceOneDelivery(collector)).toBe(0);
});

it.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://collector:4318/v1/traces" }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_SDK_DISABLED: "true" }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_TRACES_EXPORTER: "none" }, false],
])("%j: traces %s", (variables, sends) => {
  expect(configFrom(variables).sendsTraces).toBe(sends);
});

it("a protocol that is not supported stops the start", () => {
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4317", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" };
  expect(() => configFrom(variables)).toThrow(/^OTEL_EXPORTER_OTLP_PROTOCOL: .*Example: .*=http\/protobuf$/);
});
