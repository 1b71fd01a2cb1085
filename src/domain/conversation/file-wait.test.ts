/** How long a message waits for its file. */
import { describe, expect, it } from "vitest";
import {
  afterFileFailure,
  attemptMs,
  fileWaitSchema,
  isTooEarly,
  newFileWait,
  nextFileStep,
  type FileFailure,
  type FileWait,
} from "./file-wait.ts";

const NOW = 1_000_000;
const MIN = 60_000;
const begun: FileWait = { first: NOW, since: NOW, at: NOW, failed: null };
const failure = { why: "the server answered 503" };
const failed = (side: FileFailure["side"], at: number, of: FileWait = begun) =>
  afterFileFailure(of, { ...failure, side }, at);

describe("nextFileStep", () => {
  it("M9: requests a file for the first time, and gives it two minutes", () => {
    expect(nextFileStep(null, NOW, false)).toEqual({ do: "ask", wait: begun, until: NOW + 2 * MIN });
  });

  it("M9: requests it once, and waits for two minutes, whatever fails meanwhile", () => {
    expect(nextFileStep(begun, NOW + 5_000, false)).toEqual({
      do: "wait",
      until: NOW + 2 * MIN,
    });
    const wait = failed("source", NOW + 1_000);
    expect(nextFileStep(wait, NOW + 5_000, true)).toEqual({ do: "wait", until: NOW + 2 * MIN });
  });

  it("M9: gives up after two minutes, with the reason", () => {
    const wait = failed("source", NOW + 115_000);
    expect(nextFileStep(wait, NOW + 2 * MIN - 1, false).do).toBe("wait");
    expect(nextFileStep(wait, NOW + 2 * MIN, false)).toEqual({
      do: "give up",
      reason: { code: "not_downloaded", detail: failure.why },
    });
    const hanging = { ...begun, at: NOW + 60_000 };
    expect(nextFileStep(hanging, NOW + 2 * MIN, false)).toEqual({
      do: "give up",
      reason: { code: "file_late" },
    });
  });

  it("M9: gives up an upload that failed for half an hour, with the reason", () => {
    const wait = { ...failed("upload", NOW + 31 * MIN), since: NOW + 30 * MIN };
    expect(nextFileStep(wait, NOW + 32 * MIN, false)).toEqual({
      do: "give up",
      reason: { code: "not_uploaded", detail: failure.why },
    });
  });

  it("M9: begins anew where the server got no request for a while, for half an hour at most", () => {
    const wait = failed("source", NOW + 10_000);
    expect(nextFileStep(wait, NOW + 2 * MIN, false)).toMatchObject({
      do: "ask",
      wait: { first: NOW, since: NOW + 2 * MIN },
    });
    const long = { ...failed("source", NOW + 28 * MIN), since: NOW + 27 * MIN };
    expect(nextFileStep(long, NOW + 30 * MIN, false).do).toBe("ask");
    expect(nextFileStep({ ...long, at: NOW + 29 * MIN }, NOW + 30 * MIN + 31_000, false).do).toBe("give up");
  });

  it("M9: gives up after exactly 90 s without a request, and after exactly half an hour of waiting", () => {
    expect(nextFileStep({ ...begun, at: NOW + 30_000 }, NOW + 2 * MIN, false).do).toBe("give up");
    expect(nextFileStep({ ...begun, first: NOW - 1 }, NOW + 30 * MIN, false).do).toBe("give up");
  });

  it("M9: restarts the whole wait where the service was down for long", () => {
    const at = NOW + 40 * MIN;
    const anew = { do: "ask", wait: { first: at, since: at, failed: null } };
    expect(nextFileStep(failed("source", NOW + 60_000), at, false)).toMatchObject(anew);
    expect(nextFileStep(begun, at, false)).toMatchObject(anew);
  });

  it("M9: begins anew where no attempt ever ended, for half an hour at most", () => {
    expect(nextFileStep(begun, NOW + 2 * MIN, false)).toMatchObject({ do: "ask", wait: { first: NOW } });
    const long = { ...begun, since: NOW + 29 * MIN, at: NOW + 29 * MIN };
    expect(nextFileStep(long, NOW + 31 * MIN, false).do).toBe("give up");
  });

  it("M9: counts a failed upload against the file only where the help desk accepts the message", () => {
    const wait = failed("upload", NOW + 115_000);
    expect(nextFileStep(wait, NOW + 2 * MIN, false).do).toBe("give up");
    expect(nextFileStep(wait, NOW + 2 * MIN, true)).toMatchObject({ do: "ask", wait: { since: NOW + 2 * MIN } });
    expect(nextFileStep(failed("upload", NOW + 50 * MIN), NOW + 52 * MIN, true).do).toBe("ask");
  });

  it("L4, M9: gives up no file for which the rate limit has no capacity", () => {
    for (const minutes of [2, 50]) {
      const wait = failed("room", NOW + minutes * MIN - 5_000, { ...begun, since: NOW + (minutes - 2) * MIN });
      const next = nextFileStep(wait, NOW + minutes * MIN, false);
      expect(next).toMatchObject({ do: "ask", wait: { first: NOW, since: NOW + minutes * MIN, failed: null } });
    }
  });

  it("M9: begins anew where no upload was tried again, for half an hour at most", () => {
    expect(nextFileStep(failed("upload", NOW + 10_000), NOW + 2 * MIN, false)).toMatchObject({
      do: "ask",
      wait: { first: NOW },
    });
    const long = failed("upload", NOW + 30 * MIN, { ...begun, since: NOW + 29 * MIN });
    expect(nextFileStep(long, NOW + 32 * MIN, false).do).toBe("give up");
  });

  it("M9: gives a server two minutes more once the help desk answers again, and no more than that", () => {
    const wait = failed("source", NOW + 115_000);
    const next = nextFileStep(wait, NOW + 2 * MIN, true);
    expect(next).toMatchObject({ do: "ask", wait: { first: NOW, since: NOW + 2 * MIN } });
    const again = failed("source", NOW + 4 * MIN, { ...wait, since: NOW + 2 * MIN });
    expect(nextFileStep(again, NOW + 4 * MIN, true).do).toBe("give up");
  });
});

describe("an attempt", () => {
  it("M9: ends before its message gives up", () => {
    expect(attemptMs(begun, NOW)).toBe(110_000);
    expect(attemptMs(begun, NOW + 100_000)).toBe(10_000);
    expect(attemptMs(begun, NOW + 300_000)).toBe(0);
  });

  it("M9: follows the last one that failed after 10 s", () => {
    const wait = failed("upload", NOW + 1_000);
    expect([isTooEarly(begun, NOW), isTooEarly(wait, NOW + 10_999), isTooEarly(wait, NOW + 11_000)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(newFileWait(NOW)).toEqual(begun);
  });

  it("M9: is read back complete, also as earlier versions stored it", () => {
    const wait = failed("upload", NOW + 1);
    expect(fileWaitSchema.parse(JSON.parse(JSON.stringify(wait)))).toEqual(wait);
    expect(fileWaitSchema.parse({ first: 1, since: 2, at: 3 })).toEqual({
      first: 1,
      since: 2,
      at: 3,
      failed: null,
    });
    expect(fileWaitSchema.safeParse({}).success).toBe(false);
  });

  it("M9: shortens a long reason", () => {
    const long = afterFileFailure(begun, { side: "source", why: "x".repeat(1_000) }, NOW);
    expect(long.failed?.why).toHaveLength(200);
  });
});
