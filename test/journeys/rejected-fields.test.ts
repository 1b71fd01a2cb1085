/** C18: Gorgias rejects one field of a request. There is one ticket all the same, with everything else in it. */
import { describe, expect, it } from "vitest";
import type { SettingsPatch } from "../../sandbox/gorgias/settings.ts";
import { sayReason } from "../../src/domain/reasons/say-reason.ts";
import type { SeenTicket, Shop } from "../helpers/shop.ts";
import { picture, receiveText, sendText } from "../helpers/texting.ts";
import { useWorld } from "../helpers/use-world.ts";

const world = useWorld();
type Rejection = NonNullable<SettingsPatch["rejectedFields"]>[number];

async function openRejecting(...rejectedFields: Rejection[]): Promise<Shop> {
  const shop = await world.it.openShop();
  shop.desk.patchSettings({ rejectedFields }, shop.account);
  return shop;
}

/** Answered by one agent, transferred to another, tagged, commented, recorded. */
async function tellCall(shop: Shop): Promise<number> {
  const { calls } = shop.phone;
  const call = await shop.place();
  await calls.answer(call, { user: shop.users.ada });
  await shop.settle();
  await calls.transfer(call, { to: shop.users.cleo });
  await calls.tag(call, { tags: ["Refund"], user: shop.users.cleo });
  world.it.clock.advance(30_000);
  await calls.hangup(call);
  await calls.end(call);
  await calls.comment(call, { content: "Call back on Monday", user: shop.users.cleo });
  await shop.settle();
  return call;
}

async function leftOutOf(shop: Shop, id: string | number) {
  const { leftOut, state } = await shop.activity(id);
  return { state, parts: leftOut.map(({ part, value }) => (value === null ? part : `${part} ${value}`)) };
}

/** The recording is attached to the comment. */
const NOTES = ["answered", "ended", "comment"];
const TAGS = ["Aircall", "Inbound call", "Refund", "Support FR"];

/** By what a note says: its external id may be what was rejected. */
function keysOf({ notes }: SeenTicket): string[] {
  const titles: Record<string, string> = {
    "Call answered": "answered",
    "Call ended": "ended",
    "Call commented": "comment",
  };
  const keys = notes.map(({ text, html }) => {
    const title =
      text?.split("\n")[0] ?? /<b>(.*?)<\/b>|<strong>(.*?)<\/strong>/.exec(html)?.slice(1).find(Boolean) ?? html;
    return titles[title] ?? (/recording/i.test(title) ? "recording" : title);
  });
  return keys.filter((key) => NOTES.includes(key));
}

const CALL_FIELDS: [Rejection, RegExp, Partial<SeenTicket>][] = [
  [{ field: "external_id" }, /^external id$/, { externalId: null }],
  [{ field: "subject" }, /^subject$/, {}],
  [{ field: "channel", path: "/tickets$" }, /^channel$/, { channel: "email" }],
  [{ field: "via" }, /^field via$/, {}],
  [{ field: "status" }, /^status$/, {}],
  [{ field: "created_datetime" }, /^time$/, {}],
  [{ field: "assignee_user" }, /^assignee /, { assignee: null }],
  [{ field: "tags.*.name", value: "Aircall" }, /^tag Aircall$/, { tags: TAGS.slice(1) }],
  [{ field: "messages.*.via" }, /^field via$/, {}],
  [{ field: "messages.*.public" }, /^field public$/, {}],
  [{ field: "messages.*.external_id" }, /^external id$/, {}],
  [{ field: "messages.*.created_datetime" }, /^time$/, {}],
  [{ field: "messages.*.sent_datetime" }, /^time$/, {}],
  [{ field: "messages.*.body_html" }, /^formatting$/, {}],
  [{ field: "messages.*.body_text" }, /^formatting$/, {}],
  [{ field: "messages.*.sender" }, /^author /, {}],
  [{ field: "sender", path: "/messages$" }, /^author /, {}],
  [{ field: "external_id", path: "/messages$" }, /^external id$/, {}],
  [{ field: "sent_datetime", path: "/messages$" }, /^time$/, {}],
  [{ field: "body_html", path: "/messages" }, /^formatting$/, {}],
  [{ field: "body_text", path: "/messages" }, /^formatting$/, {}],
  [{ field: "attachments", path: "/messages$" }, /^attachment /, {}],
];

describe("a call", () => {
  it.each(CALL_FIELDS.map(([rejection, part, more]) => ({ ...rejection, part, more })))(
    "C18: is one ticket with all the rest though Gorgias rejects $field $path",
    async ({ part, more, ...rejection }) => {
      const shop = await openRejecting(rejection);
      const call = await tellCall(shop);
      const ticket = shop.ticket();
      expect(keysOf(ticket)).toEqual(expect.arrayContaining(NOTES));
      expect(keysOf(ticket)).toHaveLength(NOTES.length);
      expect(ticket).toMatchObject({ status: "open", tags: TAGS, assignee: "Cleo Agent", ...more });
      const hasFile = ticket.notes.some(({ attachments }) => attachments.length > 0);
      expect(hasFile).toBe(rejection.field !== "attachments");
      const { state, parts } = await leftOutOf(shop, call);
      expect(state).toBe("done");
      expect(parts).toContainEqual(expect.stringMatching(part));
      expect(parts.filter((each) => !part.test(each))).toEqual([]);
      // Nothing is asked for again at every run.
      shop.forgetRequests();
      await shop.phone.calls.tag(call, { tags: ["Delivery"], user: shop.users.cleo });
      await shop.settle();
      expect(shop.requests().filter((request) => !request.startsWith("GET"))).toEqual([
        "POST /api/tags",
        `POST /api/tickets/${ticket.id}/tags`,
      ]);
      expect(shop.desk.outbox(shop.account)).toEqual([]);
    },
  );

  it("C18: is one ticket with a note about the recording though Gorgias takes no attachment anywhere", async () => {
    const shop = await openRejecting({ field: "attachments", path: "/messages" });
    const call = await tellCall(shop);
    const ticket = shop.ticket();
    expect(keysOf(ticket)).toEqual(expect.arrayContaining(NOTES));
    expect(ticket.notes.some(({ attachments }) => attachments.length > 0)).toBe(false);
    expect(ticket.notes.filter(({ text }) => text?.startsWith("Call recording"))).toHaveLength(1);
    const { state, parts } = await leftOutOf(shop, call);
    expect(state).toBe("done");
    expect(parts).toEqual([expect.stringMatching(/^attachment /)]);
  });

  it.each(["nested", "first key"] as const)("C18: is one ticket where Gorgias names a tag %s", async (naming) => {
    const shop = await openRejecting(
      { field: "tags.*.name", value: "Aircall", naming },
      { field: "ids", path: "/tags$", naming },
    );
    const call = await tellCall(shop);
    expect(shop.ticket().notes.length).toBeGreaterThan(3);
    expect((await leftOutOf(shop, call)).parts).toContain("tag Aircall");
  });

  it.each([
    [400, "assignee_user"],
    [409, "tags"],
    [403, "tags"],
    [422, "messages.*.sender"],
    [400, "external_id"],
    [400, "messages.*.external_id"],
    [400, "subject"],
    [400, "messages.*.via"],
  ] as const)("C18: is one ticket with every note though a %i names nothing, because of %s", async (status, field) => {
    const shop = await openRejecting({ field, status, naming: "none", path: "/tickets" });
    await tellCall(shop);
    const ticket = shop.ticket();
    expect(keysOf(ticket)).toHaveLength(NOTES.length);
    expect(ticket).toMatchObject({ status: "open", tags: TAGS });
    expect(ticket.assignee).toBe(field === "assignee_user" ? null : "Cleo Agent");
    expect(ticket.notes.some(({ attachments }) => attachments.length > 0)).toBe(true);
  });

  it.each([400, 403, 409] as const)("C18: has all other tags where Gorgias will not make one (%i)", async (status) => {
    const shop = await openRejecting({ field: "name", value: "Refund", path: "/tags$", status, naming: "none" });
    const call = await tellCall(shop);
    expect(shop.ticket().tags).toEqual(TAGS.filter((tag) => tag !== "Refund"));
    expect(keysOf(shop.ticket())).toHaveLength(NOTES.length);
    expect(await leftOutOf(shop, call)).toEqual({ state: "done", parts: ["tag Refund"] });
    // The next call does not ask for it again.
    shop.forgetRequests();
    await tellCall(shop);
    expect(shop.requests()).not.toContain("POST /api/tags");
    // A replay does.
    shop.desk.patchSettings({ rejectedFields: [] }, shop.account);
    await world.it.services.replay(shop.account, `call:${call}`);
    await shop.settle();
    expect(shop.tickets()[0]?.tags).toEqual(TAGS);
    expect(await leftOutOf(shop, call)).toEqual({ state: "done", parts: [] });
  });

  it("C18: has all other tags where one is there in other letter case only", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ tagNamesIgnoreCase: true }, shop.account);
    shop.desk.addTag(shop.account, { name: "REFUND" });
    const call = await tellCall(shop);
    expect(shop.ticket().tags).toEqual(TAGS.filter((tag) => tag !== "Refund"));
    expect((await leftOutOf(shop, call)).parts).toEqual(["tag Refund"]);
  });

  it.each([0, 1, 2])(
    "C18, C15: is one ticket though the external id is rejected and the answer to try %i is lost",
    async (skip) => {
      const shop = await openRejecting({ field: "external_id", path: "/tickets$", naming: "none" });
      world.it.sandbox.gorgias.faults.add({
        fault: { kind: "lost-answer" },
        method: "POST",
        path: `^/${shop.account}/api/tickets$`,
        skip: 3 + skip,
      });
      await tellCall(shop);
      await shop.settle(60_000);
      expect(keysOf(shop.ticket())).toHaveLength(NOTES.length);
      world.it.sandbox.gorgias.faults.clear();
    },
  );
});

const TEXT_FIELDS: [Rejection, RegExp][] = [
  [{ field: "external_id" }, /^external id$/],
  [{ field: "subject" }, /^subject$/],
  [{ field: "channel", path: "/tickets$" }, /^channel$/],
  [{ field: "assignee_user" }, /^assignee /],
  [{ field: "tags.*.name", value: "Aircall SMS" }, /^tag Aircall SMS$/],
  [{ field: "created_datetime" }, /^time$/],
  [{ field: "messages.*.source" }, /^source$/],
  [{ field: "messages.*.source.from" }, /^source$/],
  [{ field: "messages.*.via" }, /^field via$/],
  [{ field: "messages.*.public" }, /^field public$/],
  [{ field: "messages.*.external_id" }, /^external id$/],
  [{ field: "messages.*.created_datetime" }, /^time$/],
  [{ field: "messages.*.sent_datetime" }, /^time$/],
  [{ field: "messages.*.body_html" }, /^formatting$/],
  [{ field: "messages.*.attachments" }, /^attachment box\.png$/],
  [{ field: "messages.*.attachments.*.size" }, /^attachment box\.png$/],
  [{ field: "messages.*.sender" }, /^author/],
];
const TEXT_SUBJECT = "text:+33612345678";

describe("a conversation", () => {
  it.each(TEXT_FIELDS.map(([rejection, part]) => ({ ...rejection, part })))(
    "C18: is one ticket with all the rest though Gorgias rejects $field",
    async ({ part, ...rejection }) => {
      const { field } = rejection;
      const ofMessage = { ...rejection, field: field.replace("messages.*.", ""), path: "/messages$" };
      const shop = await openRejecting(rejection, ...(field.startsWith("messages") ? [ofMessage] : []));
      await receiveText(shop, world.it.clock, { body: "look", media: [picture()] });
      await shop.settle();
      await sendText(shop, world.it.clock, { body: "thanks" });
      await shop.settle();
      const [first = "", second] = shop.texts()[0] ?? [];
      const isFile = field.includes("attachments");
      expect([shop.tickets().length, first.split("\n")[0], second]).toEqual([
        1,
        "look",
        // An outgoing message without the time it was sent would be sent: it is not written.
        field.endsWith("sent_datetime") ? undefined : "thanks",
      ]);
      expect(first).toBe(isFile ? "look\nFile not attached: box.png – Gorgias does not take it" : "look");
      expect(shop.ticket().notes.flatMap(({ attachments }) => attachments)).toHaveLength(isFile ? 0 : 1);
      const { state, parts } = await leftOutOf(shop, TEXT_SUBJECT);
      expect(state).toBe(field.endsWith("sent_datetime") ? "failed" : "done");
      expect(parts).toContainEqual(expect.stringMatching(part));
      expect(shop.desk.outbox(shop.account)).toEqual([]);
    },
  );

  it("M12: has the good messages though Gorgias rejects the first one, which is tried again", async () => {
    const shop = await openRejecting(
      { value: "bad", naming: "none", field: "messages.*.body_text", path: "/tickets$" },
      { value: "bad", naming: "none", field: "body_text", path: "/messages$" },
    );
    for (const body of ["bad", "good", "better"]) await receiveText(shop, world.it.clock, { body });
    await shop.settle();
    expect(shop.texts()).toEqual([["good", "better"]]);
    const activity = await shop.activity(TEXT_SUBJECT);
    expect(activity).toMatchObject({ state: "failed", ticketId: shop.ticket().id });
    expect(activity.reason).toMatchObject({ code: "vendor_rejected", status: 400, detail: "Bad request." });
    expect(activity.wakeAt).not.toBeNull();
    shop.desk.patchSettings({ rejectedFields: [] }, shop.account);
    await shop.settle(3_600_000);
    expect(shop.texts()[0]?.toSorted()).toEqual(["bad", "better", "good"]);
    expect((await shop.activity(TEXT_SUBJECT)).state).toBe("done");
  });
});

describe("what is required", () => {
  it("C18: a ticket whose customer is rejected is failed with Gorgias' words, and comes once it is taken", async () => {
    const shop = await openRejecting({ field: "customer", path: "/tickets$" });
    const call = await tellCall(shop);
    expect(shop.tickets()).toEqual([]);
    const activity = await shop.activity(call);
    expect(activity).toMatchObject({ state: "failed", ticketId: null, leftOut: [] });
    expect(activity.reason).toMatchObject({
      code: "vendor_rejected",
      vendor: "gorgias",
      request: "POST /tickets",
      detail: expect.stringContaining("customer: Not accepted here.") as string,
    });
    expect(activity.wakeAt).not.toBeNull();
    shop.desk.patchSettings({ rejectedFields: [] }, shop.account);
    await shop.settle(3_600_000);
    expect(keysOf(shop.ticket())).toHaveLength(NOTES.length);
    expect(await shop.activity(call)).toMatchObject({ state: "done", reason: null });
  });

  it("C18: a quota is shown in Gorgias' words with what to do, and does not reject the credential", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ quotaExceeded: true }, shop.account);
    const call = await tellCall(shop);
    const { state, reason } = await shop.activity(call);
    expect(state).toBe("failed");
    expect(reason).toMatchObject({ code: "vendor_rejected", status: 403 });
    const said = reason && sayReason("en", reason);
    expect(said).toContain("Messaging quota exceeded.");
    expect(said).toContain("Raise the quota");
    expect(said).not.toMatch(/credential/i);
    // Two requests a try, with everything and with less, and few tries.
    shop.forgetRequests();
    await shop.settle(1_800_000);
    expect(new Set(shop.requests())).toEqual(new Set(["POST /api/tickets"]));
    expect(shop.requests().length).toBeLessThanOrEqual(6);
    shop.desk.patchSettings({ quotaExceeded: false }, shop.account);
    await shop.settle(3_600_000);
    expect(keysOf(shop.ticket())).toHaveLength(NOTES.length);
  });

  it("C18: a quota costs two requests a try, however many messages wait for a ticket", async () => {
    const shop = await world.it.openShop();
    shop.desk.patchSettings({ quotaExceeded: true }, shop.account);
    for (const body of ["first", "second", "third"]) await receiveText(shop, world.it.clock, { body });
    await shop.settle(0);
    expect(shop.requests().filter((request) => request === "POST /api/tickets")).toHaveLength(2);
    shop.desk.patchSettings({ quotaExceeded: false }, shop.account);
    await shop.settle(3_600_000);
    expect(shop.texts()).toEqual([["first", "second", "third"]]);
  });

  it.each(["tickets", "tickets/\\d+/messages", "tickets/\\d+/tags", "tickets/\\d+"])(
    "C18: a single rejection that says nothing leaves no trace: POST or PUT %s",
    async (path) => {
      const shop = await world.it.openShop();
      const fault = { kind: "status", status: 400 } as const;
      for (const method of ["POST", "PUT"])
        world.it.sandbox.gorgias.faults.add({ fault, method, path: `^/${shop.account}/api/${path}$` });
      const call = await tellCall(shop);
      world.it.sandbox.gorgias.faults.clear();
      expect(keysOf(shop.ticket())).toHaveLength(NOTES.length);
      expect(shop.ticket()).toMatchObject({ status: "open", tags: TAGS, assignee: "Cleo Agent" });
      expect(await shop.activity(call)).toMatchObject({ state: "done", reason: null, leftOut: [] });
    },
  );

  it("C18: a note that is rejected keeps nothing else out, and is tried again when an event comes", async () => {
    const shop = await openRejecting({ field: "channel", path: "/messages$" });
    const call = await tellCall(shop);
    expect(shop.ticket()).toMatchObject({ status: "open", tags: TAGS });
    expect(await shop.activity(call)).toMatchObject({ state: "failed" });
    shop.desk.patchSettings({ rejectedFields: [] }, shop.account);
    await shop.phone.calls.tag(call, { tags: ["Delivery"], user: shop.users.cleo });
    await shop.settle(0);
    expect(keysOf(shop.ticket())).toHaveLength(NOTES.length);
    expect(await shop.activity(call)).toMatchObject({ state: "done", reason: null });
  });
});

describe("who signs", () => {
  const helpDeskUser = (shop: Shop, name: string) =>
    shop.desk
      .account(shop.account)
      .users.all()
      .find((user) => user.name === name);

  it("C5: an agent who was deleted during the call is replaced by the first admin in the same run", async () => {
    const shop = await world.it.openShop();
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.settle();
    shop.desk.account(shop.account).users.delete(helpDeskUser(shop, "Cleo Agent")?.id ?? 0);
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.phone.calls.comment(call, { content: "Done", user: shop.users.cleo });
    // One step of the scheduler: no time passes, and nothing is deferred.
    await world.it.services.scheduler.step(world.it.services.run);
    expect(shop.note("ended").author).toBe("Ada Admin");
    await shop.settle();
    expect(
      shop
        .ticket()
        .notes.filter(({ author }) => author === "")
        .map(({ key }) => key),
    ).toEqual(["customer-not-found", "answered"]);
    expect((await shop.activity(call)).state).toBe("done");
  });

  it("C5: without an admin a comment without an author waits, with the reason, and comes when there is one", async () => {
    const shop = await world.it.openShop({ settings: { media: "nothing" } });
    const admin = helpDeskUser(shop, "Ada Admin");
    shop.desk.updateUser(shop.account, admin?.id ?? 0, { role: "agent" });
    const call = await shop.place();
    await shop.phone.calls.answer(call, { user: shop.users.cleo });
    await shop.phone.calls.hangup(call);
    await shop.phone.calls.end(call);
    await shop.phone.calls.comment(call, { content: "Mine", user: shop.users.nils });
    await shop.settle();
    expect(keysOf(shop.ticket())).toEqual(["answered", "ended"]);
    const waiting = await shop.activity(call);
    expect(waiting).toMatchObject({ state: "failed", reason: { code: "no_signer" } });
    expect((waiting.wakeAt?.getTime() ?? 0) - world.it.clock.now()).toBeLessThanOrEqual(3_600_000);
    shop.desk.updateUser(shop.account, admin?.id ?? 0, { role: "admin" });
    await shop.settle(3_600_000);
    expect(keysOf(shop.ticket())).toEqual(["answered", "ended", "comment"]);
    expect((await shop.activity(call)).state).toBe("done");
  });

  it("C5: a look at the users that shows an admin wakes what waits for one, at once", async () => {
    const shop = await world.it.openShop();
    const users = shop.desk.account(shop.account).users.all();
    for (const user of users) shop.desk.updateUser(shop.account, user.id, { role: "agent" });
    await shop.phone.stories.missed({ company: shop.company, line: shop.lines.fr });
    await shop.settle();
    expect(shop.tickets()).toEqual([]);
    for (const user of users) shop.desk.updateUser(shop.account, user.id, { role: "admin" });
    await world.it.services.admin.helpDeskUsers(shop.connectionId);
    await shop.settle(0);
    expect(shop.tickets()).toHaveLength(1);
  });
});
