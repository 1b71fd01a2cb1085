/** The doctor's findings, one at a time. */
import { describe, expect, it } from "vitest";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import { sayConnectionReason } from "../../domain/reasons/say-reason.ts";
import { RequestError } from "../../kit/request-error.ts";
import { attempt } from "./attempt.ts";
import { nameAll } from "./finding.ts";
import { endedAt, judgeAircall, judgeEnded, judgeGorgias, judgeKeys, judgeStatus } from "./judge-access.ts";
import { judgeLines, judgeWebhook } from "./judge-aircall.ts";
import { judgeAdmin, judgeAgents, judgeSettings } from "./judge-gorgias.ts";
import { judgeClock, judgeDatabase, judgeNodes } from "./judge-service.ts";
import { judgeFailedWork, judgeWaiting } from "./judge-work.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const seen = <T>(value: T) => ({ kind: "seen" as const, value });
const failed = (refused = false) => ({ kind: "failed" as const, why: "no answer in time", refused });
const line = (id: string, selected = true) => ({
  id,
  name: `Line ${id}`,
  digits: "",
  country: null,
  timeZone: null,
  selected,
});
const user = (more: Partial<HelpDeskUser> = {}): HelpDeskUser => ({
  id: 1,
  name: "Ada Admin",
  email: "ada@acme.example",
  role: "admin",
  active: true,
  bot: false,
  createdAt: "2026-01-01",
  ...more,
});

describe("an attempt", () => {
  it.each([
    [401, true],
    [403, true],
    [404, false],
    [503, false],
  ])("knows whether a %i rejects the credential", async (status, refused) => {
    const error = new RequestError("no", { fate: "refused", status });
    expect(await attempt(() => Promise.reject(error))).toEqual({ kind: "failed", why: "no", refused });
  });

  it("repeats nothing of an answer that is not as documented", async () => {
    const error = Object.assign(new Error('[{"input":"secret"}]'), { name: "ZodError" });
    expect(await attempt(() => Promise.reject(error))).toMatchObject({ why: "the answer is not as documented" });
    expect(await attempt(() => Promise.reject("thrown"))).toMatchObject({ why: "it failed" });
    expect(await attempt(async () => 7)).toEqual(seen(7));
  });
});

describe("the doctor", () => {
  it("names what is missing in the database", () => {
    expect(judgeDatabase(seen([])).verdict).toBe("ok");
    expect(judgeDatabase(seen(["0006-care.sql"]))).toMatchObject({ verdict: "wrong", what: "it lacks 0006-care.sql" });
    expect(judgeDatabase(failed())).toMatchObject({ verdict: "wrong", what: "it does not answer: no answer in time" });
  });

  it.each([
    [0, "ok", "agrees"],
    [10_000, "ok", "agrees"],
    [-10_000, "ok", "agrees"],
    [11_000, "wrong", "11 s ahead of"],
    [-95_400, "wrong", "95 s behind"],
  ])("judges a clock that is %i ms ahead: %s", (ahead, verdict, what) => {
    expect(judgeClock("Gorgias", NOW + ahead, NOW)).toMatchObject({ verdict, what: expect.stringContaining(what) });
  });

  it("names the processes whose machine has a wrong clock, ahead or behind", () => {
    const node = (skewMs: number) => ({ role: "worker", startedAt: NOW, skewMs });
    const skews = [0, 10_000, -10_000, 10_001, -95_400];
    expect(judgeNodes(skews.map(node)).map(({ verdict, what }) => [verdict, what.replace(/.* clock is /, "")])).toEqual(
      [
        ["wrong", "10 s ahead of the database's"],
        ["wrong", "95 s behind the database's"],
      ],
    );
  });

  it("reports no problem for a vendor that sends no time", () => {
    expect(judgeClock("Gorgias", NOW, null).verdict).toBe("ok");
  });

  it.each([
    ["active", null, "ok"],
    ["installing", null, "note"],
    ["deactivated", "by_hand", "note"],
    ["deactivated", "disconnected", "note"],
    ["deactivated", "rate_limit", "wrong"],
    ["deactivated", "authorisation_removed", "wrong"],
    ["deactivated", null, "wrong"],
  ] as const)("L5, L6, L7: thinks of a connection that is %s (%s): %s", (status, reason, verdict) => {
    const judged = judgeStatus({ status, reason });
    expect([judged.verdict, judged.remedy === null]).toEqual([verdict, verdict === "ok"]);
    expect(judged.what).toContain(reason === null ? "it is" : sayConnectionReason("en", reason));
  });

  it("names the key that is missing", () => {
    expect(judgeKeys([]).verdict).toBe("ok");
    expect(judgeKeys([seen({ kind: "basic", user: "", password: "" })]).verdict).toBe("ok");
    const closed = { verdict: "wrong", what: expect.stringContaining("no answer in time") };
    expect(judgeKeys([failed()])).toMatchObject(closed);
    expect(judgeKeys([seen({ kind: "basic", user: "", password: "" }), failed()])).toMatchObject(closed);
  });

  it("knows when a token has ended", () => {
    const token = { kind: "bearer" as const, accessToken: "", refreshToken: null, obtainedAt: 0 };
    expect(endedAt({ ...token, expiresAt: NOW }, NOW)).toBe(NOW);
    expect(endedAt({ ...token, expiresAt: NOW + 1 }, NOW)).toBeNull();
    expect(endedAt({ ...token, expiresAt: null }, NOW)).toBeNull();
    expect(endedAt({ kind: "basic", user: "", password: "" }, NOW)).toBeNull();
    expect(judgeEnded(NOW).what).toContain("2026-03-02T09:00:00.000Z");
    expect(judgeEnded(0).what).toContain("was rejected");
  });

  it("distinguishes a rejected credential, a vendor that is down, and a credential without an admin", () => {
    const who = { name: "Ada Admin", email: "ada@acme.example", admin: true, id: 1 };
    expect(judgeGorgias(seen(who))).toMatchObject({ verdict: "ok", what: expect.stringContaining("ada@acme.example") });
    expect(judgeGorgias(seen({ ...who, admin: false, id: 1 })).what).toContain("who is not an admin");
    expect(judgeGorgias(failed(true)).what).toContain("Gorgias rejects the credential");
    expect(judgeAircall(failed(false)).what).toContain("Aircall could not be checked");
    expect(judgeAircall(seen([1, 2])).what).toContain("2 lines");
  });

  it.each([
    [null, "wrong", "calls.example.com"],
    [{ active: false, missing: [], extra: [] }, "wrong", "it is off"],
    [{ active: true, missing: ["call.ended"], extra: [] }, "wrong", "call.ended"],
    [{ active: true, missing: [], extra: ["call.hold"] }, "note", "call.hold"],
    [{ active: true, missing: [], extra: [] }, "ok", "it is on"],
  ])("thinks of the webhook %j: %s", (webhook, verdict, what) => {
    const judged = judgeWebhook(webhook, "calls.example.com");
    expect(judged).toMatchObject({ verdict, what: expect.stringContaining(what) });
  });

  it("N4: names the selected lines that do not exist", () => {
    const there = [{ id: "1" }, { id: "2" }];
    expect(judgeLines([line("1", false)], there, null).verdict).toBe("wrong");
    expect(judgeLines([line("1"), line("2", false)], there, null).verdict).toBe("ok");
    expect(judgeLines([line("1")], there, ["1"]).what).toContain("all linked");
    expect(judgeLines([line("1"), line("2")], there, ["1"])).toMatchObject({
      verdict: "wrong",
      what: expect.stringMatching(/: "Line 2"$/),
    });
    expect(judgeLines([line("1")], there, [])).toMatchObject({ verdict: "wrong", fact: { code: "numbers_unlinked" } });
    expect(judgeLines([line("1"), line("3")], there, ["1"])).toMatchObject({
      verdict: "note",
      what: expect.stringContaining(`"Line 3"`),
    });
  });

  it("C5: requires an active human admin", () => {
    expect(judgeAdmin([user()]).what).toContain("Ada Admin");
    expect(judgeAdmin([user({ name: null })]).what).toContain("ada@acme.example");
    for (const more of [{ active: false }, { bot: true }, { role: "agent" }])
      expect(judgeAdmin([user(more)]).verdict).toBe("wrong");
  });

  it("C4: names the agents without a user in Gorgias, except those mapped by hand", () => {
    const people = [
      { id: "1", name: "Ada Admin", email: "ADA@acme.example" },
      { id: "2", name: "Nils Nomatch", email: "nils@elsewhere.example" },
    ];
    expect(judgeAgents(people, [user()], new Map())).toMatchObject({
      verdict: "note",
      what: expect.stringMatching(/: "Nils Nomatch"$/),
    });
    expect(judgeAgents(people, [user()], new Map([["2", 1]])).verdict).toBe("ok");
  });

  it.each([
    [null, "ok"],
    [[], "ok"],
    [[{ type: "auto-merge", data: { tickets: { enabled: false } } }], "ok"],
    [[{ type: "auto-merge", data: null }], "ok"],
    [[{ type: "business-hours", data: { enabled: true } }], "ok"],
    [[{ type: "auto-merge", data: { tickets: { enabled: true } } }], "note"],
    [[{ type: "auto-split", data: { enabled: true } }], "note"],
  ])("thinks of the settings %j: %s", (settings, verdict) => {
    expect(judgeSettings(settings).verdict).toBe(verdict);
  });

  it("allows work to wait for a quarter of an hour, and without limit where the connection is not active", () => {
    const work = (minutes: number) => ({
      failed: 0,
      examples: [],
      oldest: { activityId: "call:1", since: NOW - minutes * 60_000 },
    });
    expect(judgeWaiting({ failed: 0, examples: [], oldest: null }, true, NOW).verdict).toBe("ok");
    expect(judgeWaiting(work(15), true, NOW).verdict).toBe("ok");
    expect(judgeWaiting(work(16), true, NOW)).toMatchObject({
      verdict: "wrong",
      what: "the oldest, call:1, has waited 16 min",
    });
    expect(judgeWaiting(work(16), false, NOW).verdict).toBe("note");
    // The database's clock may be ahead.
    expect(judgeWaiting(work(-2), true, NOW).what).toBe("the oldest, call:1, has waited 0 min");
  });

  it("names some of what failed, and the command that tries it again", () => {
    expect(judgeFailedWork({ failed: 0, examples: [], oldest: null }, "acme").verdict).toBe("ok");
    const judged = judgeFailedWork({ failed: 3, examples: ["call:1", "call:2"], oldest: null }, "acme");
    expect(judged.what).toBe('3 failed: "call:1", "call:2" and 1 more');
    expect(judged.remedy).toContain("replay --failed --account acme");
    const both = judgeFailedWork({ failed: 2, examples: ["call:1", "call:2"], oldest: null }, "acme");
    expect(both.what).toBe('2 failed: "call:1", "call:2"');
  });

  it("names twenty at most", () => {
    const named = (length: number) => nameAll(Array.from({ length }, (_, n) => String(n)));
    expect(named(20)).toMatch(/"19"$/);
    expect(named(21)).toMatch(/"19" and 1 more$/);
    expect(named(23)).toMatch(/"19" and 3 more$/);
  });
});
