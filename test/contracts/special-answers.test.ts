/**
 * Which errors of a vendor mean something to a request of ours, and that no other error does: every method of the
 * clients, with every status and body, at each of its requests.
 */
import { describe, expect, it } from "vitest";
import { healthyAnswer } from "../helpers/healthy-vendors.ts";
import { openBoth, VENDOR_QUESTIONS } from "../helpers/vendor-requests.ts";
import { failureOf } from "./use-gorgias-simulator.ts";

const STATUSES = [302, 400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 422, 429, 500, 503];
const WORDS = { error: { msg: "no" } };
/** Every kind of body that an error may have. */
const BODIES: [string, string | null][] = [
  ["words", JSON.stringify(WORDS)],
  ["nothing", null],
  ["a page", "<html>maintenance</html>"],
  ["the words of another product", JSON.stringify({ error: "Forbidden", troubleshoot: "Check your key" })],
];

type Given = { method: string; path: string }[];

/** A vendor whose answer to the request at this place is the given one, and healthy otherwise. */
function vendor(place: number, status: number, body: string | null): { fetch: typeof fetch; asked: Given } {
  const asked: Given = [];
  const answer: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const request = { method: init?.method ?? "GET", path: `${url.pathname}${url.search}` };
    asked.push(request);
    if (asked.length === place) return new Response(body, { status });
    const healthy = healthyAnswer(request);
    return new Response(healthy.json === undefined ? null : JSON.stringify(healthy.json), { status: healthy.status });
  };
  return { fetch: answer, asked };
}

const deleted = { kind: "deleted" };
const kept = { kind: "kept" };
const nothingKnown = { companyId: null, userName: null, userEmail: null, linkedLines: null };
const refusedDraft = (status: number) => ({ kind: "refused", status, parts: [] });

/** Statuses with a meaning, with what the method resolves with: `what@place`. */
const SPECIAL: Record<string, Record<number, unknown>> = {
  "phone.media@1": { 404: null },
  "phone.messageFiles@1": { 404: null },
  "phone.call@1": { 404: null },
  "company.about@1": { 403: nothingKnown, 404: nothingKnown },
  "company.createWebhook@3": { 400: "limit reached" },
  "company.removeWebhook@1": { 403: undefined, 404: undefined },
  "company.disableApp@1": { 403: undefined, 404: undefined },
  "desk.customers.read@1": { 404: null },
  "desk.customers.ofTicket@1": { 404: null },
  "desk.customers.create@1": { 400: refusedDraft(400), 409: refusedDraft(409), 422: refusedDraft(422) },
  "desk.customers.addPhone@1": { 404: undefined },
  "desk.customers.rename@1": { 404: null },
  "desk.tickets.read@1": { 404: deleted },
  "desk.tickets.change@1": { 404: deleted },
  "desk.tickets.addTags@1": { 404: deleted },
  "desk.notes.add@1": { 404: deleted },
  // Sent once more with less, which succeeds.
  "desk.notes.edit@1": { 400: null, 403: null, 409: null, 422: null },
  "desk.notes.remove@1": { 404: null, 400: kept, 405: kept, 409: kept, 422: kept },
  "desk.texts.add@1": { 404: deleted },
  "desk.files.upload@1": { 413: { kind: "too large" } },
  "desk.user@1": { 404: null },
  "desk.timeZone@1": { 401: null, 403: null, 404: null },
  "account.settings@1": { 401: null, 403: null, 404: null },
};

/** What any other error is to its caller. */
function fateOf(status: number): string {
  if (status === 429) return "later";
  return status >= 500 || status === 408 || status < 400 ? "unknown" : "refused";
}

const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    (value: unknown) => ({ value }),
    (error: unknown) => {
      const { name, status: its, fate } = error as { name: string; status: number; fate: string };
      return { name, its, fate };
    },
  );

const API = VENDOR_QUESTIONS.filter(({ what }) => !/^(?:gorgias|aircall)\./.test(what));

async function requestsOf(ask: (typeof API)[number]["ask"]): Promise<number> {
  const { fetch, asked } = vendor(0, 200, null);
  await ask(fetch);
  return asked.length;
}

describe("a status has a meaning, and its neighbours have none", () => {
  it.each(API)("for $what", async ({ what, ask }) => {
    const count = await requestsOf(ask);
    for (let place = 1; place <= count; place += 1) {
      const meanings = SPECIAL[`${what}@${place}`] ?? {};
      const [seen, expected]: unknown[][] = [[], []];
      for (const status of STATUSES) {
        for (const [of, body] of BODIES) {
          const { fetch, asked } = vendor(place, status, body);
          const outcome = await outcomeOf(ask(fetch));
          const isSpecial = status in meanings;
          // No other request follows an error. A tag of a taken name is looked for.
          const isLast = !isSpecial && !(what === "desk.tags.create" && [400, 409].includes(status));
          seen?.push({ status, of, isLast: isLast && asked.length === place, ...outcome });
          const plain = { name: "RequestError", its: status, fate: fateOf(status) };
          expected?.push({ status, of, isLast, ...(isSpecial ? { value: meanings[status] } : plain) });
        }
      }
      expect(seen).toMatchObject(expected ?? []);
    }
  });

  it("for methods and requests that exist", async () => {
    for (const key of Object.keys(SPECIAL)) {
      const [what, place] = key.split("@");
      const question = API.find((one) => one.what === what);
      expect(question && (await requestsOf(question.ask)), key).toBeGreaterThanOrEqual(Number(place));
    }
  });
});

describe("a rejected credential of Gorgias", () => {
  const desk = API.filter(({ what }) => what.startsWith("desk.") || what.startsWith("account."));

  it.each(desk)("L6: is refreshed after a 401 and after nothing else: $what", async ({ ask }) => {
    let refreshed = 0;
    const refresh = async () => (refreshed += 1) * 7_000;
    for (const status of STATUSES.filter((one) => one !== 401))
      await outcomeOf(ask(vendor(1, status, null).fetch, refresh));
    expect(refreshed).toBe(0);
    const failed = await outcomeOf(ask(vendor(1, 401, null).fetch, refresh));
    expect(failed).toEqual({ name: "RequestError", its: 401, fate: "later" });
    expect(refreshed).toBe(1);
  });

  it("L6: is reported as rejected when no refresh helps, and as waiting for one otherwise", async () => {
    const failure = (wait: number | null) => {
      const { fetch } = vendor(1, 401, null);
      return failureOf(openBoth(fetch, async () => wait).desk.users());
    };
    expect(await failure(null)).toMatchObject({ fate: "refused", status: 401, retryAfterMs: null, obstacle: null });
    expect(await failure(7_000)).toMatchObject({
      fate: "later",
      status: 401,
      retryAfterMs: 7_000,
      obstacle: "token_refreshing",
    });
  });
});

describe("an OAuth client", () => {
  const FATES = ["unknown", "refused"] as const;
  /** The body of a token endpoint's answer. */
  const failed = (error: string) => JSON.stringify({ error, error_description: "words" });
  const tokens = JSON.stringify({ access_token: "t", token_type: "Bearer", expires_in: 60 });
  const refresh = (status: number, body: string | null) =>
    outcomeOf(openBoth(vendor(1, status, body).fetch).gorgias.refresh("acme", "r"));

  it("L6: is refused a refresh by invalid_grant alone, and by no outage", async () => {
    const seen: unknown[] = [];
    for (const error of ["invalid_grant", "invalid_client", "invalid_request", "slow_down"]) {
      for (const status of [200, 400, 401, 403, 404, 408, 429, 500, 503]) {
        const refused = error === "invalid_grant" && ![408, 429, 500, 503].includes(status);
        const outcome = await refresh(status, failed(error));
        seen.push([error, status, outcome, { its: status, fate: FATES[Number(refused)] }]);
      }
    }
    for (const [error, status, outcome, expected] of seen as unknown[][])
      expect({ error, status, ...(outcome as object) }).toMatchObject({ error, status, ...(expected as object) });
  });

  it.each([
    [200, tokens, { value: { accessToken: "t", refreshToken: "r" } }],
    [401, null, { its: 401, fate: "unknown" }],
    [400, tokens, { its: 400, fate: "unknown" }],
    [302, tokens, { its: 302, fate: "unknown" }],
    [500, "<html>", { its: 500, fate: "unknown" }],
  ])("L6: takes from a refresh answered with %i and %s what it means", async (status, body, outcome) => {
    expect(await refresh(status, body)).toMatchObject(outcome);
  });

  it.each([
    [400, failed("invalid_grant"), { its: 400, fate: "refused" }],
    [401, failed("invalid_client"), { its: 401, fate: "refused" }],
    [400, "{}", { fate: "unknown" }],
    [500, failed("server_error"), { fate: "unknown" }],
    [503, failed("invalid_grant"), { fate: "unknown" }],
    [200, "<html>", { fate: "unknown" }],
  ])("N1: is refused a code by Gorgias itself, and by no outage: %i with %s", async (status, body, outcome) => {
    const headers = { "content-type": "application/json" };
    const { gorgias } = openBoth(async () => new Response(body, { status, headers }));
    expect(await outcomeOf(gorgias.exchange("acme", "code"))).toMatchObject(outcome);
  });

  it("N1: takes only a 404 for an account that does not exist", async () => {
    const known: unknown[] = [];
    for (const status of [200, ...STATUSES])
      known.push([status, await openBoth(vendor(1, status, null).fetch).gorgias.knows("acme")]);
    expect(known).toEqual([200, ...STATUSES].map((status) => [status, status !== 404]));
  });

  const token = JSON.stringify({ access_token: "t" });
  it.each([
    [200, token, { value: "t" }],
    [400, token, { its: 400, fate: "refused" }],
    [400, failed("invalid_grant"), { its: 400, fate: "refused" }],
    [401, null, { its: 401, fate: "refused" }],
    [302, token, { its: 302, fate: "unknown" }],
    [500, token, { its: 500, fate: "unknown" }],
    [503, failed("invalid_grant"), { its: 503, fate: "unknown" }],
    [200, "<html>", { its: 200, fate: "unknown" }],
  ])("N1: takes a token of Aircall from a success alone: %i with %s", async (status, body, outcome) => {
    expect(await outcomeOf(openBoth(vendor(1, status, body).fetch).aircall.exchange("code"))).toMatchObject(outcome);
  });
});

describe("the files of a message", () => {
  const notNative = JSON.stringify({ key: "LineIsNotNativeException", error: "Forbidden" });

  it.each([
    [403, notNative, { value: null }],
    [403, JSON.stringify({ error: "Forbidden" }), { its: 403 }],
    [403, null, { its: 403 }],
    [401, notNative, { its: 401 }],
    [400, notNative, { its: 400 }],
    [500, notNative, { its: 500 }],
  ])("C10: are gone after a %i with %s only if the line is the reason", async (status, body, outcome) => {
    const { fetch } = vendor(1, status, body);
    expect(await outcomeOf(openBoth(fetch).phone.messageFiles("1", "m"))).toMatchObject(outcome);
  });
});
