/** The status of a call's files. */
import { expect, it } from "vitest";
import { mediaOutcomes } from "./media-status.ts";

const file = { url: "https://files.example/1", name: "recording-1.mp3", contentType: "audio/mpeg", size: 1 };
const write = (key: string, outcome: unknown) => ({
  generation: 0,
  key,
  state: "done" as const,
  intent: null,
  outcome,
  requests: 1,
  intendedAt: 0,
});

it("C10: an attached file has its status, and one that was rejected in a note has the reason", () => {
  const writes = [write("upload:recording", { kind: "attached", file }), write("upload:voicemail", { kind: "gone" })];
  expect(mediaOutcomes(writes)).toEqual({ recording: { kind: "attached", file }, voicemail: { kind: "gone" } });
  expect(mediaOutcomes(writes, new Set([file.url]))).toEqual({
    recording: { kind: "refused", reason: { code: "attachment_rejected" } },
    voicemail: { kind: "gone" },
  });
});

it("C10: a file that an earlier version left out is still left out, in its words", () => {
  const kept = write("upload:recording", { kind: "refused", reason: "the file is empty" });
  expect(mediaOutcomes([kept])).toEqual({
    recording: { kind: "refused", reason: { code: "other", detail: "the file is empty" } },
  });
});

it("C10: a transfer that was begun and not completed has no status", () => {
  expect(mediaOutcomes([{ ...write("upload:recording", null), state: "intended" }])).toEqual({});
});
