/** How long users and tags of the help desk are believed, and what is asked for when they are not. */
import { describe, expect, it } from "vitest";
import type { Person } from "../../domain/call/call.ts";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { RejectedTag } from "../../domain/ports/help-desk-cache.ts";
import type { TagRef } from "../../domain/ports/help-desk.ts";
import { RequestError, type RequestFate } from "../../kit/request-error.ts";
import type { Run } from "../run.ts";
import { knowTags, knowUsers, type KnowledgeDeps } from "./help-desk-knowledge.ts";
import { PlanAnew } from "./leave-out.ts";

const NOW = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const failure = (fate: RequestFate, status: number) => new RequestError("gorgias: no", { fate, status, detail: "No." });

/** What the cache holds, and Gorgias, which counts its requests. */
function outside() {
  const it = {
    now: NOW,
    users: [] as HelpDeskUser[],
    learnedAt: null as number | null,
    cached: [] as TagRef[],
    complete: null as boolean | null,
    rejected: [] as RejectedTag[],
    /** How far back the cache was asked. */
    since: {} as Record<string, number>,
    listed: { tags: [] as TagRef[], complete: true } as { tags: TagRef[]; complete: boolean } | RequestError,
    existing: [] as TagRef[],
    failing: new Map<string, RequestError>(),
    requests: [] as string[],
  };
  const memory = {
    users: async () => (it.learnedAt === null ? null : { users: it.users, learnedAt: it.learnedAt }),
    rememberUsers: async (_c: string, users: HelpDeskUser[], now: number) => {
      [it.users, it.learnedAt] = [users, now];
    },
    tags: async (_c: string, names: readonly string[]) => it.cached.filter(({ name }) => names.includes(name)),
    rememberTag: async (_c: string, tag: TagRef) => void it.cached.push(tag),
    tagsComplete: async (_c: string, since: number) => {
      it.since["list"] = since;
      return it.complete;
    },
    rememberTagList: async (_c: string, list: { tags: TagRef[] }) => void it.cached.push(...list.tags),
    rejectedTags: async (_c: string, names: readonly string[], since: number) => {
      it.since["rejected"] = since;
      return it.rejected.filter(({ name }) => names.includes(name));
    },
    rejectTag: async (_c: string, tag: RejectedTag) => void it.rejected.push(tag),
  };
  const ask = <T>(request: string, answer: () => T): Promise<T> => {
    it.requests.push(request);
    const failed = it.failing.get(request);
    return failed ? Promise.reject(failed) : Promise.resolve(answer());
  };
  const tags = {
    list: () => ask("list", () => (it.listed instanceof RequestError ? Promise.reject(it.listed) : it.listed)),
    find: (name: string) => ask(`find ${name}`, () => it.existing.find((tag) => tag.name === name) ?? null),
    create: (name: string) => ask(`create ${name}`, () => ({ id: 100 + it.requests.length, name })),
  };
  const helpDesk = { tags, users: () => ask("users", () => it.users), used: () => it.requests.length };
  const deps = { clock: () => it.now, writes: { complete: async () => undefined }, memory } as unknown as KnowledgeDeps;
  const book = { connectionId: "one", activityId: "call:1", writes: [], unsaved: [], surroundings: { users: null } };
  const run = { ...book, helpDesk } as unknown as Run;
  return Object.assign(it, { deps, run });
}

const user = (more: Partial<HelpDeskUser>): HelpDeskUser => ({
  id: 1,
  name: "Ada",
  email: "ada@shop.example",
  role: "admin",
  active: true,
  bot: false,
  createdAt: "2024-01-01T00:00:00",
  ...more,
});
const person = (email: string) => ({ id: email, name: email, email }) as unknown as Person;
const CLEO = person("cleo@shop.example");
const ADMIN = user({});
const AGENT = user({ id: 2, email: "cleo@shop.example", role: "agent" });

describe("users", () => {
  it.each<[string, HelpDeskUser[], Person | null, (Person | null)[], number]>([
    ["who are all known: an hour", [ADMIN, AGENT], CLEO, [CLEO], HOUR_MS],
    ["without any agent: an hour", [ADMIN], null, [], HOUR_MS],
    ["without the agent: ten minutes", [ADMIN], CLEO, [CLEO], 10 * MINUTE_MS],
    ["without another person, who needs only a signer: an hour", [ADMIN, AGENT], CLEO, [person("nils@x")], HOUR_MS],
    ["without an admin, where one has to sign: ten seconds", [AGENT], CLEO, [person("nils@x")], 10_000],
    ["without an admin, where the agent signs: an hour", [AGENT], CLEO, [CLEO], HOUR_MS],
    ["of whom there are none: ten seconds", [], null, [], 10_000],
  ])("C5: are believed %s", async (_what, users, agent, people, ms) => {
    const world = Object.assign(outside(), { users, learnedAt: NOW });
    world.now = NOW + ms - 1;
    await knowUsers(world.deps, world.run, agent, people);
    expect(world.requests).toEqual([]);
    world.now = NOW + ms;
    expect(await knowUsers(world.deps, world.run, agent, people)).toEqual(users);
    expect(world.requests).toEqual(["users"]);
    expect(world.run.writes).toMatchObject([{ key: "learn:users", requests: 1, outcome: { users: users.length } }]);
  });

  it("C5: are not believed where a wrong clock stored them", async () => {
    const world = Object.assign(outside(), { users: [ADMIN], learnedAt: NOW + HOUR_MS });
    await knowUsers(world.deps, world.run, null);
    expect(world.requests).toEqual(["users"]);
  });
});

const [ONE, TWO] = [
  { id: 1, name: "one" },
  { id: 2, name: "two" },
];
const namesOf = (tags: readonly TagRef[]) => tags.map(({ name }) => name);

describe("tags", () => {
  const know = (world: ReturnType<typeof outside>, ...names: string[]) => knowTags(world.deps, world.run, names);

  it("C12: that are all known cost nothing", async () => {
    const world = Object.assign(outside(), { cached: [ONE, TWO] });
    expect([await know(world, "one", "two"), world.requests]).toEqual([[ONE, TWO], []]);
  });

  it("C12: are created without a search where the list is complete", async () => {
    const world = Object.assign(outside(), {
      cached: [ONE],
      listed: { tags: [TWO, { id: 9, name: "x" }], complete: true },
    });
    expect(namesOf(await know(world, "one", "two", "three"))).toEqual(["one", "two", "three"]);
    expect(world.requests).toEqual(["list", "create three"]);
    expect(world.run.writes.map(({ key, requests }) => [key, requests])).toEqual([
      ["learn:tags", 1],
      ["learn:tag:three", 1],
    ]);
    expect(world.since).toEqual({ list: NOW - 24 * HOUR_MS, rejected: NOW - HOUR_MS });
  });

  it.each([true, false])("C12: are not listed again within a day, whether that list was complete (%s)", async (all) => {
    const world = Object.assign(outside(), { complete: all, existing: [TWO] });
    expect(namesOf(await know(world, "two"))).toEqual(["two"]);
    expect(world.requests).toEqual([all ? "create two" : "find two"]);
  });

  it.each([failure("refused", 403), failure("unknown", 200)])(
    "C18: are searched for where Gorgias does not list them: $fate",
    async (listed) => {
      const world = Object.assign(outside(), { listed, existing: [TWO] });
      expect(namesOf(await know(world, "two", "three"))).toEqual(["two", "three"]);
      expect(world.requests).toEqual(["list", "find two", "find three", "create three"]);
    },
  );

  it.each([failure("refused", 401), failure("later", 429)])(
    "L4, L6: wait where their list is met with $status",
    async (listed) => {
      const world = Object.assign(outside(), { listed });
      await expect(know(world, "two")).rejects.toBe(listed);
      expect(world.requests).toEqual(["list"]);
    },
  );

  it.each([failure("refused", 401), failure("later", 429), failure("unknown", 503)])(
    "C18: are not left out where their creation is met with $status",
    async (error) => {
      const world = outside();
      world.failing.set("create two", error);
      await expect(know(world, "two", "three")).rejects.toBe(error);
      expect([world.rejected, world.requests]).toEqual([[], ["list", "create two"]]);
    },
  );

  it("C18: that Gorgias rejects are left out and remembered, and the others are created first", async () => {
    const world = outside();
    world.failing.set("create two", failure("refused", 400));
    await expect(know(world, "two", "three")).rejects.toThrow(PlanAnew);
    expect(world.requests).toEqual(["list", "create two", "create three"]);
    expect(world.rejected).toEqual([{ name: "two", status: 400, detail: "No." }]);
    expect(world.run.writes.map(({ key, requests }) => [key, requests])).toContainEqual(["left-out:tag:two", 1]);
  });

  it("C18: that were rejected within the hour are left out without a request, also without a list", async () => {
    const world = Object.assign(outside(), { rejected: [{ name: "two", status: null, detail: "No." }] });
    await expect(know(world, "two")).rejects.toThrow(PlanAnew);
    expect([world.requests, world.rejected.length]).toEqual([[], 1]);
    const [written] = world.run.writes;
    expect(written?.outcome).toMatchObject({
      leftOut: [{ part: "tag", value: "two", code: "rejected", detail: "No." }],
    });
  });

  it("C18: that were rejected within the hour are not taken from a list either", async () => {
    const listed = { tags: [TWO], complete: true };
    const world = Object.assign(outside(), { listed, rejected: [{ name: "two", status: 400, detail: null }] });
    await expect(know(world, "two", "three")).rejects.toThrow(PlanAnew);
    expect(world.requests).toEqual(["list", "create three"]);
  });
});
