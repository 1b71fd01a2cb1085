/** The first page, the install page and its errors in a real browser: both languages, both colour schemes, a phone. */
import type { Browser } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { violationsOn } from "../console/axe.ts";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";

const SIMULATORS = { phonePanel: "http://127.0.0.1:3001/", helpDesk: "http://127.0.0.1:3002/sandbox/app" };
const links = { account: "sandbox", ...SIMULATORS, appStore: "http://127.0.0.1:3002/sandbox/app/store" };

const world = useWorld(async () => ({ install: true, links, consoleDir: await shared("console") }));

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});

const PAGES = [
  ["first", "/", { en: "Aircall to Gorgias", fr: "Aircall to Gorgias" }],
  ["install", "/install/aircall", { en: "Connect Aircall to Gorgias", fr: "Connecter Aircall à Gorgias" }],
  [
    "install-error",
    "/install?account=-",
    { en: "This is not a Gorgias account", fr: "Ce n’est pas un compte Gorgias" },
  ],
] as const;
const LOOKS = [
  { locale: "en-GB", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { locale: "fr-FR", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { locale: "fr-FR", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { locale: "en-GB", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

it.each(PAGES)("the %s page fits, is accessible, and needs no script", async (name, path, titles) => {
  for (const look of LOOKS) {
    const context = await browser.newContext({ ...look, reducedMotion: "reduce" });
    const page = await context.newPage();
    await page.goto(world.it.url + path);
    const language = look.locale === "fr-FR" ? "fr" : "en";
    expect(await page.getAttribute("html", "lang")).toBe(language);
    expect(await page.locator("h1").innerText()).toBe(titles[language]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await page.locator("script").count()).toBe(0);
    expect(await violationsOn(page, `${name}, ${look.locale}, ${look.colorScheme}`)).toEqual([]);
    await takePicture(page, `page-${name}-${look.locale}-${look.colorScheme}-${look.viewport.width}`);
    await context.close();
  }
});
