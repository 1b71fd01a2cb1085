/** M1–M9 as an admin sees them, in a real browser: a conversation in the console, and one that is pressed on the phone panel. */
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { picture } from "../helpers/texting.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";
import { APPS } from "../helpers/world.ts";

const world = useWorld(async () => ({ install: true, consoleDir: await shared("console") }));
const HOUR_MS = 3_600_000;
const CALLER = "+33612345678";
const LINE = { name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR", timeZone: "Europe/Paris" };
/** External text. */
const HOSTILE = `<img src=x onerror="window.hacked=1"> Où est mon colis ?`;

let browser: Browser;
let account = "";
let company = 0;
let line = 0;
let cleo = 0;
let accounts = 0;

beforeAll(async () => {
  browser = await sharedBrowser();
});

beforeEach(() => {
  accounts += 1;
  account = `texts-${accounts}`;
  const { gorgias, aircall } = world.it.sandbox;
  gorgias.desk.createAccount({ account });
  const { companies } = aircall.phone;
  company = companies.add({ name: account }).id;
  line = companies.addLine(company, LINE).id;
  cleo = companies.addUser(company, { name: "Cleo Agent", email: `cleo.agent@${account}.example` }).id;
  companies.addContact(company, { firstName: "Ada", lastName: "Byron", phones: [CALLER] });
});

const approve = (page: Page) => page.locator('button[value="approve"]').click();

/** Both consents, as an admin of this test's account and company. */
async function install(page: Page): Promise<void> {
  await page.goto(`${world.it.sandbox.gorgias.url}/${account}/app/store/connect?client_id=${APPS.gorgias.clientId}`);
  await approve(page);
  await page.waitForURL(/\/setup$/);
  await page.locator('main a[href="/oauth/aircall/start"]').click();
  await approve(page);
  await page.waitForURL(`${world.it.url}/numbers`);
  await page.getByRole("checkbox", { name: /Support FR/ }).check();
  await page.getByRole("button", { name: /^Save/ }).click();
  await page.getByText("The selection is saved.").waitFor();
  world.it.sandbox.aircall.phone.companies.link(company, { lines: "all" });
}

async function openBrowser(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    timezoneId: "Europe/Paris",
    locale: "en-GB",
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  const url = world.it.sandbox.aircall.url;
  await context.addCookies([{ name: "aircall_simulator_company", value: String(company), url }]);
  return { context, page: await context.newPage() };
}

/** Sessions end while the clock is moved by days. */
async function signIn(page: Page): Promise<void> {
  await page.goto(`${world.it.url}/install?account=${account}`);
  const consent = page.locator('button[value="approve"]');
  await consent
    .or(page.locator("h1", { hasText: "Overview" }))
    .first()
    .waitFor();
  if (await consent.isVisible()) await consent.click();
  await page.waitForURL(`${world.it.url}/**`);
}

async function receive(body: string, more: object = {}): Promise<void> {
  await world.it.sandbox.aircall.phone.messages.receive({ company, line, from: CALLER, body, ...more });
  await settle();
}

async function settle(): Promise<void> {
  await world.it.settle();
  world.it.clock.advance(60_000);
}

const tickets = () => world.it.sandbox.gorgias.desk.account(account).tickets.all();

function closeTicketFor(hours: number): void {
  const id = tickets().at(-1)?.id ?? 0;
  world.it.sandbox.gorgias.desk.actOnTicket(account, id, "close");
  world.it.clock.advance(hours * HOUR_MS);
}

/** From the activity to the page of the conversation. */
async function openConversation(page: Page, name: string): Promise<void> {
  await page.goto(`${world.it.url}/activity?kind=conversation`);
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator(".bubble").first().waitFor();
}

it("M3 M5 M6 M9: messages, a picture, 71 and 73 hours after closing, and all of it on one page of the console", async () => {
  const { context, page } = await openBrowser();
  await install(page);
  await receive(HOSTILE);
  await world.it.sandbox.aircall.phone.messages.send({ company, line, to: CALLER, user: cleo, body: "On its way." });
  await settle();
  const media = [picture(900, "parcel.png"), { name: "voice.amr", type: "audio/amr" }];
  await receive("This is how it came", { media });
  closeTicketFor(71);
  await receive("Closed for 71 hours");
  closeTicketFor(73);
  await receive("Closed for 73 hours");
  const [first, second, ...more] = tickets().map(({ id }) => id);
  expect(more).toEqual([]);
  await signIn(page);
  await openConversation(page, "Messages with Ada Byron");

  const parts = page.locator(".bubbles > li");
  const shown = (await parts.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
  expect(shown).toEqual([
    expect.stringContaining(`${HOSTILE} Received · Support FR · 2 Mar 2026, 10:00:00 CET · Ticket ${first}`),
    expect.stringMatching(/^On its way\. Sent by Cleo Agent · Support FR/),
    expect.stringMatching(/^This is how it came parcel\.png – attached voice\.amr – not attached: neither a picture/),
    `Ticket ${first} was reopened.`,
    expect.stringContaining("Closed for 71 hours"),
    expect.stringMatching(`^Ticket ${first} had been closed for too long. Continued in: Ticket ${second}`),
    expect.stringContaining("Closed for 73 hours"),
  ]);
  const addresses = await parts.getByRole("link").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  const linked = addresses.map((address) => Number(address?.match(/\d+$/)?.[0]));
  expect(linked).toEqual([first, first, first, first, second, second]);
  await page.getByText("No customer had this number, so one was created.").waitFor();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByText("Show all 21").click();
  await timeline.getByText("Ticket reopened").waitFor();
  await timeline.getByText("Message sent").first().waitFor();
  expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  await takePicture(page, "conversation");

  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByLabel("Language", { exact: true }).selectOption("fr");
  await page.getByText("Envoyé par Cleo Agent").waitFor();
  await takePicture(page, "conversation-fr-dark");

  await page.goto(`${world.it.url}/`);
  await page.getByRole("group", { name: "Messages" }).getByText("1", { exact: true }).waitFor();
  await takePicture(page, "overview-texts");
  await page.goto(`${world.it.url}/activity`);
  await page.getByText("Messages avec Ada Byron").waitFor();
  await takePicture(page, "activity-texts");
  await context.close();
});

it("M4 M8: a message received and answered on the phone panel, not delivered, and the next one after the ticket is spam", async () => {
  const { context, page } = await openBrowser();
  await install(page);
  const phone = await context.newPage();
  await phone.goto(world.it.sandbox.aircall.url);
  await phone.getByLabel("Company").selectOption(String(company));
  await phone.locator("#text-line").selectOption(String(line));
  await phone.getByLabel("Customer's number").fill(CALLER);
  await phone.getByLabel("What is written").fill("Hello?");
  await phone.getByRole("button", { name: "+ picture" }).click();
  await phone.getByRole("button", { name: "Customer writes" }).click();
  await phone.locator(".bubble.inbound", { hasText: "Hello?" }).waitFor();
  await settle();

  await phone.getByLabel("What is written").fill("Hello, Ada");
  await phone.locator("#text-user").selectOption(String(cleo));
  await phone.getByRole("button", { name: "Agent writes" }).click();
  const answer = phone.locator(".bubble.outbound", { hasText: "Hello, Ada" });
  await answer.getByRole("button", { name: "Undelivered" }).click();
  await answer.locator(".bad", { hasText: "undelivered" }).waitFor();
  await settle();

  await openConversation(page, "Messages with Ada Byron");
  const ours = page.locator('.bubble[data-direction="outbound"]');
  await ours.getByText("Sent by Cleo Agent").waitFor();
  await ours.getByText("Not delivered").waitFor();
  await page.locator('.bubble[data-direction="inbound"]').getByText("parcel.png – attached").waitFor();
  expect(tickets()).toHaveLength(1);

  world.it.sandbox.gorgias.desk.actOnTicket(account, tickets()[0]?.id ?? 0, "spam");
  await phone.getByLabel("What is written").fill("Are you there?");
  await phone.getByRole("button", { name: "Customer writes" }).click();
  await phone.locator(".bubble.inbound", { hasText: "Are you there?" }).waitFor();
  await settle();
  await page.reload();
  await page.locator(".thread-event", { hasText: "was marked as spam" }).waitFor();
  await page.locator(".bubble", { hasText: "Are you there?" }).waitFor();
  await takePicture(phone, "phone-panel");
  await takePicture(page, "conversation-from-panel");
  await context.close();
});
