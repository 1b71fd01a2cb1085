import { describe, expect, it } from "vitest";
import { boundedMap } from "./bounded-map.ts";

describe("boundedMap", () => {
  it("forgets the oldest when there would be too many, and nothing else", () => {
    const map = boundedMap<string, number>(2);
    for (const [n, key] of ["a", "b", "c"].entries()) map.set(key, n);
    expect(["a", "b", "c"].map((key) => map.get(key))).toEqual([undefined, 1, 2]);
  });

  it("takes what is set anew for young", () => {
    const map = boundedMap<string, number>(2);
    for (const [n, key] of ["a", "b", "a", "c"].entries()) map.set(key, n);
    expect(["a", "b", "c"].map((key) => map.get(key))).toEqual([2, undefined, 3]);
  });

  it("forgets what is taken out", () => {
    const map = boundedMap<string, number>(2);
    map.set("a", 1);
    expect([map.delete("a"), map.delete("a"), map.get("a")]).toEqual([true, false, undefined]);
  });
});
