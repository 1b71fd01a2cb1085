// The way to a code: store, log-in, consent, and which requests are refused (contract 2.2).
import { afterEach, expect, it } from "vitest";
import { app, asked, callback, claimsOf, landing, startOauthClient, type OauthClient } from "./oauth-test-client.ts";
import { admin, agent } from "./test-client.ts";

let oauth: OauthClient;
afterEach(() => oauth.close());

it("shows the registered apps in the store and opens the App URL with the account in it", async () => {
  oauth = await startOauthClient();
  const store = await oauth.raw("/acme/app/store");
  expect(store.status).toBe(200);
  expect(store.text).toContain("Acme &lt;b&gt;Sync&lt;/b&gt;");
  expect(store.text).not.toContain("<b>Sync</b>");
  const connect = await oauth.raw(`/acme/app/store/connect?client_id=${app.clientId}`);
  expect([connect.status, connect.headers.get("location")]).toEqual([
    302,
    "https://app.example.com/install?account=acme",
  ]);
  expect((await oauth.raw("/acme/app/store/connect?client_id=other")).status).toBe(404);
});

it("registers apps by control, makes up what is left out, and takes new addresses for a known id", async () => {
  oauth = await startOauthClient();
  const addresses = { appUrl: "http://127.0.0.1:1/install", redirectUrls: ["http://127.0.0.1:1/cb"] };
  const made = await oauth.control("POST", "/apps", addresses);
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ clientId: expect.stringMatching(/^[0-9a-f]{24}$/), ...addresses });
  await oauth.control("POST", "/apps", { clientId: app.clientId, clientSecret: "new", ...addresses });
  expect(oauth.gorgias.desk.apps.find(app.clientId)).toMatchObject({ clientSecret: "new", ...addresses });
  expect((await oauth.control("POST", "/apps", { ...addresses, appUrl: "javascript:alert(1)" })).status).toBe(400);
  expect((await oauth.control("POST", "/apps", { ...addresses, colour: "red" })).status).toBe(400);
  await oauth.control("POST", "/reset");
  expect((await oauth.control("GET", "/apps")).json).toEqual([app]);
});

it("asks for consent, naming the app, the scopes and the user, and approves by form", async () => {
  oauth = await startOauthClient({ settings: { consent: "ask" } });
  const page = await oauth.authorize();
  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("no-store");
  for (const text of ["tickets:write", "Ada Admin", "Acme &lt;b&gt;", 'value="st&amp;te=1"', 'value="approve"'])
    expect(page.text).toContain(text);
  const approved = await oauth.form(
    "/acme/oauth/authorize",
    { ...asked, user: String(admin), decision: "approve" },
    {},
  );
  expect(approved.status).toBe(302);
  const address = landing(approved);
  expect(`${address.origin}${address.pathname}`).toBe("https://app.example.com/oauth/gorgias/callback");
  expect([...address.searchParams.keys()]).toEqual(["account", "code", "state"]);
  expect(address.searchParams.get("state")).toBe("st&te=1");
});

it("returns a refusal, by button or by setting", async () => {
  oauth = await startOauthClient({ settings: { consent: "ask" } });
  const pressed = await oauth.form("/acme/oauth/authorize", { ...asked, decision: "deny" }, {});
  await oauth.control("PATCH", "/settings", { consent: "deny" });
  for (const answer of [pressed, await oauth.authorize()]) {
    const { searchParams } = landing(answer);
    expect([searchParams.get("error"), searchParams.get("state"), searchParams.get("code")]).toEqual([
      "access_denied",
      "st&te=1",
      null,
    ]);
  }
  expect((await oauth.form("/acme/oauth/authorize", { ...asked, decision: "perhaps" }, {})).status).toBe(400);
});

it("never redirects to an address that is not registered", async () => {
  oauth = await startOauthClient();
  const addresses = [
    undefined,
    "",
    "https://evil.example/cb",
    "https://app.example.com/oauth/gorgias/callback/more",
    "https://app.example.com/oauth/gorgias/callback.evil.example",
    "https://app.example.com.evil.example/oauth/gorgias/callback",
    "https://app.example.com/oauth/gorgias/callback#part",
    "http://app.example.com/oauth/gorgias/callback",
    "http://127.0.0.1:3000/cb",
    "http://127.0.0.1:3000/cb?from=elsewhere",
  ];
  for (const redirect_uri of addresses) {
    const answer = await oauth.authorize({ redirect_uri });
    expect([redirect_uri, answer.status, answer.headers.get("location")]).toEqual([redirect_uri, 400, null]);
  }
  for (const redirect_uri of ["http://127.0.0.1:3000/cb?from=gorgias", "http://127.0.0.1:3000/cb?from=gorgias&a=b"])
    expect((await oauth.authorize({ redirect_uri })).headers.get("location")).toContain(`${redirect_uri}&code=`);
  const unknown = await oauth.authorize({ client_id: "<script>" });
  expect([unknown.status, unknown.headers.get("location")]).toEqual([400, null]);
  const twice = await oauth.raw(
    `/acme/oauth/authorize?${new URLSearchParams(asked).toString()}&redirect_uri=https://evil.example`,
  );
  expect(twice.status).toBe(400);
});

it("answers other mistakes at the redirect address", async () => {
  oauth = await startOauthClient();
  const cases: [Record<string, string | undefined>, string][] = [
    [{ state: undefined }, "invalid_request"],
    [{ response_type: undefined }, "invalid_request"],
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ scope: undefined }, "invalid_request"],
    [{ scope: "offline tickets:destroy" }, "invalid_scope"],
  ];
  for (const [more, error] of cases) {
    const answer = await oauth.authorize(more);
    expect([
      answer.status,
      landing(answer).searchParams.get("error"),
      landing(answer).searchParams.has("code"),
    ]).toEqual([302, error, false]);
  }
});

it("remembers the browser's user, and gives that user to the app", async () => {
  oauth = await startOauthClient();
  expect((await oauth.raw("/acme/app/login")).text).toContain("Cleo Agent");
  const back = "/acme/oauth/authorize?client_id=1";
  const login = await oauth.form("/acme/app/login", { user: String(agent), back }, {});
  expect([login.status, login.headers.get("location")]).toEqual([303, back]);
  const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const code = landing(await oauth.authorize({}, { cookie })).searchParams.get("code") ?? "";
  const { access_token } = (await oauth.exchange(code)).json;
  expect(claimsOf(access_token)["sub"]).toMatch(/^\d+-8803$/);
  expect((await oauth.bearer(access_token, "/users/0")).json.email).toBe("cleo.agent@acme.example");
});

it("logs in neither bots nor unknown users, and returns only to its own pages", async () => {
  oauth = await startOauthClient();
  for (const user of ["8801", "1", "", "x"])
    expect((await oauth.form("/acme/app/login", { user, back: "/acme/app" }, {})).status).toBe(400);
  for (const back of ["https://evil.example", "//evil.example/acme/", "/other/app", "/acme/\\evil"]) {
    const login = await oauth.form("/acme/app/login", { user: String(admin), back }, {});
    expect(login.headers.get("location")).toBe("/acme/app/store");
  }
});

it("lets any user approve, or only admins where set so", async () => {
  oauth = await startOauthClient();
  const cookie = `gorgias_simulator_user=${agent}`;
  expect(landing(await oauth.authorize({}, { cookie })).searchParams.has("code")).toBe(true);
  await oauth.control("PATCH", "/settings", { consentRole: "admin" });
  const refused = await oauth.authorize({}, { cookie });
  expect([refused.status, refused.headers.get("location")]).toEqual([403, null]);
  expect(landing(await oauth.authorize()).searchParams.has("code")).toBe(true);
});

it("shows hostile names as text on every page", async () => {
  oauth = await startOauthClient({ settings: { consent: "ask" } });
  await oauth.control("POST", "/accounts/acme/users", { name: "<script>alert(1)</script>", email: "x@acme.example" });
  const pages = ["/acme/app/store", "/acme/app/login"].map((path) => oauth.raw(path));
  for (const page of [...(await Promise.all(pages)), await oauth.authorize({ state: "<script>" })]) {
    expect(page.text).toContain("&lt;script&gt;");
    expect(page.text).not.toContain("<script>");
  }
});

it("has no pages of an unknown account", async () => {
  oauth = await startOauthClient();
  for (const path of ["/nobody/app/store", `/nobody/oauth/authorize?redirect_uri=${callback}`])
    expect((await oauth.raw(path)).status).toBe(404);
  expect(
    (await oauth.form("/nobody/oauth/token", { grant_type: "refresh_token" })).headers.get("content-type"),
  ).toContain("text/html");
});
