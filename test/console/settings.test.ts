/** N7: the settings in a real browser: sections, switches, one bar that saves, errors at their fields, secrets, a test alert. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { cardPreview } from "./canned-parts.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const writeRequests = () => world.stub().requests.filter(({ method }) => method !== "GET");
const bodies = () => writeRequests().map(({ path, body }) => [path, body]);
const reserved = (page: Page) => page.locator("[name=sharePercent]");
const open = (page: Page, section: string) =>
  page.getByRole("navigation", { name: "Sections of the settings" }).getByRole("link", { name: section }).click();
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click();

const refused = {
  status: 400,
  body: {
    error: {
      code: "bad_value",
      message: "sharePercent must be a whole number from 0 to 90. madeUpEmailDomain must be a domain.",
      fields: [
        { name: "sharePercent", code: "out_of_range", message: "Enter a whole number from 0 to 90." },
        { name: "madeUpEmailDomain", code: "bad_text", message: "Enter a domain such as aircall.io." },
      ],
    },
  },
};

describe("the sections of the settings", () => {
  it("N7: have addresses of their own, and keep what is not saved", async () => {
    const page = await world.visit("/settings");
    await page.getByRole("heading", { level: 2, name: "Tickets and notes" }).waitFor();
    await open(page, "API usage");
    await page.waitForURL("**/settings/usage");
    await expect.poll(() => page.title()).toBe("API usage – Settings – Aircall to Gorgias");
    await reserved(page).fill("25");
    await page.getByText("1 unsaved change").waitFor();
    await open(page, "Recordings");
    await page.getByRole("button", { name: "Reset to default: Recordings and voicemail" }).click();
    await page.getByText("2 unsaved changes").waitFor();
    await save(page);
    await page.getByText("The settings are saved.").waitFor();
    expect(bodies()).toEqual([["/api/settings", { media: "attach", sharePercent: 25 }]]);
    expect(await page.getByText("unsaved change").count()).toBe(0);
  });

  it("N7: show a setting of a newer version, and none where there is none", async () => {
    const page = await world.visit("/settings/other");
    await page.getByLabel("Quiet hours").waitFor();
    await page.goto(`${world.stub().url}/settings/nothing`);
    await page.getByRole("heading", { level: 1, name: "Page not found" }).waitFor();
  });

  it("N7: say in words for how long a message reopens a closed ticket", async () => {
    const page = await world.visit("/settings/messages");
    await page.getByText("Default: 72 hours").waitFor();
    const choice = page.getByLabel("Messages reopen a closed ticket", { exact: true });
    const labels = ["Never", "1 hour", "12 hours", "24 hours", "48 hours", "72 hours", "7 days", "14 days", "30 days"];
    expect(await choice.locator("option").allInnerTexts()).toEqual([...labels, "Always"]);
    await choice.selectOption("always");
    await save(page);
    await page.getByText("The settings are saved.").waitFor();
    expect(bodies()).toEqual([["/api/settings", { reopenWindow: "always" }]]);
  });

  it("N7: switch what has two ways, by keyboard", async () => {
    const page = await world.visit("/settings/customers");
    const toggle = page.getByRole("switch", { name: "Generate a placeholder e-mail for new customers without one" });
    await toggle.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByText("The settings are saved.").waitFor();
    expect(bodies()).toEqual([["/api/settings", { missingEmail: "none" }]]);
  });

  it("N7: lead to the change history", async () => {
    const page = await world.visit("/settings/tickets");
    await page.getByRole("link", { name: "Change history" }).click();
    await page.waitForURL("**/audit?kind=settings");
    await page.getByText("Language of tickets and notes: English → French").waitFor();
  });
});

describe("settings that cannot be saved", () => {
  it("N7: each says why at its field, and takes the focus there, and no value is changed silently", async () => {
    world.stub().answers.set("PATCH /api/settings", refused);
    const page = await world.visit("/settings/customers");
    await page.getByLabel("Domain of placeholder e-mails", { exact: true }).fill("nowhere");
    await open(page, "API usage");
    await reserved(page).fill("99");
    await reserved(page).press("Tab");
    expect(await reserved(page).inputValue()).toBe("99");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Enter a whole number from 0 to 90.").waitFor();
    await page.getByText("2 values cannot be saved.").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.name")).toBe("sharePercent");
    expect(await reserved(page).getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("link", { name: "Customers 1 value to correct" }).click();
    await page.getByRole("alert").getByText("Enter a domain such as aircall.io.").waitFor();
    await page.getByLabel("Domain of placeholder e-mails", { exact: true }).fill("acme.example");
    await page.getByText("A value cannot be saved.").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByText("unsaved change").waitFor({ state: "detached" });
    expect(await page.getByLabel("Domain of placeholder e-mails", { exact: true }).inputValue()).toBe("aircall.io");
  });

  it("N7: lead to the section where the first of them is", async () => {
    world.stub().answers.set("PATCH /api/settings", refused);
    const page = await world.visit("/settings/usage");
    await reserved(page).fill("99");
    await open(page, "Recordings");
    await page.getByRole("heading", { name: "Recordings" }).waitFor();
    await save(page);
    await page.waitForURL("**/settings/usage");
    await page.getByRole("alert").getByText("Enter a whole number from 0 to 90.").waitFor();
    await expect.poll(() => page.evaluate("document.activeElement.name")).toBe("sharePercent");
  });

  it("N7: say so in the bar where no field is at fault", async () => {
    const body = { error: { code: "role_unknown", message: "Gorgias does not answer." } };
    world.stub().answers.set("PATCH /api/settings", { status: 503, body });
    const page = await world.visit("/settings/usage");
    await reserved(page).fill("20");
    await save(page);
    await page.getByRole("status").getByText("Gorgias does not answer.").waitFor();
    expect(await reserved(page).inputValue()).toBe("20");
  });
});

describe("leaving with unsaved settings", () => {
  it("N7: asks, stays, or discards", async () => {
    const page = await world.visit("/settings/usage");
    await reserved(page).fill("20");
    await page.getByRole("link", { name: "Numbers", exact: true }).click();
    await page.getByRole("dialog", { name: "Leave without saving?" }).waitFor();
    await page.getByRole("button", { name: "Stay on this page" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await reserved(page).inputValue()).toBe("20");
    await page.getByRole("link", { name: "Numbers", exact: true }).click();
    await page.getByRole("button", { name: "Leave and discard" }).click();
    await page.getByRole("heading", { level: 1, name: "Numbers" }).waitFor();
    await page.goBack();
    await reserved(page).waitFor();
    expect(await reserved(page).inputValue()).toBe("10");
    expect(writeRequests()).toEqual([]);
  });

  it("N7: keeps them after a session ends, but no secret", async () => {
    const page = await world.visit("/settings/usage");
    await reserved(page).fill("20");
    const noSession = { status: 401, body: { error: { code: "signed_out", message: "" } } };
    world.stub().answers.set("PATCH /api/settings", noSession);
    await save(page);
    await page.getByText("Your session has ended").waitFor();
    world.stub().reset();
    await page.goto(`${world.stub().url}/settings/usage`);
    await page.getByText("1 unsaved change").waitFor();
    expect(await reserved(page).inputValue()).toBe("20");
    await open(page, "Alerts");
    await page.getByRole("button", { name: "Replace: Alert webhook URL" }).click();
    await page.getByLabel("Alert webhook URL").fill("https://hooks.example.com/secret");
    await page.getByText("2 unsaved changes").waitFor();
    expect(await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")).not.toContain("secret");
  });
});

describe("the address of alerts", () => {
  it("N7: is masked, replaced or kept", async () => {
    const page = await world.visit("/settings/alerts");
    await page.getByText("https://hooks.example.com/…", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Replace: Alert webhook URL" }).click();
    await page.getByLabel("Alert webhook URL").fill("https://hooks.example.com/new");
    await page.getByRole("button", { name: "Keep https://hooks.example.com/…" }).click();
    await page.getByText("unsaved change").waitFor({ state: "detached" });
    expect(writeRequests()).toEqual([]);
  });

  it("N7: is tested before it is saved, with the outcome shown", async () => {
    const { answers } = world.stub();
    const outcome = { delivered: true, code: null, status: null, ms: 84, message: "The receiver accepted it." };
    answers.set("POST /api/alerts/test", { body: outcome });
    const page = await world.visit("/settings/alerts");
    await page.getByRole("button", { name: "Send a test alert" }).click();
    await page.getByText("Test alert delivered").waitFor();
    await page.getByText("Answered after 84 ms.").waitFor();
    const rejected = { delivered: false, code: "rejected", status: 404, ms: 9, message: "It answered 404." };
    answers.set("POST /api/alerts/test", { body: rejected });
    await page.getByRole("button", { name: "Replace: Alert webhook URL" }).click();
    await page.getByLabel("Alert webhook URL").fill("https://hooks.example.com/new");
    await page.getByRole("button", { name: "Send a test alert" }).click();
    await page.getByText("Test alert not delivered").waitFor();
    const fields = [{ name: "alertUrl", code: "bad_address", message: "Enter an address that begins with https://." }];
    answers.set("POST /api/alerts/test", { status: 400, body: { error: { code: "bad_value", message: "", fields } } });
    await page.getByRole("button", { name: "Send a test alert" }).click();
    await page.getByRole("alert").getByText("Enter an address that begins with https://.").waitFor();
    expect(bodies()).toEqual([
      ["/api/alerts/test", {}],
      ["/api/alerts/test", { alertUrl: "https://hooks.example.com/new" }],
      ["/api/alerts/test", { alertUrl: "https://hooks.example.com/new" }],
    ]);
  });
});

describe("the card's settings", () => {
  it("I3: show the card as it would be", async () => {
    const page = await world.visit("/settings/card");
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByText("ada@example.com").waitFor();
    const without = { ...cardPreview, known: cardPreview.known.filter(({ label }) => label !== "E-mail") };
    world.stub().answers.set("GET /api/settings/card-preview", { body: without });
    await page.getByRole("switch", { name: "Show the e-mail on the card" }).click();
    await preview.getByText("ada@example.com").waitFor({ state: "detached" });
    expect(world.stub().requests.map(({ path }) => path)).toContain("/api/settings/card-preview?cardEmail=hide");
    await page.getByText("1 unsaved change").waitFor();
  });
});
