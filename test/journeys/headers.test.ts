/** The headers of every answer: content policy, caching and cookies. */
import { describe, expect, it } from "vitest";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true }));

const ADDRESSES = [
  "/",
  "/install/aircall",
  "/install?account=-",
  "/oauth/gorgias/callback?code=x&state=y",
  "/oauth/aircall/start",
  "/api/session",
  "/api/openapi.json",
  "/healthz",
  "/nothing/here",
  "/assets/nothing.js",
  "/webhooks/aircall/nobody",
];

function policyOf(headers: Headers): Map<string, string> {
  const directives = (headers.get("content-security-policy") ?? "").split(";");
  return new Map(
    directives.map((directive) => {
      const [name = "", ...sources] = directive.trim().split(" ");
      return [name, sources.join(" ")];
    }),
  );
}

describe("every answer", () => {
  it.each(ADDRESSES)("lets a page run only the service's own files, and be framed by no other: %s", async (path) => {
    const { headers } = await fetch(`${world.it.url}${path}`, { redirect: "manual" });
    const policy = policyOf(headers);
    expect(Object.fromEntries(policy)).toMatchObject({
      "default-src": "'none'",
      "script-src": "'self'",
      "script-src-attr": "'none'",
      "style-src-attr": "'none'",
      "connect-src": "'self'",
      "object-src": "'none'",
      "base-uri": "'none'",
      "frame-ancestors": "'none'",
    });
    const { "style-src": _styles, ...rest } = Object.fromEntries(policy);
    expect(JSON.stringify(rest)).not.toMatch(/unsafe|\*/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("caches and cookies", () => {
  it("forbid caching every answer of the API and the install pages", async () => {
    const { gorgias } = world.it.sandbox;
    gorgias.desk.createAccount({ account: "cached" });
    gorgias.desk.patchSettings({ consent: "approve" });
    const visitor = plainBrowser();
    await visitor.open(`${gorgias.url}/cached/app/store/connect?client_id=${APPS.gorgias.clientId}`);
    const paths = ["/api/session", "/api/connection", "/api/settings", "/api/activity", "/api/activity/call%3A1"];
    const endpoints = [
      "/api/sign-in",
      "/api/set-up",
      "/install?account=cached",
      "/install/aircall",
      "/oauth/gorgias/callback",
      "/oauth/aircall/start",
    ];
    for (const path of [...paths, ...endpoints]) {
      for (const who of [visitor, plainBrowser()]) {
        const { headers } = await who.fetch(`${world.it.url}${path}`, { redirect: "manual" });
        expect(headers.get("cache-control"), path).toBe("no-store");
      }
    }
  });

  it("N2: are out of reach of scripts and of other sites' posts, and last no longer than they must", async () => {
    const { gorgias } = world.it.sandbox;
    gorgias.desk.createAccount({ account: "cookied" });
    const response = await fetch(`${world.it.url}/install?account=cookied`, { redirect: "manual" });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^oauth_round=[\w-]{20,}; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    // The state that goes along is another secret than the cookie's.
    const state = new URL(response.headers.get("location") ?? "").searchParams.get("state") ?? "";
    expect(response.headers.getSetCookie().join("")).not.toContain(state);
  });

  it("N2: a session is a new secret each time, whatever cookie came along", async () => {
    const { gorgias } = world.it.sandbox;
    gorgias.desk.createAccount({ account: "fixed" });
    gorgias.desk.patchSettings({ consent: "approve" });
    const visitor = plainBrowser();
    visitor.setCookie(world.it.url, "session", "planted-by-somebody-else");
    await visitor.open(`${gorgias.url}/fixed/app/store/connect?client_id=${APPS.gorgias.clientId}`);
    expect(visitor.cookie(world.it.url, "session")).toMatch(/^[\w-]{20,}$/);
    expect(visitor.cookie(world.it.url, "session")).not.toContain("planted");
  });
});
