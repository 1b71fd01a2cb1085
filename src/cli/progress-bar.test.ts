/** The progress bar. */
import { describe, expect, it } from "vitest";
import { drawProgress, lineOf } from "./progress-bar.ts";

describe("the progress bar", () => {
  it("shows the share, and how many of how many or what was found", () => {
    expect(lineOf("Erasing", { done: 1, total: 2 })).toBe(`Erasing  ${"█".repeat(12)}${"░".repeat(12)}  50 %  1 of 2`);
    expect(lineOf("Reading", { done: 0, total: 0, note: "3 calls" })).toMatch(/ {2}0 % {2}3 calls$/);
    expect(lineOf("Reading", { done: 9, total: 2 })).toContain("100 %");
  });

  it("draws at most ten times a second, within the width, and leaves an empty line", async () => {
    const written: string[] = [];
    let now = 1_000;
    const screen = { write: (text: string) => written.push(text), columns: 20 };
    const work = async (report: (progress: { done: number; total: number }) => void) => {
      for (const done of [0, 1, 2, 3]) {
        report({ done, total: 10 });
        now += 60;
      }
      return "answer";
    };
    expect(await drawProgress(screen, "Erasing", work, () => now)).toBe("answer");
    expect(written).toHaveLength(3);
    expect(written.every((text) => text.length <= 20 + "\r\u001b[2K".length)).toBe(true);
    expect(written.at(-1)).toBe("\r\u001b[2K");
  });

  it("draws nothing for work that reports nothing", async () => {
    const written: string[] = [];
    await drawProgress({ write: (text: string) => written.push(text) }, "x", async () => 1);
    expect(written).toEqual([]);
  });
});
