/** Answers of vendors that lead nowhere, or hold what no database can store. */
import { describe, expect, it } from "vitest";
import { openBoth } from "../helpers/vendor-requests.ts";
import { failureOf } from "./use-gorgias-simulator.ts";

/** A vendor that answers each request with `answer` of its number, from 1. */
function vendor(answer: (asked: number) => unknown) {
  let asked = 0;
  const both = openBoth(async () => {
    asked += 1;
    return Response.json(answer(asked));
  });
  return { ...both, asked: () => asked };
}

const user = { id: 1, name: "Ada" };
const line = { id: 1, name: "Support", digits: "+33123456789" };
const nextPage = { next_page_link: "https://api.example.com/next" };
const NEVER_ENDS = { name: "RequestError", fate: "unknown", message: "gorgias, list of users: its pages never end" };

describe("a list of Gorgias", () => {
  it("stops when a page leads to one that was there before", async () => {
    const { account, asked } = vendor((n) => ({ data: [user], meta: { next_cursor: n % 2 ? "a" : "b" } }));
    expect(await failureOf(account.users())).toMatchObject(NEVER_ENDS);
    expect(asked()).toBe(3);
  });

  it("stops after a thousand pages", async () => {
    const { account, asked } = vendor((n) => ({ data: [user], meta: { next_cursor: String(n) } }));
    expect(await failureOf(account.users())).toMatchObject(NEVER_ENDS);
    expect(asked()).toBe(1_000);
  });
});

describe("a list of Aircall", () => {
  it("ends after 10,000 entries, as Aircall's own do", async () => {
    const { company, asked } = vendor(() => ({ numbers: [line], meta: nextPage }));
    expect(await company.lines()).toHaveLength(200);
    expect(asked()).toBe(200);
  });

  it("of calls ends where further pages have nothing new", async () => {
    const { phone, asked } = vendor(() => ({ calls: [], meta: nextPage }));
    const pages: unknown[] = [];
    for await (const page of phone.calls({ from: 1, to: 2 })) pages.push(...page);
    expect(pages).toEqual([]);
    expect(asked()).toBe(200);
  });
});

describe("an answer that is not as documented", () => {
  const odd = () => ({ numbers: {}, calls: {}, integration: 7, call: null, id: "x" });

  it.each([
    ["the lines", ({ company }: ReturnType<typeof openBoth>) => company.lines(), "aircall, list of numbers"],
    ["our app", ({ company }: ReturnType<typeof openBoth>) => company.about(), "aircall, our app"],
    ["a call's files", ({ phone }: ReturnType<typeof openBoth>) => phone.media("1"), "aircall, call 1"],
    ["a ticket", ({ desk }: ReturnType<typeof openBoth>) => desk.tickets.read(7), "gorgias, ticket 7"],
    ["a customer", ({ desk }: ReturnType<typeof openBoth>) => desk.customers.read(1), "gorgias, customer 1"],
  ])("is reported in one line: %s", async (_what, ask, where) => {
    expect(await failureOf(ask(vendor(odd)))).toMatchObject({
      name: "RequestError",
      fate: "unknown",
      status: 200,
      message: expect.stringMatching(new RegExp(`^${where}: the answer is not as documented at [^\\n]+$`)),
    });
  });
});

it("N2: a user's name that cannot be stored is shortened to what can", async () => {
  const { self } = vendor(() => ({ name: "A\u0000da \ud800", email: "a\u0000@b.example", role: { name: "admin" } }));
  expect(await self()).toEqual({ id: null, name: "Ada \ufffd", email: "a@b.example", admin: true });
});

it("N5: a webhook's name is stored without characters that cannot be", async () => {
  const webhook = { webhook_id: "w\u0000", url: "https://calls.example.com/w", token: "t", events: null };
  const { company } = vendor((n) => (n === 1 ? { webhooks: [webhook] } : { webhook }));
  expect(await company.createWebhook(webhook.url)).toMatchObject({ webhookId: "w" });
});

const tokenThatEnds = (exp: number) => `a.${Buffer.from(JSON.stringify({ exp })).toString("base64url")}.c`;

it.each([
  ["for ever, as its answer says", { access_token: "t", expires_in: 1e308 }],
  ["for ever, as it says itself", { access_token: tokenThatEnds(1e306) }],
  ["until before there was time", { access_token: tokenThatEnds(-1e13) }],
])("N1: a token that lasts %s gets the usual lifetime", async (_how, given) => {
  const refreshed = (answer: object) =>
    vendor(() => ({ token_type: "Bearer", ...answer })).gorgias.refresh("acme", "r");
  const usual = await refreshed({ access_token: "t" });
  expect(usual.expiresAt).toBe(1_760_000_000_000 + 86_400_000);
  expect((await refreshed(given)).expiresAt).toBe(usual.expiresAt);
});
