/** What an admin does in the console, in a real browser, and which requests the service gets. */
import { describe, expect, it } from "vitest";
import * as canned from "./canned.ts";
import { useConsole } from "./use-console.ts";

const world = useConsole();

const writeRequests = () => world.stub().requests.filter(({ method }) => method !== "GET");

describe("the numbers", () => {
  it("are chosen and saved by keyboard alone", async () => {
    const page = await world.visit("/numbers");
    await page.getByLabel("Support").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.getByText("2 unsaved changes").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("The selection is saved.").waitFor();
    expect(writeRequests()).toEqual([
      { method: "PUT", path: "/api/lines", csrfToken: "token-1", language: "en", body: { selected: ["12", "13"] } },
    ]);
  });

  it("are chosen all or none", async () => {
    const page = await world.visit("/numbers");
    await page.getByRole("button", { name: "Select all" }).click();
    await page.getByText("3 of 3 numbers selected").waitFor();
    await page.getByRole("button", { name: "Clear selection" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("The selection is saved.").waitFor();
    expect(writeRequests()[0]?.body).toEqual({ selected: [] });
  });

  it("stay ticked when they cannot be saved, and the page says why", async () => {
    const refused = { status: 409, body: { error: { code: "conflict", message: "Line 12 is gone." } } };
    world.stub().answers.set("PUT /api/lines", refused);
    const page = await world.visit("/numbers");
    await page.getByRole("button", { name: "Clear selection" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("status").getByText("Line 12 is gone.").waitFor();
    expect(await page.getByLabel("Support").isChecked()).toBe(false);
  });
});

describe("the agents", () => {
  it("are mapped by hand, and back", async () => {
    const page = await world.visit("/agents");
    await page.getByRole("combobox", { name: "Gorgias user of Ada Byron" }).fill("grace");
    await page.getByRole("option", { name: /grace/i }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("The Gorgias user of Ada Byron is saved.").waitFor();
    await page.getByRole("combobox", { name: "Gorgias user of G. Hopper" }).click();
    await page.getByRole("option", { name: "Automatic, by e-mail" }).click();
    await page.getByText("The Gorgias user of G. Hopper is saved.").waitFor();
    expect(writeRequests().map(({ path, body }) => [path, body])).toEqual([
      ["/api/agents/1", { helpDeskUserId: 502 }],
      ["/api/agents/2", { helpDeskUserId: null }],
    ]);
  });
});

describe("the connection", () => {
  it("is deactivated only after confirmation", async () => {
    const page = await world.visit("/connection");
    await page.getByRole("button", { name: "Deactivate…" }).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(writeRequests()).toEqual([]);
    await page.getByRole("button", { name: "Deactivate…" }).click();
    world.stub().answers.set("GET /api/connection", { body: canned.deactivated });
    await page.getByRole("button", { name: "Deactivate now" }).click();
    await page.getByText("The connection is deactivated.").waitFor();
    await page.getByText("Gorgias refused every request for too long").waitFor();
    await page.getByRole("button", { name: "Reactivate…" }).waitFor();
    expect(writeRequests()).toMatchObject([{ path: "/api/connection/deactivate", csrfToken: "token-1" }]);
  });
});

describe("a connection that is not allowed any more", () => {
  it.each(["authorisation_removed", "disconnected"])("cannot be reactivated but set up again: %s", async (code) => {
    world.stub().answers.set("GET /api/connection", { body: { ...canned.deactivated, reason: { code } } });
    const page = await world.visit("/connection");
    await page.getByText("Reactivating is not enough").waitFor();
    expect(await page.getByRole("button", { name: "Reactivate…" }).count()).toBe(0);
    await page.getByRole("link", { name: "Go to Set-up" }).click();
    await page.getByRole("heading", { level: 1, name: "Set-up" }).waitFor();
  });
});

describe("the set-up", () => {
  it("is where an admin lands whose connection is not finished, with a link to the next step", async () => {
    world.stub().answers.set("GET /api/connection", { body: canned.installing });
    const page = await world.visit("/");
    await page.waitForURL("**/setup");
    const link = page.getByRole("link", { name: "Connect Aircall" });
    expect(await link.getAttribute("href")).toBe("/oauth/aircall/start");
    await page.getByText("If this step fails").nth(1).click();
    await page.getByText("Use an Aircall user with the admin role").waitFor();
    await page.getByRole("link", { name: "Overview", exact: true }).click();
    await page.getByText("Set-up in progress").waitFor();
  });
});

describe("a call", () => {
  it("shows why: which customer was matched and how, what was decided, each write with its answer", async () => {
    const page = await world.visit("/activity/call%3A1");
    for (const text of ["in another format", "78 and 79", "Note “Call ended” added", "rejected", "not read yet"]) {
      await page.getByText(text).first().waitFor();
    }
    const link = page.getByRole("link", { name: "Open ticket 7001" });
    expect(await link.getAttribute("href")).toBe("https://acme.gorgias.com/app/ticket/7001");
    expect(world.stub().requests.map(({ path }) => path)).toContain("/api/activity/call%3A1");
  });

  it("opens each step to what Aircall sent, and to what Gorgias was asked and answered", async () => {
    const page = await world.visit("/activity/call%3A1");
    await page.getByRole("button", { name: /Ringing on Support/ }).press("Enter");
    const drawer = page.getByRole("dialog");
    await drawer.getByText('"event": "call.created"').waitFor();
    await drawer.getByRole("button", { name: "Close" }).press("Enter");
    await page.getByRole("button", { name: /Ticket created/ }).click();
    await drawer.getByText('"ticketId": 7001').waitFor();
    await drawer.getByText("What was asked of Gorgias").waitFor();
    expect(world.stub().requests.map(({ path }) => path)).toContain(
      "/api/activity/call%3A899999/write?generation=1&key=ticket",
    );
  });

  it("that failed says what to do, and a retry shows its result", async () => {
    const reason = { code: "vendor_rejected", vendor: "gorgias", status: 403, request: null, detail: "Quota used up" };
    const failed = { ...canned.detail, result: "failed", reason };
    world.stub().answers.set("GET /api/activity/:id", { body: failed });
    const page = await world.visit("/activity/call%3A899999");
    await page.getByText("This needs you").waitFor();
    await page.getByText("Quota used up").first().waitFor();
    await page.getByText("Correct the cause in Gorgias, then retry.").waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByText("Retrying…").waitFor();
    const done = { ...canned.detail, result: "done", reason: null, updatedAt: "2026-11-22T12:30:00.000Z" };
    world.stub().answers.set("GET /api/activity/:id", { body: done });
    await page.getByText("Retry finished: done").waitFor();
    expect(await page.getByText("This needs you").count()).toBe(0);
  });

  it("is retried by the button", async () => {
    const page = await world.visit("/activity/call%3A1");
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByText("Retry started.").waitFor();
    expect(writeRequests()).toMatchObject([
      { method: "POST", path: "/api/activity/call%3A899999/replay", csrfToken: "token-1" },
    ]);
  });
});

describe("a conversation", () => {
  const address = "/activity/text%3A%2B33612345684";

  it("shows the customer's on the left and the agents' on the right, each with its time in one zone and its ticket", async () => {
    const page = await world.visit(address, { timezoneId: "Europe/Paris" });
    const bubbles = page.getByRole("list", { name: "Messages, oldest first" }).locator(".bubble");
    await bubbles.first().waitFor();
    const [theirs, ours] = [await bubbles.nth(0).boundingBox(), await bubbles.nth(1).boundingBox()];
    expect(theirs?.x).toBeLessThan(ours?.x ?? 0);
    await bubbles.nth(1).getByText("Sent by Cleo Agent · Support · 22 Nov 2026, 13:01:00 CET").waitFor();
    const link = bubbles.nth(0).getByRole("link", { name: "Ticket 7006" });
    expect(await link.getAttribute("href")).toBe("https://acme.gorgias.com/app/ticket/7006");
  });

  it("shows the outcome of each message and each file", async () => {
    const page = await world.visit(address);
    const bubble = (id: string) => page.locator(".bubble", { hasText: id });
    await bubble("Body of SM2").getByText("Not delivered").waitFor();
    await bubble("Body of SM5").getByText("WhatsApp · group").waitFor();
    await bubble("Body of SM6").getByText("Rejected by Gorgias").waitFor();
    await bubble("Body of SM6").getByText(canned.HOSTILE).nth(1).waitFor();
    await bubble("Body of SM7").getByText("Not in Gorgias yet").waitFor();
    await bubble("Body of SM7").getByText("The connection is not active.").waitFor();
    expect(await bubble("file-1.bin").getByRole("list", { name: "Files" }).locator("li").allInnerTexts()).toEqual([
      `file-0.bin ${canned.HOSTILE} – attached`,
      "file-1.bin – not attached: neither a picture nor a PDF (audio/amr)",
      "file-2.bin – not attached: too large (600 MB)",
      "file-3.bin – not attached: Aircall no longer has it",
      "file-4.bin – not attached: it is not what it says it is",
      `file-5.bin – not attached: not fetched, because ${canned.HOSTILE} is not a media host`,
      "file-6.bin – on its way",
      "file-7.bin – not attached: Aircall gives no link to it",
    ]);
  });

  it("marks where a ticket was opened again, and where another one begins and why", async () => {
    const page = await world.visit(address);
    await page.locator(".bubble").first().waitFor();
    expect(
      await page.locator(".bubbles > li").evaluateAll((all) => all.map((li) => li.className.split(" ")[0])),
    ).toEqual([
      "bubble",
      "bubble",
      "bubble",
      "thread-event",
      "bubble",
      "thread-event",
      "bubble",
      "bubble",
      "bubble",
      "thread-event",
      "bubble",
    ]);
    const marks = page.locator(".thread-event");
    expect(await marks.nth(0).innerText()).toBe("Ticket 7006 was reopened.");
    expect(await marks.nth(1).innerText()).toContain(
      "Ticket 7006 had been closed for too long. Continued in: Ticket 7020",
    );
    expect(await marks.nth(2).innerText()).toBe("Continued in: Ticket 7021");
  });

  it("names its writes by what they did, and is retried by the button", async () => {
    const page = await world.visit(address);
    const writes = page.getByRole("region", { name: "Timeline" });
    for (const words of [
      "Message “Body of SM2” added",
      "Note “not delivered” added for “Body of SM2”",
      "File uploaded: file-0.bin",
      "File not uploaded: file-1.bin",
      "Ticket reopened",
      "Ticket 7006 had been closed for too long.",
      "Ticket created (ticket 2 of this conversation)",
    ]) {
      await writes.getByText(words).first().waitFor();
    }
    await page.getByText("not written yet", { exact: true }).waitFor();
    await page.getByText("Ignored – The number is not selected, so no ticket is created.").waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await page.getByText("Retry started.").waitFor();
    expect(writeRequests()).toMatchObject([{ method: "POST", csrfToken: "token-1" }]);
  });

  it("says every reason in French", async () => {
    const page = await world.visit(address, { locale: "fr-FR" });
    const bubble = (id: string) => page.locator(".bubble", { hasText: id });
    await bubble("Body of SM6").getByText("Gorgias a rejeté une requête (400, POST /tickets).").waitFor();
    await bubble("Body of SM7")
      .getByText("La connexion n’est pas active. L’écriture suivra dès la réactivation.")
      .waitFor();
    await bubble("file-5.bin").getByText("n’est pas un hôte de médias").waitFor();
    await page.getByText("pas encore écrit", { exact: true }).waitFor();
    await page.getByText("Ignoré – Le numéro n’est pas sélectionné").waitFor();
    await page.getByText("Le ticket 7006 était fermé depuis trop longtemps.").first().waitFor();
    world.stub().answers.set("GET /api/connection", { body: canned.deactivated });
    await page.goto(`${world.stub().url}/connection`);
    await page.getByText("Gorgias a refusé toutes les requêtes pendant trop longtemps").waitFor();
  });

  it("folds long tables, and says when only the latest messages are stored", async () => {
    const [text] = canned.conversation.plan.texts;
    const [write] = canned.conversation.writes;
    const many = Array.from({ length: 100 }, (_, i) => ({ ...text, id: `SM-${i}` }));
    const writes = Array.from({ length: 30 }, (_, i) => ({
      ...write,
      kind: "message",
      ref: `SM-${i}`,
      key: `message:SM-${i}`,
    }));
    world.stub().answers.set("GET /api/activity/:id", {
      body: { ...canned.conversation, plan: { kind: "conversation", texts: many }, writes, texts: 100 },
    });
    const page = await world.visit(address);
    await page.getByText("Latest 100 messages").waitFor();
    await page.getByText("100 messages or more").waitFor();
    await page.getByText("Show all 33").press("Enter");
    await page.getByRole("region", { name: "Timeline" }).getByText("Message “Where is it?").first().waitFor();
  });
});

describe("the keyboard", () => {
  it("reaches the content at once, and lands on the heading of a new page", async () => {
    const page = await world.visit("/numbers");
    await page.getByLabel("Support").waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to content");
    await page.getByRole("link", { name: "Settings", exact: true }).press("Enter");
    await page.getByLabel("Language of tickets and notes").waitFor();
    expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
  });

  it("moves on from the page's content while the page loads, and stays there once it has loaded", async () => {
    const page = await world.visit("/numbers");
    await page.getByLabel("Support").waitFor();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/assets/settings-page-*.js", async (route) => {
      await released;
      await route.continue();
    });
    await page.getByRole("link", { name: "Settings", exact: true }).press("Enter");
    await page.getByLabel("Support").waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.id")).toBe("content");
    await page.getByRole("link", { name: "Agents", exact: true }).focus();
    release();
    await page.getByLabel("Language of tickets and notes").waitFor();
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Agents");
  });

  it("opens and closes the menu on a phone", async () => {
    const page = await world.visit("/", { viewport: { width: 375, height: 700 } });
    await page.getByRole("button", { name: "Open menu" }).press("Enter");
    await page.getByRole("link", { name: "Numbers", exact: true }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Numbers" }).waitFor();
    await page.getByRole("link", { name: "Agents", exact: true }).waitFor({ state: "hidden" });
  });
});
