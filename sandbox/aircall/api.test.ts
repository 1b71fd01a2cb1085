// Conformance of the API's edges: credentials, bodies of errors, rate limit, pages, and the simple resources.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { basic, bearer, openSetup, record, records, type Setup } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let setup: Setup;
beforeEach(async () => {
  setup = await openSetup();
});
afterEach(() => setup.close());

describe("credentials", () => {
  it("answers ping with an API key and with an app token", async () => {
    for (const auth of [basic, bearer]) {
      const { status, json } = await setup.ask("GET", "/v1/ping", { auth });
      expect([status, json]).toEqual([200, { ping: "pong" }]);
    }
  });

  it("says 401 without a header and 403 with a wrong one, in the gateway's words", async () => {
    const none = await setup.ask("GET", "/v1/ping", { auth: null });
    expect([none.status, none.json]).toEqual([401, { message: "Unauthorized" }]);
    for (const auth of ["Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "Nonsense"]) {
      const wrong = await setup.ask("GET", "/v1/ping", { auth });
      expect([wrong.status, wrong.json]).toEqual([403, { message: "Forbidden" }]);
    }
  });

  it("refuses revoked credentials with 403", async () => {
    await setup.ask("POST", `/_sandbox/companies/${seeded.companyId}/revoke`, { auth: null, body: { kind: "bearer" } });
    expect((await setup.ask("GET", "/v1/ping", { auth: bearer })).status).toBe(403);
    expect((await setup.ask("GET", "/v1/ping", { auth: basic })).status).toBe(200);
  });

  it("distinguishes an unknown route and an unknown record", async () => {
    expect((await setup.ask("GET", "/v1/nothing")).json).toEqual({ message: "Not Found" });
    const missing = await setup.ask("GET", "/v1/calls/1");
    expect([missing.status, missing.json["error"]]).toEqual([404, "Not Found"]);
    expect(missing.json["troubleshoot"]).toEqual(expect.any(String));
  });

  it("separates companies", async () => {
    const other = setup.aircall.phone.companies.add({ name: "Other", token: "other-token" });
    const { call } = await setup.aircall.phone.place();
    expect((await setup.ask("GET", `/v1/calls/${call.id}`, { auth: "Bearer other-token" })).status).toBe(404);
    const company = await setup.ask("GET", "/v1/company", { auth: "Bearer other-token" });
    expect(company.json).toEqual({ company: { name: other.name, users_count: 1, numbers_count: 0 } });
  });
});

describe("request rules", () => {
  it("wants Content-Type: application/json on writes, even empty ones", async () => {
    const { call } = await setup.aircall.phone.place();
    const path = `/v1/calls/${call.id}/archive`;
    expect((await setup.ask("PUT", path, { headers: { "content-type": "text/plain" } })).status).toBe(400);
    expect((await setup.ask("PUT", path)).status).toBe(200);
  });

  it("refuses a body that is no JSON", async () => {
    expect((await setup.ask("POST", "/v1/contacts", { body: "{oops" })).status).toBe(400);
  });

  it("allows 120 requests a minute for a whole company, then says 429 until the window ends", async () => {
    for (let count = 1; count <= 120; count += 1) {
      const answer = await setup.ask("GET", "/v1/ping", { auth: count % 2 === 0 ? basic : bearer });
      expect([answer.status, answer.headers.get("x-aircallapi-remaining")]).toEqual([200, String(120 - count)]);
    }
    const refused = await setup.ask("GET", "/v1/ping");
    expect([refused.status, refused.json["error"]]).toEqual([429, "Too Many Requests"]);
    expect(Number(refused.headers.get("x-aircallapi-reset"))).toBe(setup.clock.ms / 1000 + 60);
    setup.clock.ms += 60_000;
    expect((await setup.ask("GET", "/v1/ping")).status).toBe(200);
  });

  it("answers as a fault says, and logs the request all the same", async () => {
    setup.aircall.faults.add({ fault: { kind: "status", status: 503, body: { error: "down" } }, path: "^/v1/ping" });
    expect((await setup.ask("GET", "/v1/ping")).status).toBe(503);
    expect((await setup.ask("GET", "/v1/ping")).status).toBe(200);
    const log = await setup.ask("GET", "/_sandbox/requests", { auth: null });
    expect(records(log.json["requests"]).map((one) => one["status"])).toEqual([503, 200]);
  });
});

describe("pages", () => {
  it("leads through all pages by next_page_link, oldest first, 50 a page at most", async () => {
    for (let count = 0; count < 55; count += 1)
      await setup.aircall.phone.place({ at: setup.clock.ms / 1000 - 100 + count });
    const first = await setup.ask("GET", "/v1/calls?per_page=80&whatever=1");
    const meta = record(first.json["meta"]);
    expect(meta).toMatchObject({ count: 50, total: 55, current_page: 1, per_page: 50, previous_page_link: null });
    const next = new URL(String(meta["next_page_link"]));
    const second = await setup.ask("GET", `${next.pathname}${next.search}`);
    expect(record(second.json["meta"])).toMatchObject({ count: 5, current_page: 2, next_page_link: null });
    const starts = [...records(first.json["calls"]), ...records(second.json["calls"])].map((one) =>
      Number(one["started_at"]),
    );
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    expect(records((await setup.ask("GET", "/v1/calls?order=desc")).json["calls"])[0]?.["started_at"]).toBe(
      starts.at(-1),
    );
  });

  it("shows 20 by default and never more than the record cap", async () => {
    setup.aircall.phone.change({ maxRecords: 30 });
    for (let count = 0; count < 40; count += 1) await setup.aircall.phone.place();
    expect(record((await setup.ask("GET", "/v1/calls")).json["meta"])).toMatchObject({ count: 20, total: 30 });
    const last = await setup.ask("GET", "/v1/calls?page=2");
    expect(record(last.json["meta"])).toMatchObject({ count: 10, next_page_link: null });
  });
});

async function searchContacts(query: string): Promise<unknown[]> {
  const { json } = await setup.ask("GET", `/v1/contacts/search?${query}`);
  return records(json["contacts"]).map((one) => one["id"]);
}

describe("resources", () => {
  it("lists lines with ISO times, display digits and users, but no e164_digits", async () => {
    const lines = records((await setup.ask("GET", "/v1/numbers")).json["numbers"]);
    expect(lines.map((one) => one["name"])).toEqual(["Support FR", "Support US", "Sales UK"]);
    expect(lines[1]).toMatchObject({ digits: "+1 202-555-0100", country: "US", time_zone: "America/New_York" });
    expect(lines[1]).not.toHaveProperty("e164_digits");
    expect(String(lines[1]?.["created_at"])).toMatch(/^\d{4}-.*Z$/);
    expect((await setup.ask("GET", "/v1/numbers/1001")).json).toHaveProperty("number.messages.welcome");
  });

  it("finds a v2 user by id and by e-mail, and still answers v1", async () => {
    const byId = await setup.ask("GET", "/v2/users/55");
    expect(record(byId.json["user"])).toMatchObject({ email: "Ada.Admin@acme.example", state: "always_opened" });
    expect(byId.json["user"]).not.toHaveProperty("numbers");
    expect((await setup.ask("GET", "/v2/users/ada.admin%40acme.example")).json).toEqual(byId.json);
    expect(records((await setup.ask("GET", "/v1/users")).json["users"])[0]).toHaveProperty("numbers");
  });

  it("lists the system tags with the descriptions they are known by", async () => {
    const tags = records((await setup.ask("GET", "/v1/tags")).json["tags"]);
    expect(tags).toContainEqual({ id: 900, name: "Callback Request", color: "#29C8FF", description: "queue_callback" });
    expect(tags.map((one) => one["name"])).toContain("Refund");
  });

  it("searches contacts by E.164 number or e-mail, and returns all of them for an unknown parameter", async () => {
    expect(await searchContacts("phone_number=%2B12025550147")).toEqual([700]);
    expect(await searchContacts("phone_number=+12025550147")).toEqual([]);
    expect(await searchContacts("email=cleo.caller@customer.example")).toEqual([700]);
    expect(await searchContacts("phone=%2B12025550147")).toEqual([700, 701]);
  });

  it("creates a contact with 201 and updates it with POST", async () => {
    const phone_numbers = [{ label: "Mobile", value: "+44 20 7946 0123" }];
    const made = await setup.ask("POST", "/v1/contacts", { body: { first_name: "Ed", phone_numbers } });
    const contact = record(made.json["contact"]);
    expect([made.status, contact["last_name"]]).toEqual([201, null]);
    expect(contact["phone_numbers"]).toMatchObject([{ value: "+442079460123" }]);
    const path = `/v1/contacts/${String(contact["id"])}`;
    const changed = await setup.ask("POST", path, { body: { last_name: "Dove" } });
    expect(record(changed.json["contact"])).toMatchObject({ first_name: "Ed", last_name: "Dove" });
    expect((await setup.ask("PUT", path, { body: {} })).json).toEqual({ message: "Not Found" });
    expect((await setup.ask("POST", "/v1/contacts", { body: { first_name: 5 } })).status).toBe(422);
  });

  it("gives the company's id and linked lines to an installed app only", async () => {
    const me = await setup.ask("GET", "/v1/integrations/me", { auth: bearer });
    expect(record(me.json["integration"])).toMatchObject({
      company_id: 4242,
      number_ids: [1001, 1002, 1003],
      active: true,
    });
    expect((await setup.ask("GET", "/v1/integrations/me")).status).toBe(403);
  });
});
