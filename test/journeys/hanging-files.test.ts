/** Files whose server hangs, with short timeouts and a clock that the test moves. */
import { afterEach, describe, expect, it } from "vitest";
import { DOWNLOAD_TIMEOUTS } from "../../src/outbound/open-download.ts";
import { picture, receiveText, textsOf, uploadsOf, type AttachedFile } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const mediaTimeouts = { ...DOWNLOAD_TIMEOUTS, connectMs: 2_000, answerMs: 60, idleMs: 60 };
const world = useWorld(async () => ({ over: { mediaTimeouts } }));
afterEach(() => world.it.sandbox.gorgias.faults.clear());
const PNG = picture();
const REFUSED = "it could not be fetched";
const missing = (file: string) => `File not attached: ${file} – ${REFUSED}`;

describe("the file of a message", () => {
  it.each<[string, Partial<AttachedFile>]>([
    ["does not answer", { hang: true }],
    ["stops at the beginning", { stallAt: 10 }],
    ["stops in the middle", { ...picture(900_000), stallAt: 600_000 }],
    ["stops in the middle and has sent no length", { ...picture(900_000), stallAt: 600_000, chunked: true }],
  ])("M9: delays its text by two minutes where its server %s", async (_how, trouble) => {
    const shop = await world.it.openShop();
    const began = world.it.clock.now();
    await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, ...trouble }] });
    await shop.settle(100_000);
    expect(textsOf(shop)).toEqual([]);
    await shop.settle(60_000);
    expect(world.it.clock.now() - began).toBeLessThanOrEqual(121_000);
    expect(textsOf(shop).map(({ text }) => text)).toEqual([`look\n${missing("box.png")}`]);
    expect((await shop.activity("text:+33612345678")).state).toBe("done");
  });

  it("M9: delays its text by two minutes, and no longer where a later message waits for a file too", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "one", media: [{ ...PNG, hang: true }] });
    await shop.settle(60_000);
    await receiveText(shop, world.it.clock, { body: "two", media: [{ ...PNG, hang: true }] });
    await shop.settle(65_000);
    expect(textsOf(shop).map(({ text }) => text)).toEqual([`one\n${missing("box.png")}`]);
    await shop.settle(60_000);
    expect(textsOf(shop)).toHaveLength(2);
  });

  it("M9: delays its message by two minutes where it redirects to a server that hangs", async () => {
    const shop = await world.it.openShop();
    const hanging = await receiveText(shop, world.it.clock, { from: "+33612000001", media: [{ ...PNG, hang: true }] });
    const link = /"presigned_url":"([^"]+)"/.exec(
      shop.phone.deliveries.log.find(({ messageId }) => messageId === hanging)?.body ?? "",
    )?.[1];
    await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, redirectTo: link ?? "" }] });
    await shop.settle(130_000);
    expect(textsOf(shop).map(({ text }) => text)).toContain(`look\n${missing("box.png")}`);
  });

  it("M9: delays its message by no more where there are many, and attaches the available ones", async () => {
    const shop = await world.it.openShop();
    const began = world.it.clock.now();
    const media = Array.from({ length: 10 }, (_, n) => ({ ...picture(900, `${n}.png`), hang: n % 2 === 0 }));
    await receiveText(shop, world.it.clock, { body: "look", media });
    await shop.settle(130_000);
    expect(world.it.clock.now() - began).toBeLessThanOrEqual(121_000);
    const [text] = textsOf(shop);
    expect(text?.text).toBe(["look", ...[0, 2, 4, 6, 8].map((n) => missing(`${n}.png`))].join("\n"));
    expect(text?.attachments.map(({ name }) => name)).toEqual([1, 3, 5, 7, 9].map((n) => `${n}.png`));
    expect(uploadsOf(shop)).toHaveLength(5);
  });

  it("M9: is attached once its server works again within two minutes", async () => {
    const shop = await world.it.openShop();
    const id = await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, hang: true }] });
    await shop.settle(60_000);
    shop.phone.messages.controlMedia(id, { hang: null });
    await shop.settle(60_000);
    expect(textsOf(shop)[0]).toMatchObject({ text: "look", attachments: [{ name: "box.png" }] });
  });

  it("M9: opens the ticket of a new conversation with the messages behind it, and comes before them all the same", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, hang: true }] });
    await receiveText(shop, world.it.clock, { body: "and?" });
    await shop.settle(0);
    expect(shop.texts()).toEqual([["and?"]]);
    await shop.settle(130_000);
    expect(shop.texts()).toEqual([[`look\n${missing("box.png")}`, "and?"]]);
  });
});

describe("an upload that Gorgias does not take", () => {
  it("M9: delays its message by two minutes where everything else is accepted", async () => {
    const shop = await world.it.openShop();
    const { faults } = world.it.sandbox.gorgias;
    const began = world.it.clock.now();
    faults.add({
      fault: { kind: "status", status: 503 },
      method: "POST",
      path: `^/${shop.account}/api/upload`,
      times: 0,
    });
    await receiveText(shop, world.it.clock, { body: "look", media: [PNG] });
    await shop.settle(130_000);
    faults.clear();
    expect(world.it.clock.now() - began).toBeLessThanOrEqual(121_000);
    expect(textsOf(shop).map(({ text }) => text)).toEqual([`look\n${missing("box.png")}`]);
  });

  it.each([150_000, 3_600_000])(
    "M9: costs the message nothing where Gorgias accepts nothing for %i ms, and then everything",
    async (outageMs) => {
      const shop = await world.it.openShop();
      const { faults } = world.it.sandbox.gorgias;
      faults.add({ fault: { kind: "status", status: 503 }, path: `^/${shop.account}/api/`, times: 0 });
      await receiveText(shop, world.it.clock, { body: "look", media: [PNG] });
      await receiveText(shop, world.it.clock, { body: "and?" });
      await shop.settle(outageMs);
      faults.clear();
      await shop.settle(700_000);
      expect(textsOf(shop).map(({ attachments }) => attachments.length)).toEqual([1, 0]);
    },
    180_000,
  );
});

describe("a recording", () => {
  it.each([
    ["does not answer", { hang: true }],
    ["stops in the middle", { sizeBytes: 300_000, stallAt: 150_000 }],
  ])("C10: is asked for again where its server %s, and attached when it works", async (_how, trouble) => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    shop.phone.controlMedia(call, { kind: "recording", ...trouble });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.settle(3_000);
    expect(shop.ticket().notes.map(({ key }) => key)).toEqual(expect.arrayContaining(["answered", "ended"]));
    expect(shop.ticket().notes.map(({ key }) => key)).not.toContain("recording");
    shop.phone.controlMedia(call, { kind: "recording", hang: null, stallAt: null });
    await shop.settle();
    expect(shop.note("recording").attachments).toHaveLength(1);
  });
});
