// From code to tokens, what they open, and how they end (contract 2.2, 2.3, 2.4, 12.2, 12.3).
import { afterEach, expect, it } from "vitest";
import { app, basic, callback, claimsOf, startWalk, type Walk } from "./oauth-walk.ts";
import { admin, startOfTest } from "./test-client.ts";

let walk: Walk;
afterEach(() => walk.close());

it("exchanges a code for tokens of the documented shape", async () => {
  walk = await startWalk();
  const answer = await walk.exchange(await walk.code());
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
    iss: `${walk.gorgias.url}/acme/idp`,
    aud: `${walk.gorgias.url}/acme/api`,
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
  walk = await startWalk();
  const tokens = await walk.install({ scope: "tickets:read" });
  expect(Object.keys(tokens).sort()).toEqual(["access_token", "expires_in", "scope", "token_type"]);
});

it("sends the lifetime that is set: 0, not at all, or shorter", async () => {
  walk = await startWalk({ settings: { expiresIn: 0 } });
  expect((await walk.install())["expires_in"]).toBe(0);
  await walk.control("PATCH", "/settings", { expiresIn: null });
  expect(await walk.install()).not.toHaveProperty("expires_in");
  await walk.control("PATCH", "/settings", { expiresIn: 86_400, accessTokenTtlSeconds: 60, tokenSubject: "user" });
  const tokens = await walk.install();
  expect([tokens["expires_in"], claimsOf(tokens.access_token)["sub"]]).toEqual([60, String(admin)]);
});

it("takes the client's secret by Basic or in the form, and refuses all else", async () => {
  walk = await startWalk();
  const own = { client_id: app.clientId, client_secret: app.clientSecret };
  const send = async (fields: Record<string, string>, headers: Record<string, string>) => {
    const grant = { grant_type: "authorization_code", code: await walk.code(), redirect_uri: callback };
    const { status, json } = await walk.form("/acme/oauth/token", { ...grant, ...fields }, headers);
    return [status, json.error];
  };
  expect(await send({}, { authorization: basic })).toEqual([200, undefined]);
  expect(await send(own, {})).toEqual([200, undefined]);
  expect(await send({}, {})).toEqual([401, "invalid_client"]);
  expect(await send({ ...own, client_secret: "wrong" }, {})).toEqual([401, "invalid_client"]);
  expect(await send({}, { authorization: "Basic d3Jvbmc6d3Jvbmc=" })).toEqual([401, "invalid_client"]);
  expect(await send({ client_id: "other" }, { authorization: basic })).toEqual([401, "invalid_client"]);
  expect(await send(own, { authorization: basic })).toEqual([400, "invalid_request"]);
  await walk.control("PATCH", "/settings", { clientAuth: "basic" });
  expect(await send(own, {})).toEqual([401, "invalid_client"]);
});

it("wants a form with every field once", async () => {
  walk = await startWalk();
  const post = (body: RequestInit["body"] | undefined, type: string) =>
    walk.raw("/acme/oauth/token", {
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
  walk = await startWalk();
  const other = { clientId: "other", clientSecret: "s", appUrl: app.appUrl, redirectUrls: app.redirectUrls };
  walk.gorgias.desk.apps.add(other);
  walk.gorgias.desk.createAccount({ account: "globex" });
  const code = await walk.code();
  const fields = { grant_type: "authorization_code", code, redirect_uri: callback };
  const refusals = [
    await walk.exchange("unknown"),
    await walk.exchange(code, { redirect_uri: callback.replace("?account=acme", "") }),
    await walk.form("/globex/oauth/token", fields),
    await walk.form("/acme/oauth/token", { ...fields, client_id: "other", client_secret: "s" }, {}),
  ];
  for (const { status, json } of refusals) expect([status, json.error]).toEqual([400, "invalid_grant"]);
  walk.pass(599_000);
  expect((await walk.exchange(code)).status).toBe(200);
  const late = await walk.code();
  walk.pass(600_000);
  expect((await walk.exchange(late)).json.error).toBe("invalid_grant");
});

it("refuses a code's second use and, unless set otherwise, revokes what the first one gave", async () => {
  walk = await startWalk();
  for (const [codeReuseRevokes, status] of [
    [true, 400],
    [false, 200],
  ] as const) {
    await walk.control("PATCH", "/settings", { codeReuseRevokes });
    const code = await walk.code();
    const { refresh_token } = (await walk.exchange(code)).json;
    expect((await walk.exchange(code)).json.error).toBe("invalid_grant");
    expect((await walk.refresh(refresh_token)).status).toBe(status);
  }
});

it("refreshes without a new refresh token, again and again, or with one where set so", async () => {
  walk = await startWalk();
  const { refresh_token, access_token } = await walk.install();
  walk.pass(400 * 86_400_000);
  for (let round = 0; round < 2; round += 1) {
    const { status, json } = await walk.refresh(refresh_token);
    expect([status, "refresh_token" in json, json.access_token === access_token]).toEqual([200, false, false]);
    expect((await walk.bearer(json.access_token, "/users/0")).status).toBe(200);
  }
  await walk.control("PATCH", "/settings", { rotateRefreshTokens: true });
  const rotated = (await walk.refresh(refresh_token)).json.refresh_token;
  expect((await walk.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await walk.refresh(rotated)).status).toBe(200);
});

it("acts as the user who approved, in the bucket of apps, until the token expires", async () => {
  walk = await startWalk();
  const { access_token } = await walk.install();
  const me = await walk.bearer(access_token, "/users/0");
  expect([me.json.id, me.json.role.name]).toEqual([admin, "admin"]);
  expect(walk.gorgias.desk.bucket("acme", "oauth").used).toBe(1);
  expect(walk.gorgias.desk.bucket("acme", "key").used).toBeLessThan(1);
  walk.pass(86_399_000);
  expect((await walk.bearer(access_token, "/users/0")).status).toBe(200);
  walk.pass(1_000);
  expect((await walk.bearer(access_token, "/users/0")).status).toBe(401);
});

it("opens no other account, and nothing with a changed token", async () => {
  walk = await startWalk();
  walk.gorgias.desk.createAccount({ account: "globex" });
  const { access_token } = await walk.install();
  const authorization = `Bearer ${access_token}`;
  expect((await walk.raw("/globex/api/users/0", { headers: { authorization } })).status).toBe(401);
  const [header, , signature] = access_token.split(".");
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(access_token), scope: "write:all" })).toString("base64url");
  for (const forged of [`${header}.${claims}.${signature}`, `${header}.${claims}.`, "a.b.c", access_token.slice(0, -9)])
    expect((await walk.bearer(forged, "/users/0")).status).toBe(401);
});

it("wants each call's scope", async () => {
  walk = await startWalk();
  const { access_token } = await walk.install({ scope: "users:read tickets:read tags:write" });
  const statusOf = async (path: string, method = "GET") => {
    const body = method === "GET" ? {} : { body: "{}" };
    return (await walk.bearer(access_token, path, { method, ...body })).status;
  };
  expect([await statusOf("/users/0"), await statusOf("/tickets"), await statusOf("/messages")]).toEqual([
    200, 200, 200,
  ]);
  // 400: allowed, but the body is no good.
  expect(await statusOf("/tags", "POST")).toBe(400);
  for (const path of ["/tags", "/customers", "/account"]) expect([path, await statusOf(path)]).toEqual([path, 403]);
  for (const path of ["/tickets", "/customers", "/search", "/tickets/1/messages", "/upload"])
    expect([path, await statusOf(path, "POST")]).toEqual([path, 403]);
  const refused = await walk.bearer(access_token, "/account");
  expect(refused.json.error.msg).toContain("account:read");
  await walk.control("PATCH", "/settings", { enforceScopes: false });
  expect(await statusOf("/account")).toBe(200);
});

it("opens everything to the deprecated write:all", async () => {
  walk = await startWalk();
  const { access_token } = await walk.install({ scope: "write:all" });
  expect((await walk.bearer(access_token, "/account")).status).toBe(200);
});

it("revokes a refresh token for its own app only, and ignores others", async () => {
  walk = await startWalk();
  walk.gorgias.desk.apps.add({ ...app, clientId: "other", clientSecret: "s" });
  const { refresh_token, access_token } = await walk.install();
  const token = String(refresh_token);
  const foreign = { token, client_id: "other", client_secret: "s" };
  expect((await walk.form("/acme/oauth/revoke", foreign, {})).json).toEqual({});
  expect((await walk.form("/acme/oauth/revoke", { token: access_token })).json).toEqual({});
  expect((await walk.refresh(token)).status).toBe(200);
  const revoked = await walk.form("/acme/oauth/revoke", { token });
  expect([revoked.status, revoked.json]).toEqual([200, {}]);
  expect((await walk.refresh(token)).json.error).toBe("invalid_grant");
  expect((await walk.form("/acme/oauth/revoke", { token }, {})).status).toBe(401);
  expect((await walk.form("/acme/oauth/revoke", {})).status).toBe(400);
});

it("ends the refresh token at once on uninstall, and leaves access tokens until they expire", async () => {
  walk = await startWalk();
  const byControl = await walk.install();
  const pending = await walk.code();
  const answer = await walk.control("POST", "/accounts/acme/uninstall", { clientId: app.clientId });
  expect(answer.json).toEqual({ uninstalled: 1 });
  expect((await walk.refresh(byControl["refresh_token"])).json.error).toBe("invalid_grant");
  expect((await walk.exchange(pending)).json.error).toBe("invalid_grant");
  expect((await walk.bearer(byControl.access_token, "/users/0")).status).toBe(200);
  walk.pass(86_400_000);
  expect((await walk.bearer(byControl.access_token, "/users/0")).status).toBe(401);
  expect((await walk.control("POST", "/accounts/acme/uninstall")).json).toEqual({ uninstalled: 0 });
});

it("uninstalls at the press of a button in the store, and can be installed again", async () => {
  walk = await startWalk();
  const { refresh_token } = await walk.install();
  expect((await walk.raw("/acme/app/store")).text).toContain("Uninstall</button>");
  const pressed = await walk.form("/acme/app/store/uninstall", { client_id: app.clientId }, {});
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, "/acme/app/store"]);
  expect((await walk.raw("/acme/app/store")).text).not.toContain("Uninstall</button>");
  expect((await walk.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await walk.refresh((await walk.install())["refresh_token"])).status).toBe(200);
});

it("refuses to refresh for a user who is gone", async () => {
  walk = await startWalk();
  const { refresh_token, access_token } = await walk.install();
  walk.gorgias.desk.updateUser("acme", admin, { active: false });
  expect((await walk.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await walk.bearer(access_token, "/users/0")).status).toBe(401);
});

it("logs token requests separately from the API's, and forgets all on reset", async () => {
  walk = await startWalk();
  const { refresh_token, access_token } = await walk.install();
  await walk.refresh("wrong");
  const { grants, requests } = (await walk.control("GET", "/accounts/acme/oauth")).json;
  expect(grants).toMatchObject([{ clientId: app.clientId, userId: admin, refreshToken: refresh_token }]);
  expect(requests.map(({ kind, status, error }: Record<string, unknown>) => [kind, status, error])).toEqual([
    ["authorization_code", 200, null],
    ["refresh_token", 400, "invalid_grant"],
  ]);
  expect(walk.gorgias.desk.requests("acme")).toEqual([]);
  await walk.control("POST", "/reset");
  expect((await walk.refresh(refresh_token)).json.error).toBe("invalid_grant");
  expect((await walk.bearer(access_token, "/users/0")).status).toBe(401);
});
