/** Random values have the promised forms. */
import { describe, expect, it } from "vitest";
import { randomIds } from "./ids.ts";

describe("randomIds", () => {
  it("makes secrets of 24 bytes for URLs, each another", () => {
    const secrets = Array.from({ length: 50 }, () => randomIds.secret());
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{32}$/);
    expect(new Set(secrets).size).toBe(50);
  });

  it("makes as many digits as asked for, the first not zero", () => {
    for (let i = 0; i < 200; i += 1) expect(randomIds.digits(10)).toMatch(/^[1-9]\d{9}$/);
    expect(randomIds.digits(1)).toMatch(/^[1-9]$/);
    expect(randomIds.digits(0)).toBe("");
  });
});
