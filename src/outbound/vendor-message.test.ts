/** The part of a vendor's error that people see. */
import { expect, it } from "vitest";
import { vendorMessage } from "./vendor-message.ts";

it.each([
  [{ error: { msg: "Messaging quota exceeded." } }, "Messaging quota exceeded."],
  [
    { error: { msg: "Failed to create ticket", data: { tags: ["Unknown tag: VIP"] } } },
    "Failed to create ticket tags: Unknown tag: VIP",
  ],
  [{ error: "Unauthorized", troubleshoot: "Check your API key" }, "Unauthorized Check your API key"],
  [{ message: "Forbidden" }, "Forbidden"],
  [{ error: { data: { messages: [{ sender: { id: ["Unknown."] } }] } } }, "messages: sender: id: Unknown."],
  [{ error: { msg: "a\u0000b\u202e\nc\u001b[31m" } }, "a b c [31m"],
  [{ error: { msg: 7, data: null } }, null],
  [{ error: {} }, null],
  [{ error: { msg: "  " } }, null],
  [["no"], null],
  ["no", null],
  [null, null],
  [undefined, null],
])("C18: repeats of %j what people can use", (body, words) => {
  expect(vendorMessage(body)).toBe(words);
});

it("C18: shortens what a vendor says without end", () => {
  for (const length of [301, 2_000, 9_999])
    expect(vendorMessage({ error: { msg: "x".repeat(length) } })).toBe(`${"x".repeat(299)}…`);
  expect(vendorMessage({ error: { msg: "x".repeat(300) } })).toBe("x".repeat(300));
});
