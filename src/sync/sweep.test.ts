/** The sweep: each of its steps fails by itself. */
import { describe, expect, it } from "vitest";
import type { WorkItem } from "../domain/activity/work-item.ts";
import { sweep, type SweepDeps } from "./sweep.ts";

const STEPS = ["stopRefused", "takeDue", "markDue", "upkeep", "resume"] as const;
type Step = (typeof STEPS)[number];

/** Two connections are due for maintenance. `failing` rejects. */
function swept(failing: Step | null) {
  const done: Step[] = [];
  const marked: WorkItem[] = [];
  const step = async (name: Step): Promise<void> => {
    if (name === failing) throw new Error(`${name} failed`);
    done.push(name);
  };
  const deps: SweepDeps = {
    maintenanceOf: {
      stopRefused: () => step("stopRefused"),
      takeDue: async (limit) => (await step("takeDue"), ["one", "two"].slice(0, limit)),
    },
    scheduler: {
      markDue: async (items) => (await step("markDue"), void marked.push(...items)),
      upkeep: () => step("upkeep"),
      resume: async (room) => (await step("resume"), room("one", "message", 0)),
    },
    room: () => 7,
  };
  return { done, marked, ended: sweep(deps) };
}

describe("a sweep", () => {
  it("marks connections that are due for maintenance, and answers how much deferred work it resumed", async () => {
    const { done, marked, ended } = swept(null);
    expect(await ended).toBe(7);
    expect(done).toEqual(STEPS);
    const item = { kind: "connection", ref: "", part: "" };
    expect(marked).toEqual([
      { ...item, connectionId: "one" },
      { ...item, connectionId: "two" },
    ]);
  });

  it.each(STEPS)("S3: takes every other step where %s fails, and then rejects", async (failing) => {
    const { done, ended } = swept(failing);
    await expect(ended).rejects.toThrow(`${failing} failed`);
    // Nothing is due where the question for it failed.
    const others = STEPS.filter((step) => step !== failing && (failing !== "takeDue" || step !== "markDue"));
    expect(done.filter((step) => failing !== "takeDue" || step !== "markDue")).toEqual(others);
  });
});
