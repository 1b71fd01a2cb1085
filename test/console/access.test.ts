/**
 * Every page is accessible and fits: one visit for each page and language looks at it in both colour schemes and at
 * three widths.
 */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { colourViolationsOn, violationsOn } from "./axe.ts";
import * as canned from "./canned.ts";
import { blocked, activeAlerts } from "./canned-usage.ts";
import { takePicture } from "./take-picture.ts";
import { useConsole } from "./use-console.ts";

interface Sight {
  name: string;
  path: string;
  /** Answers that differ from the usual ones. */
  answers?: Record<string, { status?: number; body: unknown }>;
  /** What is there last, beside the heading. */
  shows?: string;
  act?(page: Page): Promise<void>;
}

const missingLine = { "GET /api/connection": { body: canned.unhealthy } };

const PAGES: readonly Sight[] = [
  { name: "the overview", path: "/", shows: ".latest" },
  { name: "the set-up", path: "/setup" },
  { name: "the set-up without a line", path: "/setup", answers: missingLine, shows: "[data-check=lines_selected]" },
  { name: "the activity", path: "/activity", shows: "li[data-id]" },
  { name: "one call", path: "/activity/call%3A1" },
  { name: "one conversation", path: "/activity/text%3A%2B33612345684", shows: ".bubble" },
  { name: "one insight card", path: "/activity/card%3A1" },
  { name: "the reports", path: "/reports", shows: ".report-chart .recharts-surface" },
  { name: "the API usage", path: "/usage", shows: ".recharts-bar-rectangle path" },
  { name: "the numbers", path: "/numbers" },
  { name: "the agents", path: "/agents" },
  { name: "the settings", path: "/settings/tickets" },
  { name: "the settings of recordings", path: "/settings/recordings" },
  { name: "the settings of the card", path: "/settings/card", shows: "text=ada@example.com" },
  { name: "the settings of alerts", path: "/settings/alerts" },
  { name: "settings that cannot be saved", path: "/settings/usage", act: saveWrongShare },
  { name: "the API tokens", path: "/settings/tokens" },
  { name: "the webhooks", path: "/settings/webhooks" },
  { name: "the connection", path: "/connection", shows: "[data-finding]" },
  {
    name: "the connection without a line",
    path: "/connection",
    answers: missingLine,
    shows: "[data-check=lines_selected]",
  },
  { name: "the audit log", path: "/audit" },
  { name: "the API keys", path: "/keys" },
  { name: "a one-time link", path: "/link#token" },
  { name: "the set-up page for API keys", path: "/connect" },
  { name: "a page that is not there", path: "/nowhere" },
];

/** The answer to a value that is out of range. */
const wrongShare = {
  status: 400,
  body: {
    error: {
      code: "bad_value",
      message: "sharePercent must be a whole number from 0 to 90.",
      fields: [{ name: "sharePercent", code: "out_of_range", message: "Enter a whole number from 0 to 90." }],
    },
  },
};

async function saveWrongShare(page: Page): Promise<void> {
  await page.locator("[name=sharePercent]").fill("99");
  await page.keyboard.press("Enter");
  await page.locator("[name=sharePercent][aria-invalid=true]").waitFor();
}

/** Of failing pages: the notice is the same everywhere, its surroundings are not. */
const FAILING = [
  ["the overview", "/", "GET /api/overview"],
  ["the activity", "/activity", "GET /api/activity"],
  ["the API usage", "/usage", "GET /api/usage"],
  ["the settings", "/settings/tickets", "GET /api/settings"],
] as const;

/** The looks that the visits begin and end with. Together they have every colour scheme and a phone's widths. */
const LOOKS = [
  { locale: "en-GB", first: "light", second: "dark", phone: 390 },
  { locale: "fr-FR", first: "dark", second: "light", phone: 340 },
] as const;
const SCREEN = { width: 1280, height: 900 };

async function settled(page: Page, shows?: string): Promise<void> {
  await page.locator("h1").waitFor();
  if (shows) await page.locator(shows).first().waitFor();
  await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
}

async function colour(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
}

const contentWidth = (page: Page) => page.evaluate<number>("document.documentElement.scrollWidth");

describe("every page is accessible", () => {
  const world = useConsole();

  describe.each(LOOKS)("in $locale", ({ locale, first, second, phone }) => {
    it.each(PAGES)("$name has no violation in light and dark, and fits a screen and a phone", async (sight) => {
      const { answers } = world.stub();
      answers.set("GET /api/alerts", { body: activeAlerts });
      answers.set("GET /api/usage", { body: blocked });
      answers.set("PATCH /api/settings", wrongShare);
      for (const [route, answer] of Object.entries(sight.answers ?? {})) answers.set(route, answer);
      const page = await world.visit(sight.path, { locale, colorScheme: first, viewport: SCREEN });
      await settled(page, sight.shows);
      await sight.act?.(page);
      const picture = `page-${sight.name.replaceAll(/\W+/g, "-")}-${locale}`;
      expect(await page.locator("h1").count()).toBe(1);
      expect(await violationsOn(page, first)).toEqual([]);
      await expect.poll(() => contentWidth(page)).toBeLessThanOrEqual(SCREEN.width);
      await takePicture(page, `${picture}-${first}`);
      await colour(page, second);
      expect(await colourViolationsOn(page, second)).toEqual([]);
      await page.setViewportSize({ width: phone, height: 800 });
      // A chart follows the size of the window a moment later.
      await expect.poll(() => contentWidth(page)).toBeLessThanOrEqual(phone);
      await takePicture(page, `${picture}-${second}-${phone}`);
    });
  });

  it("has no violation where nothing is there or nothing works", async () => {
    const stub = world.stub();
    const page = await world.visit("/", { locale: "fr-FR", colorScheme: "dark" });
    const found: string[] = [];
    for (const [name, path, route] of FAILING) {
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
