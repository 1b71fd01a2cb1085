/** C10, C15: what Gorgias receives of a call's note, and what is stored of a ticket that was sent with less. */
import { describe, expect, it } from "vitest";
import type { CallPlan, PlannedNote } from "../../domain/call/call-plan.ts";
import type { MessageDraft, TicketDraft } from "../../domain/ports/help-desk.ts";
import { translationsFor } from "../../domain/translations/translations.ts";
import type { ForgetDeps } from "../ticket/forget.ts";
import type { Run } from "../run.ts";
import { callTicket } from "./call-ticket.ts";

const file = { url: "https://files/a.mp3", name: "a.mp3", contentType: "audio/mpeg", size: 9 };
const note = (key: string, files: (typeof file)[] = []) =>
  ({
    key,
    content: { html: "<b>x</b>", text: "x" },
    authorId: 5,
    at: 12,
    files,
    waitsUntil: null,
  }) as unknown as PlannedNote;

function work(stage: string) {
  const helpDesk = { optionalFields: [] };
  const run = { activityId: "call:123", writes: [], helpDesk, translations: translationsFor("fr") } as unknown as Run;
  const plan = { stage, adminId: 1, customerId: 3 } as unknown as CallPlan;
  return callTicket({ clock: () => 0 } as unknown as ForgetDeps, run, plan);
}

describe("a note", () => {
  it.each([
    ["comment:7", true],
    ["answered", false],
    ["recording", false],
  ])("C10: loses the file that moved to another one where it is an agent's: %s", async (key, clearsFiles) => {
    const { kind, draft } = await work("finished").draft(note(key), 2);
    expect([kind, draft]).toEqual([
      "note",
      {
        externalId: `aircall-call-123-2:${key}`,
        html: "<b>x</b>",
        text: "x",
        authorId: 5,
        at: 12,
        files: [],
        clearsFiles,
      },
    ]);
  });

  it("C18: has the same words without its files", async () => {
    const message = await work("finished").draft(note("recording", [file]), 1);
    expect(message.draft.files).toEqual([file]);
    const less = work("finished").options.withoutFiles(message);
    expect(less).toEqual({ kind: "note", draft: { ...message.draft, files: [] } });
  });
});

describe("the intent of a ticket", () => {
  const intentOf = (stage: string, changed: boolean) => {
    const [answered, ended] = [note("answered"), note("ended", [file])];
    const drafts = [{ kind: "note" }, { kind: "note" }] as MessageDraft[];
    const planned = {
      externalId: "a",
      subject: "s",
      tags: ["t"],
      assigneeId: 5,
      messages: drafts,
    } as unknown as TicketDraft;
    const [first, second] = drafts;
    const sent = changed ? { ...planned, messages: [first, { ...second }] as MessageDraft[] } : planned;
    return work(stage).intentOf(sent, planned, [answered, ended]) as {
      finished: boolean;
      notes: Record<string, string>;
    };
  };

  it("C15: has a digest of each note, and an empty one of a note that was sent with less", () => {
    const { notes } = intentOf("finished", false);
    expect([notes["answered"], notes["ended"]].map(Boolean)).toEqual([true, true]);
    expect(intentOf("finished", true).notes).toEqual({ answered: notes["answered"], ended: "" });
  });

  it.each([
    ["live", false],
    ["closing", false],
    ["finished", true],
  ])("C11: of a call that is %s tells whether it is finished", (stage, finished) => {
    expect(intentOf(stage, false)).toMatchObject({
      language: "fr",
      externalId: "a",
      tags: ["t"],
      assigneeId: 5,
      finished,
      customerId: 3,
      subject: "s",
    });
  });
});
