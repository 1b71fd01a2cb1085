/** Which cached data is asked for again after a rejection, and how often. */
import { describe, expect, it } from "vitest";
import type { Write } from "../../domain/ticket/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { Run } from "../run.ts";
import { forgetOnce, forgetTagOnce, hasForgotten, type ForgetDeps, type Memory } from "./forget.ts";

const NOW = 1_800_000_000_000;
const told = { error: new RequestError("gorgias: no", { fate: "refused", status: 400 }), requests: 2 };

function outside(known: { customer: { id: number } } | null = { customer: { id: 12 } }) {
  const forgotten: string[] = [];
  const deps = {
    clock: () => NOW,
    writes: { complete: async () => undefined },
    index: {
      known: async (_c: string, phoneKey: string) => (phoneKey === "+33612345678" ? known : null),
      forget: async (_c: string, phoneKey: string, id: number) => void forgotten.push(`customer ${id} of ${phoneKey}`),
    },
    memory: {
      forgetTags: async (_c: string, names: readonly string[]) => void forgotten.push(`tags ${names.join()}`),
      forgetUsers: async () => void forgotten.push("users"),
    },
  } as unknown as ForgetDeps;
  const book = { connectionId: "one", activityId: "call:1", writes: [] as Write[], unsaved: [], cacheGeneration: 3 };
  const surroundings = { users: "known", remembered: "known" };
  const run = { ...book, phoneKey: "+33612345678", surroundings } as unknown as Run;
  const forget = (memory: Memory) => forgetOnce(deps, run, { memory, tags: ["Refund"] }, told);
  return { deps, run, forgotten, forget };
}

describe("a rejection", () => {
  it.each<[Memory, string[], object]>([
    ["all", ["customer 12 of +33612345678", "tags Refund", "users"], { users: null, remembered: null }],
    ["tags", ["tags Refund"], { users: "known", remembered: "known" }],
    ["users", ["users"], { users: null, remembered: "known" }],
  ])("C18: that may be about %s forgets that, once", async (memory, names, left) => {
    const world = outside();
    expect([await world.forget(memory), await world.forget(memory)]).toEqual([true, false]);
    expect(world.forgotten).toEqual(names);
    expect(world.run.surroundings).toEqual(left);
    expect(hasForgotten(world.run)).toBe(memory === "all");
    const key = memory === "all" ? "forgotten" : `forgotten:${memory}`;
    expect(world.run.writes).toMatchObject([{ generation: 3, key, requests: 2 }]);
  });

  it("C18: forgets all after a part, and no part after all", async () => {
    const parts = outside();
    expect([await parts.forget("users"), await parts.forget("tags"), await parts.forget("all")]).toEqual([
      true,
      true,
      true,
    ]);
    const all = outside();
    expect([await all.forget("all"), await all.forget("users"), await all.forget("tags")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("C18: forgets again for the next ticket", async () => {
    const world = outside();
    for (const memory of ["all", "tags"] as const) await world.forget(memory);
    world.run.cacheGeneration = 4;
    expect(hasForgotten(world.run)).toBe(false);
    expect([await world.forget("tags"), await world.forget("all")]).toEqual([true, true]);
  });

  it("C1: forgets no customer where none is known", async () => {
    const world = outside(null);
    expect([await world.forget("all"), world.forgotten]).toEqual([true, ["tags Refund", "users"]]);
  });

  it("C18: of a named tag forgets that tag, once for each, and again for the next ticket", async () => {
    const { deps, run, forgotten } = outside();
    const forget = (name: string) => forgetTagOnce(deps, run, name, told);
    expect([await forget("Refund"), await forget("Refund"), await forget("Sale")]).toEqual([true, false, true]);
    run.cacheGeneration = 4;
    expect(await forget("Refund")).toBe(true);
    expect(forgotten).toEqual(["tags Refund", "tags Sale", "tags Refund"]);
  });
});
