/** /api/webhooks: which endpoints may be added and changed, and what each answer says. */
import { describe, expect, it } from "vitest";
import { ADA, openSignedIn } from "../../../test/helpers/signed-in-admin.ts";
import type { WebhookEndpoint } from "../../domain/ports/webhooks.ts";
import type { CreatedWebhookAnswer, WebhookAnswer } from "./webhooks.ts";

const NOW = Date.UTC(2026, 2, 2, 9);
const URL = "https://shop.example/hook";
const events = ["call.ticketed"] as const;
const endpoint: WebhookEndpoint = {
  id: "w1",
  url: URL,
  description: "",
  events: [...events],
  active: true,
  failingSince: new Date(NOW - 1_000),
  createdBy: "Ada",
  createdAt: new Date(NOW - 2_000),
};
const SHOWN = { ...endpoint, failingSince: "2026-03-02T08:59:59.000Z", createdAt: "2026-03-02T08:59:58.000Z" };

/** `known`: the store has the endpoint, and room for one more. */
function open({ known = true, allowLoopback = undefined as boolean | undefined } = {}) {
  const asked: unknown[][] = [];
  const answer =
    (name: string, found: unknown) =>
    async (...question: unknown[]) => {
      asked.push([name, ...question]);
      return known ? found : null;
    };
  const webhooks = {
    list: async () => [endpoint, { ...endpoint, id: "w2", failingSince: null }],
    add: answer("add", endpoint),
    change: answer("change", endpoint),
    remove: answer("remove", true),
    renewSecret: answer("renew", true),
  };
  return {
    ask: openSignedIn({ webhooks, clock: () => NOW, ...(allowLoopback !== undefined && { allowLoopback }) }),
    asked,
  };
}

const CHANGE = { by: ADA, now: NOW };
const create = (body: object) => ({ method: "POST", body: { url: URL, events, ...body } });

describe("a webhook", () => {
  it("N9: is listed with since when it fails", async () => {
    const { body } = await open().ask("/webhooks");
    expect(body).toEqual({ webhooks: [SHOWN, { ...SHOWN, id: "w2", failingSince: null }] });
  });

  it("N9: is created with a secret, in its person's name, with no description where none is given", async () => {
    const { ask, asked } = open();
    const { status, body } = await ask<CreatedWebhookAnswer>("/webhooks", create({}));
    expect([status, body.webhook, body.secret]).toEqual([201, SHOWN, expect.stringMatching(/^whsec_/)]);
    const stored = { id: expect.any(String), url: URL, description: "", events, secret: body.secret };
    expect(asked).toEqual([["add", "c1", stored, 10, CHANGE]]);
  });

  it("N9: is one of ten at most", async () => {
    const { status, body } = await open({ known: false }).ask("/webhooks", create({}));
    expect([status, body.error.code]).toEqual([409, "too_many_webhooks"]);
    expect(body.error.message).toMatch(/has 10 webhooks, which is the most/);
  });

  it.each([
    [{ url: "http://127.0.0.1:8080/" }, "bad_url"],
    [{ url: "" }, "bad_url"],
    [{ url: "http://shop.example/" }, "bad_url"],
    [{ url: `https://shop.example/${"x".repeat(1000)}` }, "bad_request"],
    [{ description: "x".repeat(201) }, "bad_request"],
    [{ events: [] }, "bad_request"],
    [{ events: ["call.sung"] }, "bad_request"],
    [{ secret: "mine" }, "bad_request"],
  ])("N9: may not have %j", async (wrong, code) => {
    const { ask, asked } = open();
    for (const [path, more] of [
      ["/webhooks", create(wrong)],
      ["/webhooks/w1", { method: "PATCH", body: wrong }],
    ] as const) {
      const { status, body } = await ask(path, more);
      expect([path, status, body.error.code]).toEqual([path, 400, code]);
    }
    expect(asked).toEqual([]);
  });

  it("N9: may lead to this machine in the sandbox alone", async () => {
    const local = create({ url: "http://127.0.0.1:8080/" });
    expect((await open({ allowLoopback: true }).ask("/webhooks", local)).status).toBe(201);
    expect((await open({ allowLoopback: false }).ask("/webhooks", local)).status).toBe(400);
  });

  it("N9: is changed in the given parts alone", async () => {
    const { ask, asked } = open();
    const { status, body } = await ask<WebhookAnswer>("/webhooks/w1", { method: "PATCH", body: { active: false } });
    expect([status, body]).toEqual([200, SHOWN]);
    expect(asked).toEqual([["change", "c1", "w1", { active: false }, CHANGE]]);
  });

  it("N9: is deleted, and gets another secret, in its person's name", async () => {
    const { ask, asked } = open();
    expect((await ask("/webhooks/w1", { method: "DELETE" })).status).toBe(204);
    const { status, body } = await ask<{ secret: string }>("/webhooks/w1/secret", { method: "POST" });
    expect([status, body.secret]).toEqual([200, expect.stringMatching(/^whsec_/)]);
    const renewed = { secret: body.secret, previousUntil: NOW + 24 * 3_600_000 };
    expect(asked).toEqual([
      ["remove", "c1", "w1", CHANGE],
      ["renew", "c1", "w1", renewed, CHANGE],
    ]);
  });

  it.each([
    ["PATCH", "/webhooks/w9", { active: true }],
    ["DELETE", "/webhooks/w9", undefined],
    ["POST", "/webhooks/w9/secret", undefined],
  ])("N9: that does not exist is 404: %s %s", async (method, path, body) => {
    const answer = await open({ known: false }).ask(path, { method, ...(body && { body }) });
    expect([answer.status, answer.body.error.code]).toEqual([404, "not_found"]);
  });
});
