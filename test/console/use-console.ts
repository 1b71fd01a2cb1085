/** Gives a test file the built console in a real browser. Each visit has a fresh profile. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { startBrowser } from "./chromium.ts";
import { shared } from "../helpers/shared.ts";
import { startStub, type StubService } from "./stub-service.ts";

export interface ConsoleWorld {
  /** With the usual answers at the start of each test. */
  stub(): StubService;
  /** Opens an address of the console and waits for nothing. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Without motion nothing is half faded in when it is looked at. */
const USUAL: BrowserContextOptions = {
  locale: "en-GB",
  timezoneId: "UTC",
  viewport: { width: 1280, height: 900 },
  reducedMotion: "reduce",
};

/** After each test: the page threw nothing, broke no policy, ran no external script, and the answers were valid. */
export function useConsole(): ConsoleWorld {
  let browser: Browser;
  let stub: StubService;
  let contexts: BrowserContext[] = [];
  let troubles: string[] = [];
  beforeAll(async () => {
    [browser, stub] = await Promise.all([startBrowser(), shared("console").then(startStub)]);
  });
  beforeEach(() => {
    stub.reset();
    troubles = [];
  });
  afterEach(async () => {
    for (const page of contexts.flatMap((context) => context.pages())) {
      if (await page.evaluate(() => "hacked" in globalThis)) troubles.push("an external script ran");
    }
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    expect([...troubles, ...stub.wrong]).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await stub.close();
  });
  return {
    stub: () => stub,
    async visit(path, options = {}) {
      const context = await browser.newContext({ ...USUAL, ...options });
      context.setDefaultTimeout(10_000);
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => troubles.push(String(error)));
      page.on("console", (message) => {
        if (/Content Security Policy|Warning:/.test(message.text())) troubles.push(message.text());
      });
      await page.goto(stub.url + path, { waitUntil: "domcontentloaded" });
      return page;
    },
  };
}
