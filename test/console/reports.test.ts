/** Reports in a real browser: the range, the number, the tables, the export. */
import { describe, expect, it } from "vitest";
import { HOSTILE } from "./canned.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const asked = () => world.stub().requests.findLast(({ path }) => path.startsWith("/api/reports?"))?.path ?? "";

describe("the reports", () => {
  it("ask for the last thirty days, and for another range and number as chosen, in the address", async () => {
    const page = await world.visit("/reports");
    await page.getByRole("table").waitFor();
    expect(await page.getByLabel("Period").inputValue()).toBe("last30");
    await page.getByRole("combobox", { name: "Number", exact: true }).selectOption("12");
    await page.getByLabel("From").fill("2026-03-01");
    await page.getByLabel("To", { exact: true }).fill("2026-03-31");
    await expect.poll(asked).toBe("/api/reports?from=2026-03-01&to=2026-03-31&line=12&fallbackTimeZone=UTC");
    expect(await page.getByLabel("Period").inputValue()).toBe("custom");
    await page.reload();
    await page.getByRole("table").waitFor();
    expect(await page.getByLabel("To", { exact: true }).inputValue()).toBe("2026-03-31");
    expect(await page.getByRole("combobox", { name: "Number", exact: true }).inputValue()).toBe("12");
  });

  it("say that a range ends before it begins, and keep what they show", async () => {
    const page = await world.visit("/reports?from=2026-03-01&to=2026-03-31");
    await page.getByRole("table").waitFor();
    const before = asked();
    await page.getByLabel("From").fill("2026-04-01");
    await page.getByRole("alert").getByText("Enter a first day that is not after the last").waitFor();
    expect(asked()).toBe(before);
    await page.getByLabel("To", { exact: true }).fill("2026-04-30");
    await expect.poll(asked).toContain("from=2026-04-01&to=2026-04-30");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("have a table for each way to group, by keyboard, with a chart beside it and a link to the list", async () => {
    const page = await world.visit("/reports?from=2026-10-24&to=2026-11-22");
    const table = page.getByRole("table");
    const sales = table.getByRole("row", { name: /^Sales/ });
    await sales.waitFor();
    expect(await sales.getByRole("cell").allInnerTexts()).toEqual(
      ["570", "480", "90", "84%", "54", "1 h 30 min", "22 of 30", "48", "160", "1,440"].map((text) =>
        text.replaceAll(/(\d) (h|min)/g, "$1\u00A0$2"),
      ),
    );
    const list = "/activity?from=2026-10-24&to=2026-11-22";
    expect(await sales.getByRole("link", { name: "Sales" }).getAttribute("href")).toBe(`${list}&line=12`);
    expect(await sales.getByRole("link", { name: "90" }).getAttribute("href")).toBe(
      `${list}&outcome=missed%2Cvoicemail%2Ccallback&line=12`,
    );
    await table.getByText(HOSTILE).waitFor();
    await page.getByRole("img", { name: /^Bar chart of answered and missed calls/ }).waitFor();
    await page.getByRole("tab", { name: "Number" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.waitForURL("**/reports?**by=hour");
    await table.getByRole("row", { name: /^09:00/ }).waitFor();
    await page.getByRole("tab", { name: "Weekday" }).click();
    await table.getByRole("row", { name: /^Sunday/ }).waitFor();
  });

  it("are exported as the table and in the language that is shown", async () => {
    const page = await world.visit("/reports?from=2026-03-01&to=2026-03-31&by=agent", { locale: "fr-FR" });
    const link = page.getByRole("link", { name: "Exporter en CSV" });
    expect(await link.getAttribute("href")).toBe(
      "/api/reports/export?from=2026-03-01&to=2026-03-31&by=agent&language=fr&fallbackTimeZone=UTC",
    );
  });
});
