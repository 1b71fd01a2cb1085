/** Typed names of calls and conversations. */
import { describe, expect, it } from "vitest";
import { activityIdFrom } from "./activity-id-from.ts";

describe("a typed item", () => {
  it.each(["call:123", "text:+33612345678", "text:group-41f0", "text:anonymous"])("is %s itself", (typed) => {
    expect(activityIdFrom(typed)).toBe(typed);
  });

  it.each(["123", "3123456789"])("is the call %s where it is a bare id", (typed) => {
    expect(activityIdFrom(typed)).toBe(`call:${typed}`);
  });

  it.each(["", "+33612345678", "call:", "text:", "call:1 or 1=1"])("names no conversation by accident: %j", (typed) => {
    expect(activityIdFrom(typed)).toBe(`call:${typed}`);
  });
});
