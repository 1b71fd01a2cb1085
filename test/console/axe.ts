/** What axe-core finds wrong on a page. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules whose result a change of the colour scheme alone can change. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** Every violation, with the element and the remedy. */
export async function violationsOn(page: Page, name = page.url()): Promise<string[]> {
  return run(page, name, {});
}

/** The same of colours only, for a page that was looked at in the other colour scheme. */
export async function colourViolationsOn(page: Page, name = page.url()): Promise<string[]> {
  return run(page, name, { runOnly: COLOUR_RULES });
}

async function run(page: Page, name: string, options: object): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(source);
  const order = JSON.stringify({ resultTypes: ["violations"], ...options });
  const { violations } = await page.evaluate<Pick<AxeResults, "violations">>(
    `axe.run(document, ${order}).then(({ violations }) => ({ violations }))`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${name}: ${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
  );
}
