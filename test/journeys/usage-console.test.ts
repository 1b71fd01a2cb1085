/** I1, L4, L5 as an admin sees them, in a real browser: a card, a Gorgias that refuses everything, and an alert that comes and goes. */
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true, maintenance: true, consoleDir: await shared("console") }));
const CALLER = "+33612345678";
/** A stranger's words. */
const HOSTILE = `<img src=x onerror="window.hacked=1"> prefers mornings`;

let browser: Browser;
let context: BrowserContext;
let page: Page;
let account = "";
let company = 0;
let line = 0;
let accounts = 0;

beforeAll(async () => {
  browser = await sharedBrowser();
});

beforeEach(async () => {
  accounts += 1;
  account = `budget-${accounts}`;
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account });
  const { companies } = aircall.phone;
  company = companies.add({ name: account }).id;
  const digits = "+33 1 70 18 00 01";
  line = companies.addLine(company, { name: "Support FR", digits, country: "FR", timeZone: "Europe/Paris" }).id;
  companies.addUser(company, { name: "Cleo Agent", email: `cleo.agent@${account}.example` });
  context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  await context.addCookies([{ name: "aircall_simulator_company", value: String(company), url: aircall.url }]);
  page = await context.newPage();
  await install();
});
afterEach(() => context.close());

/** Both consents, as an admin of this test's account and company. */
async function install(): Promise<void> {
  const approve = () => page.locator('button[value="approve"]').click();
  await page.goto(`${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  await approve();
  await page.waitForURL(/\/setup$/);
  await page.locator('main a[href="/oauth/aircall/start"]').click();
  await approve();
  await page.waitForURL(`${world.it.url}/numbers`);
  await page.getByRole("checkbox", { name: /Support FR/ }).check();
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("The selection is saved.").waitFor();
  world.it.sandbox.aircall.phone.companies.link(company, { lines: "all" });
}

/** Until cleared, as Gorgias answers when its limit is used up. */
function refuseAll(seconds: number): void {
  world.it.sandbox.gorgias.faults.add({
    fault: { kind: "status", status: 429, headers: { "retry-after": String(seconds) } },
    path: `^/${account}/api/`,
    times: 0,
  });
}

const open = (path: string) => page.goto(world.it.url + path);
const missCall = (from = CALLER) => world.it.sandbox.aircall.phone.stories.missed({ company, line, from });
const tickets = () => world.it.sandbox.gorgias.desk.account(account).tickets.all();

it("I1 I4: a card that an agent saw, and one that nobody saw, in the activity and in full", async () => {
  world.it.sandbox.gorgias.desk.addCustomer(account, {
    name: "Ada Byron",
    email: "ada.byron@example.com",
    note: HOSTILE,
    channels: [{ type: "phone", address: CALLER }],
  });
  const { phone } = world.it.sandbox.aircall;
  await phone.place({ company, line, from: CALLER });
  await phone.place({ company, line, from: "+33655555555" });
  await world.it.settle(0);
  await open("/activity?kind=card");
  const row = (name: string) => page.locator("li.row", { hasText: name });
  await row("+33 6 55 55 55 55").getByText("Not shown").waitFor();
  await row("+33 6 55 55 55 55").getByText("No insight card: Gorgias does not know the caller.").waitFor();
  await row("Ada Byron").getByText("Shown", { exact: true }).waitFor();
  await takePicture(page, "activity-cards");
  await row("Ada Byron").getByRole("link", { name: "Ada Byron" }).click();
  await page.getByRole("heading", { level: 1, name: "Insight card · Ada Byron" }).waitFor();
  const seen = page.getByRole("list", { name: "What the agent saw" });
  await seen.getByText(HOSTILE).waitFor();
  await seen.getByRole("link", { name: "Ada Byron" }).waitFor();
  expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  await takePicture(page, "card");
  await page.getByRole("link", { name: "Open the call" }).click();
  await page.getByText("Ringing on Support FR").waitFor();
});

it("L4: while Gorgias refuses everything the API usage page says what waits; afterwards nothing does", async () => {
  await open("/usage");
  await page.getByText("Nothing is waiting for Gorgias.").waitFor();
  refuseAll(40);
  for (const from of [CALLER, "+33655555555"]) await missCall(from);
  await world.it.sandbox.aircall.phone.messages.receive({ company, line, from: CALLER, body: "Hello?" });
  await world.it.settle(0);
  // The page follows by itself.
  await page.getByText("Gorgias paused our requests").waitFor();
  const waiting = page.getByRole("list", { name: "Waiting for Gorgias" });
  await waiting
    .locator('[data-priority="ended call"]')
    .getByText(/^2 waiting, the oldest for/)
    .waitFor();
  await waiting
    .locator('[data-priority="message"]')
    .getByText(/^1 waiting, for/)
    .waitFor();
  await page.getByText(/[1-9]\d* rejected by Gorgias because the limit was used up/).waitFor();
  await takePicture(page, "budget-blocked");
  world.it.clock.advance(5 * 60_000);
  await waiting.locator('[data-priority="ended call"]').getByText("the oldest for 5 minutes").waitFor();

  world.it.sandbox.gorgias.faults.clear();
  await world.it.settle(120_000);
  expect(tickets()).toHaveLength(3);
  await page.getByText("Nothing is waiting for Gorgias.").waitFor();
  await page.getByText("Gorgias paused our requests").waitFor({ state: "detached" });
  await page.getByRole("list", { name: "API calls by purpose" }).getByText("Tickets created or updated").waitFor();
  // The figures of a week are asked for once a minute.
  await page.reload();
  const perCall = page.getByRole("region", { name: "API calls per call and conversation" });
  await perCall.getByRole("row", { name: /^Missed 2 / }).waitFor();
  await perCall.getByRole("row", { name: /^Conversation 1 / }).waitFor();
  await perCall.getByText(/API calls per message \(1 message\)\.$/).waitFor();
  await takePicture(page, "budget");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByLabel("Language", { exact: true }).selectOption("fr");
  await page.getByText("Rien n’est en attente de Gorgias.").waitFor();
  await takePicture(page, "budget-fr-dark");
});

it("L5 L7: with a patience of 0 the first refusal deactivates, a banner says so, and reactivating ends both", async () => {
  await open("/settings/usage");
  await page.getByLabel("Minutes of rejected API calls before deactivation", { exact: true }).fill("0");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("The settings are saved.").waitFor();
  await takePicture(page, "settings-groups");
  refuseAll(20);
  await missCall();
  await world.it.settle(0);
  await open("/numbers");
  const banner = page.getByRole("region", { name: "Active alerts" });
  await banner.getByText(/^The connection is deactivated: Gorgias refused every request for too long/).waitFor();
  await banner.getByText(/^Reactivate it on the page Connection/).waitFor();
  await takePicture(page, "alert");
  await banner.getByRole("link", { name: "Go to Connection" }).click();
  const list = page.getByRole("list", { name: "Alerts", exact: true });
  await list.getByText("Active", { exact: true }).waitFor();

  world.it.sandbox.gorgias.faults.clear();
  world.it.clock.advance(30_000);
  await page.getByRole("button", { name: "Reactivate…" }).click();
  await page.getByRole("button", { name: "Reactivate now" }).click();
  await page.getByText("The connection is active again.").waitFor();
  await world.it.settle(60_000);
  expect(tickets()).toHaveLength(1);
  await banner.waitFor({ state: "detached" });
  await list.getByText("Resolved", { exact: true }).waitFor();
  await takePicture(page, "alert-over");
});
