/** An admin's whole way in a real browser: both consents, the lines, a call, and its page in the console. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true, consoleDir: await shared("console") }));

let browser: Browser;
let account = "";
let company = 0;
let accounts = 0;

beforeAll(async () => {
  browser = await sharedBrowser();
});

beforeEach(() => {
  accounts += 1;
  account = `journey-${accounts}`;
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account });
  company = aircall.phone.companies.add({ name: account }).id;
  const { companies } = aircall.phone;
  companies.addLine(company, {
    name: "Support FR",
    digits: "+33 1 70 18 00 01",
    country: "FR",
    timeZone: "Europe/Paris",
  });
  companies.addLine(company, {
    name: "Sales UK",
    digits: "+44 20 7946 0100",
    country: "GB",
    timeZone: "Europe/London",
  });
  companies.addUser(company, { name: "Cleo Agent", email: `cleo.agent@${account}.example` });
});

/** Logged in to Aircall as the company of this test. */
async function openBrowser(locale: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  const url = world.it.sandbox.aircall.url;
  await context.addCookies([{ name: "aircall_simulator_company", value: String(company), url }]);
  return { context, page: await context.newPage() };
}

interface Words {
  setUp: RegExp;
  save: RegExp;
  why: RegExp;
  activityId: string;
}
const EN: Words = {
  setUp: /set-up/i,
  save: /^save/i,
  why: /no customer had this number/i,
  activityId: "Inbound call: +33 6 12 34 56 78",
};
const FR: Words = {
  setUp: /installation|configuration/i,
  save: /^enregistrer/i,
  why: /aucun client/i,
  activityId: "Inbound call: +33 6 12 34 56 78",
};

/** From the consent of Aircall on: lines, a call, its page. */
async function chooseLinesAndSeeCall(page: Page, words: Words, picture: string): Promise<void> {
  await page.waitForURL(`${world.it.url}/numbers`);
  await page.getByRole("checkbox", { name: /Support FR/ }).check();
  await page.getByRole("button", { name: words.save }).click();
  await expect.poll(() => selectedLines()).toEqual(["Support FR"]);
  const { phone } = world.it.sandbox.aircall;
  phone.companies.link(company, { lines: "all" });
  const lines = phone.state.companies.find(({ id }) => id === company)?.lines ?? [];
  const line = lines.find(({ name }) => name === "Support FR")?.id ?? 0;
  const { calls } = await phone.stories.answered({
    company,
    line,
    from: "+33612345678",
    comment: "Call back on Monday",
  });
  await world.it.settle();
  expect(world.it.sandbox.gorgias.desk.account(account).tickets.all()[0]?.subject).toBe(words.activityId);
  await page.goto(`${world.it.url}/activity`);
  await page.locator(`main a[href$="call%3A${calls[0]?.id}"]`).first().click();
  await page.getByText(words.why).waitFor();
  await takePicture(page, picture);
}

async function selectedLines(): Promise<unknown[]> {
  const rows = await world.it.services.database.query(
    `select l.name from lines l join connections c on c.id = l.connection_id where account = $1 and selected`,
    [account],
  );
  return rows.map(({ name }) => name);
}

const approve = (page: Page) => page.locator('button[value="approve"]').click();

it("N1 N3: from the store page of Gorgias through both consents to chosen lines, then a call, then its page in the console", async () => {
  const { context, page } = await openBrowser("en-GB");
  await page.goto(`${world.it.sandbox.gorgias.url}/${account}/app/store`);
  await takePicture(page, "store", { fullPage: false });
  await page.goto(`${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  await takePicture(page, "gorgias-consent", { fullPage: false });
  await approve(page);
  await page.waitForURL(/\/setup$/);
  await page.getByRole("heading", { name: EN.setUp }).waitFor();
  await takePicture(page, "set-up", { fullPage: false });
  await page.locator('main a[href="/oauth/aircall/start"]').click();
  await approve(page);
  await chooseLinesAndSeeCall(page, EN, "call");
  await context.close();
});

it("N1: from Aircall's marketplace, which asks for the subdomain, to the same end", async () => {
  const { context, page } = await openBrowser("en-GB");
  await page.goto(`${world.it.sandbox.aircall.url}/marketplace/install?client_id=${APPS.aircall.clientId}`);
  await page.getByLabel("Gorgias account").fill(account);
  await takePicture(page, "subdomain", { fullPage: false });
  await page.getByRole("button", { name: "Continue" }).click();
  await approve(page);
  await page.waitForURL(/\/oauth\/authorize/);
  await approve(page);
  await chooseLinesAndSeeCall(page, EN, "call-from-aircall");
  await context.close();
});

it("N1 N7: the same in French", async () => {
  const { context, page } = await openBrowser("fr-FR");
  await page.goto(`${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  await approve(page);
  await page.waitForURL(/\/setup$/);
  await takePicture(page, "set-up-fr", { fullPage: false });
  await page.locator('main a[href="/oauth/aircall/start"]').click();
  await approve(page);
  await chooseLinesAndSeeCall(page, FR, "call-fr");
  expect(await page.locator("html").getAttribute("lang")).toBe("fr");
  await context.close();
});
