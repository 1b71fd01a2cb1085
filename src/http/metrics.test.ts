import Fastify from "fastify";
import { describe, expect, it } from "vitest";
import type { WorkFigures } from "../domain/ports/metrics.ts";
import { openMetrics, showMetrics } from "./metrics.ts";

const NOTHING: WorkFigures = { oldest: null, waiting: [], failed: 0, connections: [], rateLimits: [], jobs: [] };

function openPage(
  token: string | null,
  figures: () => Promise<WorkFigures> = async () => NOTHING,
  skewMs: number | null = null,
) {
  let now = 1_000_000;
  let asked = 0;
  const read = async () => {
    asked += 1;
    return figures();
  };
  const metrics = openMetrics({ work: { read }, clock: () => now, skewMs: () => skewMs });
  const server = Fastify({ trustProxy: true });
  server.get("/metrics", showMetrics({ metrics, token }));
  const ask = (headers: Record<string, string> = {}, remoteAddress = "127.0.0.1") =>
    server.inject({ url: "/metrics", headers, remoteAddress });
  return { metrics, ask, asked: () => asked, pass: (ms: number) => (now += ms) };
}

describe("access to the metrics", () => {
  it.each([
    ["127.0.0.1", {}, 200],
    ["127.8.8.8", {}, 200],
    ["::1", {}, 200],
    ["::ffff:127.0.0.1", {}, 200],
    ["10.0.0.7", {}, 403],
    ["::ffff:10.0.0.7", {}, 403],
    ["203.0.113.9", {}, 403],
    ["127.0.0.1", { "x-forwarded-for": "203.0.113.9" }, 403],
    ["127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, 403],
    ["127.0.0.1", { forwarded: "for=127.0.0.1" }, 403],
    ["10.0.0.7", { "x-forwarded-for": "127.0.0.1" }, 403],
  ])("without a token: requests from this machine: %s %j", async (address, headers, status) => {
    expect((await openPage(null).ask(headers, address)).statusCode).toBe(status);
  });

  it.each([
    [{}, 401],
    [{ authorization: "Bearer wrong" }, 401],
    [{ authorization: "Bearer s3cre" }, 401],
    [{ authorization: "Basic s3cret" }, 401],
    [{ authorization: "s3cret" }, 401],
    [{ authorization: "Bearer s3cret" }, 200],
    [{ authorization: "bearer s3cret" }, 200],
  ])("with a token: requests with it, from anywhere: %j", async (headers, status) => {
    const answer = await openPage("s3cret").ask(headers, "203.0.113.9");
    expect(answer.statusCode).toBe(status);
    expect(answer.body).not.toContain("s3cret");
  });
});

describe("the page", () => {
  it("shows what was counted, and the work of all connections", async () => {
    const oldest = 1_000_000 - 90_000;
    const { metrics, ask } = openPage(null, async () => ({
      oldest,
      waiting: [{ priority: "message", count: 3 }],
      failed: 2,
      connections: [{ status: "active", count: 4 }],
      rateLimits: [{ vendor: "gorgias", used: 0.75 }],
      jobs: [{ queue: "turn", state: "waiting", count: 9 }],
    }));
    metrics.meter("deliveries_total", { result: "new" }, 1);
    metrics.meter("deliveries_total", { result: "new" }, 1);
    metrics.meter("job_duration_seconds", { kind: "call", result: "done" }, 0.3);
    const { body, headers } = await ask();
    expect(headers["content-type"]).toContain("text/plain; version=0.0.4");
    for (const line of [
      'aircall_gorgias_deliveries_total{result="new"} 2',
      'aircall_gorgias_job_duration_seconds_bucket{le="0.5",kind="call",result="done"} 1',
      "aircall_gorgias_oldest_waiting_seconds 90",
      'aircall_gorgias_waiting{priority="message"} 3',
      "aircall_gorgias_failed 2",
      'aircall_gorgias_connections{status="active"} 4',
      'aircall_gorgias_budget_used_ratio{vendor="gorgias"} 0.75',
      'aircall_gorgias_queue_jobs{queue="turn",state="waiting"} 9',
      "aircall_gorgias_database_up 1",
    ])
      expect(body).toContain(`${line}\n`);
    expect(body).toContain("process_resident_memory_bytes");
    expect(body).toContain("nodejs_eventloop_lag_seconds");
  });

  it("queries the database once in five seconds, however often it is scraped", async () => {
    const { ask, asked, pass } = openPage(null);
    await Promise.all([ask(), ask(), ask()]);
    expect(asked()).toBe(1);
    pass(5_000);
    await ask();
    expect(asked()).toBe(2);
  });

  it("says that the database is down, still shows what the process counted, and drops figures that no longer exist", async () => {
    let isDown = false;
    const { ask, pass, metrics } = openPage(null, async () => {
      if (isDown) throw new Error("down");
      return { ...NOTHING, waiting: [{ priority: "card", count: 1 }] };
    });
    expect((await ask()).body).toContain('waiting{priority="card"} 1');
    isDown = true;
    pass(5_000);
    metrics.meter("cards_total", { result: "shown" }, 1);
    const { statusCode, body } = await ask();
    expect(statusCode).toBe(200);
    expect(body).toContain("aircall_gorgias_database_up 0\n");
    expect(body).toContain('aircall_gorgias_cards_total{result="shown"} 1');
    expect(body).not.toContain('waiting{priority="card"}');
    isDown = false;
    expect((await ask()).body).toContain("aircall_gorgias_database_up 1\n");
  });

  it("starts each counter at 0, and gives the clock's difference in seconds, and no age below 0", async () => {
    const { body } = await openPage(null, async () => ({ ...NOTHING, oldest: 1_000_001 }), -1_500).ask();
    for (const line of [
      'deliveries_total{result="failed"} 0',
      'rate_limited_total{vendor="gorgias"} 0',
      "clock_skew_seconds -1.5",
      "oldest_waiting_seconds 0",
    ])
      expect(body).toContain(`aircall_gorgias_${line}\n`);
  });

  it("knows every metric by its name, and refuses any other", () => {
    expect(() => openPage(null).metrics.meter("misspelt", {}, 1)).toThrow("there is no metric misspelt");
  });
});
