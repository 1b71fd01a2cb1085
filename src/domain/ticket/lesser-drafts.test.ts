/** What is sent instead of a draft that was rejected without naming a part: less and less of it. */
import { describe, expect, it } from "vitest";
import type { MessageDraft, NoteDraft, TextDraft, TicketDraft } from "../ports/help-desk.ts";
import { lesserMessages, lesserTickets, type LesserOptions } from "./lesser-drafts.ts";
import { WITH_ALL, type OptionalField, type RejectedPart } from "./rejected-parts.ts";

const AGENT = 10;
const ADMIN = 20;
const picture = { url: "https://files.test/1", name: "box.jpg", contentType: "image/jpeg", size: 3 };
const invoice = { url: "https://files.test/2", name: "invoice.pdf", contentType: "application/pdf", size: null };
const fileParts: RejectedPart[] = [
  { kind: "file", url: "https://files.test/1", name: "box.jpg" },
  { kind: "file", url: "https://files.test/2", name: "invoice.pdf" },
];

const optional = (of: "ticket" | "message", field: string, part: OptionalField["part"]): OptionalField => ({
  kind: "field",
  of,
  field,
  part,
  message: null,
});
const via = optional("message", "via", "source");
const language = optional("ticket", "language", "language");
/** What identifies and orders a ticket or message. */
const IDENTITY = [
  optional("message", "external_id", "external id"),
  optional("message", "sent_datetime", "time"),
  optional("ticket", "channel", "channel"),
  optional("ticket", "status", "status"),
];
const FIELDS = [via, ...IDENTITY, language];

function note(change: Partial<NoteDraft> = {}): MessageDraft {
  const draft = { externalId: "n1", html: "<p>Call ended</p>", text: "Call ended", authorId: AGENT, at: 1, files: [] };
  return { kind: "note", draft: { ...draft, ...change } };
}

function text(change: Partial<TextDraft> = {}): MessageDraft {
  const draft: TextDraft = {
    externalId: "m1",
    direction: "outbound",
    html: "Hello",
    text: "Hello",
    customerId: 700,
    authorId: AGENT,
    customerAddress: "+12025550147",
    lineAddress: "+12025550100",
    at: 1,
    files: [],
  };
  return { kind: "text", draft: { ...draft, ...change } };
}

const options: LesserOptions = {
  without: { ticket: new Set(["spam"]), message: new Set(["intents"]) },
  adminId: ADMIN,
  fields: FIELDS,
  withoutFiles: ({ draft: { externalId, authorId } }) => note({ externalId, authorId, text: "Call ended. No file" }),
};

/** A note that names its files in words, signed by this user. */
const inWords = (authorId: number | null) => note({ authorId, text: "Call ended. No file" });

describe("a message that was rejected without naming a part", () => {
  it("C18: is signed by an admin first, then sent without its files, then with little but what identifies it", () => {
    const { without } = options;
    const steps = lesserMessages(note({ files: [picture, invoice] }), options);
    expect(steps).toEqual([
      {
        draft: note({ authorId: ADMIN, files: [picture, invoice] }),
        without,
        leaves: [{ kind: "author", userId: AGENT }],
        lacks: [],
      },
      { draft: inWords(AGENT), without, leaves: fileParts, lacks: [] },
      {
        draft: inWords(null),
        without: { ticket: new Set(["spam", "language"]), message: new Set(["intents", "via", "sender"]) },
        leaves: [],
        lacks: [via, language],
      },
      {
        draft: inWords(null),
        without: {
          ticket: new Set(["spam", "language", "channel", "status"]),
          message: new Set(["intents", "via", "external_id", "sent_datetime", "sender"]),
        },
        leaves: [],
        lacks: FIELDS,
      },
    ]);
  });

  it("C18: goes on in its own words where it has no file", () => {
    expect(lesserMessages(note(), options).map(({ draft, leaves }) => ({ draft, leaves }))).toEqual([
      { draft: note({ authorId: ADMIN }), leaves: [{ kind: "author", userId: AGENT }] },
      { draft: note({ authorId: null }), leaves: [] },
      { draft: note({ authorId: null }), leaves: [] },
    ]);
  });

  it.each([
    ["there is no admin", AGENT, null],
    ["the admin signed it already", ADMIN, ADMIN],
    ["the customer wrote it", null, ADMIN],
  ])("C5, C18: is not signed by an admin where %s", (_where, authorId, adminId) => {
    const steps = lesserMessages(text({ authorId }), { ...options, adminId });
    expect(steps.map(({ draft }) => draft)).toEqual([text({ authorId: null }), text({ authorId: null })]);
  });
});

describe("a ticket that was rejected without naming a part", () => {
  const ticket: TicketDraft = {
    externalId: "aircall-call-1",
    subject: "Inbound call: Ada",
    customerId: 700,
    assigneeId: AGENT,
    tags: ["Aircall"],
    channel: "phone",
    messages: [],
    createdAt: 1,
  };
  const bare: TicketDraft = { ...ticket, tags: [], assigneeId: null };
  const whole = { without: options.without, leaves: [], lacks: [] };

  it.each([
    ["its tags", { assigneeId: null }],
    ["its assignee", { tags: [] }],
    ["both", {}],
  ])("C18: is first sent without %s, which can be added later", (_what, change) => {
    expect(lesserTickets({ ...ticket, ...change }, options)).toEqual([{ draft: bare, ...whole }]);
  });

  it("C18: is not sent again unchanged where it has neither tags nor assignee", () => {
    expect(lesserTickets(bare, options)).toEqual([]);
    const [first] = lesserTickets({ ...bare, messages: [note()] }, options);
    expect(first?.draft.messages).toEqual([note({ authorId: ADMIN })]);
  });

  it("C18: then goes without what its messages go without, and keeps neither tags nor assignee", () => {
    const steps = lesserTickets({ ...ticket, messages: [note({ files: [picture, invoice] })] }, options);
    const [, ...later] = steps;
    const ofMessage = lesserMessages(note({ files: [picture, invoice] }), options);
    expect(later).toEqual(ofMessage.map((step) => ({ ...step, draft: { ...bare, messages: [step.draft] } })));
  });

  it("C18: has every message complete until its own steps begin, so that all end with the least together", () => {
    const long = note({ files: [picture, invoice] });
    const short = note({ externalId: "n2", authorId: ADMIN });
    const steps = lesserTickets({ ...bare, messages: [long, short] }, options);
    expect(steps.map(({ draft }) => draft.messages[1])).toEqual([
      short,
      short,
      note({ externalId: "n2", authorId: null }),
      note({ externalId: "n2", authorId: null }),
    ]);
    expect(steps.map(({ draft }) => draft.messages[0])).toEqual(lesserMessages(long, options).map((one) => one.draft));
    expect(steps.slice(0, 2).map(({ leaves, lacks, without }) => ({ leaves, lacks, without }))).toEqual([
      { leaves: [{ kind: "author", userId: AGENT }], lacks: [], without: options.without },
      { leaves: fileParts, lacks: [], without: options.without },
    ]);
    expect(steps.slice(2).map(({ lacks }) => lacks)).toEqual([[via, language], FIELDS]);
  });

  it("C18: names what all of its messages go without", () => {
    const messages = [note(), note({ externalId: "n2", authorId: 11 })];
    const [first] = lesserTickets({ ...bare, messages }, { ...options, without: WITH_ALL });
    expect(first).toMatchObject({
      without: WITH_ALL,
      leaves: [
        { kind: "author", userId: AGENT },
        { kind: "author", userId: 11 },
      ],
      lacks: [],
    });
  });
});
