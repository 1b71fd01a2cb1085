/** What is wrong with API keys, by what both vendors answer. */
import { describe, expect, it } from "vitest";
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import { RequestError } from "../../kit/request-error.ts";
import { tryAircallKey, tryGorgiasKey, type TryKeysDeps } from "./try-keys.ts";

const KEY = { kind: "basic", user: "ada@acme.example", password: "p" } as const;
const refusal = (status: number, detail: string | null = null) =>
  new RequestError("no", { fate: "refused", status, detail });

interface Vendors {
  /** What the first request to each vendor rejects with. */
  error?: RequestError;
  admin?: boolean;
  email?: string | null;
  users?: HelpDeskUser[] | RequestError;
  lines?: number;
  webhooks?: number;
  holder?: string | null;
}

function vendors({ error, admin = true, email = "ada@acme.example", users = [], ...aircall }: Vendors): TryKeysDeps {
  const { lines = 1, webhooks = 0, holder = null } = aircall;
  const orFail = <T>(value: T) => (error ? Promise.reject(error) : Promise.resolve(value));
  const list = (length: number) => Array.from({ length }, (_, n) => ({ id: String(n), webhookId: String(n), url: "" }));
  return {
    setup: {
      whoIsAt: () => orFail({ id: 1, name: "Ada", email, admin }),
      helpDesk: () => ({
        users: () => (users instanceof RequestError ? Promise.reject(users) : Promise.resolve(users)),
      }),
      company: () => ({ lines: () => orFail(list(lines)), webhooksAt: async () => list(webhooks) }),
    },
    connections: {
      holderOfLines: async (_ids: string[], except: string | null) => (except === holder ? null : holder),
    },
  } as unknown as TryKeysDeps;
}

const gorgias = (given: Vendors) => tryGorgiasKey(vendors(given), "c1", "acme", KEY);
const aircall = (given: Vendors, except?: string) =>
  tryAircallKey(vendors(given), { id: "c1", account: "acme", ...(except ? { except } : {}) }, KEY);
const problem = (of: object) => ({ kind: "refused", problem: of });
const user = (name: string | null, email: string | null, role = "admin"): HelpDeskUser => ({
  id: 1,
  name,
  email,
  role,
  active: true,
  bot: false,
  createdAt: "",
});

describe("a key of Gorgias", () => {
  it("N2: is accepted from an admin alone", async () => {
    expect(await gorgias({})).toMatchObject({ kind: "accepted", identity: { name: "Ada" } });
    const named = { code: "not_an_admin", account: "acme", user: "Ada", admins: [] };
    expect(await gorgias({ admin: false, email: null })).toEqual(problem(named));
    const refused = { ...named, user: "ada@acme.example" };
    expect(await gorgias({ admin: false, users: refusal(403) })).toEqual(problem(refused));
  });

  it("N2: of an agent names three admins at most, and no agents", async () => {
    const users = [
      user("Cleo", "cleo@x.example", "agent"),
      user("Bob", "bob@x.example"),
      user(null, "eve@x.example"),
      user("Eli", "eli@x.example"),
      user("Zoe", "zoe@x.example"),
    ];
    expect(await gorgias({ admin: false, users })).toMatchObject({
      problem: { admins: ["Bob (bob@x.example)", "eve@x.example", "Eli (eli@x.example)"] },
    });
  });

  it.each([
    [401, { code: "gorgias_key_rejected", account: "acme", email: "ada@acme.example" }],
    [403, { code: "gorgias_key_rejected", account: "acme", email: "ada@acme.example" }],
    [404, { code: "unknown_account", account: "acme" }],
    [429, { code: "vendor_unavailable", vendor: "gorgias", detail: "429" }],
  ])("N1: says of a %i what it means", async (status, expected) => {
    expect(await gorgias({ error: refusal(status) })).toEqual(problem(expected));
  });

  it("N1: says why Gorgias is not available: status and words, else what broke", async () => {
    const detailOf = async (error: RequestError) => (await gorgias({ error })) as unknown;
    const because = (detail: string | null) => problem({ code: "vendor_unavailable", vendor: "gorgias", detail });
    expect(await detailOf(refusal(503, "Down for an hour."))).toEqual(because("503 Down for an hour."));
    const broken = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const cause = new TypeError("fetch failed", { cause: broken });
    expect(await detailOf(new RequestError("no", { fate: "unknown", cause }))).toEqual(because("ECONNREFUSED"));
    expect(await detailOf(new RequestError("no", { fate: "unknown" }))).toEqual(because(null));
  });
});

describe("a key of Aircall", () => {
  it.each([
    [401, { code: "aircall_key_rejected" }],
    [403, { code: "aircall_key_rejected" }],
    [404, { code: "vendor_unavailable", vendor: "aircall", detail: "404" }],
    [500, { code: "vendor_unavailable", vendor: "aircall", detail: "500" }],
  ])("N5: says of a %i what it means", async (status, expected) => {
    expect(await aircall({ error: refusal(status) })).toEqual(problem(expected));
  });

  it("N5: is of no use for a company without numbers, or one that another account has", async () => {
    expect(await aircall({ lines: 0 })).toEqual(problem({ code: "no_numbers" }));
    expect(await aircall({ holder: "other" })).toEqual(problem({ code: "company_taken", account: "other" }));
    expect(await aircall({ holder: "c1" }, "c1")).toMatchObject({ kind: "accepted" });
  });

  it.each([
    [99, undefined, { kind: "accepted" }],
    [100, undefined, problem({ code: "webhook_limit" })],
    [100, "c1", { kind: "accepted" }],
  ])("N5: needs room for a webhook, except in the place of a key: %i webhooks, %s", async (webhooks, except, tried) => {
    expect(await aircall({ webhooks }, except)).toMatchObject(tried);
  });
});
