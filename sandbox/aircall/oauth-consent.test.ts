// The way to a code: marketplace, log-in, consent, and which requests are refused (contract 1.3, 1.4, 13.1, 13.2).
import { afterEach, expect, it } from "vitest";
import { app, asked, landing, startOauthClient, type OauthClient } from "./oauth-test-client.ts";
import { seeded } from "./seed.ts";
import { startAircallSimulator } from "./start.ts";

let oauth: OauthClient;
afterEach(() => oauth.close());

it("opens the app's install_uri from the marketplace, without any parameter", async () => {
  oauth = await startOauthClient();
  const marketplace = await oauth.page("/marketplace");
  expect(marketplace.status).toBe(200);
  expect(marketplace.text).toContain("Acme &lt;b&gt;Sync");
  expect(marketplace.text).not.toContain("<b>Sync");
  const install = await oauth.page(`/marketplace/install?client_id=${app.clientId}`);
  expect([install.status, install.headers.get("location")]).toEqual([302, app.installUri]);
  expect((await oauth.page("/marketplace/install?client_id=other")).status).toBe(404);
});

it("registers apps by control, makes up what is left out, and takes new addresses for a known id", async () => {
  oauth = await startOauthClient();
  const post = (body: object) => oauth.ask("POST", "/_sandbox/apps", { auth: null, body });
  const addresses = { installUri: "http://127.0.0.1:1/install", redirectUri: "http://127.0.0.1:1/cb" };
  const made = await post(addresses);
  expect(made.json["app"]).toMatchObject({
    clientId: expect.any(String),
    clientSecret: expect.any(String),
    ...addresses,
  });
  await post({ ...app, ...addresses });
  expect(oauth.aircall.phone.apps.list().find((one) => one.clientId === app.clientId)).toMatchObject(addresses);
  expect((await post({ ...addresses, installUri: "javascript:alert(1)" })).status).toBe(400);
  expect((await post({ ...addresses, colour: "red" })).status).toBe(400);
  expect((await oauth.ask("GET", "/_sandbox/apps", { auth: null })).json["apps"]).toHaveLength(2);
});

it("has the apps it was started with, also after a reset", async () => {
  oauth = await startOauthClient();
  const aircall = await startAircallSimulator({ apps: [app] });
  aircall.phone.apps.add({ ...app, clientId: "later" });
  aircall.phone.reset();
  expect(aircall.phone.apps.list()).toEqual([app]);
  await aircall.close();
});

it("asks for consent, naming the app and the company, and approves by form", async () => {
  oauth = await startOauthClient({ consent: "ask" });
  const page = await oauth.authorize();
  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("no-store");
  for (const text of ["public_api", "Acme &lt;b&gt;", "Ada Admin", 'value="st&amp;te=1"'])
    expect(page.text).toContain(text);
  const fields = { ...asked, company: String(seeded.companyId), decision: "approve" };
  const approved = await oauth.form("/oauth/authorize", fields);
  expect(approved.status).toBe(302);
  const address = landing(approved);
  expect(`${address.origin}${address.pathname}`).toBe(app.redirectUri);
  expect([...address.searchParams.keys()]).toEqual(["code", "state"]);
  expect(address.searchParams.get("state")).toBe("st&te=1");
  // The page that ends the install is then that company's.
  expect(approved.headers.get("set-cookie")).toContain(`aircall_simulator_company=${seeded.companyId};`);
});

it("returns a refusal, by button or by setting", async () => {
  oauth = await startOauthClient({ consent: "ask" });
  const pressed = await oauth.form("/oauth/authorize", { ...asked, decision: "deny" });
  oauth.aircall.phone.change({ consent: "deny" });
  for (const answer of [pressed, await oauth.authorize()])
    expect(landing(answer).search).toBe("?error=access_denied&state=st%26te%3D1");
  expect((await oauth.form("/oauth/authorize", { ...asked, decision: "perhaps" })).status).toBe(400);
  expect((await oauth.form("/oauth/authorize", { ...asked, company: "1", decision: "approve" })).status).toBe(400);
});

it("never redirects to an address that is not the registered one, character for character", async () => {
  oauth = await startOauthClient();
  const addresses = [
    undefined,
    "",
    "https://evil.example/cb",
    `${app.redirectUri}/`,
    `${app.redirectUri}?a=b`,
    `${app.redirectUri}#part`,
    app.redirectUri.replace("https", "http"),
  ];
  for (const redirect_uri of addresses) {
    const answer = await oauth.authorize({ redirect_uri });
    expect([redirect_uri, answer.status, answer.headers.get("location")]).toEqual([redirect_uri, 400, null]);
  }
  expect((await oauth.authorize({ client_id: "<script>" })).headers.get("location")).toBe(null);
  const query = new URLSearchParams(asked).toString();
  expect((await oauth.page(`/oauth/authorize?${query}&redirect_uri=https://evil.example`)).status).toBe(400);
});

it("answers other mistakes at the redirect address, and does without a state", async () => {
  oauth = await startOauthClient();
  const cases: [Record<string, string | undefined>, string | null][] = [
    [{ response_type: undefined }, "unsupported_response_type"],
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ scope: undefined }, "invalid_scope"],
    [{ scope: "everything" }, "invalid_scope"],
    [{ state: undefined }, null],
  ];
  for (const [more, error] of cases) {
    const { searchParams } = landing(await oauth.authorize(more));
    expect([more, searchParams.get("error"), searchParams.has("code")]).toEqual([more, error, error === null]);
    expect(searchParams.has("state")).toBe(!("state" in more));
  }
});

it("remembers the browser's company", async () => {
  oauth = await startOauthClient();
  const other = oauth.aircall.phone.companies.add({ name: "Other" });
  const login = await oauth.form("/login", { company: String(other.id), back: "/integrations?a=b" });
  expect([login.status, login.headers.get("location")]).toEqual([303, "/integrations?a=b"]);
  const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const auth = `Bearer ${await oauth.install(cookie)}`;
  const me = await oauth.ask("GET", "/v1/integrations/me", { auth });
  expect(me.json["integration"]).toMatchObject({ company_id: other.id });
  expect((await oauth.form("/login", { company: "1", back: "/" })).status).toBe(400);
  for (const back of ["https://evil.example", "//evil.example", "/\\evil.example", ""]) {
    const away = await oauth.form("/login", { company: String(other.id), back });
    expect(away.headers.get("location")).toBe("/marketplace");
  }
});

it("shows hostile names as text on every page", async () => {
  oauth = await startOauthClient({ consent: "ask" });
  const name = "<script>alert(1)</script>";
  const company = oauth.aircall.phone.companies.add({ name });
  oauth.aircall.phone.companies.addLine(company.id, { name, digits: "+12025550199" });
  oauth.aircall.phone.companies.install(company.id, { name, clientId: app.clientId });
  const cookie = `aircall_simulator_company=${company.id}`;
  const pages = ["/marketplace", "/integrations", "/oauth/success"].map((path) => oauth.page(path, cookie));
  for (const page of [...(await Promise.all(pages)), await oauth.authorize({}, cookie)]) {
    expect(page.text).toContain("&lt;script&gt;");
    expect(page.text).not.toContain("<script>");
  }
});
