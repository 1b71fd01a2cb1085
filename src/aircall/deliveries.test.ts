/** Deliveries in the documented forms, and in forms that Aircall might send. */
import { describe, expect, it } from "vitest";
import { RECORDING_URL, rawCreated, rawDelivery, rawEnded, rawUser } from "../../test/fixtures/deliveries.ts";
import type { CallEvent } from "../domain/call/call.ts";
import { deliveryReader } from "./deliveries.ts";

const open = (text: string) => deliveryReader.open(new TextEncoder().encode(text));
const read = (data: object, name = "call.ended"): CallEvent => {
  const result = deliveryReader.readCall(rawDelivery(name, data));
  if (!result.ok) throw new Error(result.problem.path);
  return result.value;
};
const shownOf = (data: object) => read(data).snapshot;
const problemOf = (body: string) => {
  const result = deliveryReader.readCall(body);
  return result.ok ? "understood" : result.problem;
};

const notUnderstoodAt = (path: string) => ({
  code: "not_understood",
  path,
  detail: expect.stringMatching(/./) as string,
});

describe("open", () => {
  it("reads the token, the event and the call id", () => {
    expect(open(rawDelivery("call.created", rawCreated))).toEqual({
      token: "0123456789abcdef0123456789abcdef",
      event: "call.created",
      activityId: "call:3123456789",
      rings: true,
      removed: false,
    });
  });

  it("takes ids as numbers and as strings", () => {
    expect(open('{"token":"t","event":"call.ended","data":{"id":"77"}}')?.activityId).toBe("call:77");
    expect(open('{"token":"t","event":"call.ended","data":{"id":77}}')?.activityId).toBe("call:77");
  });

  it("ignores an id that is too long for an external id in Gorgias", () => {
    const activityIdOf = (id: string) =>
      open(JSON.stringify({ token: "t", event: "call.ended", data: { id } }))?.activityId;
    expect(activityIdOf("7".repeat(100))).toBe(`call:${"7".repeat(100)}`);
    expect(activityIdOf("7".repeat(101))).toBeNull();
  });

  it.each([
    ["no JSON", "hello"],
    ["nothing", ""],
    ["half of it", '{"token":"t","event":'],
    ["a list", '[{"token":"t"}]'],
    ["a string", '"token"'],
    ["a number", "7"],
    ["null", "null"],
  ])("makes nothing of %s", (_, body) => {
    expect(open(body)).toBeNull();
  });

  it("rejects bytes that are no UTF-8", () => {
    const latin = Buffer.from('{"token":"é","event":"call.ended","data":{"id":1}}', "latin1");
    expect(deliveryReader.open(latin)).toBeNull();
    expect(deliveryReader.open(new Uint8Array([0xff, 0xfe, 0x7b, 0x00]))).toBeNull();
  });

  it("S3: keeps a hundred characters of an event's name, however long it is", () => {
    expect(open(JSON.stringify({ token: "t", event: "x".repeat(101) }))?.event).toBe("x".repeat(100));
  });

  it.each([
    ["{}", { token: "", event: "", activityId: null }],
    ['{"token":7,"event":["call.ended"]}', { token: "", event: "", activityId: null }],
    ['{"token":null,"event":"call.ended","data":{"id":1}}', { token: "", event: "call.ended", activityId: "call:1" }],
    ['{"token":"t","event":"call.ended"}', { token: "t", event: "call.ended", activityId: null }],
    ['{"token":"t","event":"call.ended","data":null}', { token: "t", event: "call.ended", activityId: null }],
    ['{"token":"t","event":"call.ended","data":[1]}', { token: "t", event: "call.ended", activityId: null }],
    ['{"token":"t","event":"call.ended","data":{"id":{}}}', { token: "t", event: "call.ended", activityId: null }],
    [
      '{"token":"t","event":"contact.updated","data":{"id":1}}',
      { token: "t", event: "contact.updated", activityId: null },
    ],
    ['{"token":"t","event":"calls.odd","data":{"id":1}}', { token: "t", event: "calls.odd", activityId: null }],
  ])("reads what %s contains", (body, opened) => {
    expect(open(body)).toEqual({ ...opened, rings: false, removed: false });
  });
});

describe("readCall", () => {
  it("understands a call that begins to ring", () => {
    expect(read(rawCreated, "call.created")).toEqual({
      name: "call.created",
      at: 1_760_000_155,
      snapshot: {
        callId: "3123456789",
        direction: "inbound",
        done: false,
        startedAt: 1_760_000_000,
        answeredAt: null,
        endedAt: null,
        missedReason: null,
        customerDigits: "+1 202-555-0147",
        line: {
          id: "1001",
          name: "Support US",
          digits: "+12025550100",
          country: "US",
          timeZone: "America/New_York",
        },
        user: null,
        assignedTo: null,
        transferredTo: null,
        transferredOutTo: null,
        contact: null,
        teams: [],
        tags: [],
        comments: [],
        ivr: [],
        recordingUrl: null,
        voicemailUrl: null,
        callbackCallId: null,
      },
    });
  });

  it("understands an answered call that ended", () => {
    expect(shownOf(rawEnded)).toMatchObject({
      done: true,
      answeredAt: 1_760_000_012,
      endedAt: 1_760_000_125,
      user: { id: "55", name: "Ada Agent", email: "ada@example.com" },
      contact: { firstName: "Cleo", lastName: "Caller", email: null },
      tags: [{ id: "31", name: "Refund" }],
      recordingUrl: RECORDING_URL,
    });
  });

  it("C13: understands a callback request, with a tag that no agent set", () => {
    const tags = [{ id: 900, name: "Callback Request", tagged_by: {}, tagged_at: 1_760_000_032 }];
    const ended = { ...rawCreated, status: "done", ended_at: 1_760_000_033, duration: 33, tags };
    expect(shownOf({ ...ended, automatic_callback_call_id: 4000 })).toMatchObject({
      done: true,
      answeredAt: null,
      missedReason: null,
      tags: [{ id: "900", name: "Callback Request" }],
      callbackCallId: "4000",
    });
  });

  it("C12: distinguishes an empty list of tags from none, and Aircall's own tags from those that an agent chose", () => {
    const own = { id: 900, name: "Callback Request", tagged_by: {}, tagged_at: 1 };
    const byProgram = { id: 32, name: "VIP", tagged_by: null };
    const tags = [own, byProgram, rawEnded.tags[0]];
    expect(shownOf({ ...rawEnded, tags }).tags).toEqual([
      { id: "900", name: "Callback Request", system: true },
      { id: "32", name: "VIP" },
      { id: "31", name: "Refund" },
    ]);
    expect(shownOf({ ...rawEnded, tags: [] }).tags).toEqual([]);
    for (const tags of [undefined, null, "Refund"]) expect(shownOf({ ...rawEnded, tags }).tags).toBeNull();
  });

  it("C7: understands a transfer to the outside", () => {
    const outside = { ...rawEnded, external_transferred_to: "+442079460958", external_caller_number: "+12025550147" };
    expect(shownOf(outside).transferredOutTo).toBe("+442079460958");
  });

  it("C6: understands the IVR choice beside the call, too, and aliases of numbers", () => {
    const choice = { id: "a1", title: "Billing", key: "2" };
    const read = { key: "2", title: "Billing" };
    const delivery = (more: object) => {
      const raw = { ...JSON.parse(rawDelivery("call.ivr_option_selected", rawCreated)), ...more };
      const read = deliveryReader.readCall(JSON.stringify(raw));
      return read.ok ? read.value.snapshot.ivr : read.problem;
    };
    expect(delivery({ ivr_option: choice })).toEqual([read]);
    expect(delivery({ ivr_options_selected: [choice] })).toEqual([read]);
    expect(delivery({ payload: { ivr_option: choice } })).toEqual([read]);
    for (const odd of [null, 7, []]) expect(delivery({ payload: odd, ivr_option: odd })).toEqual([]);
    const { e164_digits: _e, digits: _d, ...bare } = rawCreated.number;
    const number = { ...bare, international_format: "+1 202 555 0100" };
    const { raw_digits: _r, ...rest } = rawCreated;
    const shown = shownOf({ ...rest, number, international_format: "+1 202 555 0147" });
    expect([shown.line?.digits, shown.customerDigits]).toEqual(["+1 202 555 0100", "+1 202 555 0147"]);
  });

  it("C9: understands agent notes, signed or not", () => {
    const comments = [
      { id: 1, content: "paid", posted_by: rawUser, posted_at: 1_760_000_100 },
      { id: "2", content: "by program", posted_by: null, posted_at: 1_760_000_101 },
      { id: 3, content: "without an author", posted_by: {}, posted_at: 1_760_000_102 },
    ];
    expect(shownOf({ ...rawEnded, comments }).comments).toEqual([
      {
        id: "1",
        content: "paid",
        author: { id: "55", name: "Ada Agent", email: "ada@example.com" },
        postedAt: 1_760_000_100,
      },
      { id: "2", content: "by program", author: null, postedAt: 1_760_000_101 },
      { id: "3", content: "without an author", author: null, postedAt: 1_760_000_102 },
    ]);
  });

  it("C6: understands the IVR choice under each of its names, and the team", () => {
    const choice = { id: "a1", title: "Billing", key: "2", branch: "2", created_at: "2025-10-09T08:53:26.000Z" };
    const read = { key: "2", title: "Billing" };
    expect(shownOf({ ...rawCreated, ivr_options_selected: [choice] }).ivr).toEqual([read]);
    expect(shownOf({ ...rawCreated, ivr_options: [choice, { id: 2 }] }).ivr).toEqual([
      read,
      { key: null, title: null },
    ]);
    expect(shownOf({ ...rawCreated, ivr_option: choice }).ivr).toEqual([read]);
    expect(shownOf({ ...rawCreated, teams: [{ id: 1, name: "Sales" }] }).teams).toEqual(["Sales"]);
  });

  it("C4: understands transfer and assignment", () => {
    const bob = { ...rawUser, id: 56, name: "Bob Agent", email: null };
    const shown = shownOf({ ...rawEnded, transferred_to: bob, transferred_by: rawUser, assigned_to: bob });
    const read = { id: "56", name: "Bob Agent", email: null };
    expect(shown).toMatchObject({ transferredTo: read, assignedTo: read });
  });

  it("C2: takes a contact without name and e-mail for none, and the first e-mail of several", () => {
    const contact = { ...rawEnded.contact, first_name: null, last_name: "" };
    expect(shownOf({ ...rawEnded, contact }).contact).toBeNull();
    const emails = [{ value: "first@example.com" }, { value: "second@example.com" }];
    expect(shownOf({ ...rawEnded, contact: { ...contact, emails } }).contact).toEqual({
      firstName: null,
      lastName: null,
      email: "first@example.com",
    });
  });

  it("C15: takes an absent key and a null for the same", () => {
    const { tags: _t, ...absent } = rawCreated;
    const nulls = {
      ...absent,
      user: null,
      contact: null,
      assigned_to: null,
      transferred_to: null,
      teams: null,
      tags: null,
    };
    expect(shownOf({ ...nulls, comments: null, ivr_options_selected: null })).toEqual(shownOf(absent));
    const { recording: _r, voicemail: _v, asset: _a, ...fewer } = absent;
    expect(shownOf(fewer)).toEqual(shownOf(absent));
  });

  it("shows the line by its compact number, else as Aircall displays it, and none where there is none", () => {
    const { e164_digits: _, ...older } = rawCreated.number;
    expect(shownOf({ ...rawCreated, number: older }).line?.digits).toBe("+1 202-555-0100");
    expect(shownOf({ ...rawCreated, number: undefined }).line).toBeNull();
  });
});

describe("what Aircall may send one day", () => {
  it("is understood with unknown and unread fields of any content", () => {
    const strange = {
      ...rawEnded,
      duration: "long",
      cost: [],
      archived: {},
      participants: 7,
      ai_voice_agents: "x",
      new: 1,
    };
    expect(shownOf(strange)).toEqual(shownOf(rawEnded));
    const user = { ...rawUser, wrap_up_time: "x", language: 7, available: null };
    expect(shownOf({ ...rawEnded, user })).toEqual(shownOf(rawEnded));
    const contact = { ...rawEnded.contact, phone_numbers: "none", created_at: "2025-10-09" };
    expect(shownOf({ ...rawEnded, contact })).toEqual(shownOf(rawEnded));
  });

  it("costs only the part whose type is wrong", () => {
    const shown = shownOf({
      ...rawEnded,
      raw_digits: 12_025_550_147,
      answered_at: "soon",
      missed_call_reason: 7,
      user: "Ada",
      contact: [],
      assigned_to: { name: "no id" },
      recording: {},
      teams: "Sales",
      ivr_options_selected: [7, { key: 1, title: "kept" }],
    });
    expect(shown).toMatchObject({
      callId: "3123456789",
      customerDigits: null,
      answeredAt: null,
      missedReason: null,
      user: null,
      contact: null,
      assignedTo: null,
      recordingUrl: null,
      teams: [],
      ivr: [{ key: "1", title: "kept" }],
    });
  });

  it("C15: loses no item of a list for one key that is missing, and says which it could not read", () => {
    const whole = read({
      ...rawEnded,
      teams: [{ id: 1 }, { name: "Sales" }, "Support"],
      tags: [{ id: 1, name: "kept" }, { id: 2 }, { name: "no id" }, "VIP", 7, {}, null],
      comments: [{ id: 1, content: "no time" }, { content: "no id", posted_at: 1_760_000_100 }, "bare", { id: 3 }],
      ivr_options: "2",
    });
    const unread = ["teams.0", "tags.4", "tags.5", "comments.3", "ivr_options"];
    expect(whole.unread).toEqual(unread);
    const { teams, tags, comments } = whole.snapshot;
    expect(teams).toEqual(["Sales", "Support"]);
    expect(tags).toEqual([
      { id: "1", name: "kept" },
      { id: "2", name: "" },
      { id: "name:no id", name: "no id" },
      { id: "name:VIP", name: "VIP" },
    ]);
    expect(comments).toMatchObject([
      { id: "1", content: "no time", postedAt: 1_760_000_125 },
      { id: expect.stringMatching(/^words:[\da-f]{16}$/), content: "no id", postedAt: 1_760_000_100 },
      { id: expect.stringMatching(/^words:/), content: "bare", author: null },
    ]);
    expect(read(rawEnded)).not.toHaveProperty("unread");
  });

  it("C15: names ten parts at most that it could not read", () => {
    const tags = Array.from({ length: 12 }, () => 7);
    expect(read({ ...rawEnded, tags }).unread).toEqual(Array.from({ length: 10 }, (_, i) => `tags.${i}`));
  });

  it("C1: takes up to a hundred characters for a number, and more for none", () => {
    const shown = [100, 101].map((length) => shownOf({ ...rawEnded, raw_digits: "1".repeat(length) }).customerDigits);
    expect(shown).toEqual(["1".repeat(100), null]);
  });

  it("C2: understands e-mails of a contact that are bare", () => {
    const contact = { ...rawEnded.contact, emails: [7, "a@b.example"] };
    expect(shownOf({ ...rawEnded, contact }).contact?.email).toBe("a@b.example");
  });

  it.each([
    ["ISO", "2025-10-09T08:53:20Z"],
    ["ISO without a zone, which is UTC", "2025-10-09T08:53:20"],
    ["milliseconds", 1_760_000_000_000],
    ["seconds as text", "1760000000"],
  ])("M8: has its times in seconds, also where they come as %s", (_form, given) => {
    const comments = [{ id: 1, content: "paid", posted_at: given }];
    const times = { started_at: given, answered_at: given, ended_at: given, comments };
    const body = rawDelivery("call.ended", { ...rawEnded, ...times }).replace(
      /"timestamp":\d+/,
      `"timestamp":${JSON.stringify(given)}`,
    );
    expect(deliveryReader.readCall(body)).toMatchObject({
      value: {
        at: 1_760_000_000,
        snapshot: {
          startedAt: 1_760_000_000,
          answeredAt: 1_760_000_000,
          endedAt: 1_760_000_000,
          comments: [{ postedAt: 1_760_000_000 }],
        },
      },
    });
  });

  it("is understood with ids as strings", () => {
    const user = { ...rawUser, id: "u-55" };
    expect(shownOf({ ...rawEnded, id: "c-1", user })).toMatchObject({ callId: "c-1", user: { id: "u-55" } });
  });

  it.each([
    ["data.id", { id: null }],
    ["data.direction", { direction: "internal" }],
    ["data.status", { status: null }],
    ["data.started_at", { started_at: "soon" }],
    ["data.started_at", { started_at: 0 }],
  ])("is refused, by name, where %s is not as documented", (path, change) => {
    expect(problemOf(rawDelivery("call.ended", { ...rawEnded, ...change }))).toEqual(notUnderstoodAt(path));
  });

  it("is rejected where it is no delivery at all", () => {
    expect(problemOf("hello")).toEqual(notUnderstoodAt(""));
    expect(problemOf('{"event":"call.ended","timestamp":1760000000}')).toEqual(notUnderstoodAt("data"));
    expect(problemOf('{"event":"call.ended","timestamp":"now","data":{}}')).toEqual(notUnderstoodAt("timestamp"));
  });
});

describe("external text", () => {
  it("loses what no database can keep: NUL and lone surrogates", () => {
    const contact = {
      ...rawEnded.contact,
      first_name: "A\u0000da",
      last_name: "By\ud800ron",
      emails: [{ value: "a\u0000@b.c" }],
    };
    const comments = [{ id: 1, content: "\udc00x\u0000", posted_at: 1 }];
    const shown = shownOf({
      ...rawEnded,
      contact,
      comments,
      tags: [{ id: 1, name: "\u0000T" }],
      raw_digits: "+1\u0000",
    });
    expect(shown.contact).toEqual({ firstName: "Ada", lastName: "By\ufffdron", email: "a@b.c" });
    expect(shown.comments[0]?.content).toBe("\ufffdx");
    expect(shown.tags?.[0]?.name).toBe("T");
    expect(shown.customerDigits).toBe("+1");
    expect(shownOf({ ...rawEnded, raw_digits: "\u0000" }).customerDigits).toBeNull();
  });

  it("keeps emoji, accents and line breaks", () => {
    const comments = [{ id: 1, content: "déjà 👋\nvu", posted_at: 1 }];
    expect(shownOf({ ...rawEnded, comments }).comments[0]?.content).toBe("déjà 👋\nvu");
  });

  it("may be huge", () => {
    const huge = "x".repeat(900_000);
    expect(shownOf({ ...rawEnded, comments: [{ id: 1, content: huge, posted_at: 1 }] }).comments[0]?.content).toBe(
      huge,
    );
    expect(open(rawDelivery("call.ended", { ...rawEnded, raw_digits: huge }))?.activityId).toBe("call:3123456789");
  });

  it("cannot reach what it is not: a key named __proto__ is a key", () => {
    const body = rawDelivery("call.ended", rawEnded).replace(
      '"data":{',
      '"data":{"__proto__":{"user":7},"constructor":1,',
    );
    expect(deliveryReader.readCall(body)).toMatchObject({ ok: true, value: { snapshot: { user: { id: "55" } } } });
  });
});
