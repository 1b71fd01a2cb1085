/** A real browser for tests: the one from the npm packages on Linux x64, elsewhere an installed Chrome or Edge. */
import { join } from "node:path";
import { chromium as playwright, type Browser } from "playwright-core";

/** The package's own list is made for Lambda: one process for everything, which dies with its first closed page. */
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none"];

let running: Promise<Browser> | undefined;

/** One browser for all test files of a process. Playwright ends it with the process. */
export async function sharedBrowser(): Promise<Browser> {
  const browser = await running?.catch(() => null);
  if (browser?.isConnected()) return browser;
  running = startBrowser();
  return running;
}

export async function startBrowser(): Promise<Browser> {
  const path = process.env["CHROME_PATH"];
  if (path) return playwright.launch({ executablePath: path, args: ARGUMENTS });
  if (process.platform === "linux" && process.arch === "x64") return startPackaged();
  return startInstalled((channel) => playwright.launch({ channel, args: ARGUMENTS }));
}

/** The first of Chrome and Edge that is installed. */
export async function startInstalled<T>(launch: (channel: string) => Promise<T>): Promise<T> {
  for (const channel of ["chrome", "msedge"]) {
    try {
      return await launch(channel);
    } catch (error) {
      if (!/is not (found|supported)/.test(String(error))) throw error;
    }
  }
  throw new Error("No browser for the console's tests: install Chrome or Edge, or set CHROME_PATH to a Chromium.");
}

/** The package is loaded only where its browser runs. */
async function startPackaged(): Promise<Browser> {
  const { unpackChromium } = await import("./packaged-chromium.ts");
  const folder = await unpackChromium();
  const start = (env: NodeJS.ProcessEnv) =>
    playwright.launch({ executablePath: join(folder, "chromium"), args: ARGUMENTS, env: known(env) });
  try {
    return await start(process.env);
  } catch (error) {
    // A machine without NSS: the package brings the libraries that the browser is linked against.
    if (!String(error).includes("shared libraries")) throw error;
    return start({ ...process.env, LD_LIBRARY_PATH: join(folder, "al2023/lib") });
  }
}

function known(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
