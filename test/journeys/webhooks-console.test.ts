/** N9 as an admin sees it, in a real browser: a webhook is created, tested, fails, is retried by hand, and is deleted. */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsOn } from "../console/axe.ts";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { shared } from "../helpers/shared.ts";
import { openSignedIn } from "../helpers/signed-in-page.ts";
import { useWorld } from "../helpers/use-world.ts";
import { openWebhookReceiver, verifyWebhook, type WebhookReceiver } from "../helpers/webhook-receiver.ts";

const world = useWorld(async () => ({ install: true, consoleDir: await shared("console") }));
let browser: Browser;
let shop: InstalledShop;
let receiver: WebhookReceiver;

beforeAll(async () => {
  browser = await sharedBrowser();
  shop = await openInstalled(world.it);
  receiver = await openWebhookReceiver();
});
afterAll(() => receiver?.close());

const open = (path: string, options: BrowserContextOptions = {}) =>
  openSignedIn(browser, { url: world.it.url, visitor: shop.visitor }, path, options);

it("N9: a webhook is created, tested, sends again what failed, and is deleted", async () => {
  const page = await open("/settings/webhooks");
  await page.getByText("No webhooks yet").waitFor();
  await page.getByLabel("Address").fill("https://192.168.1.1/hooks");
  await page.getByRole("button", { name: "Create webhook" }).click();
  await page.getByText("The address must lead to a host on the public internet").waitFor();
  await page.getByLabel("Address").fill(receiver.url);
  await page.getByRole("button", { name: "Create webhook" }).click();
  const secret = (await page.getByRole("group", { name: "Signing secret" }).locator("pre").textContent()) ?? "";
  expect(secret).toMatch(/^whsec_/);

  receiver.answer = 500;
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByText("Test event sent.").waitFor();
  await world.it.settle(0);
  await page.getByText("Log", { exact: true }).click();
  const row = page.getByRole("list", { name: /^Log of/ }).locator("li.row");
  await row.getByText("Answered 500").waitFor();
  await row.getByText("Content and attempts").click();
  await row.getByText(`"account": "${shop.account}"`).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, "webhooks-failing");

  receiver.answer = 204;
  await row.getByRole("button", { name: /^Send again/ }).click();
  await page.getByText("The event is being sent again.").waitFor();
  await world.it.settle(0);
  await row.getByText("Delivered").waitFor();
  const last = receiver.received.at(-1);
  expect(last && verifyWebhook(last, secret, world.it.clock.now())).toMatchObject({ type: "endpoint.test" });
  await page.reload();
  await page.getByText("On", { exact: true }).waitFor();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("button", { name: /^Delete…/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("No webhooks yet").waitFor();
  await page.context().close();
});

it("N9: the page can be used in French, in the dark, and on a phone", async () => {
  const wanted = { url: "https://hooks.example.com/aircall", events: ["call.ticketed", "item.failed"] };
  expect((await shop.api("/webhooks", "POST", wanted)).status).toBe(201);
  const phone = { locale: "fr-FR", colorScheme: "dark", viewport: { width: 390, height: 844 } } as const;
  const page = await open("/settings/webhooks", phone);
  await page.getByText("Activé", { exact: true }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await takePicture(page, "webhooks-fr-dark-390");
  await page.emulateMedia({ colorScheme: "light" });
  expect(await violationsOn(page)).toEqual([]);
  await page.context().close();
});
