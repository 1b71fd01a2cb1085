/** Pictures of pages for people to look at, in the tests' output. Made on demand only, because they prove nothing. */
import { join } from "node:path";
import type { Page } from "playwright-core";

const PICTURES = join(import.meta.dirname, "../output/journeys");

/** Chromium sometimes fails to take a picture without a reason, and takes the same one at the next attempt. */
const REFUSED = "Unable to capture screenshot";
const MOST_ATTEMPTS = 3;

/** With `PICTURES=1`. Rejects as the browser does, but only at the third failure in a row. */
export async function takePicture(
  page: Page,
  name: string,
  { fullPage = true }: { fullPage?: boolean } = {},
): Promise<void> {
  if (!process.env["PICTURES"]) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage });
      return;
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !String(error).includes(REFUSED)) throw error;
    }
  }
}
