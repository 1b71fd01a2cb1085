/** The OAuth clients against both simulators: every odd corner of the contracts (Gorgias 2.2, Aircall 1.3). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../sandbox/start.ts";
import { aircallOauth } from "../../src/aircall/oauth.ts";
import type { AircallOauth, GorgiasOauth } from "../../src/domain/ports/oauth.ts";
import { gorgiasOauth } from "../../src/gorgias/oauth.ts";
import { manualClock } from "../helpers/manual-clock.ts";

const APP = { clientId: "app", clientSecret: "app-secret" };
const REDIRECT = "http://127.0.0.1:9/callback";
const DAY = 86_400_000;

const clock = manualClock();
let sandbox: Sandbox;
let gorgias: GorgiasOauth;
let aircall: AircallOauth;

beforeAll(async () => {
  sandbox = await startSandbox({
    now: clock.now,
    gorgias: { apps: [{ ...APP, appUrl: "http://127.0.0.1:9/install", redirectUrls: [REDIRECT] }] },
    aircall: { apps: [{ ...APP, installUri: "http://127.0.0.1:9/install", redirectUri: REDIRECT }] },
  });
  const common = { ...APP, redirectUri: REDIRECT, fetch, clock: clock.now };
  gorgias = gorgiasOauth({ ...common, gorgiasUrl: `${sandbox.gorgias.url}/{account}` });
  aircall = aircallOauth({ ...common, aircallApiUrl: sandbox.aircall.url, dashboardUrl: sandbox.aircall.url });
});
afterAll(() => sandbox.close());

beforeEach(() => {
  sandbox.gorgias.desk.patchSettings({
    consent: "approve",
    expiresIn: 86_400,
    accessTokenTtlSeconds: 86_400,
    clientAuth: "basic",
  });
  sandbox.aircall.phone.change({ consent: "approve" });
});

/** The code that consent sends back. */
async function codeFrom(authorizeUrl: string): Promise<string> {
  const response = await fetch(authorizeUrl, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "").searchParams.get("code") ?? "";
}
const gorgiasCode = () => codeFrom(gorgias.authorizeUrl("acme", { state: "s", nonce: "n", events: false }));

describe("Gorgias", () => {
  it("N1: distinguishes accounts that exist from others", async () => {
    expect([await gorgias.knows("acme"), await gorgias.knows("nobody")]).toEqual([true, false]);
  });

  it("N1: asks for the least scopes, with state and nonce, at the account's own address", () => {
    const url = new URL(gorgias.authorizeUrl("acme", { state: "s1", nonce: "n1", events: false }));
    expect(url.pathname).toBe("/acme/oauth/authorize");
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ response_type: "code", state: "s1", nonce: "n1" });
    const scopesOf = (asked: URL) => asked.searchParams.get("scope")?.split(" ") ?? [];
    expect(scopesOf(url)).not.toContain("write:all");
    expect(scopesOf(url)).not.toContain("events:read");
    const more = new URL(gorgias.authorizeUrl("acme", { state: "s1", nonce: "n1", events: true }));
    expect(scopesOf(more)).toEqual([...scopesOf(url), "events:read"]);
    expect(() => gorgias.authorizeUrl("evil.example/", { state: "s", nonce: "n", events: false })).toThrow(
      "is not a Gorgias subdomain",
    );
  });

  it.each([
    ["given", 86_400],
    ["0", 0],
    ["missing", null],
  ])("N1: knows when a token ends though `expires_in` is %s", async (_what, expiresIn) => {
    sandbox.gorgias.desk.patchSettings({ expiresIn });
    const tokens = await gorgias.exchange("acme", await gorgiasCode());
    expect(tokens.expiresAt).toBe(Math.floor(clock.now() / 1000) * 1000 + DAY);
    expect(tokens.refreshToken).toHaveLength(48);
  });

  it("N1: keeps the refresh token, which the answer to a refresh does not repeat", async () => {
    const first = await gorgias.exchange("acme", await gorgiasCode());
    clock.advance(3_600_000);
    const second = await gorgias.refresh("acme", first.refreshToken ?? "");
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
  });

  it("N1: is refused with a code that was used, and with one that never was", async () => {
    const code = await gorgiasCode();
    await gorgias.exchange("acme", code);
    for (const bad of [code, "invented"]) {
      await expect(gorgias.exchange("acme", bad)).rejects.toMatchObject({ name: "RequestError", fate: "refused" });
    }
  });

  it("L6: is refused a refresh once the app is uninstalled or the token revoked, and repeats no token", async () => {
    const { refreshToken } = await gorgias.exchange("acme", await gorgiasCode());
    await gorgias.revoke("acme", refreshToken ?? "");
    const error: unknown = await gorgias.refresh("acme", refreshToken ?? "").catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      fate: "refused",
      message: "gorgias (acme): the authorisation was removed (invalid_grant)",
    });
    expect(JSON.stringify(error)).not.toContain(refreshToken);
  });

  it.each([
    [{ kind: "dropped" as const }, "unknown"],
    [{ kind: "status" as const, status: 500, body: {} }, "unknown"],
    [{ kind: "status" as const, status: 200, body: { nonsense: true } }, "unknown"],
  ])("L6: is in doubt, not refused, when the answer is %o", async (fault, fate) => {
    const { refreshToken } = await gorgias.exchange("acme", await gorgiasCode());
    sandbox.gorgias.faults.add({ fault, path: "/oauth/token$" });
    await expect(gorgias.refresh("acme", refreshToken ?? "")).rejects.toMatchObject({ fate });
  });
});

describe("Aircall", () => {
  it("N1: gives a token that opens the API, for a code that works once", async () => {
    const code = await codeFrom(aircall.authorizeUrl({ state: "s" }));
    const token = await aircall.exchange(code);
    const me = await fetch(`${sandbox.aircall.url}/v1/integrations/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(me.status).toBe(200);
    await expect(aircall.exchange(code)).rejects.toMatchObject({ fate: "refused", status: 400 });
  });

  it("N1: is in doubt when no answer comes, and its error holds no secret", async () => {
    sandbox.aircall.faults.add({ fault: { kind: "dropped" }, path: "/oauth/token$" });
    const error: unknown = await aircall.exchange("code").catch((failure: unknown) => failure);
    expect(error).toMatchObject({ fate: "unknown" });
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain(
      APP.clientSecret,
    );
  });
});
