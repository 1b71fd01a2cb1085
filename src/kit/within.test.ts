/** Time limits. */
import { describe, expect, it } from "vitest";
import { LateError, whileAnswering, within } from "./within.ts";

const never = new Promise<never>(() => undefined);
/** Far longer than the limits below. */
const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve("done"), 200));

describe("within", () => {
  it("ends like the work, if that ends in time", async () => {
    expect(await within(10_000, Promise.resolve(1))).toBe(1);
    await expect(within(10_000, Promise.reject(new Error("no")))).rejects.toThrow("no");
  });

  it("rejects where it is not", async () => {
    await expect(within(5, never)).rejects.toThrow(LateError);
  });

  it("takes what came while the process stood still", async () => {
    const work = new Promise<string>((resolve) => setTimeout(() => resolve("done"), 10));
    const result = within(5, work);
    const until = performance.now() + 40;
    while (performance.now() < until);
    expect(await result).toBe("done");
  });
});

describe("whileAnswering", () => {
  it("rejects where there is no answer", async () => {
    await expect(whileAnswering(20, never, () => 0)).rejects.toThrow(LateError);
  });

  it("waits for what is slow and answers others", async () => {
    expect(await whileAnswering(20, slow(), () => performance.now())).toBe("done");
  });

  it("rejects once the last sign is too long ago", async () => {
    const sign = performance.now() + 20;
    await expect(whileAnswering(20, never, () => sign)).rejects.toThrow(LateError);
  });
});
