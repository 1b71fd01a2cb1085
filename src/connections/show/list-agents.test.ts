/** The signing user of an agent: by hand before e-mail, and only a user that can sign. */
import { describe, expect, it } from "vitest";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import { joinAgent } from "./list-agents.ts";

const user = (id: number, more: Partial<HelpDeskUser> = {}): HelpDeskUser => ({
  id,
  name: `User ${id}`,
  email: `user-${id}@acme.example`,
  role: "agent",
  active: true,
  bot: false,
  createdAt: "2026-01-01T00:00:00Z",
  ...more,
});
const ada = { id: "7", name: "Ada", email: " User-1@ACME.example" };

describe("an agent", () => {
  it("C4: is matched by e-mail, whatever its letter case and spaces", () => {
    expect(joinAgent(ada, [user(1), user(2)], new Map())).toMatchObject({ helpDeskUser: { id: 1 }, how: "e-mail" });
  });

  it("C4: is mapped by hand even where the e-mail matches another user", () => {
    const joined = joinAgent(ada, [user(1), user(2)], new Map([["7", 2]]));
    expect(joined).toMatchObject({ helpDeskUser: { id: 2 }, how: "by hand" });
  });

  it.each([
    ["inactive", [user(1), user(2, { active: false })]],
    ["a program", [user(1), user(2, { bot: true })]],
    ["gone", [user(1)]],
  ])("C4: is joined by e-mail again when the user chosen by hand is %s", (_what, users) => {
    expect(joinAgent(ada, users, new Map([["7", 2]]))).toMatchObject({ helpDeskUser: { id: 1 }, how: "e-mail" });
  });

  it("C4: has no user where neither fits", () => {
    expect(joinAgent(ada, [user(3)], new Map([["8", 3]]))).toEqual({ person: ada, helpDeskUser: null, how: "none" });
  });
});
