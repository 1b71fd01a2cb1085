/** /api/usage and its distribution, /api/session, and the API that commands ask without a network. */
import { describe, expect, it } from "vitest";
import { openSignedIn } from "../../../test/helpers/signed-in-admin.ts";
import { openAdmin } from "../../../test/contracts/admin-client.ts";
import type { AdminApiDeps } from "./admin-api.ts";
import { askLocally } from "./local-api.ts";
import type { Session, UsageAnswer } from "./schemas.ts";

const NOW = Date.UTC(2026, 2, 2, 9, 30);
const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(NOW - ms);
const iso = (ms: number) => ago(ms).toISOString();

describe("the use of the rate limit", () => {
  const bucket = { limit: 80, drainPerS: 2, used: 7, blockedUntil: new Date(NOW + 5_000) };
  const taken = {
    calls: { count: 1, requests: 5 },
    texts: { count: 2, requests: 3 },
    cards: { count: 0, requests: 0 },
  };
  const figures = {
    sharePercent: 10,
    byPriority: [{ priority: "message", requests: 3, refused: 1 }],
    minutes: [{ minute: ago(60_000), requests: 2, refused: 0 }],
  };
  const open = (of: typeof bucket | null, oldest: Date | null) =>
    openSignedIn({
      admin: {
        usage: { read: async () => ({ bucket: of, ...figures }) },
        overview: {
          waiting: async () => ({ count: 4, oldest }),
          used: async () => [{ kind: "ticket", requests: 5 }],
        },
        waiting: {
          byPriority: async () => [{ priority: "message", count: 3, since: ago(9_000) }],
          taken: async () => taken,
        },
      },
      clock: () => NOW,
    });

  it("L1: has what Gorgias allows, what is used of it, what waits since when, and what used it", async () => {
    const ask = open(bucket, ago(10_000));
    const { body } = await ask<UsageAnswer>("/usage");
    expect(body).toEqual({
      at: iso(0),
      limit: 80,
      drainPerSecond: 2,
      used: 7,
      blockedUntil: iso(-5_000),
      sharePercent: 10,
      spentByPriority: figures.byPriority,
      minutes: [{ minute: iso(60_000), requests: 2, refused: 0 }],
      waiting: 4,
      oldestWaiting: iso(10_000),
      waitingByPriority: [{ priority: "message", count: 3, since: iso(9_000) }],
      taken,
      spentSince: "2026-03-02T00:00:00.000Z",
      spent: [{ kind: "ticket", requests: 5 }],
    });
    expect((await ask("/budget")).body).toEqual(body);
  });

  it("L1: has nothing of the limit before the first request", async () => {
    const { body } = await open(null, null)("/usage");
    const none = { limit: null, drainPerSecond: null, used: null, blockedUntil: null, oldestWaiting: null };
    expect(body).toMatchObject(none);
  });
});

describe("the requests per call", () => {
  const asked: unknown[] = [];
  const read = async (...question: unknown[]) => {
    asked.push(question);
    return { kinds: [], shared: { requests: 3, among: 2 } };
  };
  const ask = (search: string) =>
    openSignedIn({ admin: { distribution: { read } }, clock: () => NOW })(`/usage/distribution${search}`);

  it.each([
    ["", 7],
    ["?days=1", 1],
    ["?days=30", 30],
  ])("L9: are of the last days, from a full hour on: %j", async (search, days) => {
    const from = iso(days * 24 * HOUR_MS + HOUR_MS / 2);
    const { body } = await ask(search);
    expect(body).toEqual({ from, at: iso(0), kinds: [], shared: { requests: 3, among: 2 } });
    expect(asked.at(-1)).toEqual(["c1", new Date(from)]);
  });

  it.each(["?days=0", "?days=31", "?days=1.5", "?days=all", "?hours=1"])("L9: refuse %j", async (search) => {
    expect((await ask(search)).status).toBe(400);
  });
});

describe("the session", () => {
  it("N2: names the pages of both simulators in the sandbox alone", async () => {
    const simulators = { phonePanel: "http://127.0.0.1:3001/", helpDesk: "http://127.0.0.1:3002/" };
    expect((await openSignedIn({ simulators })<Session>("/session")).body.sandbox).toEqual(simulators);
    for (const parts of [{}, { simulators: null }])
      expect((await openSignedIn(parts)<Session>("/session")).body.sandbox).toBeNull();
  });

  it.each(["GET", "DELETE"])("N8: is not for API tokens: %s", async (method) => {
    const identify = async () => ({ connectionId: "c1", account: "acme", id: "t", name: "n", scope: "write" });
    const admin = openAdmin({ admin: { tokens: { identify } }, clock: () => NOW } as unknown as AdminApiDeps);
    const headers = { authorization: `Bearer agw_${"x".repeat(43)}` };
    for (const [path, by] of [
      ["/api/session", method],
      ["/api/connection/disconnect", "POST"],
    ] as const) {
      const { status } = await admin.ask({ path, method: by, headers });
      expect([path, status]).toEqual([path, 403]);
    }
    await admin.server.close();
  });
});

describe("the API for commands", () => {
  const asked: unknown[] = [];
  const deps = {
    admin: {
      lines: { list: async () => [] },
      connections: { status: async () => null },
      settings: {
        read: async () => null,
        change: async (...question: unknown[]) => void asked.push(question),
      },
    },
    webhooks: { remove: async () => true },
    clock: () => NOW,
    publicUrl: "https://calls.example.com",
  } as unknown as Parameters<typeof askLocally>[0];
  const who = { connectionId: "c1", account: "acme" };

  it("answers in English, in the operator's name, without session and token", async () => {
    const json = { language: "fr" };
    const { status, json: answer } = await askLocally(deps, who, { method: "PATCH", path: "/settings", json });
    expect(asked).toEqual([["c1", json, "the operator", NOW]]);
    expect([status, answer]).toEqual([
      404,
      { error: { code: "not_connected", message: expect.stringMatching(/^This/) } },
    ]);
  });

  it("has nothing to tell where the answer has no body", async () => {
    const answer = await askLocally(deps, who, { method: "DELETE", path: "/webhooks/w1" });
    expect(answer).toEqual({ status: 204, json: null });
  });
});
