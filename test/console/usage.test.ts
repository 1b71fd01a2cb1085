/** The API usage page, alerts on every page, insight cards in the activity, and the settings about all three, in a real browser. */
import { describe, expect, it } from "vitest";
import { foldMinutes } from "../../console/pages/usage/fold-minutes.ts";
import { groupByPurpose } from "../../console/pages/usage/group-by-purpose.ts";
import { formatDuration } from "../../console/words/format-duration.ts";
import * as canned from "./canned.ts";
import {
  alerts,
  blocked,
  usage,
  card,
  distribution,
  emptyUsage,
  emptyDistribution,
  activeAlerts,
} from "./canned-usage.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const writeRequests = () => world.stub().requests.filter(({ method }) => method !== "GET");

describe("the API usage page", () => {
  it("L1: shows how much of the limit is used, with the part that is left to other apps", async () => {
    const page = await world.visit("/usage");
    const meter = page.getByRole("meter", { name: "API calls used of the limit" });
    expect(await meter.getAttribute("aria-valuenow")).toBe("63");
    await page.getByText("63 of 80 API calls used. About 2 become available again each second.").waitFor();
    await page.getByText("The hatched part, 10%, is reserved for your other apps.").waitFor();
    const [whole, used, share] = await Promise.all(
      [meter, meter.locator(".gauge-used"), meter.locator(".gauge-share")].map((part) => part.boundingBox()),
    );
    expect((used?.width ?? 0) / (whole?.width ?? 1)).toBeCloseTo(63 / 80, 1);
    expect((share?.width ?? 0) / (whole?.width ?? 1)).toBeCloseTo(0.1, 1);
  });

  it("L3: says what waits in plain words, the most urgent first, and since when", async () => {
    const page = await world.visit("/usage");
    const rows = page.getByRole("list", { name: "Waiting for Gorgias" }).getByRole("listitem");
    await rows.first().waitFor();
    expect((await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "))).toEqual([
      "Calls in progress 1 waiting, for 30 seconds",
      "Messages 1,234 waiting, the oldest for 4 minutes",
      "Catching up on missed events 2 waiting, the oldest for 3 hours",
    ]);
    await page
      .getByText("Calls and conversations in progress, also those that are not waiting for Gorgias: 6.")
      .waitFor();
  });

  it("L4: says for how long Gorgias paused us and what to do, and renews itself", async () => {
    const page = await world.visit("/usage");
    await page.getByText("63 of 80").waitFor();
    world.stub().answers.set("GET /api/usage", { body: blocked });
    const notice = page
      .getByRole("status")
      .filter({ hasText: /Gorgias paused our requests \((1 minute|\d+ seconds) left\)/ });
    await notice.getByText("The service sends nothing until 22 Nov 2026, 12:01:00 UTC.").waitFor();
    await notice.getByRole("link", { name: "Change the share in the settings" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  });

  it("L2: says that it is full without a pause", async () => {
    world.stub().answers.set("GET /api/usage", { body: { ...usage, used: 72 } });
    const page = await world.visit("/usage");
    await page.getByText("The API limit is used up for the moment").waitFor();
  });

  it("draws the day, has the same figures as tables, and names what API calls are used for", async () => {
    const page = await world.visit("/usage");
    const chart = page.getByRole("img", { name: /^Bar chart of the API calls of the last 24 hours/ });
    await chart.locator(".recharts-bar-rectangle path").first().waitFor();
    await chart.getByText("Rejected").waitFor();
    await page.getByText("Figures by priority").press("Enter");
    await page.getByRole("row", { name: "Calls in progress 1,200 3" }).waitFor();
    await page.getByRole("row", { name: "priority of tomorrow 5 0" }).waitFor();
    await page.getByText("Figures by hour").press("Enter");
    expect(await page.getByRole("row", { name: /22 Nov 2026, 11:00:00 UTC/ }).count()).toBe(1);
    const spent = page.getByRole("list", { name: "API calls by purpose" }).getByRole("listitem");
    expect((await spent.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "))).toEqual([
      "Tickets created or updated 190",
      "Customers found or created 90",
      "Recordings and files 12",
      "kind of tomorrow 1",
    ]);
  });

  it("L9: shows what each kind of call takes, everything included, over a period of choice", async () => {
    world.stub().answers.set("GET /api/usage", {
      body: { ...usage, taken: { ...usage.taken, texts: { count: 5, requests: 7 } } },
    });
    const page = await world.visit("/usage");
    const section = page.getByRole("region", { name: "API calls per call and conversation" });
    const table = section.getByRole("table");
    await table.getByRole("row", { name: "Answered 1,420 6 9 3 14 6" }).waitFor();
    await table.getByRole("row", { name: "Callback requested 1 2 2 2 2 2.2" }).waitFor();
    expect(await table.getByRole("row").count()).toBe(1 + distribution.kinds.length);
    await section.getByText(/adds 0\.2 to each average/).waitFor();
    await section.getByText("Over the last 24 hours, 1.4 API calls per message (5 messages).").waitFor();
    await section.getByLabel("Period").selectOption("Last 30 days");
    await expect.poll(() => world.stub().requests.map(({ path }) => path)).toContain("/api/usage/distribution?days=30");
  });

  it("says so where there was no call, and where the figures cannot be had", async () => {
    const { answers } = world.stub();
    answers.set("GET /api/usage/distribution", { body: emptyDistribution });
    const page = await world.visit("/usage");
    await page.getByText("No call or conversation in this period.").waitFor();
    answers.set("GET /api/usage/distribution", {
      status: 400,
      body: { error: { code: "bad_request", message: "The sky is falling." } },
    });
    await page.reload();
    const section = page.getByRole("region", { name: "API calls per call and conversation" });
    await section.getByText("The sky is falling.").waitFor();
    answers.set("GET /api/usage/distribution", { body: distribution });
    await section.getByRole("button", { name: "Try again" }).click();
    await section.getByRole("table").waitFor();
  });

  it("says so where nothing was sent and nothing waits", async () => {
    world.stub().answers.set("GET /api/usage", { body: emptyUsage });
    const page = await world.visit("/usage");
    for (const words of [
      "No API call to Gorgias yet",
      "Nothing is waiting for Gorgias.",
      "No API call in the last 24 hours.",
      "No figures for today yet.",
    ]) {
      await page.getByText(words).waitFor();
    }
    expect(await page.getByRole("meter").count()).toBe(0);
  });

  it("is reached from the menu and from the overview, in French as well", async () => {
    const page = await world.visit("/", { locale: "fr-FR" });
    await page.getByRole("link", { name: /^Quota d’API \(/ }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Quota d’API" }).waitFor();
    await page.getByText("63 appels API utilisés sur 80.").waitFor();
    await page.getByText(/1\s234 en attente, le plus ancien depuis 4 minutes/).waitFor();
  });
});

describe("an active alert", () => {
  it("is shown on every page with what to do, and leads to the page that helps", async () => {
    world.stub().answers.set("GET /api/alerts", { body: activeAlerts });
    const page = await world.visit("/numbers");
    const banner = page.getByRole("region", { name: "Active alerts" });
    await banner.getByText(`The connection is deactivated: ${canned.HOSTILE}`).waitFor();
    await banner.getByText("What to do about: deactivated").waitFor();
    expect(await banner.getByRole("listitem").count()).toBe(2);
    await banner.getByRole("link", { name: "Show failed" }).click();
    await page.waitForURL("**/activity?result=failed");
    await banner.getByRole("link", { name: "Show failed" }).waitFor({ state: "detached" });
    await banner.getByRole("link", { name: "Go to Connection" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Connection" }).waitFor();
    const list = page.getByRole("list", { name: "Alerts", exact: true });
    await list.getByText("From 22 Nov 2026, 02:00:00 UTC to 22 Nov 2026, 02:05:00 UTC").waitFor();
    expect(await list.getByText("Active", { exact: true }).count()).toBe(2);
  });

  it("goes away when the connection is reactivated", async () => {
    const { answers } = world.stub();
    answers.set("GET /api/alerts", { body: activeAlerts });
    answers.set("GET /api/connection", { body: canned.deactivated });
    answers.set("POST /api/connection/reactivate", { body: canned.connection });
    const page = await world.visit("/connection");
    await page.getByRole("button", { name: "Reactivate…" }).click();
    answers.set("GET /api/alerts", { body: alerts });
    await page.getByRole("button", { name: "Reactivate now" }).click();
    await page.getByRole("region", { name: "Active alerts" }).waitFor({ state: "detached" });
  });

  it("hides no page when alerts cannot be read", async () => {
    world.stub().answers.set("GET /api/alerts", { status: 400, body: { error: { code: "bad", message: "no" } } });
    const page = await world.visit("/numbers");
    await page.getByLabel("Support").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });
});

describe("an insight card", () => {
  it("I4: is in the activity, shown or not and why", async () => {
    const page = await world.visit("/activity?kind=card");
    await expect
      .poll(() => world.stub().requests.map(({ path }) => path))
      .toContain("/api/activity?kind=card&cards=exclude");
    const row = (place: number) => page.locator(`li[data-id="${canned.item(place).id}"]`);
    await row(4).getByText("Shown", { exact: true }).waitFor();
    await row(4).getByText("Insight card").first().waitFor();
    await row(7).getByText("Not shown", { exact: true }).waitFor();
    await row(7).getByText("No insight card: Gorgias does not know the caller.").waitFor();
    await page.getByLabel("Language", { exact: true }).selectOption("fr");
    await row(7).getByText("Pas de carte Insight\u00a0: Gorgias ne connaît pas l’appelant.").waitFor();
  });

  it("I1: has a page with its lines as the agent saw them, and leads to its call", async () => {
    const page = await world.visit("/activity/card%3A1");
    const lines = page.getByRole("list", { name: "What the agent saw" }).getByRole("listitem");
    await lines.first().waitFor();
    const texts = (await lines.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());
    expect(texts).toEqual([
      expect.stringContaining(canned.HOSTILE),
      "Note Prefers mornings",
      "Open ticket Where is it? · open",
    ]);
    expect(await lines.nth(0).getByRole("link").getAttribute("href")).toBe("https://acme.gorgias.com/app/customer/77");
    expect(await lines.nth(2).getByRole("link").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Retry" }).count()).toBe(0);
    await page.getByRole("link", { name: "Open the call" }).click();
    await page.waitForURL(`**/activity/${encodeURIComponent(card.id.replace("card:", "call:"))}`);
    await page.getByText("Answered by Cleo Agent").waitFor();
  });

  it.each([
    [{ code: "card_call_over" }, "No insight card: the call was over already."],
    [{ code: "card_late" }, "No insight card: it would have come more than 10 seconds late."],
    [
      { code: "card_failed", cause: { code: "no_capacity", vendor: "gorgias" } },
      "No insight card: the API limit of Gorgias was used up.",
    ],
    [{ code: "other", detail: canned.HOSTILE }, canned.HOSTILE],
  ])("I2: says why it was not shown: %j", async (reason, words) => {
    const body = { ...card, plan: null, result: "ignored", reason };
    world.stub().answers.set("GET /api/activity/:id", { body });
    const page = await world.visit("/activity/card%3A1");
    await page.getByText(words, { exact: true }).waitFor();
  });
});

describe("the settings of insight cards, API usage and alerts", () => {
  it("are switched and typed in their sections, and saved together", async () => {
    const page = await world.visit("/settings/card");
    const sections = page.getByRole("navigation", { name: "Sections of the settings" });
    await page.getByRole("switch", { name: "Show the insight card while a call rings" }).click();
    await sections.getByRole("link", { name: "API usage", exact: true }).click();
    await page.getByLabel("Minutes of rejected API calls before deactivation", { exact: true }).fill("0");
    await sections.getByRole("link", { name: "Alerts", exact: true }).click();
    await page.getByRole("button", { name: "Replace: Alert webhook URL" }).click();
    await page.getByLabel("Alert webhook URL").fill("https://hooks.example/1");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The settings are saved.").waitFor();
    expect(writeRequests().map(({ body }) => body)).toEqual([
      { card: "off", patienceMinutes: 0, alertUrl: "https://hooks.example/1" },
    ]);
  });
});

describe("what the pages work out", () => {
  it("sums minutes into intervals, the empty ones included, and ignores older ones", () => {
    const minutes = [
      { minute: "2026-03-01T08:59:00.000Z", requests: 9, refused: 0 },
      { minute: "2026-03-02T09:01:00.000Z", requests: 3, refused: 1 },
      { minute: "2026-03-02T09:03:00.000Z", requests: 0, refused: 2 },
    ];
    const intervals = foldMinutes({ at: "2026-03-02T09:04:10.000Z", minutes }, 5 * 60_000);
    expect([intervals.length, intervals[0]?.from]).toEqual([288, "2026-03-01T09:05:00.000Z"]);
    expect(intervals.at(-1)).toEqual({ from: "2026-03-02T09:00:00.000Z", accepted: 0, refused: 3 });
    expect(intervals.slice(0, -1).every(({ accepted, refused }) => accepted + refused === 0)).toBe(true);
  });

  it("groups API calls by purpose", () => {
    const spent = [
      { kind: "note", requests: 4 },
      { kind: "message", requests: 5 },
      { kind: "edit", requests: 3 },
    ];
    expect(groupByPurpose(spent)).toEqual([
      { kind: "notes", requests: 7 },
      { kind: "messages", requests: 5 },
    ]);
  });

  it.each([
    [-5, "0 seconds"],
    [59_999, "59 seconds"],
    [60_000, "1 minute"],
    [47 * 3_600_000, "47 hours"],
    [49 * 3_600_000, "2 days"],
  ])("formats %i ms as %s", (ms, words) => expect(formatDuration("en", ms)).toBe(words));
});
