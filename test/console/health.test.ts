/** N3, N4: what a connection needs and does not have is said wherever its status is shown, and nothing is green meanwhile. */
import { expect, it } from "vitest";
import * as canned from "./canned.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();
const MISSING = "No line is selected, so nothing becomes a ticket: select lines.";

it.each(["/", "/connection", "/setup"])(
  "N4: says on %s that no line is selected, and that all is not well",
  async (path) => {
    world.stub().answers.set("GET /api/connection", { body: canned.unhealthy });
    const page = await world.visit(path);
    await page.getByText(MISSING).first().waitFor();
    // The page of the set-up asks for the test call as well.
    await page
      .getByText(path === "/setup" ? "3 of 4 steps done." : "Needs attention")
      .first()
      .waitFor();
    const text = await page.locator("main").innerText();
    expect(text).not.toContain("become tickets as they arrive");
    expect(text).not.toContain("4 of 4");
  },
);

it("N3: an unfinished set-up names what is missing and not what only follows from it", async () => {
  world.stub().answers.set("GET /api/connection", { body: canned.installing });
  const page = await world.visit("/connection");
  await page.getByText("Aircall is not connected").waitFor();
  expect(await page.locator("main").innerText()).not.toContain("Aircall has no webhook of ours");
});
