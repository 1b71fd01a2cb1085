/** The list of activity in a real browser: search, filters, views, retries, and what happens meanwhile. */
import { describe, expect, it } from "vitest";
import * as canned from "./canned.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const writeRequests = () => world.stub().requests.filter(({ method }) => method !== "GET");

describe("the activity", () => {
  it("is searched and filtered, and the address says how", async () => {
    const page = await world.visit("/activity?result=failed");
    expect(await page.getByLabel("Result").inputValue()).toBe("failed");
    await page.getByLabel("Search", { exact: true }).fill("+33 6 12");
    await page.getByLabel("Agent").selectOption("Cleo Agent");
    await page.getByLabel("Outcome").selectOption("Missed (all)");
    await page.waitForURL("**/activity?query=%2B33+6+12&agent=456&outcome=missed%2Cvoicemail%2Ccallback&result=failed");
    await expect
      .poll(() => world.stub().requests.map(({ path }) => path))
      .toContain(
        "/api/activity?agent=456&result=failed&outcome=missed%2Cvoicemail%2Ccallback&query=%2B33+6+12&cards=exclude",
      );
    const file = await page.getByRole("link", { name: "Export CSV" }).getAttribute("href");
    expect(file).toContain("/api/activity/export.csv?agent=456&result=failed");
  });

  it("finds the calls of an agent on one day, by the keyboard, and saves the view under a name", async () => {
    const page = await world.visit("/activity", { timezoneId: "Europe/Paris" });
    await page.getByLabel("Date").selectOption("One day…");
    await page.getByLabel("Day").fill("2026-11-17");
    await page.getByLabel("Agent").selectOption("Cleo Agent");
    await expect
      .poll(() => world.stub().requests.map(({ path }) => decodeURIComponent(path)))
      .toContainEqual(expect.stringContaining("from=2026-11-16T23:00:00.000Z&to=2026-11-17T23:00:00.000Z"));
    await page.getByRole("button", { name: "Save view" }).press("Enter");
    await page.getByLabel("Name of the view").fill("Cleo's Tuesday");
    await page.getByLabel("Name of the view").press("Enter");
    await page.getByRole("button", { name: "All", exact: true }).click();
    await page.waitForURL("**/activity");
    await page.getByRole("button", { name: "Cleo's Tuesday", exact: true }).click();
    await page.waitForURL("**/activity?period=2026-11-17&agent=456");
    await page.reload();
    await page.getByRole("button", { name: "Remove view Cleo's Tuesday" }).press("Enter");
    expect(await page.getByRole("button", { name: "Cleo's Tuesday", exact: true }).count()).toBe(0);
  });

  it("retries everything that failed, and shows the progress", async () => {
    const failed = [canned.item(3), canned.item(8)];
    const started = failed.map(({ id, updatedAt }) => ({ id, updatedAt }));
    world.stub().answers.set("GET /api/activity/count", { body: { count: 2, isMore: false } });
    world.stub().answers.set("POST /api/activity/retry-failed", { body: { items: started, isMore: false } });
    let now = failed;
    world.stub().answers.set("GET /api/activity/items", () => ({ body: { items: now } }));
    const page = await world.visit("/activity?agent=456");
    await page.getByRole("button", { name: "Retry failed (2)" }).click();
    await page.getByText("Retrying: 0 of 2 finished").waitFor();
    expect(writeRequests()).toMatchObject([
      { method: "POST", path: "/api/activity/retry-failed", csrfToken: "token-1", body: { agent: "456" } },
    ]);
    const later = "2026-11-22T12:30:00.000Z";
    now = failed.map((item, i) => ({ ...item, result: i === 0 ? ("done" as const) : item.result, updatedAt: later }));
    await page.getByText("Retry finished: 2 of 2").waitFor();
    await page.getByText("Done: 1. Failed again: 1.").waitFor();
  });

  it("comes back from a call as it was: filter, pages and place", async () => {
    const stored = Array.from({ length: 150 }, (_, place) => canned.item(place));
    world.stub().answers.set("GET /api/activity", (url) => {
      const from = Number(url.searchParams.get("cursor") ?? 0);
      return { body: { items: stored.slice(from, from + 50), nextCursor: from + 50 < 150 ? String(from + 50) : null } };
    });
    const page = await world.visit("/activity?agent=456");
    await page.getByRole("button", { name: "Load more" }).click();
    await page.getByText("100 entries shown").waitFor();
    const row = page.locator(`li[data-id="${canned.item(81).id}"]`);
    await row.scrollIntoViewIfNeeded();
    const before = await page.evaluate<number>("scrollY");
    await row.getByRole("link").first().click();
    await page.getByRole("link", { name: "Back to Activity" }).click();
    await page.waitForURL("**/activity?agent=456");
    await page.getByText("100 entries shown").waitFor();
    await expect.poll(() => page.evaluate<number>("scrollY")).toBeGreaterThan(before - 200);
  });

  it("lets new entries wait while the reader is further down", async () => {
    const page = await world.visit("/activity");
    await page.getByText("20 entries shown").waitFor();
    await page.evaluate("scrollTo(0, 600)");
    const fresh = {
      ...canned.item(0),
      id: "call:fresh",
      customerName: "Just Now",
      startedAt: "2026-11-22T12:30:00.000Z",
    };
    world
      .stub()
      .answers.set("GET /api/activity", { body: { items: [fresh, ...canned.activity.items], nextCursor: "20" } });
    await page.getByRole("button", { name: "1 new entry" }).waitFor();
    await page.getByText("20 entries shown").waitFor();
    await page.getByRole("button", { name: "1 new entry" }).click();
    await page.getByRole("link", { name: "Just Now" }).waitFor();
  });

  it("distinguishes conversations and calls, with the direction of the last message and how many there are", async () => {
    const page = await world.visit("/activity?kind=conversation");
    expect(await page.getByLabel("Outcome").inputValue()).toBe("message");
    const row = page.locator(`li[data-id="${canned.item(6).id}"]`);
    await row.getByRole("link", { name: "Messages with Marie Curie" }).waitFor();
    await row.getByText(`${canned.item(6).phone} · 7 messages`).waitFor();
    await row.getByRole("link", { name: "Messages with Marie Curie" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: `Messages with ${canned.HOSTILE}` }).waitFor();
  });

  it("updates itself", async () => {
    const page = await world.visit("/activity");
    await page.getByText("20 entries shown").waitFor();
    const fresh = {
      ...canned.item(0),
      id: "call:fresh",
      customerName: "Just Now",
      startedAt: "2026-11-22T12:30:00.000Z",
    };
    world
      .stub()
      .answers.set("GET /api/activity", { body: { items: [fresh, ...canned.activity.items], nextCursor: "20" } });
    await page.getByRole("link", { name: "Just Now" }).waitFor();
    await page.getByText("21 entries shown").waitFor();
  });

  // bench/activity.ts measures the time until its first rows.
  it("asks for fifty of 100,000 stored calls at a time, and draws no more than it loads", async () => {
    const stored = Array.from({ length: 100_000 }, (_, place) => canned.item(place));
    world.stub().answers.set("GET /api/activity", (url) => {
      const from = Number(url.searchParams.get("cursor") ?? 0);
      return { body: { items: stored.slice(from, from + 50), nextCursor: String(from + 50) } };
    });
    const page = await world.visit("/activity");
    await page.getByText("50 entries shown").waitFor();
    expect(await page.locator("li[data-id]").count()).toBe(50);
    expect(
      new Set(
        world
          .stub()
          .requests.map(({ path }) => path)
          .filter((path) => path.startsWith("/api/activity?")),
      ),
    ).toEqual(new Set(["/api/activity?cards=exclude"]));
    for (const rows of [100, 150, 200]) {
      await page.getByRole("button", { name: "Load more" }).click();
      await page.getByText(`${rows} entries shown`).waitFor();
    }
    expect(await page.locator("li[data-id]").count()).toBe(200);
  });
});
