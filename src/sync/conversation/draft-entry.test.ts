/** What Gorgias receives of a message: both addresses, its files, and their absence in words (M8, M9). */
import { describe, expect, it } from "vitest";
import { message, SENT_AT, supportLine, write } from "../../../test/fixtures/text-messages.ts";
import type { TextMessage } from "../../domain/conversation/text-message.ts";
import type { ThreadMessage } from "../../domain/conversation/thread-plan.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import type { Write } from "../../domain/ticket/write.ts";
import type { ConversationDeps, ConversationRun } from "./conversation-run.ts";
import { phoneKey } from "../../domain/phone/phone.ts";
import { threadPhone } from "../../domain/conversation/thread-phone.ts";
import { draftMessage, dropFiles } from "./draft-entry.ts";

const deps = { clock: () => SENT_AT } as unknown as ConversationDeps;
const translations = translationsFor("en");
const stored = (name: string) => ({ url: `https://files/${name}`, name, contentType: "image/png", size: 9 });
const file = (name: string) => ({ name, type: "image/png", url: null });

async function draftOf(
  more: Partial<TextMessage>,
  { writes = [], kind = "text" }: { writes?: Write[]; kind?: string } = {},
) {
  const told = message(more);
  // The customer of the thread, so that no other one is looked up.
  const key = phoneKey(threadPhone(told));
  const run = { customer: { id: 3 }, phoneKey: key, ownLines: [], writes, givenUp: new Map(), translations };
  const entry = { key: `${kind}:${told.id}`, at: told.sentAt, kind, message: told, authorId: 5 };
  const planned = { key: entry.key, waitsUntil: null, entry } as unknown as ThreadMessage;
  return draftMessage(deps, run as unknown as ConversationRun, planned);
}

describe("the addresses of a message", () => {
  const LONG = "1".repeat(70);

  it.each<[string, Partial<TextMessage>, string, string]>([
    ["are the numbers of both", {}, "+12025550147", "+12025550100"],
    [
      "are the line's name where it has no number",
      { line: { ...supportLine, digits: "" } },
      "+12025550147",
      "Support US",
    ],
    [
      "name Aircall where the line has neither",
      { line: { ...supportLine, digits: "", name: "" } },
      "+12025550147",
      "Aircall",
    ],
    ["name Aircall where there is no line", { line: null, customerDigits: "+12025550147" }, "+12025550147", "Aircall"],
    ["are the word that a sender is", { customerDigits: "DHL" }, "DHL", "+12025550100"],
    ["are the digits of a short number", { customerDigits: "38383" }, "38383", "+12025550100"],
    ["say anonymous where no sender is told", { customerDigits: null }, "anonymous", "+12025550100"],
    ["say anonymous where the sender is empty", { customerDigits: "" }, "anonymous", "+12025550100"],
    ["are cut", { line: { ...supportLine, digits: LONG } }, "+12025550147", LONG.slice(0, 60)],
  ])("M8: %s", async (_what, more, customerAddress, lineAddress) => {
    const { draft } = await draftOf({ ...more, direction: "inbound" });
    expect(draft).toMatchObject({ customerAddress, lineAddress, customerId: 3 });
  });

  it("M8: are those of the thread's party in what an agent sends to a group", async () => {
    const group = { id: "g", participants: ["+12025550100", "+12025550199", "+12025550147"] };
    const { draft } = await draftOf({ direction: "outbound", group, customerDigits: "+12025550199" });
    expect(draft).toMatchObject({ customerAddress: "+12025550147", customerId: 3, direction: "outbound", authorId: 5 });
  });
});

describe("the files of a message", () => {
  const files = [file("a.png"), file("b.png"), file("c.txt")];
  const upload = (index: number, outcome: object, more: Partial<Write> = {}) =>
    write(`upload:SM1:${index}`, { generation: 0, intent: null, outcome, ...more });

  it("M9: are attached in their order, named where they are gone, and words where they are text", async () => {
    const writes = [
      upload(2, { kind: "words", said: "from a part" }),
      upload(1, { kind: "attached", file: stored("b.png") }),
      upload(0, { kind: "attached", file: stored("a.png") }),
    ];
    const { draft } = await draftOf({ files }, { writes });
    expect(draft.files.map(({ name }) => name)).toEqual(["a.png", "b.png"]);
    expect(draft.text).toBe("Where is my order?\nfrom a part");
  });

  it("M9: that were not transferred to the end are named as gone", async () => {
    const writes = [upload(0, { kind: "attached", file: stored("a.png") }, { state: "intended" })];
    const { draft } = await draftOf({ files: [file("a.png")] }, { writes });
    expect([draft.files, draft.text]).toEqual([[], expect.stringContaining("a.png")]);
  });

  it("C18: that Gorgias rejected before are left out and named, and the others are attached", async () => {
    const part = { kind: "file", url: stored("a.png").url, name: "a.png" };
    const leftOut = {
      part: "attachment",
      value: "a.png",
      code: "rejected",
      vendor: "gorgias",
      status: 400,
      detail: null,
    };
    const writes = [
      upload(0, { kind: "attached", file: stored("a.png") }),
      upload(1, { kind: "attached", file: stored("b.png") }),
      write(`left-out:file:${part.url}`, { generation: 0, outcome: { leftOut: [leftOut], rejected: part } }),
    ];
    const { kind, draft } = await draftOf({ files: files.slice(0, 2) }, { writes });
    expect([kind, draft.files.map(({ name }) => name)]).toEqual(["text", ["b.png"]]);
    const line = "File not attached: a.png – Gorgias does not take it";
    expect(draft.text).toBe(`Where is my order?\n${line}`);
    expect(draft.html).toContain(`<p><i>${line}</i></p>`);
  });

  it("C18: leave a note a note, and escape their names", () => {
    const note = { externalId: "a", html: "<p>x</p>", text: "x", authorId: 5, at: 1, files: [stored("<b>.png")] };
    const { kind, draft } = dropFiles({ kind: "note", draft: note }, () => true, translations);
    expect([kind, draft.files, draft.authorId]).toEqual(["note", [], 5]);
    expect(draft.html).toContain("&lt;b&gt;.png");
    const kept = { kind: "note", draft: note } as const;
    expect(dropFiles(kept, () => false, translations)).toBe(kept);
  });
});

describe("a message that was not delivered", () => {
  it("M8: is a note of the time it was sent, in the line's time zone, signed by its agent", async () => {
    const undelivered = { status: `fail${"e".repeat(80)}`, at: SENT_AT + 60_000 };
    const { kind, draft } = await draftOf(
      { direction: "outbound", undelivered, files: [file("a.png")] },
      { kind: "undelivered" },
    );
    expect([kind, draft.authorId, draft.files, draft.at]).toEqual(["note", 5, [], SENT_AT / 1000]);
    expect(draft.text).toContain(`fail${"e".repeat(56)}`);
    expect(draft.text).not.toContain("e".repeat(57));
    expect(draft.text).toMatch(/4:00/);
  });
});
