// From code to token, linking numbers, and uninstalling (contract 1.3 to 1.6, 2.4, 13.1 to 13.3, 13.13).
import { afterEach, expect, it } from "vitest";
import { app, startOauthClient, type OauthClient } from "./oauth-test-client.ts";
import { bearer, record, records } from "./conformance-setup.ts";
import { seeded } from "./seed.ts";

let oauth: OauthClient;
afterEach(() => oauth.close());

const me = async (auth: string) =>
  record((await oauth.ask("GET", "/v1/integrations/me", { auth })).json["integration"]);

it("exchanges a code for a token without end that works as Bearer", async () => {
  oauth = await startOauthClient();
  const answer = await oauth.exchange(await oauth.code());
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(answer.json).toEqual({
    access_token: expect.any(String),
    token_type: "Bearer",
    created_at: Math.floor(oauth.clock.ms / 1000),
  });
  oauth.clock.ms += 400 * 86_400_000;
  const auth = `Bearer ${String(answer.json["access_token"])}`;
  expect((await oauth.ask("GET", "/v1/ping", { auth })).json).toEqual({ ping: "pong" });
  expect(await me(auth)).toMatchObject({
    name: app.name,
    company_id: seeded.companyId,
    status: "installed",
    active: true,
    number_ids: [],
    user: { id: seeded.users.ada, email: "Ada.Admin@acme.example" },
  });
});

it("refuses wrong clients, codes and addresses with 400 and a named error", async () => {
  oauth = await startOauthClient();
  oauth.aircall.phone.apps.add({ ...app, clientId: "other" });
  const code = await oauth.code();
  const cases: [Record<string, unknown>, string][] = [
    [{ client_secret: "wrong" }, "invalid_client"],
    [{ client_id: "nobody" }, "invalid_client"],
    [{ client_id: "other" }, "invalid_grant"],
    [{ code: "unknown" }, "invalid_grant"],
    [{ redirect_uri: `${app.redirectUri}/` }, "invalid_grant"],
    [{ grant_type: "refresh_token" }, "unsupported_grant_type"],
    [{ code: undefined }, "invalid_request"],
    [{ redirect_uri: undefined }, "invalid_request"],
  ];
  for (const [more, error] of cases) {
    const { status, json } = await oauth.exchange(code, more);
    expect([more, status, json["error"], typeof json["error_description"]]).toEqual([more, 400, error, "string"]);
  }
  expect((await oauth.exchange(code)).status).toBe(200);
});

it("takes JSON only", async () => {
  oauth = await startOauthClient();
  const fields = { grant_type: "authorization_code", code: await oauth.code(), redirect_uri: app.redirectUri };
  expect((await oauth.form("/v1/oauth/token", fields)).status).toBe(400);
  const asText = { auth: null, body: JSON.stringify(fields), headers: { "content-type": "text/plain" } };
  expect((await oauth.ask("POST", "/v1/oauth/token", asText)).json["error"]).toBe("invalid_request");
});

it("takes a code once, and before it is old", async () => {
  oauth = await startOauthClient();
  const code = await oauth.code();
  oauth.clock.ms += 599_000;
  expect((await oauth.exchange(code)).status).toBe(200);
  expect((await oauth.exchange(code)).json["error"]).toBe("invalid_grant");
  const late = await oauth.code();
  oauth.clock.ms += 600_000;
  expect((await oauth.exchange(late)).json["error"]).toBe("invalid_grant");
  oauth.aircall.phone.change({ codeTtlSeconds: 3_600 });
  const patient = await oauth.code();
  oauth.clock.ms += 3_599_000;
  expect((await oauth.exchange(patient)).status).toBe(200);
});

it("keeps the first token valid after a second authorization, each with webhooks of its own", async () => {
  oauth = await startOauthClient();
  const tokens = [`Bearer ${await oauth.install()}`, `Bearer ${await oauth.install()}`];
  await oauth.listen({ auth: tokens[0] ?? "" });
  const counts = [];
  for (const auth of [...tokens, bearer]) {
    const { status, json } = await oauth.ask("GET", "/v1/webhooks", { auth });
    counts.push([status, records(json["webhooks"]).length]);
  }
  expect(counts).toEqual([
    [200, 1],
    [200, 0],
    [200, 0],
  ]);
});

it("links no number until the admin does, on the page that ends the install", async () => {
  oauth = await startOauthClient();
  expect((await oauth.page("/oauth/success")).text).toContain("Nothing was installed");
  const auth = `Bearer ${await oauth.install()}`;
  const { webhook_id } = await oauth.listen({ auth, events: ["call.created"] });
  expect(webhook_id).toEqual(expect.any(String));
  await oauth.aircall.phone.place({ line: seeded.lines.supportUs });
  expect(oauth.receiver.events()).toEqual([]);

  const success = await oauth.page("/oauth/success");
  expect(success.text).toContain("0 of 3 numbers linked");
  expect(success.text).toContain(`name="line" value="${seeded.lines.supportUs}"`);
  const integration = /name="integration" value="(\d+)"/.exec(success.text)?.[1] ?? "";
  const fields: [string, string][] = [
    ["company", String(seeded.companyId)],
    ["integration", integration],
    ["line", String(seeded.lines.supportUs)],
    ["line", String(seeded.lines.salesUk)],
  ];
  const linked = await oauth.form("/integrations/link", fields);
  expect([linked.status, linked.headers.get("location")]).toEqual([303, "/integrations"]);
  expect((await me(auth))["number_ids"]).toEqual([seeded.lines.supportUs, seeded.lines.salesUk]);
  await oauth.aircall.phone.place({ line: seeded.lines.supportUs });
  await oauth.aircall.phone.place({ line: seeded.lines.supportFr });
  expect(oauth.receiver.events()).toEqual(["call.created"]);
  // No box ticked: no line.
  await oauth.form("/integrations/link", fields.slice(0, 2));
  expect((await me(auth))["number_ids"]).toEqual([]);
});

it("links every number automatically where set so", async () => {
  oauth = await startOauthClient({ autoLinkLines: true });
  expect((await me(`Bearer ${await oauth.install()}`))["number_ids"]).toEqual(Object.values(seeded.lines));
});

it("links and uninstalls nothing of another company", async () => {
  oauth = await startOauthClient();
  const other = oauth.aircall.phone.companies.add({ name: "Other", token: "other-token" });
  const fields = { company: String(other.id), integration: String(seeded.integrationId) };
  for (const path of ["/integrations/link", "/integrations/uninstall"])
    expect((await oauth.form(path, fields)).status).toBe(404);
  const own = { company: String(other.id), integration: String(other.integrations[0]?.id) };
  expect((await oauth.form("/integrations/link", { ...own, line: String(seeded.lines.salesUk) })).status).toBe(400);
  expect((await oauth.ask("GET", "/v1/ping", { auth: bearer })).status).toBe(200);
});

it("uninstalls at the press of a button: the app is notified, its token refused, its webhooks gone", async () => {
  oauth = await startOauthClient();
  const auth = `Bearer ${await oauth.install()}`;
  await oauth.listen({ auth });
  const page = await oauth.page("/integrations");
  const [own, company] = [oauth.aircall.phone.state.companies[0]?.integrations.at(-1), String(seeded.companyId)];
  expect(page.text).toContain(`name="integration" value="${own?.id}"`);
  const pressed = await oauth.form("/integrations/uninstall", { company, integration: String(own?.id) });
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "/integrations"]);
  expect(oauth.receiver.dataOf("integration.deleted")).toEqual({
    integration_id: own?.id,
    company_id: seeded.companyId,
  });
  const refused = await oauth.ask("GET", "/v1/integrations/me", { auth });
  expect([refused.status, refused.json]).toEqual([403, { message: "Forbidden" }]);
  expect(oauth.aircall.phone.state.companies[0]?.webhooks).toEqual([]);
  expect((await oauth.page("/integrations")).text).not.toContain(`name="integration" value="${own?.id}"`);
  expect((await oauth.form("/integrations/uninstall", { company, integration: String(own?.id) })).status).toBe(404);
  expect((await oauth.ask("GET", "/v1/ping", { auth: `Bearer ${await oauth.install()}` })).status).toBe(200);
});

it("forgets codes and apps of before on reset", async () => {
  oauth = await startOauthClient();
  const code = await oauth.code();
  await oauth.ask("POST", "/_sandbox/reset", { auth: null });
  expect((await oauth.exchange(code)).json["error"]).toBe("invalid_client");
  oauth.aircall.phone.apps.add(app);
  expect((await oauth.exchange(code)).json["error"]).toBe("invalid_grant");
});
