/**
 * Gives a test file the built console in a real browser. The files of one process share the browser, the stub and the
 * pages, because a browser reads and compiles the console's scripts once for each process and profile. Each visit
 * begins with empty storage, no cookie and no route of an earlier test.
 */
import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Page } from "playwright-core";
import { sharedBrowser } from "./chromium.ts";
import { shared } from "../helpers/shared.ts";
import { BLANK, startStub, type StubService } from "./stub-service.ts";

export interface ConsoleWorld {
  /** With the usual answers at the start of each test. */
  stub(): StubService;
  /** Opens an address of the console and waits for nothing. */
  visit(path: string, options?: Look): Promise<Page>;
}

interface Look {
  locale?: string;
  timezoneId?: string;
  colorScheme?: "light" | "dark";
  viewport?: { width: number; height: number };
}

/** A page that is opened once and used by one test after another. */
interface Window {
  page: Page;
  /** Its language and time zone, which cannot change later. */
  key: string;
  /** What the page reported since the last test. */
  troubles: string[];
}

let starting: Promise<StubService> | undefined;
const idle: Window[] = [];

/** After each test: the page threw nothing, broke no policy, ran no external script, and the answers were valid. */
export function useConsole(): ConsoleWorld {
  let stub: StubService;
  let used: Window[] = [];
  beforeAll(async () => {
    starting ??= shared("console").then(startStub);
    stub = await starting;
  });
  beforeEach(() => stub.reset());
  afterEach(async () => {
    const windows = used;
    used = [];
    const troubles: string[] = [];
    for (const window of windows) {
      if (await window.page.evaluate(() => "hacked" in globalThis)) troubles.push("an external script ran");
      await clear(window.page, stub.url);
      troubles.push(...window.troubles.splice(0));
      idle.push(window);
    }
    expect([...troubles, ...stub.wrong]).toEqual([]);
  });
  return {
    stub: () => stub,
    async visit(path, { locale = "en-GB", timezoneId = "UTC", colorScheme = "light", viewport = WIDE } = {}) {
      const place = idle.findIndex(({ key }) => key === keyOf(locale, timezoneId));
      const window = idle.splice(place, place < 0 ? 0 : 1)[0] ?? (await openWindow(locale, timezoneId));
      used.push(window);
      const { page } = window;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.goto(stub.url + path, { waitUntil: "domcontentloaded" });
      return page;
    },
  };
}

const WIDE = { width: 1280, height: 900 };
const keyOf = (locale: string, timezoneId: string) => `${locale} ${timezoneId}`;

/** Without motion nothing is half faded in when it is looked at. */
async function openWindow(locale: string, timezoneId: string): Promise<Window> {
  const browser = await sharedBrowser();
  const context = await browser.newContext({ locale, timezoneId, viewport: WIDE, reducedMotion: "reduce" });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy|Warning:/.test(message.text())) troubles.push(message.text());
  });
  return { page, key: keyOf(locale, timezoneId), troubles };
}

/** Leaves the console first, so that none of its code runs after the storage is empty. */
async function clear(page: Page, origin: string): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.goto(origin + BLANK);
  await page.evaluate("sessionStorage.clear(); localStorage.clear()");
  await page.context().clearCookies();
}
