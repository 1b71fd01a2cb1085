/** M9: files that come with messages: pictures and PDFs are attached, everything else is named with the reason. */
import { describe, expect, it } from "vitest";
import type { SeenNote, Shop, ShopOptions } from "../helpers/shop.ts";
import {
  bodiesOf,
  deliveriesOf,
  picture,
  receiveText,
  sendText,
  textsOf,
  uploadsOf,
  type AttachedFile,
} from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const MB = 1024 * 1024;
const PNG = picture();
/** What another PNG's name and word may be put upon. */
const SAID: AttachedFile = { name: "box.png", type: "image/png" };

/** The one message of a shop after a message with these files. */
async function textWith(media: AttachedFile[], options: ShopOptions & { body?: string } = {}) {
  const { body = "look", ...rest } = options;
  const shop = await world.it.openShop(rest);
  const id = await receiveText(shop, world.it.clock, { body, media });
  await shop.settle(0);
  return { shop, id, text: () => onlyText(shop) };
}

function onlyText(shop: Shop): SeenNote {
  const [text, ...more] = textsOf(shop);
  if (!text || more.length > 0) throw new Error(`${more.length + (text ? 1 : 0)} messages, not one`);
  return text;
}

const missing = (file: string, why: string) => `look\nFile not attached: ${file} – ${why}`;
const OTHER = "only pictures and PDF files are attached";
const DISGUISED = "its content is not what it is said to be";
const REFUSED = "it could not be fetched";
const GONE = "Aircall does not have it any more";
const LARGE = "it is too large";

describe("what is attached", () => {
  it("M9: a PNG, byte for byte", async () => {
    const { shop, id, text } = await textWith([picture(70_000)]);
    const [told] = shop.phone.messages.describeMedia(id);
    expect(text()).toMatchObject({ text: "look", attachments: [{ name: "box.png", size: 70_000 }] });
    expect(uploadsOf(shop)).toMatchObject([{ size: 70_000, sha256: told?.sha256 }]);
  });

  it.each([
    ["JPEG", "image/jpeg", "box.jpg"],
    ["GIF", "image/gif", "box.gif"],
    ["PDF", "application/pdf", "invoice.pdf"],
  ])("M9: a %s, byte for byte", async (_kind, type, name) => {
    const { shop, id, text } = await textWith([{ name, type }]);
    const [told] = shop.phone.messages.describeMedia(id);
    expect(text()).toMatchObject({ text: "look", attachments: [{ name, size: 20_000 }] });
    expect(uploadsOf(shop)).toMatchObject([{ name, size: 20_000, sha256: told?.sha256 }]);
    expect(text().attachments[0]?.url).not.toContain("X-Amz");
  });

  it("M9: ten files, in their order", async () => {
    const media = Array.from({ length: 10 }, (_, i) => picture(100 + i, `box-${i}.png`));
    const { shop, text } = await textWith(media);
    expect(text().attachments.map(({ name, size }) => [name, size])).toEqual(
      media.map(({ name }, i) => [name, 100 + i]),
    );
    expect(uploadsOf(shop)).toHaveLength(10);
  });

  it("M9: a message of nothing but a file is written", async () => {
    const { text } = await textWith([PNG], { body: "" });
    expect(text()).toMatchObject({ text: "(files only)", attachments: [{ name: "box.png" }] });
  });

  it("M9: what an agent sends too, and Gorgias sends nothing to the customer", async () => {
    const shop = await world.it.openShop();
    await sendText(shop, world.it.clock, {
      body: "Your label",
      media: [{ name: "label.pdf", type: "application/pdf" }],
    });
    await shop.settle();
    expect(onlyText(shop)).toMatchObject({ fromAgent: true, attachments: [{ name: "label.pdf" }] });
    expect(shop.desk.outbox(shop.account)).toEqual([]);
  });

  it("M9: a file without a length", async () => {
    const { shop, id, text } = await textWith([{ ...PNG, chunked: true }]);
    const [told] = shop.phone.messages.describeMedia(id);
    expect(text().attachments).toHaveLength(1);
    expect(uploadsOf(shop)[0]?.sha256).toBe(told?.sha256);
  });

  it("M9: files that are bare links, by their own names and by the type of their bytes", async () => {
    world.it.sandbox.aircall.phone.change({ messageMediaForm: "strings" });
    const { text } = await textWith([PNG, { name: "song.mp3", type: "audio/mpeg" }]);
    world.it.sandbox.aircall.phone.change({ messageMediaForm: "objects" });
    expect(text().attachments).toMatchObject([{ name: "0-box.png" }]);
    expect(text().text).toBe(missing("1-song.mp3", OTHER));
  });

  it("M9: each file once, though the message is delivered three times", async () => {
    const { shop, id, text } = await textWith([PNG]);
    for (const body of bodiesOf(shop, id)) for (const copy of [" ", "  "]) await shop.deliver(body + copy);
    await shop.settle();
    expect(text().attachments).toHaveLength(1);
    expect(uploadsOf(shop)).toHaveLength(1);
  });
});

describe("what is named instead", () => {
  it.each<[string, AttachedFile, string]>([
    ["sound", { name: "song.mp3", type: "audio/mpeg" }, OTHER],
    [
      "a program",
      { name: "setup.exe", type: "application/x-msdownload", base64: "TVqQAAMAAAAEAAAA//8AALgAAAA=" },
      OTHER,
    ],
    ["SVG", { name: "logo.svg", type: "image/svg+xml", text: "<svg onload='alert(1)'/>" }, OTHER],
    ["HTML", { name: "page.html", type: "text/html", text: "<script>alert(1)</script>" }, OTHER],
    ["a program that is said to be a picture", { ...SAID, base64: "TVqQAAMAAAAEAAAA//8AALgAAAA=" }, DISGUISED],
    ["HTML that is said to be a PDF", { name: "box.png", type: "application/pdf", text: "<html>" }, DISGUISED],
    ["nothing at all", { ...SAID, text: "" }, DISGUISED],
    ["a file that is gone", { ...PNG, gone: true }, GONE],
    ["a redirect to another host", { ...PNG, redirectTo: "http://127.0.0.1:1/secret" }, REFUSED],
    ["a redirect to a file of the machine", { ...PNG, redirectTo: "file:///etc/passwd" }, REFUSED],
  ])("M9: %s, with the reason", async (_what, file, why) => {
    const { shop, text } = await textWith([file]);
    expect(text()).toMatchObject({ text: missing(file.name ?? "", why), attachments: [] });
    expect(uploadsOf(shop)).toEqual([]);
  });

  it("M9: a picture with a wrong type is attached with its real one", async () => {
    const { text } = await textWith([{ ...PNG, name: "box.txt", type: "text/plain" }]);
    expect(text()).toMatchObject({ text: "look", attachments: [{ name: "box.txt.png" }] });
  });

  it("M9: some of a message's files are attached and the others named, each with its own reason", async () => {
    const { text } = await textWith([
      { name: "song.mp3", type: "audio/mpeg" },
      PNG,
      { name: "gone.png", type: "image/png", gone: true },
    ]);
    expect(text().attachments.map(({ name }) => name)).toEqual(["box.png"]);
    expect(text().text).toBe(`${missing("song.mp3", OTHER)}\nFile not attached: gone.png – ${GONE}`);
  });

  it("M9: names the reason in French where the shop speaks French", async () => {
    const { text } = await textWith(
      [
        { name: "song.mp3", type: "audio/mpeg" },
        { ...PNG, gone: true },
      ],
      {
        settings: { language: "fr" },
      },
    );
    expect(text().text).toBe(
      "look\nFichier non joint\u00a0: song.mp3 – seuls les images et les fichiers PDF sont joints\n" +
        "Fichier non joint\u00a0: box.png – Aircall ne l’a plus",
    );
  });

  it("M9: a link that leads anywhere but to Aircall's files is never fetched", async () => {
    const shop = await world.it.openShop();
    const { gorgias } = world.it.sandbox;
    const link = `${gorgias.url}/${shop.account}/api/tickets`;
    const line = { id: shop.lines.fr, name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" };
    const files = [link, "file:///etc/passwd", "http://169.254.169.254/latest", "javascript:alert(1)", "no address"];
    const data = {
      id: "SM-foreign",
      direction: "inbound",
      external_number: "+33 6 12 34 56 78",
      body: "look",
      status: "received",
      created_at: new Date(world.it.clock.now()).toISOString(),
      media_details: files.map((url, i) => ({ file_name: `${i}.png`, file_type: "image/png", presigned_url: url })),
      number: line,
    };
    await shop.phone.messages.publish({ company: shop.company, line: shop.lines.fr, data });
    await shop.settle();
    const lines = files.map((_, i) => `File not attached: ${i}.png – ${REFUSED}`);
    expect(onlyText(shop).text).toBe(["look", ...lines].join("\n"));
    expect(shop.requests().filter((request) => request === "GET /api/tickets")).toEqual([]);
  });
});

describe("links that have expired", () => {
  it("M9: are replaced by fresh ones of the message", async () => {
    const shop = await world.it.openShop();
    const id = await receiveText(shop, world.it.clock, { body: "look", media: [PNG] });
    world.it.clock.advance(2 * 3_600_000);
    await shop.settle();
    const [told] = shop.phone.messages.describeMedia(id);
    expect(onlyText(shop).attachments).toHaveLength(1);
    expect(uploadsOf(shop)[0]?.sha256).toBe(told?.sha256);
  });

  it("M9: are replaced for the messages of a group as well", async () => {
    const shop = await world.it.openShop();
    const participants = ["+12025550147", "+12025550148"];
    const told = { company: shop.company, line: shop.lines.us, participants, body: "look", media: [PNG] };
    await shop.phone.messages.receiveGroup(told);
    world.it.clock.advance(2 * 3_600_000);
    await shop.settle();
    expect(onlyText(shop).attachments).toHaveLength(1);
  });

  it("M9: are named as gone where Aircall has no message any more", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "look", media: [PNG] });
    const { faults } = world.it.sandbox.aircall;
    faults.add({ fault: { kind: "status", status: 404 }, method: "GET", path: "/messages/SM", times: 0 });
    world.it.clock.advance(2 * 3_600_000);
    await shop.settle();
    faults.clear();
    expect(onlyText(shop)).toMatchObject({ text: missing("box.png", GONE), attachments: [] });
  });
});

describe("large files", () => {
  it("M9: are not fetched when their given length is more than 500 MB", async () => {
    // Only the headers say so. The bytes are never sent.
    const { shop, text } = await textWith([{ ...SAID, sizeBytes: 501 * MB, truncateAt: 100 }]);
    expect(text().text).toBe(missing("box.png", LARGE));
    expect(shop.requests()).not.toContain("POST /api/upload");
  });

  it("M9: are named when Gorgias refuses their size", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ uploadLimitBytes: 1_000 }, shop.account);
    await receiveText(shop, world.it.clock, { body: "look", media: [picture(5_000)] });
    await shop.settle();
    expect(onlyText(shop)).toMatchObject({ text: missing("box.png", LARGE), attachments: [] });
  });

  it("M9: are named when Gorgias refuses them for anything else about them", async () => {
    const shop = await world.it.openShop();
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 400 }, method: "POST", path: `^/${shop.account}/api/upload` });
    await receiveText(shop, world.it.clock, { body: "look", media: [PNG] });
    await shop.settle();
    expect(onlyText(shop)).toMatchObject({ text: missing("box.png", REFUSED), attachments: [] });
  });
});

describe("a server of files that fails", () => {
  it.each<[string, Partial<AttachedFile>]>([
    ["answers 503", { status: 503 }],
    ["breaks off at the beginning", { truncateAt: 100 }],
    ["breaks off later", { ...picture(900_000), truncateAt: 600_000 }],
    ["breaks off and has sent no length", { ...picture(900_000), truncateAt: 600_000, chunked: true }],
  ])("M9: delays the message by two minutes at most when it %s", async (_how, trouble) => {
    const shop = await world.it.openShop();
    const began = world.it.clock.now();
    await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, ...trouble }] });
    await shop.settle(100_000);
    expect(textsOf(shop)).toEqual([]);
    await shop.settle(60_000);
    expect(world.it.clock.now() - began).toBeLessThanOrEqual(121_000);
    expect(onlyText(shop)).toMatchObject({ text: missing("box.png", REFUSED), attachments: [] });
    expect((await shop.activity("text:+33612345678")).state).toBe("done");
  });

  it("M9: delays no other message, and messages are in the order they were sent all the same", async () => {
    const shop = await world.it.openShop();
    const id = await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, status: 503 }] });
    await receiveText(shop, world.it.clock, { body: "and?" });
    await shop.settle(0);
    expect(shop.texts()).toEqual([["and?"]]);
    await shop.settle(30_000);
    expect(shop.texts()).toEqual([["and?"]]);
    shop.phone.messages.controlMedia(id, { status: null });
    await shop.settle();
    expect(shop.texts()).toEqual([["look", "and?"]]);
    expect(textsOf(shop)[0]?.attachments).toHaveLength(1);
  });

  it("M9: is retried for two minutes also where its message had to wait longer than that for Gorgias", async () => {
    const shop = await world.it.openShop();
    const { faults } = world.it.sandbox.gorgias;
    faults.add({ fault: { kind: "status", status: 503 }, path: `^/${shop.account}/api/`, times: 0 });
    const id = await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, status: 503 }] });
    await shop.settle(600_000);
    faults.clear();
    const isTold = async () => (await shop.activity("text:+33612345678")).reason?.code === "waiting_for_file";
    for (let tries = 0; tries < 100 && !(await isTold()); tries += 1) {
      world.it.clock.advance(10_000);
      await shop.settle(0);
    }
    expect(textsOf(shop)).toEqual([]);
    shop.phone.messages.controlMedia(id, { status: null });
    await shop.settle(660_000);
    expect(onlyText(shop).attachments).toHaveLength(1);
  });

  it("M9: is retried for two minutes from its next failure where it got no request for longer than that", async () => {
    const shop = await world.it.openShop();
    const { services } = world.it;
    const be = (status: string) =>
      services.database.query("update connections set status = $2 where account = $1", [shop.account, status]);
    const reason = async () => (await shop.activity("text:+33612345678")).reason;
    const id = await receiveText(shop, world.it.clock, { body: "look", media: [{ ...PNG, status: 503 }] });
    await shop.settle(20_000);
    expect(await reason()).toEqual({ code: "waiting_for_file" });
    expect(await deliveriesOf(world.it, shop)).toMatchObject([{ outcome: { code: "not_written_yet" } }]);
    await be("deactivated");
    await shop.settle(600_000);
    expect(await reason()).toEqual({ code: "connection_inactive" });
    await be("active");
    world.it.clock.advance(600_000);
    await services.replay(shop.account, "text:+33612345678");
    await shop.settle(20_000);
    expect(await reason()).toEqual({ code: "waiting_for_file" });
    expect(textsOf(shop)).toEqual([]);
    shop.phone.messages.controlMedia(id, { status: null });
    await shop.settle();
    expect(onlyText(shop).attachments).toHaveLength(1);
  });

  it("M9: is not taken for Gorgias, whose failing upload is tried again for as long as it takes", async () => {
    const shop = await world.it.openShop();
    const { faults } = world.it.sandbox.gorgias;
    const path = `^/${shop.account}/api/upload`;
    faults.add({ fault: { kind: "status", status: 503 }, method: "POST", path, times: 9 });
    await receiveText(shop, world.it.clock, { body: "look", media: [PNG] });
    await shop.settle(3_600_000);
    expect(faults.list()).toEqual([]);
    expect(onlyText(shop).attachments).toHaveLength(1);
  });
});
