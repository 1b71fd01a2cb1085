/** The one change to make next, step by step until the ticket matches its plan. */
import { describe, expect, it } from "vitest";
import { plannedNote, ticketPlan, ticketWrite, write } from "../../../test/fixtures/plan-facts.ts";
import { digestOf, externalIdOf, nextCallStep, type NextCallStep } from "./next-call-step.ts";
import { translationsFor } from "../translations/translations.ts";
import type { CallPlan, PlannedNote } from "./call-plan.ts";
import type { Write } from "../ticket/write.ts";

const NOW = 1_760_000_200_000;
const translations = translationsFor("en");
const next = (plan: CallPlan, writes: readonly Write[], now = NOW) => nextCallStep(plan, writes, translations, now);

const answered = plannedNote("answered");
const ended = plannedNote("ended");
const live = ticketPlan({ notes: [answered] });
const finished = ticketPlan({ notes: [answered, ended], stage: "finished", tags: ["Aircall", "Refund"] });
const file = { url: "https://uploads.example.com/r.mp3", name: "r.mp3", contentType: "audio/mpeg", size: 1 };

/** The completed write that a step leaves behind. */
function perform(plan: CallPlan, step: NextCallStep): Write {
  switch (step.do) {
    case "open ticket": {
      const made = ticketWrite(
        { ...plan, tags: [...step.tags], notes: step.messages },
        { generation: step.generation },
      );
      return made;
    }
    case "change ticket": {
      const { open, assigneeId } = step;
      return write(step.key, { open, assigneeId }, { ticketId: step.ticketId }, { generation: step.generation });
    }
    case "correct ticket":
      return write(step.key, step.to, { changed: true }, { generation: step.generation });
    case "add message":
      return write(step.key, { digest: digestOf(step.message) }, { messageId: 99 }, { generation: step.generation });
    case "edit message":
      return write(step.key, { digest: digestOf(step.message) }, {}, { generation: step.generation });
    case "remove message":
      return write(
        step.key,
        { messageId: step.messageId },
        { messageId: step.messageId },
        { generation: step.generation },
      );
    case "add tags":
      return write(step.key, { tags: step.tags }, {}, { generation: step.generation });
    default:
      throw new Error(`${step.do} is not performed`);
  }
}

/** Performs step after step. Returns the steps and the final writes. */
function run(
  plan: CallPlan,
  writes: readonly Write[],
  now = NOW,
): { steps: string[]; writes: Write[]; end: NextCallStep } {
  const all = [...writes];
  const steps: string[] = [];
  for (let step = next(plan, all, now); ; step = next(plan, all, now)) {
    if (!("key" in step)) return { steps, writes: all, end: step };
    if (steps.length > 20) throw new Error(`no end of steps: ${steps.join(", ")}`);
    steps.push(step.key);
    all.push(perform(plan, step));
  }
}

describe("nextCallStep", () => {
  it("C3: opens the ticket with all tags and notes in one write", () => {
    expect(next(finished, [])).toEqual({
      do: "open ticket",
      generation: 1,
      key: "ticket",
      tags: ["Aircall", "Refund"],
      messages: [answered, ended],
    });
  });

  it("C3: puts the ticket right where it turns out to be another customer's, or one of another name, once", () => {
    const heading = { customerId: 700, subject: "Inbound call: +33 6 12 34 56 78" };
    const opened = ticketWrite(live, { heading });
    const { customerId, subject } = live;
    const step = { do: "correct ticket", generation: 1, key: "correct:1", ticketId: 812, from: heading };
    expect(next(live, [opened])).toEqual({ ...step, to: { customerId, subject } });
    const moved = { ...live, customerId: 701 };
    expect(next(moved, [ticketWrite(live, { heading: { customerId, subject } })])).toMatchObject({
      to: { customerId: 701, subject },
    });
    expect(run(live, [opened]).steps).toEqual(["correct:1"]);
  });

  it("C15: leaves a ticket as it is where it is not stored for whom it was opened", () => {
    expect(next({ ...live, customerId: 701, subject: "Else" }, [ticketWrite(live)])).toEqual({ do: "done" });
  });

  it("C15: has nothing to do where the ticket is as planned", () => {
    expect(next(live, [ticketWrite(live)])).toEqual({ do: "done" });
    expect(next(finished, [ticketWrite(finished)])).toEqual({ do: "done" });
  });

  it("C11: opens the ticket's status once, when the call has ended", () => {
    const plan = { ...live, stage: "finished" as const };
    const step = next(plan, [ticketWrite(live)]);
    expect(step).toEqual({ do: "change ticket", generation: 1, key: "change:1", ticketId: 812, open: true });
    expect(next(plan, [ticketWrite(live), perform(plan, step)])).toEqual({ do: "done" });
  });

  it("C4: follows the agent after a transfer, to another user or to none", () => {
    const moved = { ...live, assigneeId: 11 };
    expect(next(moved, [ticketWrite(live)])).toMatchObject({ do: "change ticket", assigneeId: 11, open: false });
    expect(run({ ...live, assigneeId: null }, [ticketWrite(live)]).steps).toEqual(["change:1"]);
    expect(run(moved, [ticketWrite(live)]).steps).toEqual(["change:1"]);
    const back = run(live, [ticketWrite(live), ...run(moved, [ticketWrite(live)]).writes.slice(1)]);
    expect(back.steps).toEqual(["change:2"]);
  });

  it("C4: leaves the assignee alone, whatever user it is by now, while the agent is the same", () => {
    const unassigned = { ...live, assigneeId: null };
    expect(next(unassigned, [ticketWrite(unassigned)])).toEqual({ do: "done" });
  });

  it("C4: opens and assigns in one change", () => {
    const plan = { ...live, stage: "finished" as const, assigneeId: 11 };
    expect(next(plan, [ticketWrite(live)])).toMatchObject({ key: "change:1", open: true, assigneeId: 11 });
  });

  it("C6: adds a note that is missing", () => {
    const note = plannedNote("comment:12");
    const plan = { ...live, notes: [answered, note] };
    expect(next(plan, [ticketWrite(live)])).toEqual({
      do: "add message",
      generation: 1,
      key: "note:comment:12",
      ticketId: 812,
      message: note,
    });
  });

  it("C12: adds the missing tags only, together", () => {
    const plan = { ...finished, tags: ["Aircall", "Refund", "VIP", "Voicemail"] };
    expect(next(plan, [ticketWrite(finished)])).toEqual({
      do: "add tags",
      generation: 1,
      key: "tags:1",
      ticketId: 812,
      tags: ["VIP", "Voicemail"],
    });
  });

  it("C12: takes no tag off that the plan does not know any more", () => {
    expect(next({ ...finished, tags: ["Aircall"] }, [ticketWrite(finished)])).toEqual({ do: "done" });
  });

  it("C15: edits a note whose words, person or files have changed", () => {
    const changes: Partial<PlannedNote>[] = [
      { content: { html: "<p>other</p>", text: "other" } },
      { about: "56" },
      { files: [file] },
    ];
    for (const change of changes) {
      const note = { ...ended, ...change };
      const plan = { ...finished, notes: [answered, note] };
      const step = next(plan, [ticketWrite(finished)]);
      expect(step).toEqual({
        do: "edit message",
        generation: 1,
        key: "edit:ended:1",
        ticketId: 812,
        messageId: 2,
        message: note,
      });
      expect(next(plan, [ticketWrite(finished), perform(plan, step)])).toEqual({ do: "done" });
    }
  });

  it("C15: edits no note only because its author would differ now", () => {
    const plan = { ...finished, notes: [answered, { ...ended, authorId: 20 }] };
    expect(next(plan, [ticketWrite(finished)])).toEqual({ do: "done" });
  });

  it("C15: edits a note again when it changes again, back included", () => {
    const other = { ...finished, notes: [answered, { ...ended, about: "56" }] };
    const once = run(other, [ticketWrite(finished)]);
    expect(once.steps).toEqual(["edit:ended:1"]);
    expect(run(finished, once.writes).steps).toEqual(["edit:ended:2"]);
  });

  it("C15: edits a note back whose edit may have been made, though the call is again as it was before", () => {
    const { writes } = run(finished, [ticketWrite(live)]);
    const perhaps = write("edit:ended:1", { digest: "of a moment" }, null, { state: "intended" });
    expect(next(finished, [...writes, perhaps])).toMatchObject({
      do: "edit message",
      key: "edit:ended:1",
      message: ended,
    });
    const completed = write("edit:ended:1", { digest: digestOf(ended) }, {});
    expect(next(finished, [...writes, completed])).toEqual({ do: "done" });
  });

  it("C4: restores the assignee from before a change whose answer was lost", () => {
    const { writes } = run(finished, [ticketWrite(live)]);
    const perhaps = write("change:2", { open: false, assigneeId: 9 }, null, { state: "intended" });
    expect(next(finished, [...writes, perhaps])).toMatchObject({
      do: "change ticket",
      assigneeId: finished.assigneeId,
    });
    const opening = write("change:2", { open: true }, null, { state: "intended" });
    expect(run(finished, [...writes, opening]).steps).toEqual([]);
  });

  it("C15: cannot edit a note of which no message is known, and leaves it", () => {
    const lost = { ...ticketWrite(finished), outcome: { ticketId: 812, messageIds: { answered: 1 } } };
    const plan = { ...finished, notes: [answered, { ...ended, about: "56" }] };
    expect(next(plan, [lost])).toEqual({ do: "done" });
  });

  it("C15: does everything that the end brings, each once", () => {
    const comment = plannedNote("comment:1");
    const plan = { ...finished, notes: [{ ...answered, about: "56" }, ended, comment], assigneeId: 11 };
    const { steps, writes, end } = run(plan, [ticketWrite(live)]);
    expect([...steps].sort()).toEqual(["change:1", "edit:answered:1", "note:comment:1", "note:ended", "tags:1"]);
    expect(end).toEqual({ do: "done" });
    expect(run(plan, writes)).toEqual({ steps: [], writes, end: { do: "done" } });
    expect(run(plan, writes.toReversed()).steps).toEqual([]);
  });

  it("C15: resumes a write that was only intended under the same key", () => {
    const intended = write("tags:1", { tags: ["Refund"] }, null, { state: "intended" });
    const done = ticketWrite({ ...finished, tags: ["Aircall"] });
    expect(next(finished, [done, intended])).toMatchObject({ do: "add tags", key: "tags:1", tags: ["Refund"] });
    const unsure = { ...ticketWrite(finished), state: "intended" as const, outcome: null };
    expect(next(finished, [unsure])).toMatchObject({ do: "open ticket", generation: 1, key: "ticket" });
  });

  it("C5: opens no ticket without an author for its notes, nor one in place of a ticket that is gone", () => {
    const silent = { ...finished, notes: [] };
    const gone = write("gone", {}, { why: "trashed", ticketId: 812 });
    expect(next(silent, [])).toEqual({ do: "done" });
    expect(next(silent, [ticketWrite(live), gone])).toEqual({ do: "done" });
  });

  it("C9: adds no note while the call closes, for what belongs to it is still being gathered, but follows its agent", () => {
    const closing = { ...live, stage: "closing" as const, notes: [answered, plannedNote("comment:1")] };
    expect(next(closing, [ticketWrite(live)])).toEqual({ do: "done" });
    expect(next({ ...closing, assigneeId: 11 }, [ticketWrite(live)])).toMatchObject({ do: "change ticket" });
  });

  it("C12: leaves tags and edits until the call is finished", () => {
    const plan = { ...live, tags: ["Aircall", "VIP"], notes: [{ ...answered, about: "56" }] };
    for (const stage of ["live", "closing"] as const) {
      expect(next({ ...plan, stage }, [ticketWrite(live)])).toEqual({ do: "done" });
    }
    expect(run({ ...plan, stage: "finished" }, [ticketWrite(live)]).steps).toEqual([
      "change:1",
      "tags:1",
      "edit:answered:1",
    ]);
  });

  it("stops where Gorgias refused the ticket", () => {
    const refused = { ...ticketWrite(live), state: "refused" as const, outcome: { why: "no" } };
    expect(next(finished, [refused])).toEqual({ do: "refused" });
  });

  it("does not try again what Gorgias refused of a ticket", () => {
    const refused = { state: "refused" as const };
    const tried = run(finished, [ticketWrite(live)]).writes.map((one) =>
      one.key === "ticket" ? one : { ...one, ...refused, outcome: { why: "no" } },
    );
    expect(next(finished, tried)).toEqual({ do: "done" });
  });
});

describe("a note that waits for its file", () => {
  const waiting = plannedNote("comment:1", { waitsUntil: NOW + 5_000 });
  const later = plannedNote("comment:2", { waitsUntil: NOW + 9_000 });
  const plan = { ...finished, notes: [answered, ended, later, waiting] };

  it("C9: is left out of the ticket that is opened meanwhile", () => {
    expect(next(plan, [])).toMatchObject({ do: "open ticket", messages: [answered, ended] });
  });

  it("C15: is looked for at once where a ticket with it may exist, because the answer was lost", () => {
    const lost = { ...ticketWrite(ticketPlan({ notes: [answered, waiting] })), state: "intended" as const };
    expect(next(plan, [lost])).toMatchObject({ do: "open ticket", messages: [answered, ended, waiting] });
  });

  it("C15: is looked for at once where it may be in the ticket itself", () => {
    const lost = { ...write("note:comment:1", { ticketId: 7001, digest: "d" }, null), state: "intended" as const };
    expect(next(plan, [ticketWrite(finished), lost])).toMatchObject({ do: "add message", message: waiting });
  });

  it("C9: delays until the first of such times", () => {
    expect(next(plan, [ticketWrite(finished)])).toEqual({ do: "wait", until: NOW + 5_000 });
  });

  it("C9: does not hold up the other changes", () => {
    const { steps, end } = run({ ...plan, assigneeId: 11 }, [ticketWrite(live)]);
    expect([...steps].sort()).toEqual(["change:1", "note:ended", "tags:1"]);
    expect(end).toEqual({ do: "wait", until: NOW + 5_000 });
  });

  it("C9: is added without it when the time is over, and edited when the file comes after all", () => {
    const late = run(plan, [ticketWrite(finished)], NOW + 5_000);
    expect(late).toMatchObject({ steps: ["note:comment:1"], end: { do: "wait", until: NOW + 9_000 } });
    const transferred = { ...waiting, files: [file], waitsUntil: null };
    expect(next({ ...finished, notes: [answered, ended, transferred] }, late.writes)).toMatchObject({
      do: "edit message",
      key: "edit:comment:1:1",
      messageId: 99,
      message: transferred,
    });
  });
});

describe("a file that belongs to an agent note", () => {
  const own = plannedNote("recording", { files: [file], insteadOf: "comment:1" });
  const comment = plannedNote("comment:1", { files: [file] });
  const transferred = { ...finished, notes: [answered, ended, comment, own] };
  const alone = { ...finished, notes: [answered, ended, plannedNote("recording", { files: [file] })] };

  it("C10: gets no note of its own", () => {
    expect(run(transferred, [ticketWrite(finished)]).steps).toEqual(["note:comment:1"]);
    expect(next(transferred, [])).toMatchObject({ do: "open ticket", messages: [answered, ended, comment] });
  });

  it("C10, C15: leaves the note of its own that it had before, once the agent note is there", () => {
    const before = run(alone, [ticketWrite(finished)]).writes;
    const { steps, writes, end } = run(transferred, before);
    expect(steps).toEqual(["note:comment:1", "remove:recording"]);
    expect(end).toEqual({ do: "done" });
    expect(run(transferred, writes.toReversed()).steps).toEqual([]);
  });

  it("C10, C15: has its own note looked for as well where the answer was lost, and removed once it is found", () => {
    const lost = write("note:recording", { digest: "" }, null, { state: "intended" });
    expect(run(transferred, [ticketWrite(finished), lost]).steps).toEqual([
      "note:comment:1",
      "note:recording",
      "remove:recording",
    ]);
  });

  it("C10, C15: is added to an agent note that was there before, and moves on to a further one", () => {
    const bare = { ...finished, notes: [answered, ended, { ...comment, files: [] }] };
    const first = run(transferred, run(bare, [ticketWrite(finished)]).writes);
    expect(first.steps).toEqual(["edit:comment:1:1"]);
    const second = plannedNote("comment:2", { files: [file] });
    const moved = [answered, ended, { ...comment, files: [] }, second, { ...own, insteadOf: "comment:2" }];
    expect(run({ ...finished, notes: moved }, first.writes).steps).toEqual(["note:comment:2", "edit:comment:1:2"]);
  });

  it("C10: has a note of its own after all where the help desk does not add files to a note", () => {
    const bare = { ...finished, notes: [answered, ended, { ...comment, files: [] }] };
    const { writes } = run(bare, [ticketWrite(finished)]);
    const refused = write("edit:comment:1:1", { digest: digestOf(comment) }, { messageId: 99, withoutFiles: true });
    expect(run(transferred, [...writes, refused]).steps).toEqual(["note:recording"]);
  });
});

describe("a ticket that is gone", () => {
  const gone = (why: string, generation = 1) => write("gone", {}, { why, ticketId: 811 + generation }, { generation });

  it.each([
    ["trashed", "Ticket 812 of this call was moved to the trash, so its notes are here again."],
    ["spam", "Ticket 812 of this call was marked as spam, so its notes are here again."],
    ["deleted", "Ticket 812 of this call was deleted, so its notes are here again."],
  ])("C16: is replaced by a new one that says so: %s", (why, sentence) => {
    const step = next(finished, [ticketWrite(live), gone(why)]);
    expect(step).toMatchObject({ do: "open ticket", generation: 2, key: "ticket", tags: finished.tags });
    const notes = step.do === "open ticket" ? step.messages : [];
    expect(notes.map((note) => note.key)).toEqual(["replaced", "answered", "ended"]);
    expect(notes[0]).toMatchObject({ authorId: 10, at: finished.createdAt, files: [], waitsUntil: null });
    expect(notes[0]?.content.text).toBe(`New ticket for this call\n${sentence}`);
  });

  it("C15, C16: says so in the name of who signs the first note, also once that is another agent", () => {
    const opened = next({ ...finished, notes: [{ ...answered, about: "56" }, ended] }, [
      ticketWrite(live),
      gone("spam"),
    ]);
    expect(opened).toMatchObject({ messages: [{ key: "replaced", about: "56" }, {}, {}] });
  });

  it("C16: is mentioned in the language of the ticket", () => {
    const step = nextCallStep(finished, [ticketWrite(live), gone("spam")], translationsFor("fr"), NOW);
    expect(JSON.stringify(step)).toContain("Le ticket 812 de cet appel a été marqué comme spam");
  });

  it("C16: is replaced once, and again when that one is gone too", () => {
    const second = run(finished, [ticketWrite(live), gone("trashed")]);
    expect(second).toMatchObject({ steps: ["ticket"], end: { do: "done" } });
    const noted = { ...finished, notes: [...finished.notes, plannedNote("comment:1")] };
    const third = run(noted, [...second.writes, gone("deleted", 2)]);
    expect(third.steps).toEqual(["ticket"]);
    expect(third.writes.at(-1)).toMatchObject({ generation: 3, key: "ticket" });
  });

  const done = run(finished, []).writes;
  const late = { ...finished, tags: [...finished.tags, "Voicemail"] };

  it.each<[string, CallPlan]>([
    ["nothing", finished],
    ["a tag", late],
    ["a recording", { ...late, notes: [...finished.notes, plannedNote("recording", { files: [file] })] }],
    ["a voicemail", { ...late, notes: [{ ...answered, files: [file] }, ended, plannedNote("voicemail")] }],
    ["another word in a note of ours", { ...late, notes: [answered, plannedNote("ended", { about: "56" })] }],
    ["no agent to assign to", { ...late, assigneeId: null }],
  ])("C16: is not replaced for %s that arrives late", (_, plan) => {
    for (const why of ["trashed", "spam", "deleted"]) expect(next(plan, [...done, gone(why)])).toEqual({ do: "left" });
  });

  it("C16: is replaced once something new has happened: a note, another agent", () => {
    const noted = { ...late, notes: [...finished.notes, plannedNote("comment:1")] };
    for (const plan of [noted, { ...late, assigneeId: 11 }]) {
      expect(next(plan, [...done, gone("spam")])).toMatchObject({ do: "open ticket", generation: 2, tags: late.tags });
    }
    expect(next(finished, [ticketWrite(live), gone("spam")])).toMatchObject({ do: "open ticket", generation: 2 });
  });

  it("C9, C16: is replaced for an agent note in other words, not for one that gets its file late", () => {
    const comment = plannedNote("comment:1");
    const { writes } = run({ ...finished, notes: [...finished.notes, comment] }, []);
    const withComment = (change: Partial<PlannedNote>) =>
      next({ ...late, notes: [...finished.notes, { ...comment, ...change }] }, [...writes, gone("trashed")]);
    expect(withComment({ files: [file] })).toEqual({ do: "left" });
    expect(withComment({ content: { html: "<p>other</p>", text: "other" } })).toMatchObject({ do: "open ticket" });
  });

  it("C16: is not replaced where it was merged: the changes go to the ticket that remains", () => {
    const moved = write("moved:1", {}, { ticketId: 900 });
    const step = next(finished, [ticketWrite(live), moved]);
    expect(step).toMatchObject({ generation: 1, ticketId: 900 });
    expect(run(finished, [ticketWrite(live), moved]).end).toEqual({ do: "done" });
  });
});

describe("externalIdOf", () => {
  it("C3: names the call, and in later generations of the ticket the generation", () => {
    expect([1, 2, 10].map((generation) => externalIdOf("77", generation))).toEqual([
      "aircall-call-77",
      "aircall-call-77-2",
      "aircall-call-77-10",
    ]);
  });
});

describe("digestOf", () => {
  it("is 22 characters that depend on the words, the agent and the file, and on nothing else", () => {
    const digest = digestOf(ended);
    expect(digest).toMatch(/^[\w-]{22}$/);
    expect(digestOf({ ...ended, authorId: 1, at: 1, waitsUntil: 1, key: "x" })).toBe(digest);
    expect(digestOf({ ...ended, files: [file] })).not.toBe(digest);
    const other = { ...file, url: "https://uploads.example.com/other.mp3" };
    expect(digestOf({ ...ended, files: [other] })).not.toBe(digestOf({ ...ended, files: [file] }));
    expect(digestOf({ ...ended, about: null })).not.toBe(digest);
  });
});
