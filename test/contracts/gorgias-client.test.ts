/** The Gorgias client with the Gorgias simulator: every method of the help desk port, for customers, tickets, notes, tags and users. */
import { describe, expect, it } from "vitest";
import { whoIsAt } from "../../src/gorgias/read-self.ts";
import {
  ADMIN,
  AGENT,
  AT,
  BOT,
  failureOf,
  noteDraft,
  ticketDraft,
  useGorgiasSimulator,
} from "./use-gorgias-simulator.ts";

const gorgias = useGorgiasSimulator();
const E164 = "+33612345678";
const draft = { name: "Ada Byron", email: "ada@example.com", phone: E164, externalId: "anonymous-1" };

describe("customers", () => {
  it("C1: finds those whose phone channel is exactly the number, all of them, in one request", async () => {
    const shop = gorgias.open({ phoneUnique: false });
    const ids = [shop.addCustomer("Ada", E164), shop.addCustomer("Bob", "+33699999999", E164)];
    shop.addCustomer("Noor", "06 12 34 56 78");
    const found = await shop.desk.customers.withPhone(E164);
    expect(found.map(({ id }) => id).sort()).toEqual(ids);
    expect(found).toContainEqual({ id: ids[0], name: "Ada", email: null });
    expect(await shop.desk.customers.withPhone("+33600000000")).toEqual([]);
    expect(shop.desk.used()).toBe(2);
  });

  it("C1: searches a number in any format it may be stored in", async () => {
    const shop = gorgias.open();
    const id = shop.addCustomer("Noor", "06 12 34 56 78");
    expect(await shop.desk.customers.searchPhone(E164)).toEqual([{ id, name: "Noor", email: null }]);
    expect(await shop.desk.customers.searchPhone("+14155550100")).toEqual([]);
  });

  it("finds a customer by e-mail whatever its letter case, and by external id", async () => {
    const shop = gorgias.open();
    await shop.desk.customers.create(draft);
    const ada = { id: expect.any(Number), name: "Ada Byron", email: "ada@example.com" };
    expect(await shop.desk.customers.withEmail("ADA@example.com")).toEqual([ada]);
    expect(await shop.desk.customers.withExternalId("anonymous-1")).toEqual([ada]);
    expect(await shop.desk.customers.withEmail("bob@example.com")).toEqual([]);
    expect(await shop.desk.customers.withExternalId("anonymous")).toEqual([]);
  });

  it("reads a customer with the addresses as they are stored, follows a merge, and returns null for one who is gone", async () => {
    const shop = gorgias.open();
    const [id, into] = [shop.addCustomer("Ada", E164, "06 99"), shop.addCustomer("Ada Byron")];
    const ada = { id, name: "Ada", email: null, externalId: null, emails: [], note: null, phones: [E164, "06 99"] };
    expect(await shop.desk.customers.read(id)).toEqual(ada);
    expect(shop.desk.shown(id)).toEqual({ id, name: "Ada", email: null, phones: [E164, "06 99"] });
    gorgias.simulator.desk.mergeCustomers(shop.account, id, into);
    expect(await shop.desk.customers.read(id)).toMatchObject({ id: into, name: "Ada Byron", phones: [E164, "06 99"] });
    gorgias.simulator.desk.patchSettings({ mergedLocation: false }, shop.account);
    expect(await shop.desk.customers.read(id)).toBeNull();
    expect(await shop.desk.customers.read(424_242)).toBeNull();
  });

  it("C2: creates a customer with name, e-mail, phone and external id", async () => {
    const shop = gorgias.open();
    const made = await shop.desk.customers.create(draft);
    const [seen] = shop.seen().customers;
    expect(made).toEqual({ kind: "created", customer: { id: seen?.id, name: "Ada Byron", email: "ada@example.com" } });
    expect(seen).toMatchObject({ external_id: "anonymous-1" });
    expect(seen?.channels.map(({ type, address }) => [type, address]).sort()).toEqual([
      ["email", "ada@example.com"],
      ["phone", E164],
    ]);
  });

  it.each([
    ["a phone alone", { email: null, externalId: null }],
    ["an e-mail alone", { phone: null, externalId: null }],
  ])("C2: creates a customer of %s", async (_what, without) => {
    const shop = gorgias.open();
    expect(await shop.desk.customers.create({ ...draft, ...without })).toMatchObject({ kind: "created" });
    expect(shop.seen().customers[0]?.channels).toHaveLength(1);
  });

  it.each([
    ["e-mail", 409, { phone: "+33700000000" }],
    ["e-mail", 400, { phone: "+33700000000" }],
    ["phone", 409, { email: "other@example.com" }],
    ["phone", 400, { email: "other@example.com" }],
  ] as const)(
    "C2: reports that the %s is taken where Gorgias answers %d",
    async (_what, duplicateStatus, differing) => {
      const shop = gorgias.open({ duplicateStatus });
      await shop.desk.customers.create(draft);
      const refused = { kind: "refused", status: duplicateStatus };
      expect(await shop.desk.customers.create({ ...draft, ...differing })).toMatchObject(refused);
      expect(shop.seen().customers).toHaveLength(1);
    },
  );

  it("C2: adds a phone to those a customer has, once, and leaves every other channel as it was", async () => {
    const shop = gorgias.open();
    await shop.desk.customers.create({ ...draft, phone: null });
    const id = shop.seen().customers[0]?.id ?? 0;
    await shop.desk.customers.addPhone(id, E164);
    await shop.desk.customers.addPhone(id, "+14155550100");
    await shop.desk.customers.addPhone(id, E164);
    const channels = shop
      .seen()
      .customers[0]?.channels.map(({ type, address, preferred }) => [type, address, preferred]);
    expect(channels).toEqual([
      ["email", "ada@example.com", true],
      ["phone", E164, true],
      ["phone", "+14155550100", false],
    ]);
    expect(shop.requests().filter((request) => request.startsWith("PUT"))).toHaveLength(2);
    await shop.desk.customers.addPhone(424_242, E164);
  });

  it.each([
    ["in another format", "+33 (0)6 12 34 56 78", "+33612345678", 0],
    ["as another number of the same subscriber", "+52 1 55 1234 5678", "+525512345678", 0],
    ["without its country code, which may be another's", "06 12 34 56 78", "+33612345678", 1],
  ])(
    "C2: a phone that a customer has %s is added only where that settles whose it is",
    async (_, stored, phone, added) => {
      const shop = gorgias.open();
      const id = shop.addCustomer("Ada", stored);
      await shop.desk.customers.addPhone(id, phone);
      expect(shop.requests().filter((request) => request.startsWith("PUT"))).toHaveLength(added);
    },
  );

  it("is rejected with a phone that another customer has", async () => {
    const shop = gorgias.open();
    shop.addCustomer("Bob", E164);
    const id = shop.addCustomer("Ada");
    expect(await failureOf(shop.desk.customers.addPhone(id, E164))).toMatchObject({ fate: "refused", status: 409 });
  });
});

describe("tickets", () => {
  it("C3: opens one with everything, its notes internal and never sent", async () => {
    const shop = gorgias.open();
    shop.addTags(2);
    const customerId = shop.addCustomer("Ada Byron", E164);
    const notes = [
      noteDraft(),
      noteDraft({ externalId: "call-1:ended", authorId: ADMIN, text: "Call ended", at: AT + 60 }),
    ];
    const made = await shop.desk.tickets.open(ticketDraft({ customerId, tags: ["Tag 0", "Tag 1"], notes }));
    const [ticket] = shop.seen().tickets;
    expect(ticket).toMatchObject({
      id: made.ticketId,
      channel: "phone",
      status: "open",
      external_id: "call-1",
      subject: "Inbound call: Ada Byron",
      customer: { id: customerId },
      assignee_user: { id: AGENT },
      created_datetime: "2026-03-02T08:00:00.000000+00:00",
    });
    expect(ticket?.tags.map(({ name }) => name).sort()).toEqual(["Tag 0", "Tag 1"]);
    const internal = { channel: "internal-note", public: false, from_agent: true, attachments: null };
    expect(ticket?.messages).toMatchObject([
      { ...internal, sender: { id: AGENT }, body_text: "Call answered", body_html: "<b>Call answered</b>" },
      {
        ...internal,
        sender: { id: ADMIN },
        body_text: "Call ended",
        sent_datetime: "2026-03-02T08:01:00.000000+00:00",
      },
    ]);
    expect(made.messageIds).toEqual(new Map(ticket?.messages.map(({ id, external_id }) => [external_id ?? "", id])));
    expect(shop.desk.used()).toBe(1);
  });

  it("C4: opens one without an assignee", async () => {
    const shop = gorgias.open();
    await shop.openTicket({ assigneeId: null });
    expect(shop.seen().tickets).toMatchObject([{ assignee_user: null }]);
  });

  it("opens one also where Gorgias requires its channel", async () => {
    const shop = gorgias.open({ viaRequired: true });
    await shop.openTicket();
    expect(shop.seen().tickets).toHaveLength(1);
  });

  it("is refused a ticket with a tag, an assignee or a customer that does not exist", async () => {
    const shop = gorgias.open();
    const refused = { fate: "refused", status: 400 };
    expect(await failureOf(shop.openTicket({ tags: ["nobody made it"] }))).toMatchObject(refused);
    expect(await failureOf(shop.openTicket({ assigneeId: 4242 }))).toMatchObject(refused);
    expect(await failureOf(shop.openTicket({ customerId: 4242 }))).toMatchObject({ fate: "refused" });
    expect(shop.seen().tickets).toEqual([]);
  });

  it("finds one by its external id with the ids of its notes, trashed or not, the oldest of several", async () => {
    const shop = gorgias.open();
    const customerId = shop.addCustomer("Ada");
    const first = await shop.desk.tickets.open(ticketDraft({ customerId }));
    await shop.desk.tickets.open(ticketDraft({ customerId, createdAt: AT + 60 }));
    expect(await shop.desk.tickets.find("call-1")).toEqual(first);
    shop.act(first.ticketId, "trash");
    expect(await shop.desk.tickets.find("call-1")).toEqual(first);
    expect(await shop.desk.tickets.find("call-2")).toBeNull();
  });

  it("C15: finds the ids of all its notes among more than a hundred messages", async () => {
    const shop = gorgias.open();
    const made = await shop.desk.tickets.open(ticketDraft({ customerId: shop.addCustomer("Ada") }));
    for (let n = 0; n < 110; n += 1) {
      await shop.desk.notes.add(made.ticketId, noteDraft({ externalId: `other-${n}`, at: AT + n }));
    }
    expect((await shop.desk.tickets.find("call-1"))?.messageIds.get("call-1:answered")).toBe(
      made.messageIds.get("call-1:answered"),
    );
  });

  it("C16: returns whether a ticket exists, is in trash or spam, and which tags it has", async () => {
    const shop = gorgias.open();
    shop.addTags(1);
    const ticketId = await shop.openTicket({ tags: ["Tag 0"] });
    const there = { kind: "there", ticketId, spam: false, trashed: false, tags: ["Tag 0"], status: "open" };
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject(there);
    shop.act(ticketId, "trash");
    shop.act(ticketId, "spam");
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject({ ...there, spam: true, trashed: true });
    shop.act(ticketId, "restore");
    shop.act(ticketId, "unspam");
    expect(await shop.desk.tickets.read(ticketId)).toMatchObject(there);
  });

  it("C11: opens a closed one, C4: assigns and unassigns, and changes nothing that is not named", async () => {
    const shop = gorgias.open();
    shop.addTags(1);
    const ticketId = await shop.openTicket({ tags: ["Tag 0"] });
    shop.act(ticketId, "close");
    const there = { kind: "there", ticketId, spam: false, trashed: false, tags: ["Tag 0"] };
    expect(await shop.desk.tickets.change(ticketId, { assigneeId: ADMIN })).toMatchObject({
      ...there,
      status: "closed",
      assigneeId: ADMIN,
    });
    expect(shop.seen().tickets).toMatchObject([{ status: "closed", assignee_user: { id: ADMIN } }]);
    expect(await shop.desk.tickets.change(ticketId, { open: true })).toMatchObject({
      ...there,
      status: "open",
      closedAt: null,
    });
    expect(shop.seen().tickets).toMatchObject([{ status: "open", assignee_user: { id: ADMIN }, subject: /Ada/ }]);
    await shop.desk.tickets.change(ticketId, { open: true, assigneeId: null });
    expect(shop.seen().tickets).toMatchObject([{ status: "open", assignee_user: null }]);
  });

  it("C12: adds tags to those that others put there", async () => {
    const shop = gorgias.open();
    shop.addTags(3);
    const ticketId = await shop.openTicket({ tags: ["Tag 0"] });
    const tags = shop.seen().tags.filter(({ name }) => name !== "Tag 2");
    expect(await shop.desk.tickets.addTags(ticketId, tags)).toBeNull();
    expect(
      shop
        .seen()
        .tickets[0]?.tags.map(({ name }) => name)
        .sort(),
    ).toEqual(["Tag 0", "Tag 1"]);
    const gone = [{ id: 4242, name: "Tag 9" }];
    expect(await failureOf(shop.desk.tickets.addTags(ticketId, gone))).toMatchObject({ fate: "refused", status: 400 });
  });
});

describe("C16: a ticket that is elsewhere", () => {
  const ways = (ticketId: number, shop: ReturnType<typeof gorgias.open>) => ({
    read: () => shop.desk.tickets.read(ticketId),
    change: () => shop.desk.tickets.change(ticketId, { open: true }),
    addTags: () => shop.desk.tickets.addTags(ticketId, shop.seen().tags),
    addNote: () => shop.desk.notes.add(ticketId, noteDraft()),
  });

  it.each([
    ["names it", true],
    ["does not", false],
  ])("C16: is known to live on in another one where Gorgias %s", async (_what, mergedLocation) => {
    const shop = gorgias.open({ mergedLocation });
    shop.addTags(1);
    const [source, middle, target] = [await shop.openTicket(), await shop.openTicket(), await shop.openTicket()];
    shop.act(source, "merge", middle);
    shop.act(middle, "merge", target);
    const { messages } = shop.seen().tickets[0] ?? {};
    for (const way of Object.values(ways(source, shop))) {
      expect(await way()).toEqual({ kind: "merged", into: mergedLocation ? target : null });
    }
    expect(shop.seen().tickets).toMatchObject([{ id: target, tags: [], messages }]);
  });

  it("C16: is known to be deleted", async () => {
    const shop = gorgias.open();
    shop.addTags(1);
    const ticketId = await shop.openTicket();
    shop.act(ticketId, "delete");
    for (const way of Object.values(ways(ticketId, shop))) expect(await way()).toEqual({ kind: "deleted" });
    expect(await shop.desk.notes.find(ticketId, "call-1:answered")).toBeNull();
    expect(await shop.desk.tickets.find("call-1")).toBeNull();
  });
});

describe("notes", () => {
  const file = { url: "https://files.example/1.mp3", name: "recording.mp3", contentType: "audio/mpeg", size: 12 };
  const opened = async (settings: Parameters<typeof gorgias.open>[0] = {}) => {
    const shop = gorgias.open(settings);
    const ticketId = await shop.openTicket({ notes: [noteDraft({ files: [file] })] });
    const [message] = shop.seen().tickets[0]?.messages ?? [];
    return { shop, ticketId, messageId: message?.id ?? 0 };
  };
  const edited = noteDraft({
    authorId: ADMIN,
    text: "Call ended",
    html: "<i>Call ended</i>",
    files: [file, { ...file, name: "voicemail.mp3", size: null }],
  });
  const bodies = { body_text: "Call ended", body_html: "<i>Call ended</i>", channel: "internal-note", public: false };

  it("adds one with its files, internal, at its own time", async () => {
    const { shop, ticketId } = await opened();
    const note = noteDraft({ externalId: "call-1:ended", files: [file, { ...file, size: null }], at: AT + 90 });
    const id = await shop.desk.notes.add(ticketId, note);
    const when = "2026-03-02T08:01:30.000000+00:00";
    expect(shop.seen().tickets[0]?.messages.at(-1)).toMatchObject({
      id,
      external_id: "call-1:ended",
      channel: "internal-note",
      public: false,
      sender: { id: AGENT },
      created_datetime: when,
      sent_datetime: when,
      attachments: [
        { url: file.url, name: file.name, size: 12 },
        { url: file.url, name: file.name, size: null },
      ],
    });
  });

  it("edits text, author and files, and stays internal", async () => {
    const { shop, ticketId, messageId } = await opened();
    await shop.desk.notes.edit(ticketId, messageId, edited);
    const [message] = shop.seen().tickets[0]?.messages ?? [];
    expect(message).toMatchObject({ ...bodies, sender: { id: ADMIN }, external_id: "call-1:answered" });
    expect(message?.attachments).toHaveLength(2);
  });

  it.each([
    [{ messageSenderEditable: false }, AGENT, 2],
    [{ messageAttachmentsEditable: false }, ADMIN, 1],
    [{ messageSenderEditable: false, messageAttachmentsEditable: false }, AGENT, 1],
  ])("edits what may be edited and keeps the rest where Gorgias is set to %j", async (settings, author, files) => {
    const { shop, ticketId, messageId } = await opened(settings);
    await shop.desk.notes.edit(ticketId, messageId, edited);
    const [message] = shop.seen().tickets[0]?.messages ?? [];
    expect(message).toMatchObject({ ...bodies, sender: { id: author } });
    expect(message?.attachments).toHaveLength(files);
  });

  it("C10: says so where an edit had to go without its files, and takes files off where it is to", async () => {
    const fixed = await opened({ messageAttachmentsEditable: false });
    const { shop, ticketId, messageId } = await opened();
    expect(await fixed.shop.desk.notes.edit(fixed.ticketId, fixed.messageId, edited)).toEqual({
      kind: "without files",
    });
    expect(await shop.desk.notes.edit(ticketId, messageId, edited)).toBeNull();
    await shop.desk.notes.edit(ticketId, messageId, { ...edited, files: [] });
    expect(shop.seen().tickets[0]?.messages[0]?.attachments).toHaveLength(2);
    await shop.desk.notes.edit(ticketId, messageId, { ...edited, files: [], clearsFiles: true });
    expect(shop.seen().tickets[0]?.messages[0]?.attachments).toBeNull();
  });

  it("C10: takes a note away, once, and leaves it where Gorgias does", async () => {
    const { shop, ticketId, messageId } = await opened();
    shop.fail({ kind: "status", status: 405 }, "/tickets");
    expect(await shop.desk.notes.remove(ticketId, messageId)).toEqual({ kind: "kept" });
    expect(await shop.desk.notes.remove(ticketId, messageId)).toBeNull();
    expect(shop.seen().tickets[0]?.messages.map(({ id }) => id)).not.toContain(messageId);
    expect(await shop.desk.notes.remove(ticketId, messageId)).toBeNull();
  });

  it("is refused an edit by an author who does not exist, and of a message that is gone", async () => {
    const { shop, ticketId, messageId } = await opened();
    expect(await failureOf(shop.desk.notes.edit(ticketId, 4242, edited))).toMatchObject({
      fate: "refused",
      status: 404,
    });
    expect(shop.seen().tickets[0]?.messages[0]).toMatchObject({ id: messageId, body_text: "Call answered" });
  });

  it("C15: finds one by its external id among more than two hundred, whatever its age", async () => {
    const { shop, ticketId, messageId } = await opened();
    const ids: (number | object)[] = [];
    for (let n = 0; n < 220; n += 1) {
      ids.push(await shop.desk.notes.add(ticketId, noteDraft({ externalId: `call-1:${n}`, at: AT + n })));
    }
    expect(await shop.desk.notes.find(ticketId, "call-1:answered")).toBe(messageId);
    expect(await shop.desk.notes.find(ticketId, "call-1:219")).toBe(ids[219]);
    expect(await shop.desk.notes.find(ticketId, "call-1:220")).toBeNull();
  });
});

describe("tags", () => {
  it("C12: finds the one of exactly this name among more than a hundred that contain it", async () => {
    const shop = gorgias.open();
    shop.addTags(1, () => "Aircall");
    shop.addTags(130, (n) => `aircall ${n}`);
    const [aircall] = shop.seen().tags;
    expect(await shop.desk.tags.find("Aircall")).toEqual({ id: aircall?.id, name: "Aircall" });
    expect(await shop.desk.tags.find("AIRCALL")).toBeNull();
    expect(await shop.desk.tags.find("Voicemail")).toBeNull();
  });

  it("C12: creates one, whatever its characters, and finds it again", async () => {
    const shop = gorgias.open();
    for (const name of ["Aircall", "Équipe n° 1 & Co. 🎉", `"quoted" \\ 100 % ?&=#`]) {
      const made = await shop.desk.tags.create(name);
      expect(made).toEqual({ id: expect.any(Number), name });
      expect(await shop.desk.tags.find(name)).toEqual(made);
    }
  });

  it.each([409, 400] as const)("C12: returns the one that another client has created, after %d", async (status) => {
    const shop = gorgias.open({ duplicateTagStatus: status });
    const made = await shop.desk.tags.create("Aircall");
    expect(await shop.desk.tags.create("Aircall")).toEqual(made);
    expect(shop.seen().tags).toHaveLength(1);
  });

  it("is refused a tag that can not be", async () => {
    const shop = gorgias.open();
    expect(await failureOf(shop.desk.tags.create(""))).toMatchObject({ fate: "refused", status: 400 });
  });
});

describe("the account", () => {
  it("returns the time zone of its business hours, or null without that setting", async () => {
    const shop = gorgias.open({ businessTimeZone: "Europe/Paris" });
    expect(await shop.desk.timeZone()).toBe("Europe/Paris");
    expect(await gorgias.open({ businessTimeZone: null }).desk.timeZone()).toBeNull();
  });
});

describe("users", () => {
  it("C5: lists all of them, page after page, and distinguishes bots, admins and those who left", async () => {
    const shop = gorgias.open();
    const { desk } = gorgias.simulator;
    for (let n = 0; n < 230; n += 1) desk.addUser(shop.account, { name: `User ${n}`, email: `user-${n}@acme.example` });
    const [left, app] = [
      desk.addUser(shop.account, { name: "Left", email: "left@acme.example", active: false }).id,
      desk.addUser(shop.account, { name: "App", email: "app@acme.example", client_id: "abc" }).id,
    ];
    const users = new Map((await shop.desk.users()).map((user) => [user.id, user]));
    expect(users.size).toBe(235);
    expect(users.get(ADMIN)).toMatchObject({ role: "admin", active: true, bot: false, name: "Ada Admin" });
    expect(users.get(AGENT)).toMatchObject({ role: "agent", email: `cleo.agent@${shop.account}.example` });
    expect(users.get(BOT)).toMatchObject({ bot: true });
    expect(users.get(app)).toMatchObject({ bot: true });
    expect(users.get(left)).toMatchObject({ active: false, bot: false });
    expect(shop.requests()).toEqual(Array.from({ length: 3 }, () => "GET /api/users"));
  });

  it("N2: returns the user of the credential, and whether they are an admin", async () => {
    const shop = gorgias.open();
    const email = `ada.admin@${shop.account}.example`;
    expect(await whoIsAt(shop.deps, shop.identity)).toEqual({
      id: expect.any(Number),
      name: "Ada Admin",
      email,
      admin: true,
    });
    const agent = `cleo.agent@${shop.account}.example`;
    const authorization = `Bearer ${gorgias.simulator.desk.issueToken(shop.account, { email: agent })}`;
    expect(await whoIsAt(shop.deps, { ...shop.identity, authorization })).toMatchObject({ email: agent, admin: false });
  });
});
