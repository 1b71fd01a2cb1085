/** What Aircall's headers say of its rate limit, and how its API is asked. */
import { describe, expect, it } from "vitest";
import type { ListedCall } from "../domain/ports/phone-system.ts";
import { unlimited } from "../rate-limit/limiter.ts";
import { openCompany, readRateLimit } from "./company.ts";
import { companySetup } from "./company-setup.ts";
import { FOLLOWED_EVENTS } from "./vendor.ts";
import { openAircall } from "./phone-system.ts";

const NOW = 1_760_000_000_000;
const identity = { connectionId: "c1", account: "acme", authorization: "Basic eDp5" };

/** A company whose API returns these bodies one after another (status 200), or only a status, and records its requests. */
function company(...answers: unknown[]) {
  const asked: { method: string; url: string; body: unknown; authorization: string | null }[] = [];
  const answer: typeof fetch = async (url, init) => {
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : null;
    const authorization = new Headers(init?.headers).get("authorization");
    asked.push({ method: init?.method ?? "GET", url: String(url), body, authorization });
    const next = answers.shift();
    return typeof next === "number" ? new Response(null, { status: next }) : Response.json(next);
  };
  const deps = {
    rateLimiter: unlimited,
    clock: () => NOW,
    fetch: answer,
    aircallApiUrl: "https://api.example.com",
    mediaHosts: [],
  };
  return { asked, phone: openAircall(deps, identity), setup: companySetup(deps, identity), deps };
}

describe("readRateLimit", () => {
  const headers = (limit?: string, remaining?: string, reset?: string) =>
    new Headers(
      Object.entries({ "x-aircallapi-limit": limit, "x-aircallapi-remaining": remaining, "x-aircallapi-reset": reset })
        .filter((entry): entry is [string, string] => entry[1] !== undefined)
        .map(([name, value]): [string, string] => [name, value]),
    );

  it.each([
    ["limit and rest", headers("60", "12"), 200, { limit: 60, used: 48 }],
    ["nothing", headers(), 200, {}],
    ["the limit only", headers("60"), 200, { limit: 60 }],
    ["the rest only", headers(undefined, "12"), 200, {}],
    ["a limit of nothing", headers("0", "0"), 200, {}],
    ["nonsense", headers("many", "few", "soon"), 200, {}],
    ["figures that cannot be true", headers("1e3", "-5"), 200, {}],
    ["more left than there is", headers("60", "9999999"), 200, { limit: 60 }],
    ["figures without end", headers("9".repeat(400), "9".repeat(400)), 200, {}],
    ["a reset without a 429", headers("60", "0", "20"), 200, { limit: 60, used: 60 }],
    ["a 429 with a duration", headers("60", "0", "20"), 429, { limit: 60, used: 60, blockedForMs: 20_000 }],
    ["a 429 with a time", headers("60", "0", "1760000020"), 429, { limit: 60, used: 60, blockedForMs: 20_000 }],
    ["a 429 without a duration", headers(), 429, { blockedForMs: 60_000 }],
  ])("L1: is read from %s", (_, given, status, feedback) => {
    expect(readRateLimit(given, status, NOW)).toEqual(feedback);
  });

  it("L4: uses Retry-After where there is no reset", () => {
    expect(readRateLimit(new Headers({ "retry-after": "7" }), 429, NOW)).toEqual({ blockedForMs: 7_000 });
  });
});

describe("openCompany", () => {
  it("asks under the API's address, with the credential and the type that Aircall wants", async () => {
    const { deps, asked } = company({ ping: "pong" });
    const answer = await openCompany(deps, identity).call({ method: "GET", path: "/v1/ping", what: "ping" });
    expect(answer.body).toEqual({ ping: "pong" });
    expect(asked).toEqual([
      { method: "GET", url: "https://api.example.com/v1/ping", body: null, authorization: "Basic eDp5" },
    ]);
  });
});

describe("the phone system", () => {
  const entry = (first: string | null, emails: string[] = []) => ({
    id: 1,
    first_name: first,
    last_name: null,
    emails: emails.map((value) => ({ id: 1, label: "Work", value })),
  });

  it("C2: returns the first contact of a number that has a name or e-mail", async () => {
    const { phone, asked } = company({ contacts: [entry(null), entry("Cleo", ["cleo@example.com"]), entry("Other")] });
    expect(await phone.contact("+12025550147")).toEqual({
      firstName: "Cleo",
      lastName: null,
      email: "cleo@example.com",
    });
    expect(asked[0]?.url).toBe("https://api.example.com/v1/contacts/search?phone_number=%2B12025550147");
  });

  it("C2: returns null without a contact, or for an unknown shape", async () => {
    const { phone } = company({ contacts: [] }, { contacts: [entry(null)] }, { contacts: [7, null] });
    for (let i = 0; i < 3; i += 1) expect(await phone.contact("+12025550147")).toBeNull();
  });

  it("C18: fails if the answer is not as documented, because that does not mean an empty address book", async () => {
    const { phone } = company({ people: [] }, null);
    for (let i = 0; i < 2; i += 1)
      await expect(phone.contact("+12025550147")).rejects.toMatchObject({ name: "RequestError", fate: "unknown" });
  });

  it("C2: takes the entry that names a person before one of a company, and the first e-mail that is one", async () => {
    const firm = { ...entry(null), company_name: "Byron Ltd", emails: [{ value: "pas un mail" }, { value: "A@B.co" }] };
    const person = { first_name: "Ada", last_name: null, emails: [] };
    const { phone } = company({ contacts: [firm, person] }, { contacts: [entry(null), firm] });
    expect(await phone.contact("+12025550147")).toEqual({ firstName: "Ada", lastName: null, email: null });
    expect(await phone.contact("+12025550147")).toEqual({
      firstName: null,
      lastName: null,
      company: "Byron Ltd",
      email: "a@b.co",
    });
  });

  it("C2: takes a name of spaces for none", async () => {
    const blank = { first_name: " ", last_name: " ", company_name: "Byron Ltd", emails: [] };
    const { phone } = company({ contacts: [blank, entry("Ada")] });
    expect(await phone.contact("+12025550147")).toMatchObject({ firstName: "Ada" });
  });

  it("L3: asks for permits of the priority that its work has, and by default of a live call", async () => {
    const priorities: string[] = [];
    const { deps } = company({ ping: "pong" }, { ping: "pong" });
    const acquire = async (_id: string, _vendor: string, permit: { priority: string }) =>
      void priorities.push(permit.priority);
    const rateLimiter = { ...unlimited, acquire };
    for (const more of [{}, { priority: "card" }])
      await companySetup({ ...deps, rateLimiter }, { ...identity, ...more }).ping();
    expect(priorities).toEqual(["live call", "card"]);
  });

  it("L8: lists a call as a delivery of now, done only where its status says so", async () => {
    const call = { direction: "inbound", started_at: 1_760_000_100, number: { id: 3 } };
    const { phone } = company({
      calls: ["initial", "answered", "done"].map((status, id) => ({ ...call, id, status })),
    });
    const listed: ListedCall[] = [];
    for await (const page of phone.calls({ from: 1_760_000_000, to: 1_760_000_200 })) listed.push(...page);
    expect(listed.map(({ callId, lineId, done }) => [callId, lineId, done])).toEqual([
      ["0", "3", false],
      ["1", "3", false],
      ["2", "3", true],
    ]);
    expect(JSON.parse(listed[2]?.bodyAs("call.ended") ?? "")).toMatchObject({
      event: "call.ended",
      timestamp: NOW / 1000,
      data: { id: 2 },
    });
  });

  it("C10: reads a call again for fresh links", async () => {
    const call = { id: 7, direction: "inbound", status: "done", started_at: 1_760_000_100, ended_at: 1_760_000_160 };
    const { phone, asked } = company(
      { call: { ...call, recording: "https://r.example.com", voicemail: "https://v.example.com" } },
      { call: { ...call, ended_at: null } },
    );
    expect(await phone.media("7/8")).toEqual([
      { kind: "recording", url: "https://r.example.com", availableAt: 1_760_000_160 },
      { kind: "voicemail", url: "https://v.example.com", availableAt: 1_760_000_160 },
    ]);
    expect(await phone.media("7")).toEqual([]);
    expect(asked.map(({ url }) => url)).toEqual([
      "https://api.example.com/v1/calls/7%2F8",
      "https://api.example.com/v1/calls/7",
    ]);
  });

  it("C10: distinguishes a call that is gone and one that cannot be read", async () => {
    const { phone } = company(404, 403, 500);
    expect(await phone.media("7")).toBeNull();
    await expect(phone.media("7")).rejects.toMatchObject({ fate: "refused", status: 403 });
    await expect(phone.media("7")).rejects.toMatchObject({ fate: "unknown", status: 500 });
  });
});

describe("the setting up of a company", () => {
  it("N3: lists the lines of all pages", async () => {
    const number = (id: number) => ({
      id,
      name: `Line ${id}`,
      digits: "+1 202-555-0100",
      country: "US",
      time_zone: null,
    });
    const { setup, asked } = company(
      { meta: { next_page_link: "https://api.example.com/v1/numbers?page=2" }, numbers: [number(1)] },
      { meta: { next_page_link: null }, numbers: [number(2)] },
    );
    expect(await setup.lines()).toEqual([
      { id: "1", name: "Line 1", digits: "+1 202-555-0100", country: "US", timeZone: null },
      { id: "2", name: "Line 2", digits: "+1 202-555-0100", country: "US", timeZone: null },
    ]);
    expect(asked.map(({ url }) => url)).toEqual([
      "https://api.example.com/v1/numbers?page=1&per_page=50",
      "https://api.example.com/v1/numbers?page=2&per_page=50",
    ]);
  });

  it("C13: knows Aircall's callback tags by their description, whatever their name", async () => {
    const tags = [
      { id: 900, name: "Rückruf", description: "queue_callback" },
      { id: 901, name: "Erledigt", description: "queue_called_back" },
      { id: 31, name: "Callback Request", description: null },
    ];
    expect(await company({ tags }).setup.callbackTagIds()).toEqual({ requested: ["900"], done: ["901"] });
  });

  it("N5: creates the webhook with a list of events that is never empty", async () => {
    const { setup, asked } = company(
      { webhooks: [] },
      {
        webhook: { webhook_id: "w-1", token: "t", url: "https://x", events: [...FOLLOWED_EVENTS], active: true },
      },
    );
    expect(await setup.createWebhook("https://calls.example.com/webhooks/aircall/k")).toEqual({
      webhookId: "w-1",
      token: "t",
      wasOff: false,
    });
    expect(asked.find(({ method }) => method === "POST")).toMatchObject({
      method: "POST",
      url: "https://api.example.com/v1/webhooks",
      body: { url: "https://calls.example.com/webhooks/aircall/k", events: [...FOLLOWED_EVENTS] },
    });
    expect(FOLLOWED_EVENTS).toContain("call.ended");
    expect(FOLLOWED_EVENTS).toContain("message.received");
    expect(FOLLOWED_EVENTS).toContain("integration.deleted");
  });

  it("N5: rejects a webhook without a token", async () => {
    await expect(
      company({ webhooks: [] }, { webhook: { webhook_id: "w-1" } }).setup.createWebhook("https://x"),
    ).rejects.toMatchObject({
      name: "RequestError",
      fate: "unknown",
    });
  });
});
