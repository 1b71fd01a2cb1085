/** L6, N5: what is concluded from Aircall's answers about our webhook, the links and the credential. */
import { describe, expect, it } from "vitest";
import type { Credential, CredentialProblem } from "../../domain/connection/connection.ts";
import type { Installation } from "../../domain/ports/install.ts";
import { RequestError } from "../../kit/request-error.ts";
import type { CheckResults, MaintenanceDeps } from "../maintenance/maintenance-deps.ts";
import { checkAircall } from "./check-aircall.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const MINUTE_MS = 60_000;
const KEY: Credential = { kind: "basic", user: "u", password: "p" };
const TOKEN: Credential = { kind: "bearer", accessToken: "a", refreshToken: null, expiresAt: null, obtainedAt: 0 };
const refusal = (status: number) => new RequestError("no", { fate: status < 500 ? "refused" : "unknown", status });

interface Given {
  credential?: Credential;
  problem?: CredentialProblem | null;
  /** Our webhook, as Aircall answers: its id, and whether it had been off. */
  webhook?: { webhookId: string; wasOff: boolean } | "limit reached" | Error;
  /** The id that is stored before, and after it if the webhook could not be kept. */
  storedId?: string | null;
  /** Set: the webhook cannot be kept, because this one is stored meanwhile. */
  meanwhile?: { webhookId: string | null };
  links?: Error;
  compare?: Error;
  /** Until when calls were compared, in minutes from now. Left out: nothing is compared. */
  marks?: { recent: number; day: number };
  ping?: Error;
  /** The credential was replaced during the requests. */
  replaced?: boolean;
}

const WELL = { webhookId: "w", wasOff: false };

async function check(given: Given) {
  const { credential = KEY, problem = null, webhook = WELL, storedId = "w", meanwhile } = given;
  const { marks = given.compare && { recent: -60, day: -60 } } = given;
  const asked: string[] = [];
  const orFail = async (error: Error | undefined) => {
    if (error) throw error;
  };
  const company = {
    async createWebhook() {
      if (webhook instanceof Error) throw webhook;
      return webhook === "limit reached" ? webhook : { ...webhook, token: "t" };
    },
    removeWebhook: async (id: string) => void asked.push(`remove ${id}`),
    async about() {
      await orFail(given.links);
      asked.push("about");
      return { linkedLines: ["1"] };
    },
    async ping() {
      asked.push("ping");
      await orFail(given.ping);
    },
  };
  const deps = {
    clock: () => NOW,
    publicUrl: "https://calls.example.com",
    setup: { company: () => company },
    connections: { credential: async () => ({ account: "acme", credential, problem }) },
    installs: {
      keepWebhook: async () => !meanwhile,
      keepWebhookProblem: async (_id: string, found: string | null) => void asked.push(`webhook problem ${found}`),
      keepLinks: async () => void asked.push("keep links"),
      read: async () => (meanwhile ? { status: "active", ...meanwhile } : { status: "active" }),
      setStatus: async (_id: string, status: string) => void asked.push(status),
    },
    tokens: {
      async judge(_id: string, _vendor: string, _of: Credential, found: CredentialProblem | null) {
        asked.push(`judge ${found?.kind ?? "fine"}`);
        return !given.replaced;
      },
    },
    alerts: { raise: async (_id: string, kind: string) => void asked.push(`alert ${kind}`) },
    maintenance: {
      read: async () =>
        marks ? { recentUntil: NOW + marks.recent * MINUTE_MS, dayUntil: NOW + marks.day * MINUTE_MS } : null,
      save: async () => undefined,
    },
    async compare(_id: string, { from, to }: { from: number; to: number }) {
      await orFail(given.compare);
      const [start, end] = [from, to].map((at) => (at * 1000 - NOW) / MINUTE_MS);
      asked.push(`compare ${start} to ${end}`);
      return { unheard: 0 };
    },
    verifyGorgias: async () => void asked.push("verify gorgias"),
    log: { warn: () => undefined },
  } as unknown as MaintenanceDeps;
  const results: CheckResults = { due: {}, known: new Set() };
  const installation = { id: "c1", account: "acme", webhookKey: "k", webhookId: storedId } as Installation;
  await checkAircall(deps, installation, results);
  return { asked: asked.filter((what) => what !== "webhook problem null"), due: results.due, known: results.known };
}

const STOPPED = ["judge removed", "alert deactivated", "deactivated", "verify gorgias"];

describe("Aircall's answer to the first request", () => {
  it("L6: ends the connection with a 403, without another request", async () => {
    expect(await check({ webhook: refusal(403) })).toMatchObject({ asked: STOPPED, due: {} });
  });

  it("L6: ends nothing where the credential was replaced meanwhile", async () => {
    expect((await check({ webhook: refusal(403), replaced: true })).asked).toEqual(["judge removed"]);
  });

  it.each([
    ["accepts the key", undefined, ["ping"], {}],
    ["refuses it again", refusal(401), ["ping", "judge refused"], { "aircall keys refused": {} }],
    ["says that it was removed", refusal(403), ["ping", ...STOPPED], {}],
    ["does not answer", refusal(503), ["ping"], {}],
  ])("L6: is asked for once more after a 401, which may mean nothing: Aircall %s", async (_what, ping, asked, due) => {
    expect(await check({ webhook: refusal(401), ...(ping ? { ping } : {}) })).toMatchObject({ asked, due });
  });

  it("L6: leaves the alert on keys as it is only where Aircall does not answer", async () => {
    const knows = async (given: Given) => (await check(given)).known.has("aircall keys refused");
    expect(await knows({})).toBe(true);
    expect(await knows({ webhook: refusal(401) })).toBe(true);
    expect(await knows({ webhook: refusal(401), ping: refusal(503) })).toBe(false);
    expect(await knows({ webhook: refusal(503) })).toBe(false);
  });
});

describe("a later answer of Aircall", () => {
  it.each([
    ["a 403", refusal(403), ["ping"]],
    ["a 401", refusal(401), ["ping"]],
    ["a 500", refusal(500), []],
    ["a 429", new RequestError("no", { fate: "later", status: 429 }), []],
  ])("L6: with %s is verified before anything ends", async (_what, compare, asked) => {
    expect(await check({ compare })).toMatchObject({ asked, due: {} });
  });

  it("L6: trusts a key again that was refused before", async () => {
    const problem = { kind: "refused", why: null, since: NOW } as const;
    expect((await check({ problem })).asked).toEqual(["judge fine"]);
    expect((await check({})).asked).toEqual([]);
  });
});

describe("our webhook", () => {
  it.each([
    ["is fine", WELL, "w", [], {}],
    ["had been off", { ...WELL, wasOff: true }, "w", [], { "webhook off": {} }],
    ["was made anew", { webhookId: "new", wasOff: false }, "w", ["remove w"], { "webhook off": {} }],
    ["was of an earlier version", WELL, null, [], {}],
    ["has no room", "limit reached", "w", ["webhook problem missing"], { "webhook missing": {} }],
  ] as const)("N5: %s", async (_what, webhook, storedId, asked, due) => {
    const found = await check({ webhook, storedId });
    expect(found).toMatchObject({ asked, due });
    expect([...found.known]).toEqual(expect.arrayContaining(["webhook off", "webhook missing"]));
  });

  it("N5: is removed where the connection was joined elsewhere meanwhile, and kept where it is the same", async () => {
    const webhook = { webhookId: "new", wasOff: false };
    expect(await check({ webhook, meanwhile: { webhookId: null } })).toMatchObject({ asked: ["remove new"], due: {} });
    expect(await check({ webhook, meanwhile: { webhookId: "new" } })).toMatchObject({ asked: [], due: {} });
  });
});

it("N4: asks for links of an app, and never of an API key, which follows every line", async () => {
  expect((await check({ credential: TOKEN })).asked).toEqual(["about", "keep links"]);
  expect((await check({ credential: KEY, links: refusal(500) })).asked).toEqual([]);
});

it.each([
  ["are plausible", { recent: -10, day: -1440 }, "compare -40 to -3"],
  ["are both in the future", { recent: 90, day: 90 }, "compare -60 to -3"],
  ["end in the future", { recent: 90, day: -120 }, "compare -120 to -3"],
  ["begin in the future", { recent: -10, day: 90 }, "compare -40 to -3"],
])("L8: calls are compared from an earlier time where the stored marks %s", async (_what, marks, asked) => {
  expect((await check({ marks })).asked).toEqual([asked]);
});
