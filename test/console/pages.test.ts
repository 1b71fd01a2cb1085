/** Every page of the console in a real browser: its contents, its words when it is empty, and when a request fails. */
import { describe, expect, it } from "vitest";
import * as canned from "./canned.ts";
import { emptyOverview, emptyReport } from "./canned-reports.ts";
import { card } from "./canned-usage.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const refusal = { status: 400, body: { error: { code: "bad_request", message: "The sky is falling." } } };
const noSession = { status: 401, body: { error: { code: "no_session", message: "Sign in." } } };

const PAGES = [
  {
    name: "the overview",
    path: "/",
    route: "GET /api/overview",
    shows: ["1,234", "Everything works", "25 of 80 API calls", "Calls today by hour"],
  },
  {
    name: "the set-up",
    path: "/setup",
    route: "GET /api/connection",
    shows: ["4 of 4 steps done.", "Acme Ltd, 3 lines", "A ticket was created or updated"],
  },
  {
    name: "the activity",
    path: "/activity",
    route: "GET /api/activity",
    shows: ["Marie Curie", "Messages with Marie Curie", "7 messages", "20 entries shown"],
  },
  {
    name: "one call",
    path: "/activity/call%3A1",
    route: "GET /api/activity/:id",
    shows: ["Customer 77", "Answered by Cleo Agent"],
  },
  {
    name: "one conversation",
    path: "/activity/text%3A%2B33612345684",
    route: "GET /api/activity/:id",
    shows: ["Where is it?", "Sent by Cleo Agent", "Message received"],
  },
  {
    name: "one insight card",
    path: "/activity/card%3A1",
    route: "GET /api/activity/:id",
    shows: ["What the agent saw", "Prefers mornings"],
  },
  { name: "the reports", path: "/reports", route: "GET /api/reports", shows: ["1,710", "Support", "89%"] },
  {
    name: "the API usage",
    path: "/usage",
    route: "GET /api/usage",
    shows: ["63 of 80 API calls used.", "Messages", "the oldest for 4 minutes", "Customers found or created"],
  },
  {
    name: "the alerts",
    path: "/connection",
    route: "GET /api/alerts",
    shows: ["Aircall had switched our webhook off."],
  },
  { name: "the numbers", path: "/numbers", route: "GET /api/lines", shows: ["Support", "Not linked in Aircall"] },
  { name: "the agents", path: "/agents", route: "GET /api/agents", shows: ["g@private.example", "Chosen here"] },
  { name: "the agents' choices", path: "/agents", route: "GET /api/desk-users", shows: ["Same e-mail"] },
  {
    name: "the settings",
    path: "/settings/recordings",
    route: "GET /api/settings",
    shows: ["Default: Attach the file", "Recordings and voicemail"],
  },
  {
    name: "the audit log",
    path: "/audit",
    route: "GET /api/audit",
    shows: ["Number “Support” selected", "Ada Byron (ada@acme.example)", "The service,"],
  },
  { name: "the connection", path: "/connection", route: "GET /api/connection", shows: ["Active", "Deactivate…"] },
  {
    name: "both sides",
    path: "/connection",
    route: "GET /api/connection/details",
    shows: ["Authorised app (OAuth)", "tickets:write", "call.ended"],
  },
  {
    name: "the checks",
    path: "/connection",
    route: "GET /api/connection/findings",
    shows: ["Aircall rejects our credential.", "Reconnect Aircall in the set-up.", "Unauthorized: token revoked"],
  },
] as const;

describe("every page", () => {
  it.each(PAGES)("says what went wrong, tries again, and shows its data: $name", async ({ path, route, shows }) => {
    const { answers } = world.stub();
    const usual = answers.get(route);
    answers.set(route, refusal);
    const page = await world.visit(path);
    await page.getByRole("alert").getByText("The sky is falling.").first().waitFor();
    if (usual) answers.set(route, usual);
    await page.getByRole("button", { name: "Try again" }).first().click();
    for (const text of shows) await page.getByText(text).filter({ visible: true }).first().waitFor();
  });

  it("says that it loads while it loads", async () => {
    const { promise, resolve } = Promise.withResolvers<{ body: unknown }>();
    world.stub().answers.set("GET /api/lines", () => promise);
    const page = await world.visit("/numbers");
    await page.getByRole("status").getByText("Loading…").waitFor();
    resolve({ body: canned.lines });
    await page.getByLabel("Support").waitFor();
  });

  it("says that the service fails, or is out of reach, in words", async () => {
    world
      .stub()
      .answers.set("GET /api/lines", { status: 500, body: { error: { code: "failed", message: "Failed." } } });
    const page = await world.visit("/numbers");
    await page.getByText("reported an error and logged it").waitFor();
    await page.route("**/api/lines", (route) => route.abort());
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("The service cannot be reached.").waitFor();
  });

  it("escapes external names", async () => {
    const page = await world.visit("/activity");
    await page.getByRole("link", { name: canned.HOSTILE }).first().click();
    await page.getByRole("heading", { level: 1, name: canned.HOSTILE }).waitFor();
    for (const path of ["/numbers", "/agents", "/activity/text%3A%2B33612345684", "/activity/card%3A1"]) {
      await page.goto(world.stub().url + path);
      await page.getByText(canned.HOSTILE).first().waitFor();
    }
    expect(await page.locator("img[src=x]").count()).toBe(0);
  });

  it("makes no link of an address that is a script", async () => {
    world.stub().answers.set("GET /api/activity/:id", { body: { ...canned.detail, ticketUrl: "javascript:hacked=1" } });
    const page = await world.visit("/activity/call%3A1");
    await page.getByText("Open in Aircall").waitFor();
    expect(await page.getByRole("link", { name: "Open ticket" }).count()).toBe(0);
  });
});

describe("an address of an earlier version", () => {
  it.each([
    ["/lines", "/numbers", "Numbers"],
    ["/budget", "/usage", "API usage"],
  ])("leads to the page that replaced it: %s", async (before, now, title) => {
    const page = await world.visit(before);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    expect(new URL(page.url()).pathname).toBe(now);
  });
});

describe("a page where nothing is there yet", () => {
  it.each<[path: string, route: string, body: unknown, ...words: string[]]>([
    ["/activity", "GET /api/activity", { items: [], nextCursor: null }, "No activity yet"],
    ["/numbers", "GET /api/lines", { lines: [] }, "No numbers yet"],
    ["/agents", "GET /api/agents", { agents: [] }, "No agents yet"],
    ["/settings", "GET /api/settings", { settings: [], history: [] }, "No settings available."],
    ["/", "GET /api/overview", emptyOverview, "Nothing needs you.", "No call or message yet."],
    ["/reports", "GET /api/reports", emptyReport, "No calls or messages in this period."],
    ["/setup", "GET /api/connection", canned.installing, "To do: sign in to Aircall and approve."],
    [
      "/activity/call%3A1",
      "GET /api/activity/:id",
      { ...canned.detail, match: null, plan: null, received: [], writes: [] },
      "No ticket planned.",
    ],
    [
      "/activity/text%3A%2B33612345684",
      "GET /api/activity/:id",
      { ...canned.conversation, match: null, plan: null, received: [], writes: [], tickets: [], texts: null },
      "No message on a selected number.",
    ],
    ["/audit", "GET /api/audit", { entries: [], people: [], nextCursor: null }, "No changes yet"],
    ["/connection", "GET /api/alerts", { alerts: [] }, "No alert so far."],
    ["/activity/card%3A1", "GET /api/activity/:id", { ...card, plan: null }, "No insight card was shown."],
    ["/activity?kind=conversation", "GET /api/activity", { items: [], nextCursor: null }, "No results"],
  ])("says so: %s, %s", async (path, route, body, ...words) => {
    world.stub().answers.set(route, { body });
    const page = await world.visit(path);
    for (const text of words) await page.getByText(text).waitFor();
  });

  it("differs from a search without result", async () => {
    world.stub().answers.set("GET /api/activity", { body: { items: [], nextCursor: null } });
    const page = await world.visit("/activity?query=nobody");
    await page.getByText("No results").waitFor();
    world.stub().answers.set("GET /api/activity", { body: canned.activity });
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.getByText("Marie Curie").first().waitFor();
  });
});

describe("the session", () => {
  it("is asked for where there is none, whatever the address", async () => {
    world.stub().answers.set("GET /api/session", noSession);
    const page = await world.visit("/settings");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByLabel("Gorgias account").fill("ada@acme.example");
    await page.keyboard.press("Enter");
    await page.getByText("This is no Gorgias account.").waitFor();
    await page.getByLabel("Gorgias account").fill("https://Acme.gorgias.com/app/tickets");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/install?account=acme&return=%2Fsettings");
  });

  it("leads back to the sign-in page when it ends meanwhile", async () => {
    const page = await world.visit("/numbers");
    await page.getByLabel("Support").waitFor();
    world.stub().answers.set("GET /api/agents", noSession);
    await page.getByRole("link", { name: "Agents", exact: true }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByText("Your session has ended").waitFor();
    // The account is known, and the page is where the user wanted to go.
    await page.getByRole("button", { name: "Continue to Gorgias" }).click();
    await page.waitForURL("**/install?account=acme&return=%2Fagents");
  });

  it("leads back to the sign-in page when a write finds that it has ended", async () => {
    world.stub().answers.set("PUT /api/lines", noSession);
    const page = await world.visit("/numbers");
    await page.getByRole("button", { name: "Clear selection" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  it("ends by the button, with the token", async () => {
    const page = await world.visit("/");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    expect(await page.getByText("Your session has ended").count()).toBe(0);
    const last = world.stub().requests.findLast(({ method }) => method === "DELETE");
    expect(last).toMatchObject({ path: "/api/session", csrfToken: "token-1" });
  });
});

describe("the language and the colours", () => {
  it("follow the browser", async () => {
    const page = await world.visit("/numbers", { locale: "fr-CA", colorScheme: "dark" });
    await page.getByRole("heading", { level: 1, name: "Numéros" }).waitFor();
    await page.locator('html[lang="fr"][data-mantine-color-scheme="dark"]').waitFor();
    expect(await page.title()).toBe("Numéros – Aircall to Gorgias");
    expect(world.stub().requests.at(-1)?.language).toBe("fr");
  });

  it("are switched, and stay so", async () => {
    const page = await world.visit("/settings");
    await page.getByLabel("Language", { exact: true }).selectOption("fr");
    await page.getByRole("heading", { level: 1, name: "Réglages" }).waitFor();
    await page.getByLabel("Thème").selectOption("dark");
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Réglages" }).waitFor();
    await page.locator('html[lang="fr"][data-mantine-color-scheme="dark"]').waitFor();
  });

  it("write numbers and times in the language, times in one zone with the exact one on hover", async () => {
    const page = await world.visit("/activity", { locale: "fr-FR", timezoneId: "Asia/Tokyo" });
    await page.getByText("Heures de Asia/Tokyo").waitFor();
    const time = page.locator('time[datetime="2026-11-22T11:56:00.000Z"]');
    expect(await time.getAttribute("title")).toBe("22 nov. 2026, 20:56:00 UTC+9");
    await page.getByRole("link", { name: "Vue d’ensemble" }).click();
    await page.getByText(/^1\s234$/).waitFor();
  });
});
