/** N3, N6: the connection's page, the set-up with its test call, the end of a session, the sandbox and the audit log. */
import { describe, expect, it } from "vitest";
import * as canned from "./canned.ts";
import { blocked } from "./canned-usage.ts";
import { takePicture } from "./take-picture.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const writeRequests = () => world.stub().requests.filter(({ method }) => method !== "GET");
const noSession = { status: 401, body: { error: { code: "signed_out", message: "" } } };

describe("the connection's page", () => {
  it("N3: shows both sides, and what the doctor finds, problems first, with the vendor's own words", async () => {
    const page = await world.visit("/connection");
    await page.getByText("Acme Ltd").waitFor();
    await page.getByText("Ada Byron (ada@acme.example)").first().waitFor();
    await page.getByText("account:read tickets:write").waitFor();
    const found = page.locator("[data-finding]");
    await found.first().waitFor();
    expect(await found.evaluateAll((all) => all.map((one) => one.getAttribute("data-finding")))).toEqual([
      "aircall_refused",
      "agents_unmatched",
      "gorgias_ok",
    ]);
    expect(await found.first().innerText()).toContain("Problem");
    await page.getByRole("button", { name: "Check again" }).click();
    const asked = () => world.stub().requests.filter(({ path }) => path === "/api/connection/findings");
    await expect.poll(() => asked().length).toBe(2);
  });

  it("C1: asks with one click for the permission to read events, and says when they were read", async () => {
    const page = await world.visit("/connection");
    const allow = page.getByRole("link", { name: "Allow in Gorgias" });
    expect(await allow.getAttribute("href")).toBe("/install?account=acme&events=read&return=%2Fconnection");
    await page.getByText("Not followed").waitFor();
    await takePicture(page, "connection-customer-changes");
    const { answers } = world.stub();
    const changes = { state: "followed", readAt: canned.details.lastDelivery.at };
    answers.set("GET /api/connection/details", { body: { ...canned.details, customerChanges: changes } });
    await page.reload();
    await page.getByText("Last read").first().waitFor();
    expect(await allow.count()).toBe(0);
    const gorgias = { ...canned.details.gorgias, access: "keys", scopes: null };
    const refused = { ...canned.details, gorgias, customerChanges: { state: "refused", readAt: null } };
    answers.set("GET /api/connection/details", { body: refused });
    await page.reload();
    await page.getByText("The owner of the API key may not read events. It is tried again every day.").waitFor();
    expect(await allow.count()).toBe(0);
  });

  it("N6: disconnects only when the account is typed, and says so on the sign-in page", async () => {
    const page = await world.visit("/connection");
    await page.getByRole("button", { name: "Disconnect…" }).click();
    const dialog = page.getByRole("dialog", { name: "Disconnect Aircall and Gorgias?" });
    await dialog.getByLabel("Type acme to confirm").fill("acm");
    await page.keyboard.press("Enter");
    const confirm = dialog.getByRole("button", { name: "Disconnect for good" });
    expect(await confirm.getAttribute("aria-disabled")).toBe("true");
    expect(writeRequests()).toEqual([]);
    await dialog.getByLabel("Type acme to confirm").fill("ACME");
    for (const route of ["connection", "lines", "alerts", "session"]) {
      world.stub().answers.set(`GET /api/${route}`, noSession);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByText("The webhook and both authorisations are removed.").waitFor();
    expect(writeRequests()).toMatchObject([{ path: "/api/connection/disconnect" }]);
  });
});

describe("the set-up", () => {
  it("N3: ends with a test call that is seen to become a ticket", async () => {
    const { answers } = world.stub();
    answers.set("GET /api/connection/details", { body: { ...canned.details, lastDelivery: null, latestTicket: null } });
    const page = await world.visit("/setup");
    await page.getByText("3 of 4 steps done.").waitFor();
    await page.getByText("Nothing received from Aircall yet.").waitFor();
    expect(await page.getByText("Aircall and Gorgias are connected").count()).toBe(0);
    answers.set("GET /api/connection/details", { body: { ...canned.details, latestTicket: null } });
    await page.getByText("Received from Aircall: call.ended,").waitFor();
    answers.set("GET /api/connection/details", { body: canned.details });
    await page.getByText("4 of 4 steps done.").waitFor();
    const ticket = page.getByRole("link", { name: "Open ticket 7001" });
    expect(await ticket.getAttribute("href")).toBe("https://acme.gorgias.com/app/ticket/7001");
    await page.getByRole("link", { name: "See how it was made" }).click();
    await page.waitForURL("**/activity/call%3A1");
  });

  it("N3: opens a step again and names the side that is missing", async () => {
    const checks = canned.connection.checks.map((check) =>
      check.code === "aircall_access" ? { ...check, ok: false, remedy: "Aircall no longer accepts the app." } : check,
    );
    const steps = [canned.connection.steps[0], { name: "aircall", state: "next", detail: null }];
    const body = { ...canned.deactivated, reason: { code: "authorisation_removed" }, side: "aircall", checks };
    world.stub().answers.set("GET /api/connection", {
      body: { ...body, steps: [...steps, { name: "lines", state: "waiting", detail: null }] },
    });
    const page = await world.visit("/setup");
    await page.getByText("Aircall no longer accepts the app.").waitFor();
    await page.getByRole("link", { name: "Connect Aircall" }).waitFor();
    expect(await page.locator("main").innerText()).not.toContain("4 of 4");
  });
});

describe("the numbers", () => {
  it("N4: ask before a selection is lost, and keep it over the end of a session", async () => {
    const page = await world.visit("/numbers");
    await page.getByRole("button", { name: "Clear selection" }).click();
    await page.getByText("2 unsaved changes").waitFor();
    await page.getByRole("link", { name: "Agents", exact: true }).click();
    await page.getByRole("button", { name: "Stay on this page" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    world.stub().answers.set("PUT /api/lines", noSession);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Your session has ended").waitFor();
    world.stub().reset();
    await page.goto(`${world.stub().url}/numbers`);
    await page.getByText("2 unsaved changes").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await page.getByLabel("Support").isChecked()).toBe(true);
  });
});

it("N2: the sandbox says so on every page, with links to both simulators", async () => {
  const sandbox = { phonePanel: "http://127.0.0.1:3001/", helpDesk: "http://127.0.0.1:3002/sandbox/app" };
  world.stub().answers.set("GET /api/session", { body: { ...canned.session, sandbox } });
  const page = await world.visit("/numbers");
  const banner = page.getByRole("region", { name: "Sandbox." });
  expect(await banner.getByRole("link", { name: "Aircall simulator" }).getAttribute("href")).toBe(sandbox.phonePanel);
  expect(await banner.getByRole("link", { name: "Gorgias simulator" }).getAttribute("href")).toBe(sandbox.helpDesk);
  await takePicture(page, "sandbox-banner");
});

it("L2: the pause of Gorgias counts down", async () => {
  world.stub().answers.set("GET /api/usage", { body: blocked });
  const page = await world.visit("/usage");
  const title = page.getByText(/Gorgias paused our requests/);
  const first = await title.innerText();
  await expect.poll(() => title.innerText()).not.toBe(first);
});

describe("the audit log", () => {
  it("N7: is filtered by kind, person and day, in the address", async () => {
    const page = await world.visit("/audit?kind=settings&from=2026-03-02");
    expect(await page.getByLabel("Kind of change").inputValue()).toBe("settings");
    await page.getByLabel("Who").selectOption("Ada Byron (ada@acme.example)");
    await page.waitForURL("**/audit?kind=settings&from=2026-03-02&who=Ada+Byron*");
    await page.getByLabel("To").fill("2026-03-02");
    const last = () =>
      new URL(world.stub().requests.findLast(({ path }) => path.startsWith("/api/audit"))?.path ?? "/", "http://x");
    await expect
      .poll(() => Object.fromEntries(last().searchParams))
      .toEqual({
        kind: "settings",
        by: "Ada Byron (ada@acme.example)",
        since: "2026-03-02T00:00:00.000Z",
        until: "2026-03-03T00:00:00.000Z",
      });
    await page.getByLabel("Who").selectOption("kind:service");
    await expect.poll(() => last().searchParams.get("byKind")).toBe("service");
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.waitForURL("**/audit");
  });
});
