/** N8 as an admin sees it, in a real browser: a token is created, used by a program, and revoked. */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { violationsOn } from "../console/axe.ts";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { shared } from "../helpers/shared.ts";
import { openSignedIn } from "../helpers/signed-in-page.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ install: true, consoleDir: await shared("console") }));
let browser: Browser;
let shop: InstalledShop;

beforeAll(async () => {
  browser = await sharedBrowser();
  shop = await openInstalled(world.it);
});

const open = (path: string, options: BrowserContextOptions = {}) =>
  openSignedIn(browser, { url: world.it.url, visitor: shop.visitor }, path, options);

const asProgram = (token: string) =>
  fetch(`${world.it.url}/api/connection`, { headers: { authorization: `Bearer ${token}` } });

it("N8: a token is created, shown once, used by a program, and revoked", async () => {
  const page = await open("/settings");
  await page
    .getByRole("navigation", { name: "Sections of the settings" })
    .getByRole("link", { name: "API tokens" })
    .click();
  await page.getByRole("heading", { level: 1, name: "API tokens" }).waitFor();
  await page.getByText("No tokens yet").waitFor();
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByText("Enter a name.").waitFor();
  await page.getByLabel("Name").fill("Weekly report");
  await page.keyboard.press("Enter");
  const shown = page.getByRole("group", { name: "Your new token" });
  const token = (await shown.locator("pre").textContent()) ?? "";
  expect(token).toMatch(/^agw_[\w-]{32}$/);
  await page.locator("li", { hasText: "Weekly report" }).getByText("Never used").waitFor();
  // The button fades in again.
  await expect.poll(() => violationsOn(page)).toEqual([]);
  await takePicture(page, "tokens-created");

  const answer = await asProgram(token);
  expect([answer.status, ((await answer.json()) as { account: string }).account]).toEqual([200, shop.account]);
  await page.reload();
  const row = page.locator("li", { hasText: "Weekly report" });
  await row.getByText("Last used").waitFor();
  expect(await page.content()).not.toContain(token);

  await row.getByRole("button", { name: "Revoke… Weekly report" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke the token “Weekly report”?" });
  await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText("No tokens yet").waitFor();
  expect((await asProgram(token)).status).toBe(401);

  await page.goto(`${world.it.url}/audit`);
  await page.getByText("API token “Weekly report” revoked").waitFor();
  await page.getByText("API token “Weekly report” created").waitFor();
  await page.context().close();
});

it("N8: the page can be used in French, in the dark, on a phone, and by keyboard", async () => {
  const { status } = await shop.api("/tokens", "POST", { name: "Tableau de bord", scope: "write", expiresInDays: 30 });
  expect(status).toBe(201);
  const phone = { locale: "fr-FR", colorScheme: "dark", viewport: { width: 390, height: 844 } } as const;
  const page = await open("/settings/tokens", phone);
  await page.getByRole("heading", { level: 1, name: "Jetons d’API" }).waitFor();
  await page.getByRole("list", { name: "Jetons" }).getByText("Lecture et écriture").waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await takePicture(page, "tokens-fr-dark-390");
  await page.emulateMedia({ colorScheme: "light" });
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole("button", { name: "Révoquer… Tableau de bord" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Révoquer le jeton" }).waitFor();
  // The harmless button has the focus.
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByText("Tableau de bord", { exact: true }).first().waitFor();
  await page.context().close();
  const dark = await open("/settings/tokens", { colorScheme: "dark" });
  await dark.getByText("Tableau de bord", { exact: true }).first().waitFor();
  await takePicture(dark, "tokens-dark");
  await dark.context().close();
});
