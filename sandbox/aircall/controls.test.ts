// Conformance of insight cards, and the controls and pages that people and tests press.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { basic, bearer, openSetup, record, records, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
beforeEach(async () => {
  setup = await openSetup();
});
afterEach(() => setup.close());

const press = (method: string, path: string, body?: unknown) =>
  setup.ask(method, `/_sandbox/${path}`, { auth: null, ...(body === undefined ? {} : { body }) });

const push = async (callId: number, contents: unknown, auth = bearer) =>
  (await setup.ask("POST", `/v1/calls/${callId}/insight_cards`, { auth, body: { contents } })).status;

describe("insight cards", () => {
  const title = { type: "title", text: "Cleo Caller", link: "https://acme.gorgias.com/app/customer/1" };

  it("shows a card on a live call and adds a second to it", async () => {
    const { call } = await setup.aircall.phone.place();
    const owner = { type: "user", label: "Owner", user_id: seeded.users.ada };
    expect(await push(call.id, [title, { type: "shortText", label: "Email", text: "cleo@example.com" }, owner])).toBe(
      201,
    );
    expect(await push(call.id, [title], basic)).toBe(201);
    expect(call.cards.map((card) => card.contents.length)).toEqual([3, 1]);
    expect(call.cards[0]?.integrationName).toBe("Acme Sync");
  });

  it("refuses an ended or unknown call, a line that is not linked, and a wrong card", async () => {
    const { calls } = await setup.aircall.phone.stories.missed();
    expect(await push(calls[0]?.id ?? 0, [title])).toBe(400);
    expect(await push(1, [title])).toBe(404);
    const { call } = await setup.aircall.phone.place();
    expect(await push(call.id, [])).toBe(400);
    expect(await push(call.id, [{ type: "image", text: "x" }])).toBe(400);
    expect(await push(call.id, [{ type: "user", user_id: 1 }])).toBe(400);
    expect(await push(call.id, [{ ...title, link: "http://plain.example.com" }])).toBe(400);
    setup.aircall.phone.companies.link(seeded.companyId, { lines: [] });
    expect(await push(call.id, [title])).toBe(400);
  });

  it("counts 10 KB for the whole body", async () => {
    const { call } = await setup.aircall.phone.place();
    const around = Buffer.byteLength(JSON.stringify({ contents: [{ type: "title", text: "" }] }));
    const text = (bytes: number) => [{ type: "title", text: "x".repeat(bytes - around) }];
    expect(await push(call.id, text(10_240))).toBe(400);
    expect(await push(call.id, text(10_239))).toBe(201);
  });
});

describe("controls", () => {
  it("plays an answered call from a bare curl without body or content type", async () => {
    const response = await fetch(`${setup.aircall.url}/_sandbox/scenarios/answered`, { method: "POST" });
    const [call] = records(record(await response.json())["calls"]);
    expect(call).toMatchObject({ line: "Support FR", contact: "Cleo Caller", status: "done", collected: true });
  });

  it("runs a whole call button by button", async () => {
    await setup.listen();
    const placed = record(
      (await press("POST", "calls", { line: seeded.lines.salesUk, from: "+33612345678" })).json["call"],
    );
    const steps: [string, unknown?][] = [
      ["ivr", { title: "Billing", key: "2" }],
      ["ring"],
      ["decline"],
      ["answer", { user: seeded.users.cleo }],
      ["hold"],
      ["unhold"],
      ["transfer-failed", { to: seeded.users.nils }],
      ["transfer", { to: seeded.users.ada }],
      ["transfer-external"],
      ["hangup"],
      ["end"],
      ["assets"],
      ["assign", { user: seeded.users.cleo }],
      ["tag", { tags: ["Refund"] }],
      ["untag", { tags: ["Refund"] }],
      ["comment", { content: "Done" }],
      ["archive"],
    ];
    for (const [name, body] of steps)
      expect((await press("POST", `calls/${String(placed["id"])}/${name}`, body)).status).toBe(200);
    expect(setup.receiver.received).toHaveLength(steps.length + 1);
    expect(new Set(setup.receiver.events()).size).toBe(steps.length + 1);
  });

  it("refuses impossible actions, and says why", async () => {
    const { call } = await setup.aircall.phone.place();
    await setup.aircall.phone.calls.hangup(call.id);
    const late = await press("POST", `calls/${call.id}/answer`);
    expect([late.status, late.json["error"]]).toEqual([409, `call ${call.id} is done, this needs initial`]);
    expect((await press("POST", "calls", { lines: 1 })).status).toBe(400);
    expect((await press("PATCH", "settings", { sped: 1 })).status).toBe(400);
    expect((await press("POST", "calls/1/ring")).status).toBe(404);
  });

  it("builds a second company and forgets it on reset", async () => {
    const company = record((await press("POST", "companies", { name: "Beta", token: "beta" })).json["company"]);
    const path = `companies/${String(company["id"])}`;
    const line = record(
      (await press("POST", `${path}/numbers`, { name: "Main", digits: "+1 202-555-0188" })).json["number"],
    );
    await press("POST", `${path}/users`, { name: "Bea", email: "bea@beta.example" });
    await press("POST", `${path}/contacts`, { firstName: "Carl", phones: ["+12025550999"] });
    await press("POST", `${path}/tags`, { name: "VIP" });
    await press("POST", `${path}/teams`, { name: "All" });
    await press("POST", `${path}/link`);
    const { json } = await press("POST", "scenarios/answered", {
      line: line["id"],
      from: "+12025550999",
      tags: ["VIP"],
    });
    expect(records(json["calls"])[0]).toMatchObject({ companyId: company["id"], contact: "Carl", tagNames: ["VIP"] });
    await press("PATCH", "settings", { speed: 3 });
    await press("POST", "reset");
    const state = await press("GET", "state");
    expect(records(state.json["companies"]).map((one) => one["name"])).toEqual(["Acme"]);
    expect(record(state.json["settings"])["speed"]).toBe(0);
  });

  it("adds, lists and clears faults", async () => {
    await press("POST", "faults", { fault: { kind: "dropped" }, path: "^/v1/ping" });
    expect(records((await press("GET", "faults")).json["faults"])).toHaveLength(1);
    await expect(setup.ask("GET", "/v1/ping")).rejects.toThrow("fetch failed");
    await press("POST", "faults", { fault: { kind: "lost-answer" }, method: "POST", path: "/contacts$" });
    await expect(setup.ask("POST", "/v1/contacts", { body: { first_name: "Twice" } })).rejects.toThrow("fetch failed");
    expect(setup.aircall.phone.state.companies[0]?.contacts.at(-1)?.firstName).toBe("Twice");
    const log = await press("GET", "requests");
    expect(records(log.json["requests"]).map((one) => [one["fault"], one["status"]])).toEqual([
      ["dropped", null],
      ["lost-answer", 201],
    ]);
    expect((await press("DELETE", "faults")).json).toEqual({ faults: [] });
  });
});

describe("pages", () => {
  it("shows the phone at / and a call at /calls/:id, with external text escaped", async () => {
    const phone = await setup.ask("GET", "/", { auth: null });
    expect([phone.status, phone.text]).toEqual([200, expect.stringContaining("Place call")]);
    const hostile = `<script>alert("x")</script>`;
    const { calls } = await setup.aircall.phone.stories.answered({ from: hostile, tags: [hostile], comment: hostile });
    const page = await setup.ask("GET", `/calls/${calls[0]?.id}`, { auth: null });
    expect(page.status).toBe(200);
    expect(page.text).toContain("&lt;script&gt;alert");
    expect(page.text).not.toContain("<script>alert");
    expect((await setup.ask("GET", "/calls/1", { auth: null })).status).toBe(404);
  });
});
