/** Our webhook in Aircall: which one is ours, what is corrected of it, and what is told of it. */
import { describe, expect, it } from "vitest";
import { FOLLOWED_EVENTS } from "../../src/aircall/vendor.ts";
import { openBoth } from "../helpers/vendor-requests.ts";

const URL_OF_OURS = "https://calls.example.com/webhooks/aircall/key";
const ours = (more: object = {}) => ({
  webhook_id: "w",
  url: URL_OF_OURS,
  token: "t",
  events: [...FOLLOWED_EVENTS],
  active: true,
  ...more,
});

/** A company with these webhooks. A change is answered with `changed`. */
function company(webhooks: object[], changed: object = { webhook: ours({ token: "t2" }) }) {
  const changes: { request: string; json: unknown }[] = [];
  const both = openBoth(async (input, init) => {
    if (init?.method === "GET") return Response.json({ webhooks });
    const request = `${init?.method} ${new URL(String(input)).pathname}`;
    changes.push({ request, json: JSON.parse(String(init?.body)) });
    return Response.json(changed);
  });
  return { ...both, changes };
}

const CORRECTION = { request: "PUT /v1/webhooks/w", json: { url: URL_OF_OURS, events: FOLLOWED_EVENTS, active: true } };

describe("N5: a webhook that is there", () => {
  it("stays as it is if nothing is wrong with it, also where Aircall does not say that it is on", async () => {
    for (const active of [true, undefined, null]) {
      const { company: setup, changes } = company([ours({ active })]);
      expect(await setup.createWebhook(URL_OF_OURS)).toEqual({ webhookId: "w", token: "t", wasOff: false });
      expect(changes).toEqual([]);
    }
  });

  it.each([
    ["is off", { active: false }, true],
    ["lacks an event", { events: FOLLOWED_EVENTS.slice(1) }, false],
    ["has one more event", { events: [...FOLLOWED_EVENTS, "user.opened"] }, false],
    ["has no events", { events: null }, false],
  ])("is corrected if it %s, and has the token that Aircall answers", async (_what, more, wasOff) => {
    const { company: setup, changes } = company([ours(more)]);
    expect(await setup.createWebhook(URL_OF_OURS)).toEqual({ webhookId: "w", token: "t2", wasOff });
    expect(changes).toEqual([CORRECTION]);
  });

  it("keeps its token where the answer to a correction cannot be read", async () => {
    const { company: setup } = company([ours({ active: false })], { webhook: {} });
    expect(await setup.createWebhook(URL_OF_OURS)).toEqual({ webhookId: "w", token: "t", wasOff: true });
  });

  it("is ours only with exactly our address", async () => {
    const others = [`${URL_OF_OURS}2`, URL_OF_OURS.slice(0, -1), `${URL_OF_OURS}/`].map((url) => ours({ url }));
    const { company: setup, changes } = company(others);
    expect(await setup.findWebhook(URL_OF_OURS)).toBeNull();
    expect(await setup.createWebhook(URL_OF_OURS)).toMatchObject({ token: "t2" });
    expect(changes.map(({ request }) => request)).toEqual(["POST /v1/webhooks"]);
  });
});

describe("an app", () => {
  it.each([
    ["names no lines", {}, []],
    ["has null for its lines", { number_ids: null }, []],
    ["names a line that cannot be read", { number_ids: [7, {}, "8"] }, ["7", "8"]],
  ])("N3: that %s is linked to those that it names, and to no others", async (_what, more, linkedLines) => {
    const { company: setup } = openBoth(async () => Response.json({ integration: { company_id: 1, ...more } }));
    expect(await setup.about()).toEqual({ companyId: "1", userName: null, userEmail: null, linkedLines });
  });
});
