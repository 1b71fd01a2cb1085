import { describe, expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

describe("oneAtATime", () => {
  it("runs work of one key in order, also after failures, and other keys beside it", async () => {
    const run = oneAtATime();
    const seen: string[] = [];
    const held = Promise.withResolvers<void>();
    const first = run("a", async () => {
      seen.push("a1");
      await held.promise;
      throw new Error("not now");
    });
    const second = run("a", async () => seen.push("a2"));
    await run("b", async () => seen.push("b1"));
    expect(seen).toEqual(["a1", "b1"]);
    held.resolve();
    await expect(first).rejects.toThrow("not now");
    await second;
    expect(seen).toEqual(["a1", "b1", "a2"]);
  });
});
