/** Agents and the users of the help desk. */
import { describe, expect, it } from "vitest";
import { adaUser, adminUser } from "../../../test/fixtures/plan-facts.ts";
import { ada } from "../../../test/fixtures/call-events.ts";
import { authorFor, firstAdmin, isAdmin, matchAgent, matchByEmail, signerFor } from "./people.ts";

describe("matchAgent", () => {
  it("C4: matches by e-mail, whatever the letter case and the spaces", () => {
    expect(matchAgent({ ...ada, email: " ADA@example.com" }, [adminUser, adaUser])?.id).toBe(adaUser.id);
  });

  it("C4: matches no user without e-mail, though a user has none either", () => {
    const nameless = { ...adaUser, email: null };
    expect(matchAgent({ ...ada, email: null }, [nameless])).toBeNull();
    expect(matchAgent({ ...ada, email: " " }, [{ ...adaUser, email: "" }])).toBeNull();
    expect(matchAgent(null, [nameless])).toBeNull();
  });

  it("C4: matches no other e-mail, and no user who is inactive or a program", () => {
    expect(matchAgent({ ...ada, email: "ada@example.co" }, [adaUser])).toBeNull();
    expect(matchAgent(ada, [{ ...adaUser, active: false }])).toBeNull();
    expect(matchAgent(ada, [{ ...adaUser, bot: true }])).toBeNull();
    expect(
      matchAgent(ada, [
        { ...adaUser, active: false },
        { ...adaUser, id: 11 },
      ])?.id,
    ).toBe(11);
  });

  it("C4: prefers the user to whom an admin mapped the agent by hand", () => {
    const joined = { ...adaUser, id: 12, email: "other@example.com", signsFor: ["1", ada.id] };
    expect(matchAgent(ada, [adaUser, joined])?.id).toBe(12);
    expect(matchAgent({ ...ada, email: null }, [adaUser, joined])?.id).toBe(12);
    expect(matchAgent({ ...ada, id: "99" }, [joined, adaUser])?.id).toBe(adaUser.id);
    expect(matchAgent(null, [joined])).toBeNull();
  });

  it("C4: goes by the e-mail where the user joined by hand is inactive, or a program", () => {
    const joined = { ...adaUser, id: 12, email: "other@example.com", signsFor: [ada.id] };
    expect(matchAgent(ada, [{ ...joined, active: false }, adaUser])?.id).toBe(adaUser.id);
    expect(matchAgent(ada, [{ ...joined, bot: true }, adaUser])?.id).toBe(adaUser.id);
  });
});

describe("firstAdmin", () => {
  it("C5: is the oldest active human admin", () => {
    const admins = [
      { ...adminUser, id: 1, createdAt: "2020-01-01T00:00:00Z", active: false },
      { ...adminUser, id: 2, createdAt: "2020-01-01T00:00:00Z", bot: true },
      { ...adminUser, id: 3, createdAt: "2020-01-01T00:00:00Z", role: "lead-agent" },
      { ...adminUser, id: 4, createdAt: "2023-01-01T00:00:00Z" },
      { ...adminUser, id: 5, createdAt: "2021-01-01T00:00:00Z" },
    ];
    expect(firstAdmin(admins)?.id).toBe(5);
    expect(admins.map((admin) => admin.id)).toEqual([1, 2, 3, 4, 5]);
  });

  it("C5: is the one with the lowest id of those made at once, and none where there is no admin", () => {
    expect(
      firstAdmin([
        { ...adminUser, id: 8 },
        { ...adminUser, id: 7 },
      ])?.id,
    ).toBe(7);
    expect(firstAdmin([adaUser])).toBeNull();
  });
});

describe("who signs for an agent", () => {
  const rejected = new Set([adaUser.id]);

  it("C5: is their own user, else the first admin, else missing", () => {
    expect(signerFor(ada, [adminUser, adaUser])?.id).toBe(adaUser.id);
    expect(signerFor(null, [adaUser, adminUser])?.id).toBe(adminUser.id);
    expect(signerFor(ada, [])).toBeNull();
    expect(authorFor(ada, [adminUser, adaUser])).toBe(adaUser.id);
    expect(authorFor(null, [adaUser])).toBeUndefined();
  });

  it("C18: is the first admin where Gorgias rejects their user, else the user of the credential", () => {
    expect(authorFor(ada, [adaUser, adminUser], rejected)).toBe(adminUser.id);
    expect(authorFor(ada, [adaUser], rejected)).toBeNull();
    expect(authorFor(ada, [adaUser, adminUser], new Set([adaUser.id, adminUser.id]))).toBeNull();
  });

  it("C4: goes by the e-mail alone where a match by hand does not count", () => {
    const joined = { ...adaUser, id: 12, email: "other@example.com", signsFor: [ada.id] };
    expect(matchByEmail(ada, [joined, adaUser])?.id).toBe(adaUser.id);
    expect(matchByEmail(ada, [{ ...adaUser, email: null }])).toBeNull();
  });
});

it("N2: an admin is an active person with the admin role", () => {
  expect(isAdmin(adminUser)).toBe(true);
  for (const change of [{ role: "agent" }, { role: null }, { active: false }, { bot: true }]) {
    expect(isAdmin({ ...adminUser, ...change })).toBe(false);
  }
});
