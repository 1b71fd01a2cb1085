/** A window of a signed-in admin, in a real browser. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { InstalledShop } from "./installed.ts";

const USUAL: BrowserContextOptions = {
  locale: "en-GB",
  timezoneId: "UTC",
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};

/** `url`: of the service. Resolves when the page has its heading. */
export async function openSignedIn(
  browser: Browser,
  { url, visitor }: { url: string; visitor: InstalledShop["visitor"] },
  path: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ ...USUAL, ...options });
  context.setDefaultTimeout(20_000);
  await context.addCookies([{ name: "session", value: visitor.cookie(url, "session") ?? "", url }]);
  const page = await context.newPage();
  await page.goto(url + path);
  await page.locator("h1").waitFor();
  return page;
}
