// From code to tokens, what they open, and how they end (contract 2.2, 2.3, 2.4, 12.2, 12.3).
import { afterEach, expect, it } from "vitest";
import { app, basic, callback, claimsOf, startOauthClient, type OauthClient } from "./oauth-test-client.ts";
import { admin, startOfTest } from "./test-client.ts";

let oauth: OauthClient;
afterEach(() => oauth.close());

it("exchanges a code for tokens of the documented shape", async () => {
  oauth = await startOauthClient();
  const answer = await oauth.exchange(await oauth.code());
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const { access_token, id_token, ...rest } = answer.json;
  expect(rest).toEqual({
    token_type: "Bearer",
    expires_in: 86_400,
    refresh_token: expect.stringMatching(/^[\w-]{48}$/),
    scope: "openid email profile offline users:read tickets:read tickets:write",
  });
  expect(access_token.length).toBeGreaterThan(1024);
  const now = startOfTest / 1000;
  expect(claimsOf(access_token)).toMatchObject({
    iss: `${oauth.gorgias.url}/acme/idp`,
    aud: `${oauth.gorgias.url}/acme/api`,
    azp: app.clientId,
    iat: now,
    exp: now + 86_400,
    auth_time: now,
    scope: rest.scope,
  });
  const { aud, nonce, email } = claimsOf(id_token);
  expect([aud, nonce, email]).toEqual([app.clientId, "n0nce", "ada.admin@acme.example"]);
});

it("gives a refresh token only with offline and an id token only with openid", async () => {
  oauth = await startOauthClient();
  const tokens = await oauth.install({ scope: "tickets:read" });
  expect(Object.keys(tokens).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
});

it("sends the lifetime that is set: 0, not at all, or shorter", async () => {
  oauth = await startOauthClient({ settings: { expiresIn: 0 } });
  expect((await oauth.install())["expires_in"]).toBe(0);
  await oauth.control("PATCH", "/settings", { expiresIn: null });
  expect(await oauth.install()).not.toHaveProperty("expires_in");
  await oauth.control("PATCH", "/settings", { expiresIn: 86_400, accessTokenTtlSeconds: 60, tokenSubject: "user" });
  const tokens = await oauth.install();
  expect([tokens["expires_in"], claimsOf(tokens.access_token)["sub"]]).toEqual([60, String(admin)]);
});

it("takes the client's secret by Basic or in the form, and refuses all else", async () => {
  oauth = await startOauthClient();
  const own = { client_id: app.clientId, client_secret: app.clientSecret };
  const send = async (fields: Record<string, string>, headers: Record<string, string>) => {
    const grant = { grant_type: "authorization_code", code: await oauth.code(), redirect_uri: callback };
    const { status, json } = await oauth.form("/acme/oauth/token", { ...grant, ...fields }, headers);
    return [status, json.error];
  };
  expect(await send({}, { authorization: basic })).toEqual([200, undefined]);
  expect(await send(own, {})).toEqual([200, undefined]);
  expect(await send({}, {})).toEqual([401, "invalid_client"]);
  expect(await send({ ...own, client_secret: "wrong" }, {})).toEqual([401, "invalid_client"]);
  expect(await send({}, { authorization: "Basic d3Jvbmc6d3Jvbmc=" })).toEqual([401, "invalid_client"]);
  expect(await send({ client_id: "other" }, { authorization: basic })).toEqual([401, "invalid_client"]);
  expect(await send(own, { authorization: basic })).toEqual([400, "invalid_request"]);
  await oauth.control("PATCH", "/settings", { clientAuth: "basic" });
  expect(await send(own, {})).toEqual([401, "invalid_client"]);
});

it("wants a form with every field once", async () => {
  oauth = await startOauthClient();
  const post = (body: RequestInit["body"] | undefined, type: string) =>
    oauth.raw("/acme/oauth/token", {
      method: "POST",
      headers: { authorization: basic, "content-type": type },
      ...(body === undefined ? {} : { body }),
    });
  const form = "application/x-www-form-urlencoded";
  const answers = [
    await post(JSON.stringify({ grant_type: "refresh_token" }), "application/json"),
    await post("", form),
    await post("grant_type=refresh_token", form),
    await post("grant_type=refresh_token&refresh_token=a&refresh_token=b", form),
  ];
  for (const { status, json } of answers) expect([status, json.error]).toEqual([400, "invalid_request"]);
  expect((await post("grant_type=password", form)).json.error).toBe("unsupported_grant_type");
});

it("takes a code once, before it is old, for its own app, account and address", async () => {
  oauth = await startOauthClient();
  const other = { clientId: "other", clientSecret: "s", appUrl: app.appUrl, redirectUrls: app.redirectUrls };
  oauth.gorgias.desk.apps.add(other);
  oauth.gorgias.desk.createAccount({ account: "globex" });
  const code = await oauth.code();
  const fields = { grant_type: "authorization_code", code, redirect_uri: callback };
  const refusals = [
    await oauth.exchange("unknown"),
    await oauth.exchange(code, { redirect_uri: callback.replace("?account=acme", "") }),
    await oauth.form("/globex/oauth/token", fields),
    await oauth.form("/acme/oauth/token", { ...fields, client_id: "other", client_secret: "s" }, {}),
  ];
  for (const { status, json } of refusals) expect([status, json.error]).toEqual([400, "invalid_grant"]);
  oauth.pass(599_000);
  expect((await oauth.exchange(code)).status).toBe(200);
  const late = await oauth.code();
  oauth.pass(600_000);
  expect((await oauth.exchange(late)).json.error).toBe("invalid_grant");
});

it("refuses a code's second use and, unless set otherwise, revokes what the first one gave", async () => {
  oauth = await startOauthClient();
  for (const [codeReuseRevokes, status] of [
    [true, 400],
    [false, 200],
  ] as const) {
    await oauth.control("PATCH", "/settings", { codeReuseRevokes });
    const code = await oauth.code();
    const { refresh_token } = (await oauth.exchange(code)).json;
    expect((await oauth.exchange(code)).json.error).toBe("invalid_grant");
    expect((await oauth.refresh(refresh_token)).status).toBe(status);
  }
});

it("refreshes without a new refresh token, again and again, or with one where set so", async () => {
  oauth = await startOauthClient();
  const { refresh_token, access_token } = await oauth.install();
  oauth.pass(400 * 86_400_000);
  for (let round = 0; round < 2; round += 1) {
    const { status, json } = await oauth.refresh(refresh_token);
    expect([status, "refresh_token" in json, json.access_token === access_token]).toEqual([200, false, false]);
    expect((await oauth.bearer(json.access_token, "/users/0")).status).toBe(200);
  }
  await oauth.control("PATCH", "/settings", { rotateRefreshTokens: true });
  const rotated = (await oauth.refresh(refresh_token)).json.refresh_token;
  expect((await oauth.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await oauth.refresh(rotated)).status).toBe(200);
});

it("acts as the user who approved, in the bucket of apps, until the token expires", async () => {
  oauth = await startOauthClient();
  const { access_token } = await oauth.install();
  const me = await oauth.bearer(access_token, "/users/0");
  expect([me.json.id, me.json.role.name]).toEqual([admin, "admin"]);
  expect(oauth.gorgias.desk.bucket("acme", "oauth").used).toBe(1);
  expect(oauth.gorgias.desk.bucket("acme", "key").used).toBeLessThan(1);
  oauth.pass(86_399_000);
  expect((await oauth.bearer(access_token, "/users/0")).status).toBe(200);
  oauth.pass(1_000);
  expect((await oauth.bearer(access_token, "/users/0")).status).toBe(401);
});

it("opens no other account, and nothing with a changed token", async () => {
  oauth = await startOauthClient();
  oauth.gorgias.desk.createAccount({ account: "globex" });
  const { access_token } = await oauth.install();
  const authorization = `Bearer ${access_token}`;
  expect((await oauth.raw("/globex/api/users/0", { headers: { authorization } })).status).toBe(401);
  const [header, , signature] = access_token.split(".");
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(access_token), scope: "write:all" })).toString("base64url");
  for (const forged of [`${header}.${claims}.${signature}`, `${header}.${claims}.`, "a.b.c", access_token.slice(0, -9)])
    expect((await oauth.bearer(forged, "/users/0")).status).toBe(401);
});

it("wants each call's scope", async () => {
  oauth = await startOauthClient();
  const { access_token } = await oauth.install({ scope: "users:read tickets:read tags:write" });
  const statusOf = async (path: string, method = "GET") => {
    const body = method === "GET" ? {} : { body: "{}" };
    return (await oauth.bearer(access_token, path, { method, ...body })).status;
  };
  expect([await statusOf("/users/0"), await statusOf("/tickets"), await statusOf("/messages")]).toEqual([
    200, 200, 200,
  ]);
  // 400: allowed, but the body is no good.
  expect(await statusOf("/tags", "POST")).toBe(400);
  for (const path of ["/tags", "/customers", "/account"]) expect([path, await statusOf(path)]).toEqual([path, 403]);
  for (const path of ["/tickets", "/customers", "/search", "/tickets/1/messages", "/upload"])
    expect([path, await statusOf(path, "POST")]).toEqual([path, 403]);
  const refused = await oauth.bearer(access_token, "/account");
  expect(refused.json.error.msg).toContain("account:read");
  await oauth.control("PATCH", "/settings", { enforceScopes: false });
  expect(await statusOf("/account")).toBe(200);
});

it("opens everything to the deprecated write:all", async () => {
  oauth = await startOauthClient();
  const { access_token } = await oauth.install({ scope: "write:all" });
  expect((await oauth.bearer(access_token, "/account")).status).toBe(200);
});

it("revokes a refresh token for its own app only, and ignores others", async () => {
  oauth = await startOauthClient();
  oauth.gorgias.desk.apps.add({ ...app, clientId: "other", clientSecret: "s" });
  const { refresh_token, access_token } = await oauth.install();
  const token = String(refresh_token);
  const foreign = { token, client_id: "other", client_secret: "s" };
  expect((await oauth.form("/acme/oauth/revoke", foreign, {})).json).toEqual({});
  expect((await oauth.form("/acme/oauth/revoke", { token: access_token })).json).toEqual({});
  expect((await oauth.refresh(token)).status).toBe(200);
  const revoked = await oauth.form("/acme/oauth/revoke", { token });
  expect([revoked.status, revoked.json]).toEqual([200, {}]);
  expect((await oauth.refresh(token)).json.error).toBe("invalid_grant");
  expect((await oauth.form("/acme/oauth/revoke", { token }, {})).status).toBe(401);
  expect((await oauth.form("/acme/oauth/revoke", {})).status).toBe(400);
});

it("ends the refresh token at once on uninstall, and leaves access tokens until they expire", async () => {
  oauth = await startOauthClient();
  const byControl = await oauth.install();
  const pending = await oauth.code();
  const answer = await oauth.control("POST", "/accounts/acme/uninstall", { clientId: app.clientId });
  expect(answer.json).toEqual({ uninstalled: 1 });
  expect((await oauth.refresh(byControl["refresh_token"])).json.error).toBe("invalid_grant");
  expect((await oauth.exchange(pending)).json.error).toBe("invalid_grant");
  expect((await oauth.bearer(byControl.access_token, "/users/0")).status).toBe(200);
  oauth.pass(86_400_000);
  expect((await oauth.bearer(byControl.access_token, "/users/0")).status).toBe(401);
  expect((await oauth.control("POST", "/accounts/acme/uninstall")).json).toEqual({ uninstalled: 0 });
});

it("uninstalls at the press of a button in the store, and can be installed again", async () => {
  oauth = await startOauthClient();
  const { refresh_token } = await oauth.install();
  expect((await oauth.raw("/acme/app/store")).text).toContain("Uninstall</button>");
  const pressed = await oauth.form("/acme/app/store/uninstall", { client_id: app.clientId }, {});
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "/acme/app/store"]);
  expect((await oauth.raw("/acme/app/store")).text).not.toContain("Uninstall</button>");
  expect((await oauth.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await oauth.refresh((await oauth.install())["refresh_token"])).status).toBe(200);
});

it("refuses to refresh for a user who is gone", async () => {
  oauth = await startOauthClient();
  const { refresh_token, access_token } = await oauth.install();
  oauth.gorgias.desk.updateUser("acme", admin, { active: false });
  expect((await oauth.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await oauth.bearer(access_token, "/users/0")).status).toBe(401);
});

it("logs token requests separately from the API's, and forgets all on reset", async () => {
  oauth = await startOauthClient();
  const { refresh_token, access_token } = await oauth.install();
  await oauth.refresh("wrong");
  const { grants, requests } = (await oauth.control("GET", "/accounts/acme/oauth")).json;
  expect(grants).toMatchObject([{ clientId: app.clientId, userId: admin, refreshToken: refresh_token }]);
  expect(requests.map(({ kind, status, error }: Record<string, unknown>) => [kind, status, error])).toEqual([
    ["authorization_code", 200, null],
    ["refresh_token", 400, "invalid_grant"],
  ]);
  expect(oauth.gorgias.desk.requests("acme")).toEqual([]);
  await oauth.control("POST", "/reset");
  expect((await oauth.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await oauth.bearer(access_token, "/users/0")).status).toBe(401);
});
