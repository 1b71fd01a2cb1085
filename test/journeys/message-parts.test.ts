/** M9, M12: what a message contains besides plain words: parts of an MMS, files in other shapes, templates of WhatsApp. */
import { describe, expect, it } from "vitest";
import type { Shop, ShopOptions } from "../helpers/shop.ts";
import { deliveriesOf, picture, receiveText, textsOf, uploadsOf, type AttachedFile } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
const SMIL: AttachedFile = { name: "smil.xml", type: "application/smil", text: "<smil><body/></smil>" };
const words = (text: string, type = "text/plain"): AttachedFile => ({ name: "text_0.txt", type, text });

async function textWith(media: AttachedFile[], body = "", options: ShopOptions = {}): Promise<Shop> {
  const shop = await world.it.openShop(options);
  await receiveText(shop, world.it.clock, { body, media });
  await shop.settle();
  return shop;
}

type MediaForm = "objects" | "strings" | "url" | "media" | "without-link";

async function withForm<T>(messageMediaForm: MediaForm, work: () => Promise<T>): Promise<T> {
  const { phone } = world.it.sandbox.aircall;
  phone.change({ messageMediaForm });
  try {
    return await work();
  } finally {
    phone.change({ messageMediaForm: "objects" });
  }
}

describe("the parts of an MMS", () => {
  it.each([
    ["plain", "text/plain", "Where is my order?"],
    ["with its charset", "text/plain; charset=utf-8", "Où est ma commande ? 👋"],
    ["in capitals", "TEXT/PLAIN;CHARSET=UTF-8", "hello"],
  ])("M9: text parts become the text, and layout parts are dropped: %s", async (_how, type, text) => {
    const shop = await textWith([SMIL, words(text, type)]);
    expect(textsOf(shop)).toMatchObject([{ text, attachments: [] }]);
    expect(uploadsOf(shop)).toEqual([]);
    expect((await shop.activity("text:+33612345678")).state).toBe("done");
  });

  it("M9: a text part in an old character set is read", async () => {
    const base64 = Buffer.from("déjà vu", "latin1").toString("base64");
    const shop = await textWith([{ name: "0.txt", type: "text/plain; charset=iso-8859-1", base64 }]);
    expect(textsOf(shop)).toMatchObject([{ text: "déjà vu" }]);
  });

  it("M9: words are below the body, pictures are attached beside them", async () => {
    const shop = await textWith([SMIL, picture(), words("second")], "first");
    expect(textsOf(shop)).toMatchObject([{ text: "first\nsecond", attachments: [{ name: "box.png" }] }]);
  });

  it("M9: parts that are bare links have the type that their server says", async () => {
    const shop = await withForm("strings", () => textWith([SMIL, words("hello")]));
    expect(textsOf(shop)).toMatchObject([{ text: "hello" }]);
  });

  it("M9: a contact's card, and a text part that is no text or far too long, are named as files", async () => {
    const vcard = { name: "ada.vcf", type: "text/vcard", text: "BEGIN:VCARD\nEND:VCARD" };
    const binary = { name: "odd.txt", type: "text/plain", base64: Buffer.from("a\u0000b").toString("base64") };
    const long = { name: "long.txt", type: "text/plain", text: "x".repeat(70_000) };
    const shop = await textWith([vcard, binary, long], "look");
    const lines = ["ada.vcf", "odd.txt", "long.txt"].map(
      (name) => `File not attached: ${name} – only pictures and PDF files are attached`,
    );
    expect(textsOf(shop)).toMatchObject([{ text: ["look", ...lines].join("\n") }]);
  });

  it("M9: a text part whose link leads elsewhere is not fetched, and named", async () => {
    const shop = await textWith([{ ...words("secret"), redirectTo: "http://127.0.0.1:1/secret" }], "look");
    expect(textsOf(shop)).toMatchObject([{ text: "look\nFile not attached: text_0.txt – it could not be fetched" }]);
  });

  it("M9: the words are there also where the answer to the message was lost", async () => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "first" });
    await shop.settle();
    world.it.sandbox.gorgias.faults.add({
      method: "POST",
      path: `^/${shop.account}/api/tickets/\\d+/messages$`,
      fault: { kind: "lost-answer" },
    });
    await receiveText(shop, world.it.clock, { body: "", media: [words("second")] });
    await shop.settle();
    expect(textsOf(shop).map(({ text }) => text)).toEqual(["first", "second"]);
  });
});

describe("files in other shapes", () => {
  it.each<MediaForm>(["url", "media"])("M9: are attached with their link under %s", async (form) => {
    const shop = await withForm(form, () => textWith([picture()], "look"));
    expect(textsOf(shop)).toMatchObject([{ text: "look", attachments: [{ name: "box.png" }] }]);
  });

  it("M9: are named with the reason where Aircall gives no link, neither at first nor when asked", async () => {
    const shop = await withForm("without-link", () => textWith([picture()], "look"));
    expect(textsOf(shop)).toMatchObject([
      { text: "look\nFile not attached: box.png – Aircall gave no link to it", attachments: [] },
    ]);
  });

  it("C15: a list says which of its items could not be read, and keeps the others", async () => {
    const shop = await world.it.openShop();
    const number = { id: shop.lines.fr, name: "Support FR", digits: "+33 1 70 18 00 01", country: "FR" };
    const data = { id: "SM-odd", direction: "inbound", external_number: "+33 6 12 34 56 78", number };
    const media_details = ["", { file_name: "a.png", presigned_url: null }];
    await shop.phone.messages.publish({
      company: shop.company,
      line: shop.lines.fr,
      data: { ...data, body: "look", media_details },
    });
    await shop.settle();
    expect(textsOf(shop)).toMatchObject([{ text: "look\nFile not attached: a.png – Aircall gave no link to it" }]);
    expect(await deliveriesOf(world.it, shop)).toMatchObject([
      { outcome: { code: "read_in_part", paths: ["media_details.0"] } },
    ]);
  });
});

describe("templates", () => {
  it.each([
    ["a string", "Your parcel waits"],
    ["an object", { name: "parcel", components: [{ type: "BODY", text: "Your parcel waits" }] }],
    ["a list of parts", [{ type: "text", text: "Your parcel waits" }]],
  ])("M12: a WhatsApp template shows its words, which come as %s", async (_shape, templateContent) => {
    const shop = await world.it.openShop();
    await receiveText(shop, world.it.clock, { body: "", channel: "whatsapp", templateContent });
    await shop.settle();
    expect(textsOf(shop)).toMatchObject([{ text: "WhatsApp message\nYour parcel waits" }]);
  });
});
