/** N1, N3, N6, N7 in a real browser beside the real service: a test call, a setting with an error, the checks, the end. */
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true, maintenance: true, consoleDir: await shared("console") }));

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
  account = `settings-${accounts}`;
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account });
  const { companies } = aircall.phone;
  company = companies.add({ name: `Company of ${account}` }).id;
  const digits = "+33 1 70 18 00 01";
  line = companies.addLine(company, { name: "Support FR", digits, country: "FR", timeZone: "Europe/Paris" }).id;
  companies.addUser(company, { name: "Cleo Agent", email: `cleo.agent@${account}.example` });
});
afterEach(() => context.close());

/** Both consents, as an admin of this test's account and company. The language decides the words of the pages. */
async function install(locale: string, save: string, width = 1280): Promise<void> {
  const { gorgias, aircall } = world.it.sandbox;
  context = await browser.newContext({ locale, viewport: { width, height: 800 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(20_000);
  await context.addCookies([{ name: "aircall_simulator_company", value: String(company), url: aircall.url }]);
  page = await context.newPage();
  const approve = () => page.locator('button[value="approve"]').click();
  await page.goto(`${gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  await approve();
  await page.waitForURL(/\/setup$/);
  await page.locator('main a[href="/oauth/aircall/start"]').click();
  await approve();
  await page.waitForURL(`${world.it.url}/numbers`);
  await page.getByRole("checkbox", { name: /Support FR/ }).check();
  await page.getByRole("button", { name: save, exact: true }).click();
  await page.locator(".save-bar button").first().waitFor({ state: "detached" });
  aircall.phone.companies.link(company, { lines: "all" });
}

const open = (path: string) => page.goto(world.it.url + path);

it("N3: the set-up ends when the test call has become a ticket, and the checks name the company", async () => {
  await install("en-GB", "Save");
  // The service looks at Aircall's numbers about twice a minute. It runs due work.
  world.it.clock.advance(60_000);
  await world.it.settle(0);
  await open("/setup");
  await page.getByText("Nothing received from Aircall yet.").waitFor();
  await world.it.sandbox.aircall.phone.stories.missed({ company, line, from: "+33612345678" });
  await world.it.settle(0);
  await page.getByText("A ticket was created or updated").waitFor();
  await page.getByText("4 of 4 steps done.").waitFor();
  await takePicture(page, "set-up-done");
  await open("/connection");
  await page.getByText(`Company of ${account}`).waitFor();
  await page.locator('[data-finding="webhook_ok"]').waitFor();
  expect(await page.locator('[data-status="bad"]').count()).toBe(0);
  await takePicture(page, "connection-checked");
});

it("N7: a wrong setting is corrected at its field, in French, on a phone, by keyboard", async () => {
  await install("fr-FR", "Enregistrer", 390);
  await open("/settings/usage");
  const reserved = page.locator("[name=sharePercent]");
  await reserved.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("99");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("Saisissez un nombre entier de 0 à 90.").waitFor();
  await expect.poll(() => page.evaluate("document.activeElement.name")).toBe("sharePercent");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("25");
  await page.keyboard.press("Enter");
  await page.getByText("Les réglages sont enregistrés.").waitFor();
  await open("/audit?kind=settings");
  await page.getByText("Quota d’API réservé aux autres applications, en pourcentage\u00a0: 10 → 25").waitFor();
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
});

it("N1 N6: disconnecting takes the account's name, and signing in again leads back to the page", async () => {
  await install("en-GB", "Save");
  await open("/connection");
  await page.getByRole("button", { name: "Disconnect…" }).click();
  await page.getByLabel(`Type ${account} to confirm`).fill(account);
  await page.keyboard.press("Enter");
  await page.getByText("The webhook and both authorisations are removed.").waitFor();
  await open("/settings/alerts");
  await page.getByLabel("Gorgias account").fill(`https://${account}.gorgias.com/app/tickets`);
  await page.keyboard.press("Enter");
  await page.locator('button[value="approve"]').click();
  await page.waitForURL(`${world.it.url}/settings/alerts`);
  await page.getByRole("heading", { level: 2, name: "Alerts" }).waitFor();
});
