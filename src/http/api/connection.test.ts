/** /api/connection: the steps, the remedies, and which states allow a change. */
import { describe, expect, it } from "vitest";
import { ADA, openSignedIn } from "../../../test/helpers/signed-in-admin.ts";
import type { ConnectionState } from "../../domain/ports/admin.ts";
import type { ConnectionAnswer, ConnectionFindingsAnswer } from "./schemas.ts";

const state: ConnectionState = {
  account: "acme",
  status: "active",
  reason: null,
  since: null,
  joinedGorgias: { by: "Ada", at: new Date("2026-03-02T09:00:00Z") },
  joinedAircall: { company: "Acme", by: "Cleo", at: null },
  lines: { selected: 2, known: 3, unlinked: 0 },
  gorgiasJoined: true,
  aircallJoined: true,
  gorgiasProblem: null,
  aircallProblem: null,
  webhookMissing: false,
  admin: true,
};
const POST = { method: "POST" };

/** What is asked of the connection changes its state to `after`. */
function open(before: ConnectionState | null, after: Partial<ConnectionState> = {}) {
  let now = before;
  const acts: unknown[] = [];
  const act = (name: string) => async (id: string, by: string) => {
    acts.push([name, id, by]);
    if (now) now = { ...now, ...after };
  };
  const ask = openSignedIn({
    admin: { connections: { status: async () => now } },
    connection: { deactivate: act("deactivate"), reactivate: act("reactivate"), disconnect: act("disconnect") },
  });
  return { ask, acts };
}

const read = async (shown: Partial<ConnectionState>) =>
  (await open({ ...state, ...shown }).ask<ConnectionAnswer>("/connection")).body;

describe("the connection", () => {
  it("N3: says of each step that is done what is known of it", async () => {
    const { steps, checks, healthy } = await read({});
    expect(steps).toEqual([
      { name: "gorgias", state: "done", detail: expect.stringMatching(/^Allowed by Ada, 2 Mar 2026/) },
      { name: "aircall", state: "done", detail: "Company Acme, Allowed by Cleo" },
      { name: "lines", state: "done", detail: "2 of 3 numbers selected" },
    ]);
    expect([healthy, checks.map(({ remedy }) => remedy)]).toEqual([true, checks.map(() => null)]);
    expect((await read({ joinedAircall: null })).steps[1]?.detail).toBeNull();
  });

  it("N3: says nothing of a step that is not done, and what to do about each failed check alone", async () => {
    const { steps, checks } = await read({ aircallProblem: "refused", webhookMissing: true });
    expect(steps.map(({ detail }) => detail === null)).toEqual([false, true, false]);
    const failed = checks.filter(({ ok }) => !ok);
    expect(failed.map(({ code }) => code)).toEqual(["aircall_access", "webhook"]);
    for (const { ok, remedy } of checks) expect(remedy === null).toBe(ok);
  });

  it.each([
    ["gorgias", { gorgiasProblem: "removed" }, /^The app was removed in Gorgias:/],
    ["aircall", { aircallProblem: "removed" }, /^Aircall no longer lets us in:/],
    ["both", { gorgiasProblem: "removed", aircallProblem: "removed" }, /in Gorgias and in Aircall/],
    [null, {}, /^Gorgias no longer lets us in:/],
  ] as const)("L6: says what to do where %s removed the authorisation", async (side, problems, remedy) => {
    const since = new Date("2026-03-02T10:00:00Z");
    const shown = await read({ status: "deactivated", reason: "authorisation_removed", since, ...problems });
    expect(shown).toMatchObject({ side, remedy: expect.stringMatching(remedy), since: since.toISOString() });
  });

  it("is 404 where it does not exist any more", async () => {
    for (const [path, more] of [
      ["", {}],
      ["/deactivate", POST],
      ["/reactivate", POST],
      ["/disconnect", POST],
    ] as const) {
      const { status, body } = await open(null).ask(`/connection${path}`, more);
      expect([path, status, body.error.code]).toEqual([path, 404, "not_connected"]);
    }
  });
});

describe("a change of the connection", () => {
  it.each(["deactivate", "reactivate"])("L7: %s is refused before the install is complete", async (name) => {
    const { ask, acts } = open({ ...state, status: "installing" });
    const { status, body } = await ask(`/connection/${name}`, POST);
    expect([status, body.error.code, acts]).toEqual([409, "not_joined", []]);
  });

  it.each([
    ["deactivate", "active", "deactivated"],
    ["reactivate", "deactivated", "active"],
    ["disconnect", "active", "deactivated"],
  ] as const)("L7, N6: %s is recorded with its person", async (name, before, after) => {
    const { ask, acts } = open({ ...state, status: before, reason: null }, { status: after });
    const { status, body } = await ask<ConnectionAnswer>(`/connection/${name}`, POST);
    expect([status, body.status, acts]).toEqual([200, after, [[name, "c1", ADA]]]);
  });

  it("L7: is nothing where it is so already", async () => {
    const { ask, acts } = open(state);
    expect((await ask("/connection/reactivate", POST)).status).toBe(200);
    const off = open({ ...state, status: "deactivated", reason: "rate_limit" });
    expect((await off.ask("/connection/deactivate", POST)).status).toBe(200);
    expect([...acts, ...off.acts]).toEqual([]);
  });

  it.each([
    [{ reason: "by_hand" }, true],
    [{ reason: "rate_limit" }, true],
    [{ reason: "authorisation_removed" }, false],
    [{ reason: "disconnected" }, false],
    [{ reason: "by_hand", gorgiasJoined: false }, false],
    [{ reason: "by_hand", aircallJoined: false }, false],
  ] as const)("L7: may reactivate %j: %s", async (shown, may) => {
    const { ask, acts } = open({ ...state, status: "deactivated", ...shown }, { status: "active" });
    const { status } = await ask("/connection/reactivate", POST);
    expect([status, acts.length]).toEqual(may ? [200, 1] : [409, 0]);
  });

  it("L7: is 409 where the connection stays off", async () => {
    const { ask } = open({ ...state, status: "deactivated", reason: "by_hand" });
    const { status, body } = await ask("/connection/reactivate", POST);
    expect([status, body.error.code]).toEqual([409, "install_again"]);
  });
});

describe("the findings of a connection", () => {
  it("N3: have a time, the company, and the vendor's words, without those of the whole service", async () => {
    const now = Date.UTC(2026, 2, 2, 9);
    const facts = [{ code: "keys_ok" }, { code: "aircall_refused", detail: "Forbidden" }];
    const findings = [
      ...facts.map((fact, i) => ({ verdict: i === 0 ? "ok" : "wrong", what: "", remedy: null, fact })),
      { verdict: "ok", what: "the database answers", remedy: null },
    ];
    const asked: unknown[] = [];
    const examine = async (...question: unknown[]) => {
      asked.push(question);
      return { company: "Acme", findings };
    };
    const { body } = await openSignedIn({ examine, clock: () => now })<ConnectionFindingsAnswer>(
      "/connection/findings",
    );
    expect(asked).toEqual([["c1", "acme"]]);
    expect(body).toMatchObject({
      at: new Date(now).toISOString(),
      company: "Acme",
      findings: [
        { code: "keys_ok", verdict: "ok", remedy: null, detail: null },
        { code: "aircall_refused", verdict: "wrong", detail: "Forbidden" },
      ],
    });
    expect(body.findings).toHaveLength(2);
  });
});

describe("new keys of a connection", () => {
  const keys = { gorgias: { email: "ada@acme.example", key: "g" }, aircall: { id: "i", token: "t" } };
  const GORGIAS = { kind: "basic", user: "ada@acme.example", password: "g" };
  const AIRCALL = { kind: "basic", user: "i", password: "t" };

  it.each([
    [keys, { gorgias: GORGIAS, aircall: AIRCALL }],
    [{ gorgias: keys.gorgias }, { gorgias: GORGIAS }],
    [{ aircall: keys.aircall }, { aircall: AIRCALL }],
  ])("L6: replace those of the signed-in account, in its person's name: %j", async (body, credentials) => {
    const asked: unknown[] = [];
    const replaceKeys = async (given: unknown) => {
      asked.push(given);
      return { kind: "replaced", vendors: ["gorgias"], status: "deactivated" };
    };
    const answer = await openSignedIn({ connection: { replaceKeys } })("/connection/keys", { method: "PUT", body });
    expect(asked).toEqual([{ account: "acme", ...credentials, by: ADA }]);
    expect(answer).toMatchObject({ status: 200, body: { vendors: ["gorgias"], status: "deactivated" } });
  });

  it.each([
    [{ code: "no_keys" }, 422],
    [{ code: "vendor_unavailable", vendor: "aircall" }, 502],
  ])("L6: are refused with the problem %j", async (problem, status) => {
    const replaceKeys = async () => ({ kind: "refused", problem });
    const answer = await openSignedIn({ connection: { replaceKeys } })("/connection/keys", { method: "PUT", body: {} });
    expect([answer.status, answer.body.error.code]).toEqual([status, problem.code]);
  });
});
