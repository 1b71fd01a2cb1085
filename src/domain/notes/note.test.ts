/** Renders a note to HTML and to plain text. External text shows as text. */
import { describe, expect, it } from "vitest";
import { escapeHtml, renderNote } from "./note.ts";

const HOSTILE = `<script>alert("1")</script>&'<img src=x onerror=alert(1)>`;
const TAMED = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;&lt;img src=x onerror=alert(1)&gt;";

describe("escapeHtml", () => {
  it("escapes each special character of HTML, once", () => {
    expect(escapeHtml(HOSTILE)).toBe(TAMED);
    expect(escapeHtml("&lt;")).toBe("&amp;lt;");
    expect(escapeHtml("a b é 👋")).toBe("a b é 👋");
  });
});

describe("renderNote", () => {
  it("shows title, fields and sentences", () => {
    const note = { title: "Title", fields: [{ label: "One", value: "1" }], sentences: ["Said."] };
    expect(renderNote(note, "en")).toEqual({
      html: "<p><b>Title</b></p><ul><li><b>One:</b> 1</li></ul><p>Said.</p>",
      text: "Title\nOne: 1\nSaid.",
    });
  });

  it("C6: leaves out fields without value, and the list where none has one", () => {
    const fields = [
      { label: "One", value: "" },
      { label: "Two", value: "2" },
    ];
    expect(renderNote({ title: "T", fields: [...fields, ...fields], sentences: ["a", "b"] }, "en").html).toBe(
      "<p><b>T</b></p><ul><li><b>Two:</b> 2</li><li><b>Two:</b> 2</li></ul><p>a</p><p>b</p>",
    );
    expect(renderNote({ title: "T", fields, sentences: [] }, "en").html).toBe(
      "<p><b>T</b></p><ul><li><b>Two:</b> 2</li></ul>",
    );
    const empty = renderNote({ title: "T", fields: [{ label: "One", value: "" }], sentences: [] }, "en");
    expect(empty).toEqual({ html: "<p><b>T</b></p>", text: "T" });
  });

  it("C7: makes a link of an address of the service, and shows it in plain text", () => {
    const note = {
      title: "T",
      fields: [{ label: "Call", value: "open", href: "https://x.example/?a=1&b=2" }],
      sentences: [],
    };
    expect(renderNote(note, "en")).toEqual({
      html: '<p><b>T</b></p><ul><li><b>Call:</b> <a href="https://x.example/?a=1&amp;b=2">open</a></li></ul>',
      text: "T\nCall: open https://x.example/?a=1&b=2",
    });
  });

  it("C7: shows an address that is its own value once", () => {
    const address = "https://x.example/1";
    const { text } = renderNote(
      {
        title: "T",
        fields: [{ label: "Call", value: address, href: address }],
        sentences: [],
      },
      "en",
    );
    expect(text).toBe("T\nCall: https://x.example/1");
  });

  it("C6: escapes title, label, value, link and sentence", () => {
    const fields = [{ label: HOSTILE, value: HOSTILE, href: HOSTILE }];
    const { html } = renderNote({ title: HOSTILE, fields, sentences: [HOSTILE] }, "en");
    expect(html).toBe(
      `<p><b>${TAMED}</b></p><ul><li><b>${TAMED}:</b> <a href="${TAMED}">${TAMED}</a></li></ul><p>${TAMED}</p>`,
    );
  });

  it("C9: keeps the lines of what was written", () => {
    const { html, text } = renderNote(
      { title: "T", fields: [{ label: "N", value: "a\nb" }], sentences: ["c\r\n<d>"] },
      "en",
    );
    expect(html).toBe("<p><b>T</b></p><ul><li><b>N:</b> a<br>b</li></ul><p>c<br>&lt;d&gt;</p>");
    expect(text).toBe("T\nN: a\nb\nc\r\n<d>");
  });

  it("C6: puts a no-break space before the colon in French", () => {
    const note = { title: "Appel", fields: [{ label: "Agent", value: "Ada" }], sentences: [] };
    expect(renderNote(note, "fr")).toEqual({
      html: "<p><b>Appel</b></p><ul><li><b>Agent\u00a0:</b> Ada</li></ul>",
      text: "Appel\nAgent\u00a0: Ada",
    });
  });
});
