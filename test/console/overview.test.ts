/** The overview on one screen: is everything working, how does today go, what needs a person. */
import { describe, expect, it } from "vitest";
import * as canned from "./canned.ts";
import { emptyOverview, overview } from "./canned-reports.ts";
import { activeAlerts } from "./canned-usage.ts";
import { takePicture } from "./take-picture.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();
const SCREEN = { viewport: { width: 1280, height: 800 } };

describe("the overview", () => {
  it.each([
    ["en-GB", "light"],
    ["fr-FR", "dark"],
  ] as const)("fits on one screen, and needs no click: %s, %s", async (locale, colorScheme) => {
    const page = await world.visit("/", { ...SCREEN, locale, colorScheme });
    await page.locator(".latest").waitFor();
    await takePicture(page, `overview-${locale}-${colorScheme}`, { fullPage: false });
    expect(await page.evaluate("document.documentElement.scrollHeight")).toBeLessThanOrEqual(SCREEN.viewport.height);
  });

  it("leads from each number to the list that it counts", async () => {
    const page = await world.visit("/", SCREEN);
    const linkOf = async (name: RegExp) => page.getByRole("link", { name }).first().getAttribute("href");
    const today = "from=2026-11-22&to=2026-11-22";
    expect(await linkOf(/^Answered \(Today\) 1,234/)).toBe(`/activity?${today}&outcome=answered`);
    expect(await linkOf(/^Missed \(Today\) 7/)).toBe(`/activity?${today}&outcome=missed%2Cvoicemail%2Ccallback`);
    expect(await linkOf(/^This week: 5,214/)).toBe("/activity?from=2026-11-16&to=2026-11-22&outcome=answered");
    expect(await linkOf(/^API usage/)).toBe("/usage");
    expect(await linkOf(/calls or messages failed/)).toBe("/activity?result=failed");
    expect(await linkOf(/^3 of 4 numbers/)).toBe("/numbers");
    expect(await linkOf(/^Marie Curie/)).toBe("/activity/call%3A0");
  });

  it("is green only where nothing is missing and no alert is active", async () => {
    const page = await world.visit("/");
    await page.locator("[data-health=works]").getByText("Everything works").waitFor();
    world.stub().answers.set("GET /api/alerts", { body: activeAlerts });
    await page.reload();
    await page.locator("[data-health=soon]").getByText("Works, with 2 active alerts").waitFor();
    world.stub().answers.set("GET /api/connection", { body: canned.unhealthy });
    await page.reload();
    await page.locator("[data-need=needChecks]").getByText("2 requirements of the connection are not met").waitFor();
    expect(await page.locator("[data-health]").count()).toBe(0);
  });

  it("names what needs an admin, and counts anonymous callers and answered requests out", async () => {
    const today = { ...overview.today, missed: 4, responded: 1, unreachable: 2 };
    const week = { ...overview.week, callbacksRequested: 2, callbacksDone: 2 };
    world.stub().answers.set("GET /api/overview", { body: { ...overview, today, week, failed: 0 } });
    const page = await world.visit("/");
    await page.getByText("1 missed call today without a response").waitFor();
    expect(await page.locator("[data-need]").count()).toBe(1);
  });

  it("has the same figures as a table", async () => {
    const page = await world.visit("/");
    await page.getByText("Show as table").click();
    const row = page.getByRole("table", { name: "Calls today by hour" }).getByRole("row", { name: /^10:00/ });
    await row.waitFor();
    expect(await row.getByRole("cell").allInnerTexts()).toEqual(["13", "4", "13.3"]);
  });

  it("sends the browser's time zone, and says which one it uses", async () => {
    world.stub().answers.set("GET /api/overview", { body: emptyOverview });
    const page = await world.visit("/", { timezoneId: "Asia/Tokyo" });
    const zone = page.getByText("Today, 22 Nov · times in UTC");
    expect(await zone.getAttribute("title")).toBe("No time zone is known. Choose one in the settings.");
    const asked = world.stub().requests.find(({ path }) => path.startsWith("/api/overview"));
    expect(asked?.path).toBe("/api/overview?fallbackTimeZone=Asia%2FTokyo");
  });
});
