/** Deliveries of messages: their conversation and their content. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rawDelivery, rawGroupText, rawText, rawUser } from "../../test/fixtures/deliveries.ts";
import { deliveryReader } from "./deliveries.ts";

const open = (text: string) => deliveryReader.open(new TextEncoder().encode(text));

describe("a delivery about a message", () => {
  const activityIdOf = (event: string, data: object) => open(rawDelivery(event, data))?.activityId;
  const readText = (event: string, data: object) => deliveryReader.readMessage(rawDelivery(event, data));

  it.each([
    ["message.received", rawText, "text:+12025550147"],
    ["message.sent", { ...rawText, direction: "outbound", user: rawUser }, "text:+12025550147"],
    ["message.status_updated", { ...rawText, direction: "outbound" }, "text:+12025550147"],
    ["message.one_day", rawText, "text:+12025550147"],
    ["group_message.received", rawGroupText, "text:group-GC0001"],
    ["group_message.sent", { ...rawGroupText, external_number: undefined }, "text:group-GC0001"],
    ["group_message.status_updated", rawGroupText, "text:group-GC0001"],
  ])("M2: is about the conversation, whatever happened in it: %s", (event, data, activityId) => {
    expect(open(rawDelivery(event, data))).toMatchObject({ event, activityId });
  });

  it.each([
    "message",
    "messages.received",
    "group_message",
    "group_messages.sent",
    "xmessage.sent",
    "Message.sent",
    "",
    "conversation.created",
    "contact.updated",
    "user.opened",
    "number.opened",
    "integration.deleted",
  ])("is followed by name only: %j is not", (event) => {
    expect(activityIdOf(event, rawText)).toBeNull();
    expect(activityIdOf(event, rawGroupText)).toBeNull();
  });

  it.each([undefined, null, {}, [], "x".repeat(101)])("belongs to no conversation if its id is %j", (id) => {
    expect(activityIdOf("message.received", { ...rawText, id })).toBeNull();
  });

  it("takes ids as numbers and as strings, up to a hundred characters", () => {
    for (const id of [77, "77", "x".repeat(100)]) {
      expect(activityIdOf("message.received", { ...rawText, id })).toBe("text:+12025550147");
    }
  });

  it("M2: names the same conversation at the inlet and in a run", () => {
    const read = readText("message.received", rawText);
    expect(read).toMatchObject({
      ok: true,
      value: { snapshot: { messageId: "SM0001", customerDigits: "+1 202-555-0147" } },
    });
    expect(activityIdOf("message.received", { ...rawText, external_number: null })).toBe("text:+12025550147");
  });

  it.each([
    ["message.received", rawText, "inbound"],
    ["message.sent", { ...rawText, direction: "outbound" }, "outbound"],
    ["group_message.received", rawGroupText, "inbound"],
    ["group_message.sent", { ...rawGroupText, status: "sent" }, "outbound"],
  ])("is understood: %s", (name, data, direction) => {
    expect(readText(name, data)).toMatchObject({
      ok: true,
      value: { name, at: 1_760_000_155, snapshot: { direction } },
    });
  });

  it.each([
    ["data.id", rawDelivery("message.received", { ...rawText, id: null })],
    ["data", '{"event":"message.received","timestamp":1760000000}'],
    ["timestamp", '{"event":"message.received","timestamp":"now","data":{"id":1}}'],
    ["event", '{"timestamp":1760000000,"data":{"id":1}}'],
    ["", "hello"],
    ["", ""],
  ])("is refused, by name, where %j is not as documented", (path, body) => {
    const read = deliveryReader.readMessage(body);
    expect(read).toEqual({
      ok: false,
      problem: { code: "not_understood", path, detail: expect.stringMatching(/./) as string },
    });
  });

  it("keeps external text, and cannot be reached by a key named __proto__", () => {
    const body = rawDelivery("message.received", { ...rawText, body: "déjà 👋\nשלום" }).replace(
      '"data":{',
      '"data":{"__proto__":{"user":7,"body":"x"},"constructor":1,',
    );
    expect(deliveryReader.readMessage(body)).toMatchObject({
      ok: true,
      value: { snapshot: { body: "déjà 👋\nשלום", user: null } },
    });
  });

  it("always has a conversation and can always be read, whatever is in fields of any type", () => {
    const keys = [...new Set([...Object.keys(rawText), ...Object.keys(rawGroupText), "media_url", "user"])];
    const odd = fc.dictionary(fc.constantFrom(...keys.filter((key) => key !== "id")), fc.jsonValue());
    fc.assert(
      fc.property(odd, fc.constantFrom("message.received", "group_message.status_updated"), (data, event) => {
        const body = rawDelivery(event, { id: "SM1", ...data });
        expect(open(body)?.activityId).toMatch(/^text:[\w+*#-]{1,100}$/);
        expect(deliveryReader.readMessage(body).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
