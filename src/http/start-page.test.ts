/** The first page of the sandbox, and what stands in for a console that is not built. */
import { expect, it } from "vitest";
import { renderStartPage } from "./start-page.ts";

const links = {
  account: "sandbox",
  phonePanel: "http://127.0.0.1:3001/",
  helpDesk: "http://127.0.0.1:3002/",
  appStore: "http://127.0.0.1:3002/sandbox/app/store",
};
const hrefsOf = (page: string) => [...page.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
const NOT_BUILT = { en: /Its console is not built/, fr: /Sa console n’est pas construite/ };

it.each(["en", "fr"] as const)("leads to both simulators, the console and the app store (%s)", (language) => {
  const page = renderStartPage(links, true, language);
  const { phonePanel, helpDesk, appStore } = links;
  expect(hrefsOf(page)).toEqual([phonePanel, helpDesk, "/install?account=sandbox", appStore]);
  expect(page).toContain(`<html lang="${language}">`);
  expect(page).not.toMatch(NOT_BUILT[language]);
});

it.each(["en", "fr"] as const)("leads to no console that is not built, and says how to build it (%s)", (language) => {
  const page = renderStartPage(links, false, language);
  expect(hrefsOf(page)).not.toContain("/install?account=sandbox");
  expect(hrefsOf(page)).toHaveLength(3);
  expect(page).toMatch(NOT_BUILT[language]);
});

it("says outside the sandbox only how to build the console", () => {
  const page = renderStartPage(null, false, "en");
  expect(page).toMatch(NOT_BUILT.en);
  expect(page).not.toMatch(/sandbox|href=/i);
});
