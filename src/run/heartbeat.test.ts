/** The heartbeat of a process, on a clock that the test advances, with a database that fails when the test says so. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { databaseClock } from "../storage/db/database-clock.ts";
import { startHeartbeat } from "./heartbeat.ts";

const SECOND_MS = 1_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

/** Answers of the database: its time, epoch ms, or a failure. Null: no answer yet. */
function started(answers: { next: number | Error | null }) {
  const beats: { id: string; role: string; skewMs: number }[] = [];
  const left: string[] = [];
  const logged: string[] = [];
  let hanging = Promise.withResolvers<number>();
  const nodes = {
    async beat(heartbeat: (typeof beats)[number]) {
      beats.push(heartbeat);
      const { next } = answers;
      if (next instanceof Error) throw next;
      return next ?? hanging.promise;
    },
    async leave(id: string) {
      left.push(id);
      if (answers.next instanceof Error) throw answers.next;
    },
  };
  const say = (_about: unknown, message: string) => void logged.push(message);
  const sharedClock = databaseClock(() => 100_000);
  const log = { debug: say, info: say, warn: say, error: say } as never;
  const heartbeat = startHeartbeat({ nodes, sharedClock, log }, { id: "one", role: "all" });
  const answerAll = (time: number) => {
    hanging.resolve(time);
    hanging = Promise.withResolvers();
  };
  return { heartbeat, beats, left, logged, sharedClock, answerAll };
}

describe("the heartbeat of a process", () => {
  it("is sent every ten seconds, also after some that failed", async () => {
    const answers: { next: number | Error | null } = { next: new Error("the database is down") };
    const { beats } = started(answers);
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS - 1);
    expect(beats).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(beats).toEqual([{ id: "one", role: "all", skewMs: 0 }]);
    await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
    expect(beats).toHaveLength(3);
    answers.next = 100_000;
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS);
    expect(beats).toHaveLength(4);
  });

  it.each([
    ["that was answered is shared for a second", 100_000, SECOND_MS],
    ["that failed is shared for a second", new Error("the database is down"), SECOND_MS],
    ["that has no answer yet is shared for five seconds", null, 5 * SECOND_MS],
  ])("%s among those who ask", async (_what, next, sharedMs) => {
    const { heartbeat, beats } = started({ next });
    const ask = () => void heartbeat.beat().catch(() => undefined);
    ask();
    await vi.advanceTimersByTimeAsync(sharedMs - 1);
    ask();
    expect(beats).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    ask();
    expect(beats).toHaveLength(2);
  });

  it("rejects where the database does not take it, and resolves once it does", async () => {
    const answers: { next: number | Error | null } = { next: new Error("read-only") };
    const { heartbeat } = started(answers);
    await expect(heartbeat.beat()).rejects.toThrow("read-only");
    answers.next = 100_000;
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    await heartbeat.beat();
  });

  it("learns the database's time, tells how far this machine's is off, and logs the change once each", async () => {
    const answers = { next: 160_000 };
    const { heartbeat, beats, logged, sharedClock } = started(answers);
    const beat = async () => {
      await heartbeat.beat();
      await vi.advanceTimersByTimeAsync(SECOND_MS);
    };
    await beat();
    expect([sharedClock.skewMs(), sharedClock.now()]).toEqual([-60_000, 161_000]);
    await beat();
    expect(beats.at(-1)).toMatchObject({ skewMs: -60_000 });
    expect(logged).toEqual([expect.stringContaining("differs from the database's")]);
    answers.next = 100_000;
    await beat();
    await beat();
    expect(logged).toEqual([expect.any(String), expect.stringContaining("agrees with the database's again")]);
    // Ten seconds are no reason for a warning.
    answers.next = 110_000;
    await beat();
    expect(logged).toHaveLength(2);
  });

  it.each([100_000, new Error("the database is down")])(
    "ends with the process, which leaves the list of nodes where the database answers (%s)",
    async (next) => {
      const { heartbeat, beats, left } = started({ next });
      await heartbeat.stop();
      expect([left, vi.getTimerCount()]).toEqual([["one"], 0]);
      await vi.advanceTimersByTimeAsync(60 * SECOND_MS);
      expect(beats).toHaveLength(0);
    },
  );
});
