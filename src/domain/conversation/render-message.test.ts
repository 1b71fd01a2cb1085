/** Renders messages, hostile ones included. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { message, picture, supportLine } from "../../../test/fixtures/text-messages.ts";
import { translationsFor } from "../translations/translations.ts";
import type { FileOutcome } from "./file-outcome.ts";
import { renderMessage } from "./render-message.ts";
import type { TextMessage } from "./text-message.ts";

const en = translationsFor("en");
const fr = translationsFor("fr");
const attached: FileOutcome = {
  kind: "attached",
  file: { url: "https://files.example/1", name: "box.jpg", contentType: "image/jpeg", size: 1 },
};
const gone: FileOutcome = { kind: "gone" };
const render = (more: Partial<TextMessage>, files: FileOutcome[] = [], translations = en, words: string[] = []) =>
  renderMessage(message(more), files, words, translations);
const textOf = (...told: Parameters<typeof render>) => render(...told).text;
const group = { id: "GC1", participants: ["12025550147", "33612345678"] };

/** Every HTML tag that the service writes. */
const OUR_TAGS = /<\/?(?:p|i)>|<br>/g;

/** What a browser would show of the HTML: tags removed, paragraphs as lines, entities read. */
function shownBy(html: string): string {
  return html
    .replaceAll("</p><p>", "\n")
    .replaceAll("<br>", "\n")
    .replaceAll(OUR_TAGS, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

describe("renderMessage", () => {
  it("M8: shows what was written and nothing else", () => {
    expect(render({ body: "Where is my order?" })).toEqual({
      html: "<p>Where is my order?</p>",
      text: "Where is my order?",
    });
  });

  it("keeps line breaks, also those of other systems", () => {
    expect(render({ body: "one\ntwo\r\nthree" }).html).toBe("<p>one<br>two<br>three</p>");
    expect(textOf({ body: "one\ntwo" })).toBe("one\ntwo");
  });

  it.each([
    ["emoji", "👋🏽👨‍👩‍👧 ok"],
    ["right to left", "שלום, מה שלומך؟ مرحبا"],
    ["an accent", "déjà vu à Liège"],
    ["1,600 characters", "x".repeat(1_600)],
    ["1,600 emoji", "👋".repeat(1_600)],
    ["what looks like our placeholders", "{{file}} $t(message.empty) $& $1"],
    ["spaces at its ends", "  hello  "],
  ])("shows %s as it was written", (_name, body) => {
    expect(render({ body })).toEqual({ html: `<p>${body.replaceAll("&", "&amp;")}</p>`, text: body });
  });

  it("escapes what would be HTML", () => {
    const body = `<script>alert("1")</script> & 'more'`;
    expect(render({ body }).html).toBe("<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;</p>");
    expect(textOf({ body })).toBe(body);
  });

  it("has no HTML tag but the service's own, whatever the external text, and shows all of it", () => {
    const evil = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.constantFrom(
        '<img src=x onerror="alert(1)">',
        "</p></i><b>",
        "<!--",
        "]]>",
        "&lt;b&gt;",
        "<\u0000b>",
        "$&",
        "{{x}}",
      ),
    );
    const told = fc.record({
      body: evil,
      channel: fc.option(evil),
      customerDigits: fc.option(evil),
      direction: fc.constantFrom("inbound" as const, "outbound" as const),
      group: fc.option(fc.record({ id: evil, participants: fc.array(evil, { maxLength: 3 }) })),
      files: fc.array(fc.record({ name: evil, type: fc.option(evil), url: evil }), { maxLength: 3 }),
      line: fc.constantFrom(null, supportLine),
    });
    const outcome: fc.Arbitrary<FileOutcome> = fc.oneof(
      fc.constant(attached),
      fc.record({ kind: fc.constantFrom("other type" as const, "disguised" as const), type: evil }),
      fc.record({
        kind: fc.constant("refused" as const),
        reason: fc.record({ code: fc.constant("other" as const), detail: evil }),
      }),
    );
    fc.assert(
      fc.property(told, fc.array(outcome, { maxLength: 3 }), fc.constantFrom(en, fr), (more, files, translations) => {
        const { html, text } = renderMessage(message(more), files, [], translations);
        expect(html.replaceAll(OUR_TAGS, "")).not.toMatch(/[<>]/);
        expect(html.replaceAll(/&(?:lt|gt|amp|quot|#39);/g, "")).not.toMatch(/[&"']/);
        expect(shownBy(html)).toBe(text.replaceAll("\r\n", "\n"));
        expect(text).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });
});

describe("the parts of an MMS", () => {
  const files = ["text_0.txt", "smil.xml"].map((name) => ({ name, type: null, url: null }));
  const parts: FileOutcome[] = [{ kind: "words", said: "Hello" }, { kind: "layout" }];

  it("M9: has the words of its text parts in the message, and no line for the parts", () => {
    expect(render({ body: "", files }, parts, en, ["Hello <there>"])).toEqual({
      html: "<p>Hello &lt;there&gt;</p>",
      text: "Hello <there>",
    });
  });

  it("M9: has the words alone where the body is blank, and no blank words", () => {
    expect(textOf({ body: " \n" }, [], en, ["Hello", " "])).toBe("Hello");
    expect(textOf({ body: "Hi" }, [], en, [" ", "Hello"])).toBe("Hi\nHello");
  });

  it("M9: has the words below the body, once where they are in it already", () => {
    expect(textOf({ body: "look", files }, parts, en, ["Hello", " look\n"])).toBe("look\nHello");
  });

  it("M9: is empty where its parts are nothing but layout", () => {
    expect(textOf({ body: "", files: files.slice(1) }, parts.slice(1))).toBe("(message without text)");
  });

  it.each([
    [en, /^look\nFile not attached: a\.png – Aircall gave no link to it$/],
    [fr, /^look\nFichier non joint\s: a\.png – Aircall n’a donné aucun lien vers ce fichier$/],
  ])("M9: names a file without a link, in both languages", (translations, line) => {
    const file = { name: "a.png", type: null, url: null };
    expect(textOf({ body: "look", files: [file] }, [{ kind: "no link" }], translations)).toMatch(line);
  });
});

describe("an empty message", () => {
  it.each(["", " ", "\n\t "])("says that it is empty: %j", (body) => {
    expect(render({ body })).toEqual({ html: "<p>(message without text)</p>", text: "(message without text)" });
    expect(textOf({ body }, [], fr)).toBe("(message sans texte)");
  });

  it("M9: is one of files alone where there is one that is attached", () => {
    expect(render({ body: "", files: [picture] }, [attached])).toEqual({
      html: "<p><i>(files only)</i></p>",
      text: "(files only)",
    });
    expect(textOf({ body: "", files: [picture] }, [attached], fr)).toBe("(fichiers seuls)");
  });

  it("M9: has its missing file named, beside one that is attached or not", () => {
    const missing = "File not attached: box.jpg – Aircall does not have it any more";
    expect(textOf({ body: "", files: [picture, picture] }, [attached, gone])).toBe(missing);
    expect(textOf({ body: "", files: [picture] }, [gone])).toBe(`(message without text)\n${missing}`);
  });
});

describe("the head of a message", () => {
  it.each([null, "sms", "SMS", "mms", "MMS"])("says nothing of the channel %s", (channel) => {
    expect(textOf({ body: "hi", channel })).toBe("hi");
  });

  it.each(["whatsapp", "WhatsApp", "WHATSAPP"])("S2: names WhatsApp, called %s", (channel) => {
    expect(render({ body: "hi", channel })).toEqual({
      html: "<p><i>WhatsApp message</i></p><p>hi</p>",
      text: "WhatsApp message\nhi",
    });
    expect(textOf({ body: "hi", channel }, [], fr)).toBe("Message WhatsApp\nhi");
  });

  it("S2: names an unknown channel, escaped", () => {
    expect(render({ body: "hi", channel: "<rcs>" })).toEqual({
      html: "<p><i>Message by &lt;rcs&gt;</i></p><p>hi</p>",
      text: "Message by <rcs>\nhi",
    });
    expect(textOf({ body: "hi", channel: "rcs" }, [], fr)).toBe("Message par rcs\nhi");
  });

  it("names every member of a group, and who of them wrote", () => {
    expect(textOf({ body: "hi", group })).toBe(
      "Group message. Participants: +1 202 555 0147, +33 6 12 34 56 78\nFrom +1 202 555 0147\nhi",
    );
    expect(textOf({ body: "hi", group }, [], fr)).toBe(
      "Message de groupe. Participants\u00a0: +1 202 555 0147, +33 6 12 34 56 78\nDe +1 202 555 0147\nhi",
    );
  });

  it("reads the numbers of a group as the line's country writes them", () => {
    const national = { id: "GC1", participants: ["(202) 555-0147", "202 555 0148"] };
    expect(textOf({ body: "hi", group: national, customerDigits: "(202) 555-0147" })).toBe(
      "Group message. Participants: +1 202 555 0147, +1 202 555 0148\nFrom +1 202 555 0147\nhi",
    );
  });

  it("names no writer for a message from a line to a group, nor where Aircall names none", () => {
    const participants = "Group message. Participants: +1 202 555 0147, +33 6 12 34 56 78";
    expect(textOf({ body: "hi", group, direction: "outbound" })).toBe(`${participants}\nhi`);
    expect(textOf({ body: "hi", group, customerDigits: null })).toBe(`${participants}\nhi`);
  });

  it.each(["AMAZON", "Ada's Shop", "*1"])("M8: names a sender that is no number: %s", (customerDigits) => {
    expect(textOf({ body: "hi", customerDigits })).toBe(`From ${customerDigits}\nhi`);
    expect(textOf({ body: "hi", customerDigits }, [], fr)).toBe(`De ${customerDigits}\nhi`);
  });

  it.each(["+12025550147", "3635", null, "", "  "])(
    "omits the sender %j, which names the customer already",
    (customerDigits) => {
      expect(textOf({ body: "hi", customerDigits })).toBe("hi");
    },
  );

  it("comes before the words, with everything that there is to say", () => {
    expect(textOf({ body: "hi", channel: "whatsapp", group, files: [picture] }, [gone]).split("\n")).toEqual([
      "WhatsApp message",
      "Group message. Participants: +1 202 555 0147, +33 6 12 34 56 78",
      "From +1 202 555 0147",
      "hi",
      "File not attached: box.jpg – Aircall does not have it any more",
    ]);
  });
});

describe("M9: a file that is missing", () => {
  const REASONS: [FileOutcome, string, string][] = [
    [
      { kind: "other type", type: "video/mp4" },
      "only pictures and PDF files are attached",
      "seuls les images et les fichiers PDF sont joints",
    ],
    [
      { kind: "disguised", type: "image/png" },
      "its content is not what it is said to be",
      "son contenu n’est pas du type annoncé",
    ],
    [{ kind: "too large", bytes: 1e9 }, "it is too large", "il est trop volumineux"],
    [
      { kind: "refused", reason: { code: "other", detail: "secret" } },
      "it could not be fetched",
      "il n’a pas pu être récupéré",
    ],
    [gone, "Aircall does not have it any more", "Aircall ne l’a plus"],
  ];

  it.each(REASONS)("M9: is named with the reason: %j", (outcome, english, french) => {
    expect(render({ body: "hi", files: [picture] }, [outcome])).toEqual({
      html: `<p>hi</p><p><i>File not attached: box.jpg – ${english}</i></p>`,
      text: `hi\nFile not attached: box.jpg – ${english}`,
    });
    expect(textOf({ body: "hi", files: [picture] }, [outcome], fr)).toBe(
      `hi\nFichier non joint\u00a0: box.jpg – ${french}`,
    );
  });

  it("M9: is named also where no fact is known", () => {
    expect(textOf({ body: "hi", files: [picture] })).toBe(
      "hi\nFile not attached: box.jpg – Aircall does not have it any more",
    );
  });

  it("M9: is named beside the others, each by its own outcome", () => {
    const files = ["a", "b", "c"].map((name) => ({ ...picture, name }));
    expect(textOf({ body: "hi", files }, [gone, attached, { kind: "too large", bytes: 1 }])).toBe(
      "hi\nFile not attached: a – Aircall does not have it any more\nFile not attached: c – it is too large",
    );
  });

  it.each(["<b>.png", "$t(tag.aircall)", "{{reason}}", "$&$1", "a & b"])("M9: keeps its name: %s", (name) => {
    expect(textOf({ body: "hi", files: [{ ...picture, name }] }, [gone])).toContain(
      `File not attached: ${name} – Aircall`,
    );
  });
});
