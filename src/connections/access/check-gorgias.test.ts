/** L6, C5: what is asked of Gorgias each minute, by what is remembered and how the credential is. */
import { describe, expect, it } from "vitest";
import type { CredentialProblem } from "../../domain/connection/connection.ts";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { Installation } from "../../domain/ports/install.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { CheckResults, MaintenanceDeps } from "../maintenance/maintenance-deps.ts";
import { checkGorgias } from "./check-gorgias.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;

const user = (id: number, role = "admin"): HelpDeskUser => ({
  id,
  name: "Ada",
  email: null,
  role,
  active: true,
  bot: false,
  createdAt: "",
});

interface Given {
  problem?: CredentialProblem | null;
  /** Remembered users, and how many minutes ago they were read. Null: none. */
  remembered?: { users: HelpDeskUser[]; ago: number } | null;
  /** What Gorgias answers. */
  users?: HelpDeskUser[] | Error;
  tagsKnown?: boolean;
}

async function check({ problem = null, remembered = null, users = [user(1)], tagsKnown = true }: Given) {
  const asked: string[] = [];
  const note =
    <T>(what: string, value: T) =>
    async () => {
      asked.push(what);
      return value;
    };
  const deps = {
    clock: () => NOW,
    freshen: note("freshen", null),
    connections: { credential: async () => ({ account: "acme", credential: { kind: "basic" }, problem }) },
    memory: {
      users: async () => remembered && { users: remembered.users, learnedAt: NOW - remembered.ago * MINUTE_MS },
      rememberUsers: note("remember users", undefined),
      tagsComplete: async () => (tagsKnown ? NOW : null),
      rememberTagList: note("remember tags", undefined),
    },
    helpDesks: () => ({
      async users() {
        asked.push("users");
        if (users instanceof Error) throw users;
        return users;
      },
      tags: { list: note("tags", { tags: [], complete: true }) },
      timeZone: note("time zone", null),
    }),
    timeZones: { readAt: async () => NOW - MINUTE_MS },
    tokens: {
      judge: async (_id: string, _vendor: string, _of: object, found: unknown) => void asked.push(`judge ${found}`),
    },
    feed: { state: async () => ({ allowed: false, askedAt: null, refusedAt: null, heardAt: null }) },
  } as unknown as MaintenanceDeps;
  const results: CheckResults = { due: {}, known: new Set() };
  await checkGorgias(deps, { id: "c1", account: "acme" } as Installation, results);
  return { asked, due: results.due, known: [...results.known].sort() };
}

const refused = (minutesAgo: number, why: CredentialProblem["why"] = null): CredentialProblem =>
  ({ kind: "refused", why, since: NOW - minutesAgo * MINUTE_MS }) as CredentialProblem;
const KEYS = ["gorgias keys refused", "token dying"];
const ALL = [...KEYS.slice(0, 1), "no admin", ...KEYS.slice(1)];

describe("the users of Gorgias", () => {
  const many = (length: number) => Array.from({ length }, (_, n) => user(n));

  it.each([
    ["never", null, ["freshen", "users", "remember users"]],
    ["5 min ago", { users: many(1), ago: 5.9 }, ["freshen"]],
    ["6 min ago", { users: many(1), ago: 6 }, ["freshen", "users", "remember users"]],
    ["11 min ago, on two pages", { users: many(101), ago: 11.9 }, ["freshen"]],
    ["12 min ago, on two pages", { users: many(101), ago: 12 }, ["freshen", "users", "remember users"]],
    ["6 min ago, when there were none", { users: [], ago: 6 }, ["freshen", "users", "remember users"]],
  ])("C5: are read again by their age: %s", async (_when, remembered, asked) => {
    expect((await check({ remembered })).asked).toEqual(asked);
  });

  it("C5: without an admin raise an alert, and none where they are not known", async () => {
    expect(await check({ users: [user(1, "agent")] })).toMatchObject({ due: { "no admin": {} }, known: ALL });
    expect(await check({})).toMatchObject({ due: {}, known: ALL });
    const silent = new RequestError("no", { fate: "unknown" });
    expect(await check({ users: silent })).toMatchObject({ due: {}, known: KEYS });
    const old = { users: [user(1, "agent")], ago: 60 };
    expect(await check({ users: silent, remembered: old })).toMatchObject({ due: { "no admin": {} }, known: ALL });
    await expect(check({ users: new Error("the database is down") })).rejects.toThrow("the database is down");
  });
});

describe("a credential of Gorgias", () => {
  it("L6: that is refused is tried in one minute of six, and nothing else is asked with it", async () => {
    const tried: number[] = [];
    for (let minutes = 0; minutes <= 12; minutes += 1) {
      const { asked, due } = await check({ problem: refused(minutes), tagsKnown: false });
      if (asked.length > 0) tried.push(minutes);
      expect(asked.filter((what) => what !== "freshen")).toEqual([]);
      expect(due).toEqual({ "gorgias keys refused": {} });
    }
    expect(tried).toEqual([0, 6, 12]);
  });

  it("L6: that is not renewed raises an alert with the reason, and its users are still read", async () => {
    const problem = { kind: "not renewed", why: "limit", since: NOW - MINUTE_MS } as const;
    expect(await check({ problem, tagsKnown: false })).toMatchObject({
      asked: ["freshen", "users", "remember users"],
      due: { "token dying": { since: new Date(NOW - MINUTE_MS).toISOString(), why: "limit" } },
    });
  });

  it("L6: that was refused again is trusted once it reads the users, however fresh they are", async () => {
    const problem = { kind: "not renewed", why: "refused again", since: NOW } as const;
    const remembered = { users: [user(1)], ago: 1 };
    expect((await check({ problem, remembered })).asked).toEqual(["freshen", "users", "remember users", "judge null"]);
  });

  it("L1: that works lists the tags once", async () => {
    const remembered = { users: [user(1)], ago: 1 };
    expect((await check({ remembered, tagsKnown: false })).asked).toEqual(["freshen", "tags", "remember tags"]);
    expect((await check({ remembered })).asked).toEqual(["freshen"]);
  });
});
