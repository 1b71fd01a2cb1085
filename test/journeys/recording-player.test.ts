/** C10 in the console: the recording of a call is played by the service, from Aircall, to a signed-in admin only. */
import type { Browser } from "playwright-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { sharedBrowser } from "../console/chromium.ts";
import { takePicture } from "../console/take-picture.ts";
import { openInstalled, type InstalledShop } from "../helpers/installed.ts";
import { plainBrowser } from "../helpers/plain-browser.ts";
import { openSignedIn } from "../helpers/signed-in-page.ts";
import { shared } from "../helpers/shared.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld(async () => ({ install: true, consoleDir: await shared("console") }));

let browser: Browser;
let shop: InstalledShop;
let id = "";

beforeAll(async () => {
  browser = await sharedBrowser();
  shop = await openInstalled(world.it);
  const { phone, company, lines } = shop;
  const { calls } = await phone.stories.answered({ company, line: Number(lines[0]), from: "+33612345678" });
  id = `call:${calls[0]?.id}`;
  await world.it.settle();
});
afterEach(() => world.it.sandbox.aircall.faults.clear());

const address = (item = id, kind = "recording") =>
  `${world.it.url}/api/activity/${encodeURIComponent(item)}/recordings/${kind}`;
const play = (item?: string, kind?: string) => shop.visitor.fetch(address(item, kind));

it("plays the file that Aircall has, with the type of its bytes, and asks Gorgias nothing", async () => {
  shop.desk.clearRequests(shop.account);
  const answer = await play();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
  expect(answer.headers.get("cache-control")).toContain("private");
  const bytes = await answer.arrayBuffer();
  expect(bytes.byteLength).toBe(Number(answer.headers.get("content-length")));
  expect(bytes.byteLength).toBeGreaterThan(0);
  expect(shop.desk.requests(shop.account)).toEqual([]);
});

it("answers 404 for what the call has not, and 401 without a session", async () => {
  expect((await play(id, "voicemail")).status).toBe(404);
  expect((await play("call:1")).status).toBe(404);
  expect((await play(id.replace("call:", "card:"))).status).toBe(404);
  expect((await plainBrowser().fetch(address())).status).toBe(401);
});

it("says that Aircall does not answer, where it does not", async () => {
  world.it.sandbox.aircall.faults.add({ fault: { kind: "status", status: 500 }, path: "^/v1/calls/", times: 0 });
  const answer = await play();
  expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
    502,
    "vendor_silent",
  ]);
});

it("has a player on the call's page, which loads nothing before it is started", async () => {
  const page = await openSignedIn(browser, { url: world.it.url, visitor: shop.visitor }, "/activity");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${world.it.url}/activity/${encodeURIComponent(id)}`);
  await page.locator("audio").waitFor();
  expect(asked.filter((url) => url.includes("/recordings/"))).toEqual([]);
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.url().includes("/recordings/")),
    page.evaluate("void document.querySelector('audio').play().catch(() => undefined)"),
  ]);
  expect(response.status()).toBe(200);
  await takePicture(page, "recording-player");
  await page.context().close();
});
