/** The plan of a call's ticket. Every write follows from it. */
import { describe, expect, it } from "vitest";
import {
  ada,
  answeredCall,
  answeredLife,
  bob,
  callFrom,
  comment,
  START,
  voicemailCall,
} from "../../../test/fixtures/call-events.ts";
import { adaUser, adminUser, cleo, planFacts } from "../../../test/fixtures/plan-facts.ts";
import type { Call } from "./call.ts";
import type { MediaOutcome } from "../ticket/media.ts";
import { digestOf } from "./next-call-step.ts";
import { defaultSettings } from "../settings/settings.ts";
import { NOTHING_LEFT_OUT } from "../ticket/rejected-parts.ts";
import { planTicket, signerOf, type PlanFacts } from "./call-plan.ts";

const talking = callFrom(answeredLife.slice(0, 3));
const bobUser = { ...adaUser, id: 11, email: "bob@example.com" };
const plan = (call: Call, change: Parameters<typeof planFacts>[1] = {}) => planTicket(call, planFacts(call, change));
const keysOf = (call: Call, change: Parameters<typeof planFacts>[1] = {}) =>
  plan(call, change).notes.map((note) => note.key);
const noteOf = (key: string, call: Call, change: Parameters<typeof planFacts>[1] = {}) =>
  plan(call, change).notes.find((note) => note.key === key);

describe("the ticket", () => {
  it("C3: is planned from the call", () => {
    const { notes, ...rest } = plan(talking, { stage: "live" });
    expect(rest).toEqual({
      subject: "Inbound call: Cleo Caller",
      customerId: cleo.id,
      assigneeId: adaUser.id,
      tags: ["Aircall", "Inbound call", "Support US"],
      unsigned: false,
      adminId: adminUser.id,
      stage: "live",
      createdAt: START,
    });
    expect(notes.map((note) => note.key)).toEqual(["answered"]);
  });

  it.each([
    ["inbound", "en", "Inbound call: Cleo Caller"],
    ["outbound", "en", "Outbound call: Cleo Caller"],
    ["inbound", "fr", "Appel entrant\u00a0: Cleo Caller"],
    ["outbound", "fr", "Appel sortant\u00a0: Cleo Caller"],
  ] as const)("C3: has the subject of an %s call in %s: %s", (direction, language, subject) => {
    expect(plan(answeredCall({ direction }), { language }).subject).toBe(subject);
  });

  it.each([null, "", "Aircall New Contact +12025550147"])(
    "C3: has the number in the subject for the name %j",
    (name) => {
      expect(plan(talking, { customer: { ...cleo, name } }).subject).toBe("Inbound call: +1 202 555 0147");
    },
  );

  it("C3: has a subject no longer than Gorgias takes", () => {
    expect(plan(talking, { customer: { ...cleo, name: "x".repeat(2000) } }).subject).toHaveLength(998);
  });

  it("C14: names the anonymous caller in the subject", () => {
    const call = voicemailCall({ customerDigits: "anonymous" });
    expect(plan(call).subject).toBe("Inbound call: Anonymous caller");
    expect(plan(call, { language: "fr" }).subject).toBe("Appel entrant\u00a0: Appelant anonyme");
  });

  it("C4: is assigned to the agent's user, after a transfer to the last talker's, else unassigned", () => {
    expect(plan(answeredCall(), { users: [adminUser, bobUser, adaUser] }).assigneeId).toBe(adaUser.id);
    expect(plan(answeredCall({ talkers: [ada, bob] }), { users: [adaUser, bobUser] }).assigneeId).toBe(bobUser.id);
    expect(plan(answeredCall({ talkers: [ada, bob] })).assigneeId).toBeNull();
    expect(plan(voicemailCall()).assigneeId).toBeNull();
    expect(plan(voicemailCall({ assignedTo: bob }), { users: [bobUser] }).assigneeId).toBe(bobUser.id);
  });

  it("C12: has the agent's tags only once the call is over, because the agent may remove them until then", () => {
    const tags = [
      { id: "31", name: "Refund" },
      { id: "32", name: "Called Back" },
    ];
    const tagsIn = (stage: PlanFacts["stage"]) => plan(answeredCall({ tags }), { stage }).tags;
    expect(tagsIn("live")).toEqual(["Aircall", "Inbound call", "Callback done", "Support US"]);
    expect(tagsIn("closing")).toEqual(tagsIn("live"));
    expect(tagsIn("finished")).toEqual(["Aircall", "Inbound call", "Callback done", "Support US", "Refund"]);
  });

  it("C11: is opened once the call is over", () => {
    expect(plan(answeredCall(), { stage: "live" }).stage).toBe("live");
    expect(plan(answeredCall(), { stage: "finished" }).stage).toBe("finished");
  });

  it("C13: has the tag of a completed callback", () => {
    expect(plan(answeredCall(), { callbackDone: true }).tags).toContain("Callback done");
  });
});

describe("the author of a note", () => {
  const noMatch = [{ ...adaUser, email: "other@example.com" }, adminUser];

  it("C5: is the agent's user, else the first admin, else none", () => {
    expect(signerOf(answeredCall(), [adminUser, adaUser])?.id).toBe(adaUser.id);
    expect(signerOf(answeredCall(), noMatch)?.id).toBe(adminUser.id);
    expect(signerOf(voicemailCall(), [adaUser, adminUser])?.id).toBe(adminUser.id);
    expect(signerOf(answeredCall(), [bobUser])).toBeNull();
  });

  it("C5: is the agent of each note: who answered, who talked last, who wrote", () => {
    const call = answeredCall({ talkers: [ada, bob], comments: [comment("1", 60, "paid", ada)] });
    const authors = plan(call, { users: [adaUser, bobUser, adminUser] }).notes.map((n) => [n.key, n.authorId, n.about]);
    expect(authors).toEqual([
      ["answered", adaUser.id, ada.id],
      ["ended", bobUser.id, bob.id],
      ["comment:1", adaUser.id, ada.id],
    ]);
  });

  it("C5: is the first admin for notes of unknown agents, which still name the agent", () => {
    const call = answeredCall({ comments: [comment("1", 60, "from outside", null)] });
    expect(plan(call, { users: noMatch }).notes.map((n) => [n.key, n.authorId, n.about])).toEqual([
      ["answered", adminUser.id, ada.id],
      ["ended", adminUser.id, ada.id],
      ["comment:1", adminUser.id, null],
    ]);
  });

  it("C5: is named beside the agent who acted where these differ", () => {
    const recording = { kind: "recording" as const, url: "https://files.example.com/r", availableAt: START + 155 };
    const file = { url: "https://uploads.example.com/v.mp3", name: "v.mp3", contentType: "audio/mpeg", size: 9 };
    const call = answeredCall({ comments: [comment("1", 60, "paid", bob)], media: [recording] });
    const media = { recording: { kind: "attached" as const, file } };
    const lines = (users: PlanFacts["users"], language: "en" | "fr" = "en") =>
      plan(call, { users, media, language, customerCreated: true }).notes.map(({ key, content }) => [
        key,
        content.text.split("\n").filter((line) => /^(Agent|Assigned|Personne)/.test(line)),
      ]);
    expect(lines(noMatch)).toEqual([
      ["customer-not-found", []],
      ["answered", ["Agent: Ada Agent"]],
      ["ended", ["Assigned to: Ada Agent", expect.stringMatching(/^Agent notes/)]],
      ["comment:1", ["Agent: Bob Agent"]],
      ["recording", []],
    ]);
    expect(lines(noMatch, "fr")[3]).toEqual(["comment:1", ["Agent\u00a0: Bob Agent"]]);
    expect(lines([adaUser, bobUser, adminUser])[1]).toEqual(["answered", []]);
    expect(lines([adaUser, bobUser, adminUser])[3]).toEqual(["comment:1", []]);
  });

  it("C5: of the end is the last talker where the call is assigned to another agent", () => {
    const text = noteOf("ended", answeredCall({ assignedTo: bob }), { users: noMatch })?.content.text;
    expect(text?.split("\n")).toEqual(
      expect.arrayContaining(["Assigned to: Bob Agent", "Agents who talked: Ada Agent"]),
    );
  });

  it("C5, C15: may change without a change of the note, though the agent is then named", () => {
    const [one, other] = [[adaUser, adminUser], noMatch].map((users) => noteOf("answered", answeredCall(), { users }));
    expect(one?.content.html).not.toBe(other?.content.html);
    expect(one && digestOf(one)).toBe(other && digestOf(other));
  });

  it("C5, C15: of a note about no agent's action is not whom the call is assigned to, which may be known later", () => {
    const voicemail = { kind: "voicemail", url: "https://media.test/1.mp3", availableAt: 1_760_000_060 } as const;
    const missed = { answeredAt: null, talkers: [], dialler: null, media: [voicemail] };
    const file = { url: "https://uploads.example.com/v.mp3", name: "v.mp3", contentType: "audio/mpeg", size: 9 };
    const facts = { customerCreated: true, media: { voicemail: { kind: "attached" as const, file } } };
    const authors = [null, bob].map((assignedTo) =>
      plan(answeredCall({ ...missed, assignedTo }), { users: [adaUser, bobUser, adminUser], ...facts }).notes.flatMap(
        ({ key, authorId }) => (key === "unanswered" ? [] : [[key, authorId]]),
      ),
    );
    expect(authors[0]).toEqual([
      ["customer-not-found", adminUser.id],
      ["voicemail", adminUser.id],
    ]);
    expect(authors[1]).toEqual(authors[0]);
  });

  it("C5: is required: without one there is no note, and the plan says so", () => {
    expect(plan(answeredCall(), { users: [bobUser] })).toMatchObject({ notes: [], unsigned: true });
    expect(plan(answeredCall()).unsigned).toBe(false);
  });

  it("C5: of a note about no agent's action is who talked, else who dialled", () => {
    const voicemail = { kind: "voicemail", url: "https://media.test/1.mp3", availableAt: START + 60 } as const;
    const file = { url: "https://uploads.example.com/v.mp3", name: "v.mp3", contentType: "audio/mpeg", size: 9 };
    const signersOf = (call: Partial<Call>) =>
      plan(answeredCall({ media: [voicemail], ...call }), {
        customerCreated: true,
        users: [adminUser, adaUser, bobUser],
        media: { voicemail: { kind: "attached", file } },
      }).notes.flatMap(({ key, authorId }) => (/^(voice|customer)/.test(key) ? [[key, authorId]] : []));
    expect(signersOf({ talkers: [ada, bob, ada], dialler: null })).toEqual([
      ["customer-not-found", adaUser.id],
      ["voicemail", adaUser.id],
    ]);
    const dialled: Partial<Call> = { direction: "outbound", answeredAt: null, talkers: [], dialler: bob };
    expect(signersOf(dialled)).toEqual([
      ["customer-not-found", bobUser.id],
      ["voicemail", bobUser.id],
    ]);
  });

  it("C15: of a note about no agent's action changes with who talked, which may be known later", () => {
    const voicemail = { kind: "voicemail", url: "https://media.test/1.mp3", availableAt: START + 60 } as const;
    const file = { url: "https://uploads.example.com/v.mp3", name: "v.mp3", contentType: "audio/mpeg", size: 9 };
    const facts = { customerCreated: true, media: { voicemail: { kind: "attached" as const, file } } };
    for (const key of ["customer-not-found", "voicemail"]) {
      const digests = [[], [ada], [bob]].map((talkers) => {
        const note = noteOf(key, answeredCall({ media: [voicemail], talkers, dialler: null }), facts);
        return note && digestOf(note);
      });
      expect(new Set(digests).size).toBe(3);
    }
  });

  it("C18: is another admin where Gorgias rejects the first, and rejected tags are left out", () => {
    const second = { ...adminUser, id: 21, createdAt: "2025-01-01T00:00:00Z" };
    const leftOut = { ...NOTHING_LEFT_OUT, authors: new Set([adminUser.id]), tags: new Set(["Support US"]) };
    expect(plan(answeredCall(), { users: [adaUser, adminUser, second], leftOut })).toMatchObject({
      adminId: 21,
      tags: ["Aircall", "Inbound call"],
    });
    expect(noteOf("answered", answeredCall())).not.toHaveProperty("htmlAsOwn");
  });
});

describe("the notes", () => {
  it("C6: one on answer, none of the end while the call lasts", () => {
    expect(keysOf(talking, { stage: "live" })).toEqual(["answered"]);
    expect(keysOf(talking, { stage: "closing" })).toEqual(["answered"]);
    expect(noteOf("answered", talking, { stage: "live" })?.at).toBe(START + 12);
  });

  it("C7: one of the end, dated when the call ended", () => {
    expect(keysOf(answeredCall())).toEqual(["answered", "ended"]);
    expect(noteOf("ended", answeredCall())).toMatchObject({ at: START + 125, files: [], waitsUntil: null });
    expect(noteOf("ended", answeredCall())?.content.text).toContain("Call duration: 2 min 5 s");
  });

  it("C8: one for all of an unanswered call, in either direction", () => {
    expect(keysOf(voicemailCall())).toEqual(["unanswered"]);
    expect(keysOf(voicemailCall({ direction: "outbound", dialler: ada }))).toEqual(["unanswered"]);
    expect(noteOf("unanswered", voicemailCall())?.at).toBe(START + 17);
  });

  it("C2: one that says that the customer was not found", () => {
    const note = noteOf("customer-not-found", voicemailCall(), { customerCreated: true });
    expect(note?.content.text).toBe(
      "Customer not found by phone number\nNo customer has the phone number +1 202 555 0147, so this customer was created.",
    );
    expect(note).toMatchObject({ at: START, authorId: adminUser.id });
    const short = noteOf("customer-not-found", voicemailCall({ customerDigits: "72345" }), { customerCreated: true });
    expect(short?.content.text).toContain("the phone number 72345, so");
    expect(keysOf(voicemailCall(), { customerCreated: false })).not.toContain("customer-not-found");
  });

  it("C14: none that says so of the anonymous caller, whose number was not looked up", () => {
    const withheld = voicemailCall({ customerDigits: "anonymous" });
    expect(keysOf(withheld, { customerCreated: true })).toEqual(["unanswered"]);
  });

  it("C9: one for each agent note, during and after the call", () => {
    const call = answeredCall({ comments: [comment("1", 60, "paid"), comment("2", 500, "called <again>", null)] });
    expect(keysOf(call)).toEqual(["answered", "ended", "comment:1", "comment:2"]);
    expect(noteOf("comment:2", call)).toMatchObject({
      at: START + 500,
      content: {
        html: "<p><b>Call commented</b></p><p>called &lt;again&gt;</p>",
        text: "Call commented\ncalled <again>",
      },
    });
    const live = { ...talking, comments: [comment("1", 60, "paid")] };
    expect(keysOf(live, { stage: "live" })).toEqual(["answered", "comment:1"]);
  });
});

it("C9, C10: an agent note waits for the later of two files, and has those that came at its time", () => {
  const at = (kind: "recording" | "voicemail", after: number) =>
    ({ kind, url: `https://media.test/${kind}`, availableAt: START + after }) as const;
  const comments = [comment("1", 20, "before"), comment("2", 200, "paid")];
  const call = answeredCall({ media: [at("recording", 155), at("voicemail", 200)], comments: comments.slice(1) });
  expect(noteOf("comment:2", call)?.waitsUntil).toBe((START + 200) * 1000 + 120_000);
  const early = answeredCall({ media: [at("recording", 30), at("voicemail", 50)], comments: comments.slice(0, 1) });
  expect(noteOf("comment:1", early)?.waitsUntil).toBe((START + 50) * 1000 + 120_000);
  const both = answeredCall({ media: [at("voicemail", 200)], comments });
  expect([noteOf("comment:1", both)?.waitsUntil, noteOf("comment:2", both)?.waitsUntil]).toEqual([
    null,
    (START + 200) * 1000 + 120_000,
  ]);
});

describe("files", () => {
  const file = { url: "https://uploads.example.com/v.mp3", name: "v.mp3", contentType: "audio/mpeg", size: 9 };
  const attached: MediaOutcome = { kind: "attached", file };
  const withMedia = (settings: PlanFacts["settings"]["media"], media: PlanFacts["media"] = {}) => ({
    settings: { ...defaultSettings, media: settings },
    media,
  });

  it("C10: come with a note of their own once they are transferred, with or without an agent note", () => {
    expect(keysOf(voicemailCall())).toEqual(["unanswered"]);
    const note = noteOf("voicemail", voicemailCall(), withMedia("attach", { voicemail: attached }));
    expect(note).toMatchObject({
      at: START + 17,
      files: [file],
      content: { text: expect.stringContaining("attached") },
    });
    const recording = { kind: "recording" as const, url: "https://files.example.com/r", availableAt: START + 155 };
    const facts = withMedia("attach", { recording: attached });
    expect(noteOf("recording", answeredCall({ media: [recording] }), facts)?.files).toEqual([file]);
  });

  it.each([
    [{ kind: "too large", bytes: 600 * 1024 * 1024 }, "The file is too large to be attached (600 MB)."],
    [{ kind: "refused", reason: { code: "file_rejected" } }, "The file could not be attached."],
  ] as const)("C10: are named with the dashboard's link where they are %j", (outcome, sentence) => {
    const note = noteOf("voicemail", voicemailCall(), withMedia("attach", { voicemail: outcome }));
    expect(note?.files).toEqual([]);
    expect(note?.content.text).toContain(sentence);
    expect(note?.content.text).toContain("https://dashboard.aircall.io/calls/3123456789");
  });

  it("C10: are not mentioned when they are gone, nor before the call is finished", () => {
    expect(keysOf(voicemailCall(), withMedia("attach", { voicemail: { kind: "gone" } }))).toEqual(["unanswered"]);
    const facts = { ...withMedia("attach", { voicemail: attached }), stage: "live" as const };
    expect(keysOf(answeredCall({ media: voicemailCall().media }), facts)).toEqual(["answered"]);
  });

  it("C10: are linked at once where the admin wants links", () => {
    const note = noteOf("voicemail", voicemailCall(), withMedia("link", { voicemail: attached }));
    expect(note?.files).toEqual([]);
    expect(note?.content.text).toMatch(/^Voicemail\n.*calls\/3123456789\nIt can be heard in Aircall\.$/s);
    expect(note?.content.text).not.toContain("files.example.com");
  });

  it("C10: are left out where the admin wants nothing", () => {
    expect(keysOf(voicemailCall(), withMedia("nothing", { voicemail: attached }))).toEqual(["unanswered"]);
  });

  describe("of an agent note", () => {
    const afterVoicemail = voicemailCall({ comments: [comment("1", 47, "call back")] });
    const before = voicemailCall({ comments: [comment("1", 46, "call back")] });

    it("C9: are those that were available when it was written, and those that came later where no other note has them", () => {
      const facts = withMedia("attach", { voicemail: attached });
      expect(noteOf("comment:1", afterVoicemail, facts)).toMatchObject({ files: [file], waitsUntil: null });
      expect(noteOf("comment:1", before, facts)).toMatchObject({ files: [file], waitsUntil: null });
    });

    it("C10: are attached to one note: the first that was written when they were there, else the first of all", () => {
      const facts = withMedia("attach", { voicemail: attached });
      const carriers = (...posted: number[]) => {
        const comments = posted.map((after, i) => comment(String(i + 1), after, "note"));
        const { notes } = plan(voicemailCall({ comments }), facts);
        const own = notes.find(({ key }) => key === "voicemail");
        expect(own?.files).toEqual([file]);
        const transferring = notes.filter(({ key, files }) => key !== "voicemail" && files.length > 0);
        return [transferring.map(({ key }) => key), own?.insteadOf];
      };
      expect(carriers()).toEqual([[], undefined]);
      expect(carriers(10, 20)).toEqual([["comment:1"], "comment:1"]);
      expect(carriers(10, 50, 60)).toEqual([["comment:2"], "comment:2"]);
    });

    it("C10: that could not be attached have a note of their own all the same", () => {
      const facts = withMedia("attach", { voicemail: { kind: "too large", bytes: 600 * 1024 * 1024 } });
      const own = noteOf("voicemail", afterVoicemail, facts);
      expect(own?.content.text).toContain("too large");
      expect(own?.insteadOf).toBeUndefined();
    });

    it("C9: are waited for while they are on their way, two minutes from the later of note and file", () => {
      const until = (after: number) => (START + after) * 1000 + 120_000;
      const waitsUntil = (posted: number) => {
        const call = voicemailCall({ comments: [comment("1", posted, "call back")] });
        const note = noteOf("comment:1", call, withMedia("attach"));
        expect(note?.files).toEqual([]);
        return note?.waitsUntil;
      };
      expect(waitsUntil(55)).toBe(until(55));
      expect(waitsUntil(47)).toBe(until(47));
      expect(waitsUntil(20)).toBe(until(47));
    });

    it("C9: are not waited for once they are known not to come", () => {
      const facts = withMedia("attach", { voicemail: { kind: "gone" } });
      expect(noteOf("comment:1", afterVoicemail, facts)).toMatchObject({ files: [], waitsUntil: null });
    });

    it("C10: are none where the admin wants links or nothing", () => {
      for (const setting of ["link", "nothing"] as const) {
        const facts = withMedia(setting, { voicemail: attached });
        expect(noteOf("comment:1", afterVoicemail, facts)).toMatchObject({ files: [], waitsUntil: null });
      }
    });
  });
});
