/** Converting Aircall's messages, in each documented form and in forms that it might send. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PICTURE_URL, rawGroupText, rawText, rawUser } from "../../test/fixtures/deliveries.ts";
import type { MessageSnapshot } from "../domain/conversation/text-message.ts";
import { isActivityId } from "../domain/activity/work-item.ts";
import { conversationOf, conversationsBefore, describeFiles, describeMessage } from "./describe-message.ts";
import { messageSchema, type MessageAnswer } from "./message-schema.ts";

const SENT_MS = Date.UTC(2025, 9, 9, 8, 58, 20, 250);
const parse = (data: object): MessageAnswer => messageSchema.parse(data);
const shownOf = (data: object, event = "message.received"): MessageSnapshot => describeMessage(event, parse(data));
const filesOf = (data: object) => describeFiles(parse({ ...rawText, media_details: undefined, ...data }));
const namesOf = (...given: unknown[]) =>
  filesOf({
    media_details: given.map((file_name) => ({ file_name, file_type: "image/png", presigned_url: "https://e.com/" })),
  }).map(({ name }) => name);
const conversation = (data: object) => conversationOf(parse(data));
const line = (more: object) => ({ ...rawText.number, ...more });

describe("describeMessage", () => {
  it("M8: reads an inbound message", () => {
    expect(shownOf(rawText)).toEqual({
      messageId: "SM0001",
      direction: "inbound",
      body: "Where is my order?",
      status: "received",
      channel: null,
      sentAt: SENT_MS,
      customerDigits: "+1 202-555-0147",
      line: { id: "1001", name: "Support US", digits: "+1 202-555-0100", country: "US", timeZone: "America/New_York" },
      user: null,
      contact: null,
      files: [{ name: "box.jpg", type: "image/jpeg", url: PICTURE_URL }],
      group: null,
    });
  });

  it("M8: reads an outbound message, with or without an agent", () => {
    const sent = { ...rawText, direction: "outbound", status: "sent", user: rawUser };
    const user = { id: "55", name: "Ada Agent", email: "ada@example.com" };
    expect(shownOf(sent, "message.sent")).toMatchObject({ direction: "outbound", status: "sent", user });
    for (const user of [null, undefined, {}, "Ada"]) {
      expect(shownOf({ ...sent, user }, "message.sent").user).toBeNull();
    }
  });

  it("C2: reads the contact, and ignores an empty one", () => {
    const contact = { id: 7, first_name: "Ada", last_name: "Byron", emails: [{ value: "a@b.c" }] };
    expect(shownOf({ ...rawText, contact }).contact).toEqual({ firstName: "Ada", lastName: "Byron", email: "a@b.c" });
    expect(shownOf({ ...rawText, contact: { id: 7, first_name: null, emails: [] } }).contact).toBeNull();
  });

  it("S2: reads a WhatsApp message with its extra fields", () => {
    const whatsapp = {
      channel: "whatsapp",
      template_content: null,
      type: "media",
      metadata: {},
      parent_id: "SM0",
      whatsapp_message_category: "utility",
      recipient_country: "US",
    };
    expect(shownOf({ ...rawText, ...whatsapp })).toEqual({ ...shownOf(rawText), channel: "whatsapp" });
  });

  it.each([
    ["a string", "Your parcel waits"],
    ["an object with its text", { name: "parcel", text: "Your parcel waits" }],
    ["an object with its body", { type: "template", body: { text: "Your parcel waits" } }],
    ["components", { components: [{ type: "BODY", text: "Your parcel waits" }] }],
    ["a list of parts", [{ type: "text", text: "Your parcel waits" }]],
    ["JSON as text", JSON.stringify([{ type: "BODY", text: "Your parcel waits" }])],
    ["words with their values", { components: [{ text: "Your {{1}} waits", parameters: [{ text: "parcel" }] }] }],
  ])("M12: shows the words of a template that are %s", (_shape, template_content) => {
    for (const body of ["", null, " ", undefined]) {
      expect(shownOf({ ...rawText, body, channel: "whatsapp", template_content }).body).toBe("Your parcel waits");
    }
    expect(shownOf({ ...rawText, body: "own words", template_content }).body).toBe("own words");
  });

  it("M12: shows a template's header, body, footer and buttons, line by line", () => {
    const components = [
      { type: "HEADER", format: "TEXT", text: "Parcel" },
      { type: "BODY", text: "Hello {{name}}", parameters: [{ parameter_name: "name", text: "Ada" }] },
      { type: "FOOTER", text: "Reply STOP" },
      { type: "BUTTONS", buttons: [{ type: "URL", text: "Track", url: "https://e.com" }] },
    ];
    const template_content = { name: "parcel", language: "en", components };
    expect(shownOf({ ...rawText, body: "", template_content }).body).toBe("Parcel\nHello Ada\nReply STOP\nTrack");
  });

  it.each([null, 7, true, {}, [], "", { components: [{}] }, { name: "parcel" }])(
    "M12: makes no words of a template that has none: %j",
    (template_content) => {
      expect(shownOf({ ...rawText, body: "", template_content }).body).toBe("");
    },
  );

  it("M12: shows a line of a template again after another one, but not twice in a row", () => {
    const template_content = ["Hello", "Hello", "Your parcel waits", "Hello"];
    expect(shownOf({ ...rawText, body: null, template_content }).body).toBe("Hello\nYour parcel waits\nHello");
  });

  it("C15: treats absent, null and empty members alike", () => {
    const bare = { id: "SM0001", direction: "inbound" };
    const nulls = Object.fromEntries(Object.keys(rawText).map((key) => [key, null]));
    const shown = {
      messageId: "SM0001",
      direction: "inbound",
      body: "",
      status: null,
      channel: null,
      sentAt: null,
      customerDigits: null,
      line: null,
      user: null,
      contact: null,
      files: [],
      group: null,
    };
    expect(shownOf(bare)).toEqual(shown);
    expect(shownOf({ ...nulls, ...bare })).toEqual(shown);
    const empty = { body: "", status: "", channel: "", external_number: "", raw_digits: "", media_details: [] };
    expect(shownOf({ ...bare, ...empty, media_url: [], participants: [], group_conversation_id: "" })).toEqual(shown);
  });

  it("costs only the part whose type is wrong", () => {
    const odd = {
      direction: "sideways",
      external_number: 7,
      raw_digits: [],
      body: {},
      status: 1,
      channel: [],
      media_details: "none",
      media_url: 3,
      created_at: {},
      sent_at: [],
      number: "Support",
      contact: 4,
      user: 5,
      group_conversation_id: {},
      participants: "everybody",
    };
    expect(shownOf({ id: "SM0001", ...odd })).toEqual(shownOf({ id: "SM0001", direction: "inbound" }));
  });

  it("understands ids that are numbers", () => {
    expect(shownOf({ ...rawText, id: 31_234_567_890 }).messageId).toBe("31234567890");
    expect(shownOf({ ...rawGroupText, group_conversation_id: 77 }).group?.id).toBe("77");
  });

  it("loses what no database can keep", () => {
    expect(shownOf({ ...rawText, body: "a\u0000b\ud800", external_number: "+1\u0000202" })).toMatchObject({
      body: "ab\ufffd",
      customerDigits: "+1202",
    });
  });

  it("names the line by its digits where it has no name, with its country in capitals", () => {
    expect(shownOf({ ...rawText, number: line({ name: null, country: "us", time_zone: null }) }).line).toEqual({
      id: "1001",
      name: "+1 202-555-0100",
      digits: "+1 202-555-0100",
      country: "US",
      timeZone: null,
    });
  });
});

describe("the time of a message", () => {
  it.each([
    ["ISO with milliseconds", "2025-10-09T08:58:20.250Z", SENT_MS],
    ["ISO without them", "2025-10-09T08:58:20Z", SENT_MS - 250],
    ["ISO with microseconds", "2025-10-09T08:58:20.250999Z", SENT_MS],
    ["ISO of another zone", "2025-10-09T10:58:20.250+02:00", SENT_MS],
    ["ISO without a zone, which is UTC", "2025-10-09T08:58:20.250", SENT_MS],
    ["ISO without a zone, with a space", "2025-10-09 08:58:20", SENT_MS - 250],
    ["Unix milliseconds", SENT_MS, SENT_MS],
    ["Unix milliseconds as text", String(SENT_MS), SENT_MS],
    ["Unix seconds", (SENT_MS - 250) / 1000, SENT_MS - 250],
    ["Unix seconds as text", String((SENT_MS - 250) / 1000), SENT_MS - 250],
  ])("M8: is read from %s", (_name, given, read) => {
    expect(shownOf({ ...rawText, sent_at: given }).sentAt).toBe(read);
  });

  it.each([
    null,
    undefined,
    "",
    "soon",
    "9999-99-99",
    -1,
    4_102_444_800_000,
    Number.NaN,
    true,
    {},
    "1969-12-31",
    0,
    1,
    "1970-01-01",
  ])("is the time of creation where the time of sending is %j, and null without either", (given) => {
    expect(shownOf({ ...rawText, sent_at: given }).sentAt).toBe(SENT_MS - 125);
    expect(shownOf({ ...rawText, sent_at: given, created_at: given }).sentAt).toBeNull();
  });
});

describe("M9: the files of a message", () => {
  const url = "https://bucket.s3.amazonaws.com/a%20b/box%20%C3%A9.jpg?X-Amz-Signature=1";

  it("M9: are objects in webhooks and bare links in answers", () => {
    expect(filesOf({ media_details: [{ file_name: "a.png", file_type: "image/png", presigned_url: url }] })).toEqual([
      { name: "a.png", type: "image/png", url },
    ]);
    const bare = [{ name: "box é.jpg", type: null, url }];
    expect(filesOf({ media_url: [url] })).toEqual(bare);
    expect(filesOf({ media_details: [url] })).toEqual(bare);
    expect(filesOf({ media_details: [], media_url: [url] })).toEqual(bare);
    expect(filesOf({ media_details: [{ presigned_url: url }] })).toEqual(bare);
  });

  it("M9: are those of the details where both are there", () => {
    expect(
      filesOf({ media_details: [{ file_name: "a", presigned_url: url }], media_url: ["https://e.com/b"] }),
    ).toEqual([{ name: "a", type: null, url }]);
  });

  it("M9: are there without a link, or without any field", () => {
    const details = [
      { file_name: "a" },
      { file_name: "b", presigned_url: "" },
      { file_name: "c", presigned_url: null, file_type: "image/png" },
      7,
      {},
      null,
      "",
      { presigned_url: url },
    ];
    expect(filesOf({ media_details: details })).toEqual([
      { name: "a", type: null, url: null },
      { name: "b", type: null, url: null },
      { name: "c", type: "image/png", url: null },
      { name: "file-4", type: null, url: null },
      { name: "file-5", type: null, url: null },
      { name: "box é.jpg", type: null, url },
    ]);
  });

  it.each([
    ["url", { url }],
    ["media", { media: url }],
    ["an object under media", { media: { url } }],
    ["an object under presigned_url", { presigned_url: { url } }],
    ["url, where the documented one is null", { presigned_url: null, url }],
  ])("M9: have their link under %s", (_where, item) => {
    const file = { file_name: "a.png", file_type: "image/png", ...item };
    expect(filesOf({ media_details: [file] })).toEqual([{ name: "a.png", type: "image/png", url }]);
  });

  it("M9: are found in a list named media, of objects or of bare links", () => {
    expect(filesOf({ media: [{ name: "a.png", content_type: "image/png", url }] })).toEqual([
      { name: "a.png", type: "image/png", url },
    ]);
    expect(filesOf({ media: [url] })).toMatchObject([{ url }]);
  });

  it("M9: take a missing link from the other list, and what only that one names", () => {
    const details = [{ file_name: "a.png", presigned_url: null }];
    expect(filesOf({ media_details: details, media_url: [url, "https://e.com/b.png"] })).toEqual([
      { name: "a.png", type: null, url },
      { name: "b.png", type: null, url: "https://e.com/b.png" },
    ]);
  });

  it("M9: are twenty at most", () => {
    const many = Array.from({ length: 45 }, (_, n) => ({ file_name: `${n}.png`, presigned_url: url }));
    expect(filesOf({ media_details: many }).map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, n) => `${n}.png`),
    );
    expect(filesOf({ media_url: Array.from({ length: 45 }, () => url) })).toHaveLength(20);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ada\\box.jpg", "box.jpg"],
    ["/", "file-1"],
    ["..", "file-1"],
    ["a/..", "file-1"],
    [".", "file-1"],
    ["   ", "file-1"],
    [" box.jpg ", "box.jpg"],
    ["", "file-1"],
    ["photo\u202egnp.exe", "photo_gnp.exe"],
    ["a\r\nContent-Type: text/html", "a__Content-Type_ text/html".split("/").at(-1) ?? ""],
    ['"><img src=x>.png', "___img src=x_.png"],
    ["nul\u0000byte.png", "nulbyte.png"],
    ["\ud83d.png", "\ufffd.png"],
    ["déjà 👋.png", "déjà 👋.png"],
    [`${"x".repeat(500)}.png`, `${"x".repeat(116)}.png`],
  ])("M9: have a name without folders and without what no name should hold: %j", (given, name) => {
    expect(namesOf(given)).toEqual([name]);
  });

  it("M9: have a numbered name where Aircall gives none", () => {
    expect(
      filesOf({ media_url: ["https://e.com/", "no address", "https://e.com/%E0%A4%A.png", "https://e.com/%2F%2e%2e"] }),
    ).toMatchObject([{ name: "file-1" }, { name: "file-2" }, { name: "%E0%A4%A.png" }, { name: "file-4" }]);
  });

  it("M9: have a name that is valid everywhere, whatever Aircall sends", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.webUrl(), (given, address) => {
        for (const { name } of filesOf({ media_details: [{ file_name: given, presigned_url: address }, address] })) {
          expect(name).toMatch(/^[^/\\\p{Cc}\p{Cf}"<>|:*?]{1,120}$/u);
          expect(name.isWellFormed()).toBe(true);
          expect(name).toBe(name.trim());
          expect(name).not.toMatch(/^\.+$/);
        }
      }),
    );
  });
});

describe("a message to a group", () => {
  const sentByUs = { ...rawGroupText, status: "sent", external_number: undefined };

  it("M8: is read with its people and its writer", () => {
    expect(shownOf(rawGroupText, "group_message.received")).toEqual({
      ...shownOf({ ...rawText, media_details: [] }),
      messageId: "GM0001",
      body: "Lunch?",
      sentAt: SENT_MS - 125,
      customerDigits: "+1 202-555-0148",
      group: { id: "GC0001", participants: ["12025550148", "12025550147"] },
    });
  });

  it.each([
    ["group_message.received", "received", "inbound"],
    ["group_message.received", null, "inbound"],
    ["group_message.sent", "sent", "outbound"],
    ["group_message.sent", null, "outbound"],
    ["group_message.status_updated", "delivered", "outbound"],
    ["group_message.status_updated", "received", "inbound"],
    ["group_message.status_updated", null, "outbound"],
  ])("M8: has, for %s with status %s, the direction %s", (event, status, direction) => {
    expect(shownOf({ ...rawGroupText, status }, event).direction).toBe(direction);
  });

  it("M8: has the direction of the delivery where there is one", () => {
    expect(shownOf({ ...rawGroupText, direction: "outbound" }, "group_message.received").direction).toBe("outbound");
  });

  it("M8: from a line names the same person in any order of the people", () => {
    expect(shownOf(sentByUs, "group_message.sent").customerDigits).toBe("12025550147");
    const turned = { ...sentByUs, participants: rawGroupText.participants.toReversed() };
    expect(shownOf(turned, "group_message.sent").customerDigits).toBe("12025550147");
  });

  it("M8: never takes a line of the company for the external party, whether listed or named as the sender", () => {
    const withLine = { participants: ["12025550100", ...rawGroupText.participants] };
    for (const data of [
      { ...sentByUs, ...withLine },
      { ...sentByUs, ...withLine, external_number: "+1 202-555-0100" },
      { ...sentByUs, external_number: "+1 202-555-0100" },
      { ...sentByUs, ...withLine, number: line({ digits: null, e164_digits: "+12025550100" }) },
    ]) {
      expect(shownOf(data, "group_message.sent").customerDigits).toBe("12025550147");
    }
    expect(shownOf({ ...sentByUs, ...withLine }).group?.participants).toEqual(rawGroupText.participants);
  });

  it("is read without numbers that are absurdly long, and with a hundred people at most", () => {
    const participants = ["9".repeat(5_000), ...Array.from({ length: 5_000 }, (_, n) => String(33_600_000_000 + n))];
    const shown = shownOf({ ...rawGroupText, participants, external_number: "9".repeat(5_000) });
    expect(shown.customerDigits).toBe("33600000000");
    expect(shown.group?.participants).toHaveLength(99);
  });

  it("is understood with digits that are numbers, and without participants", () => {
    const participants = [12_025_550_148, null, "12025550147", {}];
    expect(shownOf({ ...rawGroupText, participants }).group?.participants).toEqual(["12025550148", "12025550147"]);
    expect(shownOf({ ...sentByUs, participants: null })).toMatchObject({
      customerDigits: null,
      group: { participants: [] },
    });
  });
});

describe("conversationOf", () => {
  it.each([
    ["the displayed number", { external_number: "+1 202-555-0147", raw_digits: null }],
    ["digits without plus", { external_number: null, raw_digits: "12025550147" }],
    ["digits with plus", { external_number: null, raw_digits: "+12025550147" }],
    ["an empty displayed number", { external_number: "", raw_digits: "12025550147" }],
    ["national digits and the line's country", { external_number: "(202) 555-0147", raw_digits: null }],
    ["a line of another country", { number: line({ country: "FR" }) }],
    ["a line of a country in small letters", { external_number: "2025550147", number: line({ country: "us" }) }],
    ["no line at all", { number: null }],
    ["digits without plus and no line", { external_number: null, number: null }],
    ["another line of ours", { number: line({ id: 1002, name: "Sales", digits: "+44 20 7946 0100", country: "GB" }) }],
  ])("M2: is the caller's, known by %s", (_name, change) => {
    expect(conversation({ ...rawText, ...change })).toBe("text:+12025550147");
  });

  it("M2: reads national digits by the country of the line", () => {
    const french = { external_number: "06 12 34 56 78", raw_digits: null, number: line({ country: "FR" }) };
    expect(conversation({ ...rawText, ...french })).toBe("text:+33612345678");
    expect(conversation({ ...rawText, ...french, external_number: null, raw_digits: "33612345678" })).toBe(
      "text:+33612345678",
    );
  });

  it.each([
    ["a short code", "3635", "text:3635"],
    ["a service's code", "*31#600", "text:*31#600"],
    ["a name", "AMAZON", "text:word-amazon"],
    ["a name with digits", "Shop 24", "text:word-shop_w_24"],
    ["a hidden sender", "Numéro masqué", "text:anonymous"],
    ["digits of a keypad that hide the sender", "+266696687", "text:anonymous"],
    ["a Mexican number as WhatsApp sends it", "+52 1 55 1234 5678", "text:+525512345678"],
    ["a Mexican number as others send it", "+52 55 1234 5678", "text:+525512345678"],
    ["too few digits", "12", "text:anonymous"],
    ["spaces", "   ", "text:anonymous"],
    ["absurdly many digits", "9".repeat(5_000), "text:anonymous"],
    ["a hundred digits", "9".repeat(100), `text:${"9".repeat(100)}`],
    ["a hundred and one digits", "9".repeat(101), "text:anonymous"],
  ])("M2: of %s", (_name, external_number, subject) => {
    expect(conversation({ ...rawText, external_number, raw_digits: null })).toBe(subject);
  });

  it("M2: of a subscriber with several numbers may have begun under each of them, first of all under the one in the delivery", () => {
    const before = (external_number: string | null, more: object = {}) =>
      conversationsBefore(parse({ ...rawText, external_number, raw_digits: null, ...more }));
    expect(before("+5215512345678")).toEqual(["text:+5215512345678", "text:+525512345678"]);
    expect(before("+525512345678")).toEqual(["text:+525512345678", "text:+5215512345678"]);
    expect(before("+33612345678")).toEqual([]);
    expect(before("DHL")).toEqual([]);
    expect(conversationsBefore(parse({ ...rawGroupText, external_number: "+5215512345678" }))).toEqual([]);
  });

  it("M2: without a number is the anonymous one", () => {
    expect(conversation({ ...rawText, external_number: null, raw_digits: null })).toBe("text:anonymous");
  });

  it("shortens the digits of a customer to what a work item's reference can hold", () => {
    const digits = shownOf({ ...rawText, external_number: "9".repeat(5_000), raw_digits: null }).customerDigits;
    expect(digits?.length ?? 0).toBeLessThanOrEqual(100);
  });

  it("M2: of a group is the group's, whichever member wrote", () => {
    expect(conversation(rawGroupText)).toBe("text:group-GC0001");
    expect(conversation({ ...rawGroupText, external_number: null, status: "sent" })).toBe("text:group-GC0001");
    expect(conversation({ ...rawGroupText, participants: [], number: null })).toBe("text:group-GC0001");
    expect(conversation({ ...rawGroupText, group_conversation_id: 7 })).toBe("text:group-7");
  });

  it("M2: of a group with an odd name can be named all the same", () => {
    expect(conversation({ ...rawGroupText, group_conversation_id: "a/b c+é" })).toBe("text:group-a_b_c__");
    expect(conversation({ ...rawGroupText, group_conversation_id: "x".repeat(500) })).toHaveLength(101);
  });

  it("M2: is always a valid id, and the same for both forms of the number", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(..."0123456789+-() #*") }),
    );
    const given = fc.record(
      {
        external_number: anything,
        raw_digits: anything,
        group_conversation_id: anything,
        participants: fc.array(anything, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    );
    const country = fc.constantFrom("US", "fr", "GB", "XX", "", "constructor", null);
    fc.assert(
      fc.property(given, country, (data, where) => {
        const subject = conversation({ id: "SM1", number: line({ country: where }), ...data });
        expect(isActivityId(subject), subject).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
