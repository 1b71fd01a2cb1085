import { describe, expect, it, vi } from "vitest";
import { createLogger } from "./logger.ts";
import { RequestError } from "./request-error.ts";

function openLog(level = "debug", repeatMs?: number) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, log: createLogger(level, { write }, repeatMs) };
}

const away = () => Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("a failure that repeats", () => {
  it("is one line with its stack, and then one line with the count", async () => {
    const { lines, log } = openLog("info", 30);
    for (let n = 0; n < 16; n += 1) log.error({ err: away(), requestId: `r${n}` }, "the database is away");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ msg: "the database is away", err: { code: "ECONNREFUSED" } });
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines[1]).toMatchObject({ level: 50, msg: "the database is away (repeated)", repeats: 15 });
    expect(lines[1]).not.toHaveProperty("err");
    log.error({ err: away() }, "the database is away");
    expect(lines).toHaveLength(3);
  });

  it("is identified by connection, kind of work and error, and other lines are never delayed", () => {
    const { lines, log } = openLog();
    for (let n = 0; n < 2; n += 1) {
      log.warn({ err: away(), connectionId: "a", kind: "call" }, "run failed");
      log.warn({ err: away(), connectionId: "b", kind: "call" }, "run failed");
      log.warn({ err: new Error("another"), connectionId: "a", kind: "call" }, "run failed");
      log.warn({ connectionId: "a" }, "connection deactivated");
      log.info("plain");
    }
    const others = ["connection deactivated", "plain"];
    expect(lines.map(({ msg }) => msg)).toEqual(["run failed", "run failed", "run failed", ...others, ...others]);
  });
});

it("a failed request has its facts and no stack, and no line holds what a vendor answered", () => {
  const { lines, log } = openLog();
  const body = { email: "ada@example.com" };
  const err = new RequestError("no capacity", { fate: "later", retryAfterMs: 500, noRoom: true, body, detail: "Ada" });
  log.info({ err }, "a card was not shown");
  expect(lines[0]).toMatchObject({
    err: { type: "RequestError", message: "no capacity", fate: "later", status: null, retryAfterMs: 500 },
  });
  expect(JSON.stringify(lines)).not.toMatch(/stack|ada|Ada/);
});

it("secrets are never in a line", () => {
  const { lines, log } = openLog();
  log.info({ token: "hush", about: { apiKey: "hush" } }, "a line");
  expect(JSON.stringify(lines)).not.toContain("hush");
});
