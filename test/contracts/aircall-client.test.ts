/** Our Aircall client against the Aircall simulator: contacts, calls and their files, and what joining a company takes. */
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startAircallSimulator, type AircallSimulator } from "../../sandbox/aircall/start.ts";
import { companySetup } from "../../src/aircall/company-setup.ts";
import { openAircall } from "../../src/aircall/phone-system.ts";
import { FOLLOWED_EVENTS } from "../../src/aircall/vendor.ts";
import type { OpenedMedia } from "../../src/domain/ports/phone-system.ts";
import type { Feedback } from "../../src/rate-limit/port.ts";
import { manualClock } from "../helpers/manual-clock.ts";
import { failureOf } from "./use-gorgias-simulator.ts";

const clock = manualClock();
let aircall: AircallSimulator;

beforeAll(async () => {
  const settings = { speed: 0, lateNotesSeconds: 0, rateLimitOn: false, mediaBytes: 100_000 };
  aircall = await startAircallSimulator({ now: clock.now, settings, seed: false });
});
afterEach(() => {
  aircall.faults.clear();
  aircall.phone.change({ rateLimitOn: false, mediaTtlSeconds: 3_600 });
});
afterAll(() => aircall.close());

function openCompany(bearer?: string) {
  const { phone } = aircall;
  const { id, apiKeys } = phone.companies.add({ name: "Acme" });
  const user = phone.companies.addUser(id, { name: "Cleo Agent", email: "cleo@acme.example" }).id;
  const line = phone.companies.addLine(id, {
    name: "Support FR",
    digits: "+33 1 70 18 00 01",
    country: "FR",
    timeZone: "Europe/Paris",
  }).id;
  if (bearer) phone.companies.install(id, { token: bearer, lines: [line] });
  const [key] = apiKeys;
  const basic = `Basic ${Buffer.from(`${key?.apiId}:${key?.apiToken}`).toString("base64")}`;
  const feedback: Feedback[] = [];
  const asked: string[] = [];
  const deps = {
    clock: clock.now,
    fetch: ((input, init) => {
      asked.push(new Headers(init?.headers).get("authorization") ?? "no credential");
      return fetch(input, init);
    }) satisfies typeof fetch,
    rateLimiter: {
      acquire: async () => undefined,
      report: async (_c: string, _v: string, answer: Feedback) => void feedback.push(answer),
    },
    aircallApiUrl: aircall.url,
    mediaHosts: [new URL(aircall.url).host],
  };
  const identity = { connectionId: "c", account: "acme", authorization: bearer ? `Bearer ${bearer}` : basic };
  return {
    id,
    user,
    line,
    feedback,
    asked,
    deps,
    phones: openAircall(deps, identity),
    setup: companySetup(deps, identity),
    /** A call that was answered and recorded. */
    async recorded(more: Parameters<typeof phone.stories.answered>[0] = {}) {
      const story = await phone.stories.answered({ company: id, line, user, from: "+33612345678", ...more });
      return story.calls[0]?.id ?? 0;
    },
  };
}

type Company = ReturnType<typeof openCompany>;

/** The freshest link to a call's only file. */
async function linkOf({ phones }: Company, callId: number): Promise<string> {
  return (await phones.media(String(callId)))?.[0]?.url ?? "";
}

async function readWhole(opened: OpenedMedia): Promise<{ bytes: number; sha256: string }> {
  if (opened.kind !== "open") throw new Error(`not open but ${opened.kind}`);
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of opened.stream) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

describe("C2: a contact", () => {
  it("C2: is found by phone with name and e-mail, and by no other number", async () => {
    const { phones, id } = openCompany();
    const { companies } = aircall.phone;
    companies.addContact(id, {
      firstName: "Ada",
      lastName: "Byron",
      phones: ["+33 6 12 34 56 78"],
      emails: ["a@b.c", "d@e.f"],
    });
    expect(await phones.contact("+33612345678")).toEqual({ firstName: "Ada", lastName: "Byron", email: "a@b.c" });
    expect(await phones.contact("+33699999999")).toBeNull();
  });

  it("C2: is the first of several with a name or e-mail", async () => {
    const { phones, id } = openCompany();
    const { companies } = aircall.phone;
    companies.addContact(id, { companyName: "Nameless Ltd", phones: ["+33612345678"] });
    companies.addContact(id, { lastName: "Byron", phones: ["+33612345678"] });
    companies.addContact(id, { firstName: "Bob", phones: ["+33612345678"] });
    expect(await phones.contact("+33612345678")).toEqual({ firstName: null, lastName: "Byron", email: null });
  });
});

describe("C10: the files of a call", () => {
  it("C10: are linked afresh at every reading: recording or voicemail", async () => {
    const company = openCompany();
    const callId = await company.recorded();
    const { endedAt } = aircall.phone.find(callId);
    const [first, second] = [await company.phones.media(String(callId)), await company.phones.media(String(callId))];
    expect(first).toEqual([{ kind: "recording", url: expect.stringContaining("/_media/"), availableAt: endedAt }]);
    expect(second?.[0]?.url).not.toBe(first?.[0]?.url);
    const { id, line } = company;
    const story = await aircall.phone.stories.voicemail({ company: id, line, from: "+33612345678" });
    expect(await company.phones.media(String(story.calls[0]?.id))).toMatchObject([{ kind: "voicemail" }]);
  });

  it("C10: are none where nothing was recorded, and null for a call that is gone or another company's", async () => {
    const [company, other] = [openCompany(), openCompany()];
    const story = await aircall.phone.stories.missed({ company: company.id, line: company.line, from: "+33612345678" });
    expect(await company.phones.media(String(story.calls[0]?.id))).toEqual([]);
    expect(await company.phones.media("42424242")).toBeNull();
    expect(await other.phones.media(String(story.calls[0]?.id))).toBeNull();
  });

  it("C10: are downloaded whole, without any credential, with size and type", async () => {
    const company = openCompany();
    const callId = await company.recorded({ sizeBytes: 300_001 });
    const url = await linkOf(company, callId);
    company.asked.splice(0);
    const opened = await company.phones.download(url);
    expect(opened).toMatchObject({ kind: "open", size: 300_001, contentType: "audio/mpeg" });
    const { sizeBytes, sha256 } = aircall.phone.describeMedia(callId, "recording");
    expect(await readWhole(opened)).toEqual({ bytes: sizeBytes, sha256 });
    // The storage rejects a request with a credential. The API was not called.
    expect(company.asked).toEqual([]);
  });

  it("C10: are downloaded without a size, and where the type is another one", async () => {
    const company = openCompany();
    const callId = await company.recorded();
    aircall.phone.controlMedia(callId, { chunked: true, contentType: "audio/wav; charset=binary" });
    const opened = await company.phones.download(await linkOf(company, callId));
    expect(opened).toMatchObject({ kind: "open", size: null, contentType: "audio/wav" });
    expect(await readWhole(opened)).toMatchObject({ bytes: 100_000 });
  });

  it("C10: are expired after their hour, and there again with a fresh link", async () => {
    const company = openCompany();
    const callId = await company.recorded();
    const url = await linkOf(company, callId);
    clock.advance(3_600_000);
    expect(await company.phones.download(url)).toEqual({ kind: "expired" });
    expect(await readWhole(await company.phones.download(await linkOf(company, callId)))).toMatchObject({
      bytes: 100_000,
    });
  });

  it.each([400, 401, 403, 404, 410])("C10: count as expired where the storage answers %d", async (status) => {
    const company = openCompany();
    const callId = await company.recorded();
    aircall.phone.controlMedia(callId, { status });
    expect(await company.phones.download(await linkOf(company, callId))).toEqual({ kind: "expired" });
  });

  it.each([429, 500, 503])("C10: are tried again later where the storage answers %d", async (status) => {
    const company = openCompany();
    const callId = await company.recorded();
    aircall.phone.controlMedia(callId, { status });
    const failure = await failureOf(company.phones.download(await linkOf(company, callId)));
    expect(failure).toMatchObject({ name: "RequestError", fate: "unknown", status });
  });

  it("C10: fail where the connection breaks, and are never taken as complete", async () => {
    const company = openCompany();
    const callId = await company.recorded();
    for (const chunked of [true, false]) {
      aircall.phone.controlMedia(callId, { truncateAt: 70_000, chunked });
      const opened = await company.phones.download(await linkOf(company, callId));
      expect(await failureOf(readWhole(opened))).toBeInstanceOf(Error);
    }
    const url = await linkOf(company, callId);
    aircall.faults.add({ fault: { kind: "dropped" }, path: "^/_media" });
    expect(await failureOf(company.phones.download(url))).toMatchObject({ fate: "unknown", status: null });
  });

  it("C10: are followed from address to address, and never to a host that serves no media", async () => {
    const company = openCompany();
    const callId = await company.recorded();
    const target = await linkOf(company, await company.recorded());
    const follow = async (redirectTo: string) => {
      aircall.phone.controlMedia(callId, { redirectTo });
      return company.phones.download(await linkOf(company, callId));
    };
    expect(await readWhole(await follow(target))).toMatchObject({ bytes: 100_000 });
    expect(await follow(new URL(target).pathname)).toEqual({ kind: "expired" });
    const unknownCallers = [
      "http://169.254.169.254/latest",
      "https://evil.example/",
      "file:///etc/passwd",
      "http://localhost:1/",
    ];
    for (const unknownCaller of unknownCallers) {
      expect(await follow(unknownCaller)).toMatchObject({
        kind: "refused",
        reason: { code: "host_not_allowed" },
      });
      expect(await company.phones.download(unknownCaller)).toMatchObject({ kind: "refused" });
    }
    const loop = await linkOf(company, callId);
    aircall.phone.controlMedia(callId, { redirectTo: loop });
    expect(await company.phones.download(loop)).toMatchObject({
      kind: "refused",
      reason: { code: "too_many_redirects" },
    });
  });
});

describe("joining a company", () => {
  it("N3: lists its lines, page after page", async () => {
    const { setup, id, line } = openCompany();
    for (let n = 0; n < 120; n += 1) {
      aircall.phone.companies.addLine(id, { name: `Line ${n}`, digits: `+1 202-555-0${100 + n}` });
    }
    const lines = await setup.lines();
    expect(lines).toHaveLength(121);
    expect(new Set(lines.map((each) => each.id)).size).toBe(121);
    expect(lines[0]).toEqual({
      id: String(line),
      name: "Support FR",
      country: "FR",
      timeZone: "Europe/Paris",
      digits: expect.stringMatching(/^\+33 ?1/),
    });
  });

  it("C13: knows the callback tags by Aircall's description, at any place of the list", async () => {
    const { setup, id } = openCompany();
    for (let n = 0; n < 60; n += 1) aircall.phone.companies.addTag(id, { name: `Tag ${n}` });
    const { tags } = aircall.phone.state.companies.find((company) => company.id === id) ?? { tags: [] };
    const idOf = (description: string) => String(tags.find((tag) => tag.description === description)?.id);
    expect(await setup.callbackTagIds()).toEqual({
      requested: [idOf("queue_callback")],
      done: [idOf("queue_called_back")],
    });
  });

  it("N5: creates a webhook for the followed events and no others, once for each address", async () => {
    const { setup, id } = openCompany();
    const made = await setup.createWebhook("https://calls.example.com/webhooks/aircall/1");
    expect(await setup.createWebhook("https://calls.example.com/webhooks/aircall/1")).toEqual(made);
    const { webhooks } = aircall.phone.state.companies.find((company) => company.id === id) ?? { webhooks: [] };
    expect(webhooks).toMatchObject([{ url: "https://calls.example.com/webhooks/aircall/1", active: true }]);
    expect(made).toEqual({ webhookId: webhooks[0]?.webhookId, token: webhooks[0]?.token, wasOff: false });
    expect([...(webhooks[0]?.events ?? [])].sort()).toEqual([...FOLLOWED_EVENTS].sort());
  });

  it("N5: differs from a company that allows no other webhook", async () => {
    const { setup, id } = openCompany();
    aircall.phone.change({ webhookLimit: 1 });
    await setup.createWebhook("https://calls.example.com/1");
    expect(await setup.createWebhook("https://calls.example.com/2")).toBe("limit reached");
    const { webhooks } = aircall.phone.state.companies.find((company) => company.id === id) ?? { webhooks: [] };
    expect(webhooks).toHaveLength(1);
    aircall.phone.change({ webhookLimit: 100 });
  });

  it("N6: removes the webhook, and once more without harm", async () => {
    const { setup, id } = openCompany("token-of-leaver");
    const made = await setup.createWebhook("https://calls.example.com/1");
    if (made === "limit reached") throw new Error(made);
    for (let n = 0; n < 2; n += 1) {
      await setup.removeWebhook(made.webhookId);
      await setup.disableApp();
    }
    const company = aircall.phone.state.companies.find((each) => each.id === id);
    expect(company?.webhooks).toEqual([]);
    expect(company?.integrations).toMatchObject([{ active: false }]);
  });

  it("gives an app its company and linked lines, and an API key none of that", async () => {
    const { setup, id, line } = openCompany("token-of-app");
    expect(await setup.about()).toMatchObject({ companyId: String(id), linkedLines: [String(line)] });
    const nothing = { companyId: null, userName: null, userEmail: null, linkedLines: null };
    expect(await openCompany().setup.about()).toEqual(nothing);
  });

  it("C4: lists the whole team", async () => {
    const { setup, id, user } = openCompany();
    for (let n = 0; n < 60; n += 1) {
      aircall.phone.companies.addUser(id, { name: `User ${n}`, email: `user-${n}@acme.example` });
    }
    const users = await setup.users();
    expect(users).toHaveLength(62);
    expect(users).toContainEqual({ id: String(user), name: "Cleo Agent", email: "cleo@acme.example" });
  });
});

describe("a request to Aircall", () => {
  it("waits as long as Aircall says once the company's minute is used up", async () => {
    aircall.phone.change({ rateLimitOn: true, rateLimitPerMinute: 2, rateLimitHeaders: "always" });
    for (const unit of ["seconds", "milliseconds"] as const) {
      aircall.phone.change({ rateLimitResetUnit: unit });
      const { phones, feedback } = openCompany();
      for (let n = 0; n < 2; n += 1) await phones.contact("+331");
      clock.advance(20_000);
      expect(await failureOf(phones.contact("+331"))).toMatchObject({ fate: "later", status: 429 });
      expect(feedback).toEqual([
        { limit: 2, used: 1 },
        { limit: 2, used: 2 },
        { limit: 2, used: 2, blockedForMs: 40_000 },
      ]);
      clock.advance(40_000);
      await phones.contact("+331");
    }
  });

  it("is rejected without the right credential, which the error does not contain", async () => {
    const company = openCompany("a-secret-token");
    await company.phones.contact("+331");
    aircall.phone.companies.revoke(company.id);
    const asked = [company.phones.contact("+331"), company.setup.lines(), company.phones.media("1")];
    for (const failure of await Promise.all(asked.map(failureOf))) {
      expect(failure).toMatchObject({ name: "RequestError", fate: "refused", status: 403 });
      expect(JSON.stringify(failure) + String(failure)).not.toContain("a-secret-token");
    }
  });

  it("has an unknown fate when the server fails, or the answer is lost", async () => {
    const { setup, phones } = openCompany();
    const faults = [{ kind: "status", status: 502 }, { kind: "dropped" }, { kind: "lost-answer" }] as const;
    for (const fault of faults) {
      aircall.faults.add({ fault, path: "^/v1", times: 0 });
      const asked = [setup.lines(), phones.contact("+331"), phones.media("1")];
      for (const failure of await Promise.all(asked.map(failureOf))) {
        expect(failure).toMatchObject({ name: "RequestError", fate: "unknown" });
      }
      aircall.faults.clear();
    }
  });
});
