/** N8: what a program may do with an API token, and what it may not. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AdminApiDeps } from "../../src/http/api/admin-api.ts";
import type { AuditAnswer, CreatedTokenAnswer, TokenAnswer } from "../../src/http/api/schemas.ts";
import { adminStores } from "../../src/storage/admin/stores.ts";
import { openAdmin, type AdminClient, type Ask } from "./admin-client.ts";
import { NOW, openPgliteBackend, useBackend } from "./backend.ts";

const backend = useBackend(openPgliteBackend);
const DAY_MS = 86_400_000;

let admin: AdminClient;
let connectionId: string;
let now = NOW;

function open(more: Partial<AdminApiDeps> = {}): AdminClient {
  const deps = { admin: adminStores(backend.it.database), clock: () => now, replay: async () => false, ...more };
  // The routes used here need no more.
  return openAdmin(deps as unknown as AdminApiDeps);
}

beforeAll(async () => {
  admin = open();
  await admin.server.ready();
});

beforeEach(async () => {
  now = NOW;
  connectionId = await backend.it.connect();
  signIn(admin);
});

function signIn(client: AdminClient) {
  const user = { name: "Ada Admin", email: "ada@example.com" };
  client.signIn({ connectionId, account: "acme", user, csrfToken: "csrf" });
}

const create = async (body: object = {}) =>
  admin.ask<CreatedTokenAnswer>({
    method: "POST",
    path: "/api/tokens",
    body: { name: "Reports", scope: "read", ...body },
    as: connectionId,
  });

const bearer = (secret: string, ask: Ask): Ask => ({
  ...ask,
  headers: { ...ask.headers, authorization: `Bearer ${secret}` },
});

describe("an API token", () => {
  it("N8: is shown once, when a person creates it", async () => {
    const { status, body, headers } = await create();
    expect(status).toBe(201);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body.secret).toMatch(/^agw_[\w-]{32}$/);
    expect(body.token).toMatchObject({ name: "Reports", scope: "read", createdBy: "Ada Admin (ada@example.com)" });
    expect(body.secret.startsWith(body.token.prefix)).toBe(true);
    const list = await admin.ask<{ tokens: TokenAnswer[] }>({ path: "/api/tokens", as: connectionId });
    expect(list.body.tokens).toEqual([body.token]);
    expect(list.text).not.toContain(body.secret);
  });

  it("N8: has a name without the spaces around it, and needs one", async () => {
    expect((await create({ name: "  Reports " })).body.token.name).toBe("Reports");
    expect((await create({ name: "   " })).status).toBe(400);
  });

  it("N8: counts as expired from the moment on that it ends", async () => {
    const { secret, token } = (await create({ expiresInDays: 1 })).body;
    expect(token.expired).toBe(false);
    now = NOW + DAY_MS;
    const { body } = await admin.ask<{ tokens: TokenAnswer[] }>({ path: "/api/tokens", as: connectionId });
    expect(body.tokens[0]?.expired).toBe(true);
    expect((await admin.ask(bearer(secret, { path: "/api/settings" }))).status).toBe(401);
  });

  it("N8: reads without a session, and needs no CSRF token to write", async () => {
    const { secret } = (await create({ scope: "write" })).body;
    expect((await admin.ask(bearer(secret, { path: "/api/settings" }))).status).toBe(200);
    const changed = await admin.ask(
      bearer(secret, { method: "PATCH", path: "/api/settings", body: { language: "fr" } }),
    );
    expect(changed.status).toBe(200);
    const audit = await admin.ask<AuditAnswer>({ path: "/api/audit", as: connectionId });
    expect(audit.body.entries[0]).toMatchObject({ action: "setting_changed", by: "API token Reports", to: "fr" });
  });

  it("N8: with the scope read changes nothing", async () => {
    const { secret } = (await create()).body;
    const { status, body } = await admin.ask(
      bearer(secret, { method: "PATCH", path: "/api/settings", body: { language: "fr" } }),
    );
    expect([status, body.error.code]).toEqual([403, "read_only"]);
    expect(await adminStores(backend.it.database).settings.read(connectionId)).toMatchObject({ language: "en" });
  });

  it.each([
    ["GET", "/api/tokens"],
    ["POST", "/api/tokens"],
    ["DELETE", "/api/tokens/any"],
    ["GET", "/api/session"],
    ["DELETE", "/api/session"],
    ["POST", "/api/connection/disconnect"],
  ])("N8: may not %s %s, with any scope", async (method, path) => {
    const { secret } = (await create({ scope: "write" })).body;
    const body = method === "POST" && path.endsWith("tokens") ? { name: "mine", scope: "write" } : undefined;
    const { status, body: told } = await admin.ask(
      bearer(secret, { method, path, ...(body === undefined ? {} : { body }) }),
    );
    expect([status, told.error.code]).toEqual([403, "session_only"]);
  });

  it("N8: is refused when it is wrong, revoked or expired, also beside a valid session", async () => {
    const { token, secret } = (await create({ expiresInDays: 1 })).body;
    const ask = (given: string) => admin.ask(bearer(given, { path: "/api/settings", as: connectionId }));
    const wrong = await ask(`${secret.slice(0, -4)}AAAA`);
    expect([wrong.status, wrong.body.error.code]).toEqual([401, "bad_token"]);
    expect(wrong.headers["www-authenticate"]).toBe('Bearer error="invalid_token"');
    expect((await ask("")).status).toBe(401);
    expect((await ask(secret)).status).toBe(200);
    now = NOW + DAY_MS;
    expect((await ask(secret)).status).toBe(401);
    now = NOW;
    const path = `/api/tokens/${token.id}`;
    expect((await admin.ask({ method: "DELETE", path, as: connectionId })).status).toBe(204);
    expect((await ask(secret)).status).toBe(401);
    expect((await admin.ask({ method: "DELETE", path, as: connectionId })).status).toBe(404);
  });

  it("N8: says in French what is wrong", async () => {
    const { body } = await admin.ask(
      bearer("agw_wrong", { path: "/api/settings", headers: { "accept-language": "fr" } }),
    );
    expect(body.error.message).toContain("Le jeton d’API est faux");
  });

  it.each([
    { name: "", scope: "read" },
    { name: "x".repeat(101), scope: "read" },
    { name: "CI", scope: "admin" },
    { name: "CI", scope: "read", expiresInDays: 0 },
    { name: "CI", scope: "read", token: "agw_mine" },
  ])("N8: is not created by %j", async (body) => {
    const refused = await create(body);
    expect(refused.status).toBe(400);
  });

  it("N8: is limited to so many requests a minute, each token for itself", async () => {
    const limited = open({ tokenLimit: 2 });
    await limited.server.ready();
    const [one, other] = [(await create()).body.secret, (await create()).body.secret];
    const ask = (secret: string) => limited.ask(bearer(secret, { path: "/api/settings" }));
    expect([(await ask(one)).status, (await ask(one)).status]).toEqual([200, 200]);
    const third = await ask(one);
    expect([third.status, third.body.error.code]).toEqual([429, "too_many"]);
    expect(Number(third.headers["retry-after"])).toSatisfy((seconds: number) => seconds > 0 && seconds <= 60);
    expect((await ask(other)).status).toBe(200);
    await limited.server.close();
  });

  it("N8: cannot be guessed: an address that fails too often waits, and valid tokens from it do not", async () => {
    const guessed = open();
    await guessed.server.ready();
    const { secret } = (await create()).body;
    const ask = (given: string) => guessed.ask(bearer(given, { path: "/api/settings" }));
    for (let tries = 0; tries < 60; tries += 1) expect((await ask(`agw_guess-number-${tries}`)).status).toBe(401);
    expect((await ask("agw_guess-number-61")).status).toBe(429);
    expect((await ask(secret)).status).toBe(200);
    await guessed.server.close();
  });
});
