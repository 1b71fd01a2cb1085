/** The fields that a rejection names, in every documented form, and the fields that must stay. */
import { describe, expect, it } from "vitest";
import type { TextDraft } from "../domain/ports/help-desk.ts";
import { namedFields } from "./rejected-fields.ts";
import { messageParts, messageWithout, OPTIONAL_FIELDS, tagParts } from "./optional-parts.ts";
import { textBody } from "./texts.ts";

const namedIn = (data: unknown) => namedFields({ error: { data } }).map(({ path }) => path.join("."));

describe("the fields that a rejection names", () => {
  it.each([
    [{ tags: ["Unknown tag"] }, ["tags"]],
    [{ "messages.0.channel": ["no"] }, ["messages.0.channel"]],
    [{ messages: { 0: { channel: ["no"] }, 2: { via: "no" } } }, ["messages.0.channel", "messages.2.via"]],
    [{ messages: [{}, { via: ["no"] }] }, ["messages.1.via"]],
    [{ messages: ["no"] }, ["messages"]],
    ["no", []],
    [["no"], [""]],
    [null, []],
    [{ a: 1, b: null, c: {} }, []],
  ])("C18: are read of %j", (data, paths) => {
    expect(namedIn(data)).toEqual(paths);
  });

  it.each([undefined, null, 7, "x", {}, { error: "x" }, { error: { msg: "x" } }])("C18: are none of %j", (body) => {
    expect(namedFields(body)).toEqual([]);
  });

  it("C18: are read only from the fields of the request", () => {
    const deep = Array.from({ length: 10_000 }).reduce<unknown>((within) => ({ a: within }), ["no"]);
    expect(namedIn(deep)).toEqual([]);
    expect(namedIn(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, "no"])))).toHaveLength(1_000);
  });
});

describe("tags", () => {
  it.each([
    ["1", "no", ["VIP"]],
    ["", "Unknown tag: VIP plus", ["VIP plus"]],
    ["", "Unknown tag: VIP", ["VIP"]],
    ["", "no", []],
    ["9", "no", []],
  ])("C18: are read from place %j and words %j", (place, words, names) => {
    expect(tagParts(["A", "VIP", "VIP plus"], place, words).map((part) => ("name" in part ? part.name : ""))).toEqual(
      names,
    );
  });

  it("C18: the only one is meant, whatever the words", () => {
    expect(tagParts(["A"], "", "no")).toEqual([{ kind: "tag", name: "A" }]);
  });
});

describe("what an outgoing message is never without", () => {
  const draft: TextDraft = {
    externalId: "m1",
    direction: "outbound",
    html: "<p>x</p>",
    text: "x",
    customerId: 1,
    authorId: null,
    customerAddress: "+33612345678",
    lineAddress: "+33170180001",
    at: 1_760_000_000,
    files: [],
  };
  const message = { kind: "text", draft } as const;
  const all = new Set([
    ...OPTIONAL_FIELDS.map(({ field }) => field),
    "sent_datetime",
    "receiver",
    "sender",
    "body_text",
    "body_html",
  ]);

  it("M8: is when it was sent, and some form of its words", () => {
    const body = messageWithout(textBody(draft), message, { ticket: all, message: all });
    expect(body).toMatchObject({
      sent_datetime: "2025-10-09T08:53:20.000Z",
      body_text: "x",
      channel: "sms",
      from_agent: true,
    });
  });

  it("M8: a rejection of that time, or of who receives it, is one of the message", () => {
    for (const field of ["sent_datetime", "receiver", "channel", "anything"])
      expect(messageParts(message, { path: [field], words: "no" })).toEqual([{ kind: "message", message: "m1" }]);
  });
});
