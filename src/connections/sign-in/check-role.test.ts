/** N2: when Gorgias is asked whether a session's user is still an admin, and what each answer means. */
import { describe, expect, it } from "vitest";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { SignedIn } from "../../domain/ports/oauth.ts";
import { RequestError } from "../../kit/request-error.ts";
import { roleChecks, type RoleDeps } from "./check-role.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;
const ADA: HelpDeskUser = {
  id: 7,
  name: "Ada",
  email: null,
  role: "admin",
  active: true,
  bot: false,
  createdAt: "",
};
const SILENT = new RequestError("no", { fate: "unknown", status: 503 });
const REFUSED = new RequestError("no", { fate: "refused", status: 401 });
const REFRESHING = new RequestError("no", { fate: "later", status: 401 });

interface Given {
  /** Minutes since the role was confirmed. */
  confirmedAgo?: number;
  openedBy?: "link" | "key";
  id?: number | null;
  /** What Gorgias answers, one after another. The last one is repeated. */
  answers?: (HelpDeskUser | null | RequestError)[];
  /** Remembered users, and how many minutes ago they were read. */
  remembered?: { users: HelpDeskUser[]; ago: number };
}

function open({ confirmedAgo = 20, openedBy, id = 7, answers = [ADA], remembered }: Given) {
  const seen: string[] = [];
  let now = NOW;
  const left = [...answers];
  const deps = {
    clock: () => now,
    sessions: {
      confirm: async (_id: string, at: number) => void seen.push(`confirm ${(NOW - at) / MINUTE_MS}`),
      end: async () => void seen.push("end"),
      endOf: async (_id: string, user: number) => void seen.push(`end of ${user}`),
    },
    memory: {
      users: async () => remembered && { users: remembered.users, learnedAt: NOW - remembered.ago * MINUTE_MS },
    },
    helpDesks: () => ({
      async user() {
        seen.push("ask");
        const answer = left.length > 1 ? left.shift() : left[0];
        if (answer instanceof RequestError) throw answer;
        return answer;
      },
    }),
  } as unknown as RoleDeps;
  const session = {
    sessionId: "s1",
    connectionId: "c1",
    account: "acme",
    csrfToken: "",
    user: { id, name: null, email: null },
    confirmedAt: NOW - confirmedAgo * MINUTE_MS,
    ...(openedBy ? { openedBy } : {}),
  } satisfies SignedIn;
  const checks = roleChecks(deps);
  const pass = (ms: number) => void (now += ms);
  return { seen, pass, mayRead: () => checks.mayRead(session), mayChange: () => checks.mayChange(session) };
}

const ENDED = ["end", "end of 7"];
const agent = { ...ADA, role: "agent" };

describe("N2: to read", () => {
  it.each<[string, Given, boolean, string[]]>([
    ["confirmed 14 min ago", { confirmedAgo: 14.9 }, true, []],
    ["confirmed 15 min ago", { confirmedAgo: 15 }, true, ["ask", "confirm 0"]],
    ["of a link", { openedBy: "link", id: null }, true, []],
    ["of a key", { openedBy: "key" }, true, ["ask", "confirm 0"]],
    ["of an earlier version", { id: null }, false, ["end"]],
    ["of an agent", { answers: [agent] }, false, ["ask", ...ENDED]],
    ["of a user who left", { answers: [{ ...ADA, active: false }] }, false, ["ask", ...ENDED]],
    ["of a user who is gone", { answers: [null] }, false, ["ask", ...ENDED]],
    ["without an authorisation", { answers: [REFUSED] }, false, ["ask", ...ENDED]],
    ["while Gorgias is silent", { answers: [SILENT] }, true, ["ask"]],
    ["with a token that is refreshed first", { answers: [REFRESHING, ADA] }, true, ["ask", "ask", "confirm 0"]],
    ["of a remembered admin", { remembered: { users: [ADA], ago: 14 } }, true, ["confirm 14"]],
    ["of a remembered agent", { remembered: { users: [agent], ago: 14 } }, false, ENDED],
    ["who is not remembered", { remembered: { users: [], ago: 14 } }, false, ENDED],
    ["remembered too long ago", { remembered: { users: [agent], ago: 15 } }, true, ["ask", "confirm 0"]],
  ])("a session %s", async (_what, given, may, seen) => {
    const session = open(given);
    expect([await session.mayRead(), session.seen]).toEqual([may, seen]);
  });

  it("a session asks a silent Gorgias once a minute", async () => {
    const { seen, pass, mayRead } = open({ answers: [SILENT] });
    for (const ms of [0, 59_999, 1]) {
      pass(ms);
      expect(await mayRead()).toBe(true);
    }
    expect(seen).toEqual(["ask", "ask"]);
  });
});

describe("N2: to change something", () => {
  it.each<[string, Given, string, string[]]>([
    ["confirmed just now", { confirmedAgo: 0 }, "yes", ["ask", "confirm 0"]],
    ["confirmed just now, of an agent", { confirmedAgo: 0, answers: [agent] }, "no", ["ask", ...ENDED]],
    ["of a link", { openedBy: "link", id: null }, "yes", []],
    ["of an earlier version, confirmed just now", { id: null, confirmedAgo: 0 }, "yes", []],
    ["of an earlier version", { id: null }, "no", []],
    ["while Gorgias is silent", { answers: [SILENT] }, "unknown", ["ask"]],
    ["while Gorgias is silent, confirmed just now", { answers: [SILENT], confirmedAgo: 0 }, "yes", ["ask"]],
    ["with a token that stays refused", { answers: [REFRESHING] }, "unknown", ["ask", "ask"]],
  ])("a session %s", async (_what, given, may, seen) => {
    const session = open(given);
    expect([await session.mayChange(), session.seen]).toEqual([may, seen]);
  });
});
