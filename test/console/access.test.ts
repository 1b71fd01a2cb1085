/**
 * The console is accessible: axe-core looks at every page in both languages and both colour schemes, and each
 * is in a picture.
 */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { violationsOn } from "./axe.ts";
import * as canned from "./canned.ts";
import { blocked, activeAlerts } from "./canned-usage.ts";
import { takePicture } from "./take-picture.ts";
import { useConsole } from "./use-console.ts";

const PAGES = [
  ["the overview", "/", "GET /api/overview"],
  ["the set-up", "/setup", "GET /api/connection"],
  ["the activity", "/activity", "GET /api/activity"],
  ["one call", "/activity/call%3A1", "GET /api/activity/:id"],
  ["one conversation", "/activity/text%3A%2B33612345684", "GET /api/activity/:id"],
  ["one insight card", "/activity/card%3A1", "GET /api/activity/:id"],
  ["the reports", "/reports", "GET /api/reports"],
  ["the API usage", "/usage", "GET /api/usage"],
  ["the numbers", "/numbers", "GET /api/lines"],
  ["the agents", "/agents", "GET /api/agents"],
  ["the settings", "/settings/tickets", "GET /api/settings"],
  ["the settings of the card", "/settings/card", "GET /api/settings"],
  ["the settings of alerts", "/settings/alerts", "GET /api/settings"],
  ["the API tokens", "/settings/tokens", "GET /api/tokens"],
  ["the webhooks", "/settings/webhooks", "GET /api/webhooks"],
  ["the connection", "/connection", "GET /api/connection"],
  ["the audit log", "/audit", "GET /api/audit"],
  ["the API keys", "/keys", null],
  ["a one-time link", "/link#token", null],
  ["the set-up page for API keys", "/connect", null],
  ["a page that is not there", "/nowhere", null],
] as const;

/** Of failing pages: the notice is the same everywhere, its surroundings are not. */
const FAILING = PAGES.filter(([, path]) => ["/", "/activity", "/settings/tickets", "/usage"].includes(path));

const LANGUAGES = ["en-GB", "fr-FR"] as const;
const SCHEMES = ["light", "dark"] as const;

async function settled(page: Page): Promise<void> {
  await page.locator("h1").waitFor();
  await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
}

describe("every page is accessible", () => {
  const world = useConsole();

  describe.each(LANGUAGES)("in %s", (locale) => {
    it.each(PAGES)("%s has no violation, in light and dark", async (name, path) => {
      world.stub().answers.set("GET /api/alerts", { body: activeAlerts });
      world.stub().answers.set("GET /api/usage", { body: blocked });
      const page = await world.visit(path, { locale });
      await settled(page);
      const found: string[] = [];
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
        found.push(...(await violationsOn(page, `${name}, ${colorScheme}`)));
        await takePicture(page, `page-${name.replaceAll(/\W+/g, "-")}-${locale}-${colorScheme}`);
      }
      expect(found).toEqual([]);
      expect(await page.locator("h1").count()).toBe(1);
    });
  });

  it("has no violation where nothing is there or nothing works", async () => {
    const stub = world.stub();
    const page = await world.visit("/", { locale: "fr-FR", colorScheme: "dark" });
    const found: string[] = [];
    for (const [name, path, route] of FAILING) {
      if (route === null) continue;
      stub.answers.set(route, { status: 400, body: { error: { code: "bad", message: canned.HOSTILE } } });
      await page.goto(stub.url + path);
      await page.getByRole("alert").first().waitFor();
      found.push(...(await violationsOn(page, name)));
      stub.reset();
    }
    stub.answers.set("GET /api/activity", { body: { items: [], nextCursor: null } });
    await page.goto(`${stub.url}/activity`);
    await settled(page);
    expect([...found, ...(await violationsOn(page, "an empty list"))]).toEqual([]);
  });

  it("has no violation on the sign-in page, with a wrong answer in it, and in an open question", async () => {
    const stub = world.stub();
    const page = await world.visit("/connection", { colorScheme: "dark" });
    await page.getByRole("button", { name: "Disconnect…" }).click();
    await page.getByRole("dialog", { name: "Disconnect Aircall and Gorgias?" }).waitFor();
    expect(await violationsOn(page, page.url())).toEqual([]);
    stub.answers.set("GET /api/session", { status: 401, body: { error: { code: "no_session", message: "" } } });
    await page.goto(`${stub.url}/`);
    await page.getByRole("button", { name: "Continue to Gorgias" }).click();
    await page.getByText("Enter the name or the address").waitFor();
    expect(await violationsOn(page, page.url())).toEqual([]);
  });

  it("has no violation on a phone, with the menu open", async () => {
    const page = await world.visit("/", { viewport: { width: 375, height: 740 } });
    await page.getByRole("button", { name: "Open menu" }).click();
    await page.getByRole("link", { name: "Numbers", exact: true }).waitFor();
    expect(await violationsOn(page, page.url())).toEqual([]);
  });
});
