/**
 * File servers that hang in every way, and the real worker loops of the service. Nothing here times out, so that work
 * continues only because it does not wait behind what hangs.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DOWNLOAD_TIMEOUTS } from "../../src/outbound/open-download.ts";
import { unlimited } from "../../src/rate-limit/limiter.ts";
import type { Shop } from "../helpers/shop.ts";
import { CALLER, picture, receiveText, textsOf, uploadsOf } from "../helpers/texting.ts";
import { openWorld, type World } from "../helpers/world.ts";
import { postgresWorld } from "../helpers/postgres.ts";

const HOUR_MS = 3_600_000;
const mediaTimeouts = { ...DOWNLOAD_TIMEOUTS, answerMs: HOUR_MS, idleMs: HOUR_MS };
const PATIENT = { timeout: 30_000, interval: 20 };
const PNG = picture();
const FILES = 100;
const RECORDINGS = 10;

let world: World;
let [busy, calm]: Shop[] = [];
beforeAll(async () => {
  world = await openWorld({ ...(await postgresWorld()), over: { rateLimiter: unlimited, mediaTimeouts } });
  [busy, calm] = [await openShop(), await openShop()];
  await world.services.scheduler.work(world.services.run);
  await hang(the(busy));
});
afterAll(() => world.close(0));

async function openShop(): Promise<Shop> {
  const shop = await world.openShop();
  shop.desk.patchSettings({ rateLimit: { enabled: false } }, shop.account);
  shop.desk.addCustomer(shop.account, { name: "Ada Byron", channels: [{ type: "phone", address: CALLER }] });
  return shop;
}

const the = (shop: Shop | undefined): Shop => {
  if (!shop) throw new Error("the shop is not open yet");
  return shop;
};

/** Messages whose files hang, recordings that hang, and some that stop in the middle. Resolves once all were requested. */
async function hang(shop: Shop): Promise<void> {
  for (let n = 0; n < FILES; n += 1) {
    const media = [{ ...PNG, ...(n % 2 === 0 ? { hang: true } : { stallAt: 100 }) }];
    await receiveText(shop, world.clock, { from: `+3361200${1_000 + n}`, body: `hanging ${n}`, media });
  }
  for (let n = 0; n < RECORDINGS; n += 1)
    await endCall(shop, n < 3 ? { stallAt: 150_000, sizeBytes: 300_000 } : { hang: true });
  await vi.waitFor(async () => expect(await atWork()).toEqual({ message_file: FILES, recording: RECORDINGS }), PATIENT);
}

async function endCall(
  shop: Shop,
  served: { hang?: boolean; stallAt?: number; sizeBytes?: number } = {},
): Promise<number> {
  const call = await shop.place({ from: CALLER });
  await shop.phone.calls.answer(call, { user: shop.users.cleo });
  shop.phone.controlMedia(call, { kind: "recording", ...served });
  await shop.phone.calls.hangup(call);
  await shop.phone.calls.end(call);
  return call;
}

async function atWork(): Promise<Record<string, number>> {
  const rows = await world.services.database.query<{ name: string; count: number }>(
    `select kind as name, count(*)::int as count from work_items
     where leased_until > now() and kind in ('message_file', 'recording') group by kind`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

const ticketOf = (shop: Shop, call: number) =>
  shop.tickets().find(({ externalId }) => externalId === `aircall-call-${call}`);

describe.each([
  ["their own shop", () => the(busy)],
  ["another shop", () => the(calm)],
])("S3: a hundred files and ten recordings that hang hold up nothing of %s:", (_whose, shopOf) => {
  it("a card", async () => {
    const { phone, company, lines } = shopOf();
    const { call } = await phone.place({ company, line: lines.fr, from: CALLER });
    await vi.waitFor(() => expect(call.cards).toHaveLength(1), PATIENT);
  });

  it("a call, its notes and its recording", async () => {
    const shop = shopOf();
    const call = await endCall(shop);
    const keys = () => ticketOf(shop, call)?.notes.map(({ key }) => key) ?? [];
    await vi.waitFor(() => expect(keys()).toEqual(expect.arrayContaining(["answered", "ended", "recording"])), PATIENT);
    expect(uploadsOf(shop).some(({ name }) => name === `recording-${call}.mp3`)).toBe(true);
  });

  it("a message with a picture", async () => {
    const shop = shopOf();
    await receiveText(shop, world.clock, { body: "with a picture", media: [PNG] });
    const text = () => textsOf(shop).find((each) => each.text === "with a picture");
    await vi.waitFor(() => expect(text()?.attachments).toHaveLength(1), PATIENT);
  });

  it("the next message of a customer who sent one of the files", async () => {
    const shop = shopOf();
    await receiveText(shop, world.clock, { from: "+33612001000", body: "the next one" });
    await vi.waitFor(() => expect(textsOf(shop).map(({ text }) => text)).toContain("the next one"), PATIENT);
    expect(textsOf(shop).filter(({ text }) => text.startsWith("hanging"))).toEqual([]);
  });
});
