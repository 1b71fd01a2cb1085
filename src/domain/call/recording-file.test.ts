/** The name and type of recordings, by their bytes and by the server's answer. */
import { describe, expect, it } from "vitest";
import { recordingFile } from "./recording-file.ts";

const NOTHING = { type: null, extension: null };
const bytes = (text: string) => new TextEncoder().encode(text);
const NOISE = Uint8Array.from({ length: 2_000 }, (_, n) => (n * 151 + 7) % 256);
const GSM = Uint8Array.from({ length: 33 * 20 }, (_, n) => (n % 33 === 0 ? 0xd4 : n % 256));

describe("recordingFile", () => {
  it.each([
    ["audio/mpeg", "mp3", "binary/octet-stream"],
    ["audio/wav", "wav", "audio/mpeg"],
    ["video/mp4", "mp4", "binary/octet-stream"],
    ["audio/x-m4a", "m4a", null],
    ["video/webm", "webm", "audio/mpeg"],
    ["audio/ogg", "ogg", "text/html"],
    ["audio/amr", "amr", "application/octet-stream"],
  ])("C10: is %s, .%s by its bytes, whatever the given type: %s", (type, extension, said) => {
    const recording = { kind: "recording", contentType: type, extension };
    expect(recordingFile({ type, extension, beginning: NOISE }, said)).toEqual(recording);
  });

  it("C10: omits the parameters of a type", () => {
    const seen = { type: "audio/ogg; codecs=opus", extension: "opus", beginning: NOISE };
    expect(recordingFile(seen, null)).toEqual({ kind: "recording", contentType: "audio/ogg", extension: "opus" });
  });

  it("C10: takes a container for sound alone", () => {
    const mp4 = { type: "video/mp4", extension: "mp4", beginning: NOISE };
    expect(recordingFile(mp4, "audio/mp4")).toMatchObject({ contentType: "audio/mp4", extension: "mp4" });
    expect(recordingFile(mp4, "audio/webm")).toMatchObject({ contentType: "video/mp4", extension: "mp4" });
    const webm = { type: "video/webm", extension: "webm", beginning: NOISE };
    expect(recordingFile(webm, "audio/x-webm")).toMatchObject({ contentType: "audio/x-webm", extension: "webm" });
  });

  it("C10: detects MP3 by its header alone", () => {
    const seen = { ...NOTHING, beginning: bytes("ID3\u0004 and little more") };
    expect(recordingFile(seen, null)).toEqual({ kind: "recording", contentType: "audio/mpeg", extension: "mp3" });
    expect(recordingFile({ ...NOTHING, beginning: bytes("ID") }, null).kind).toBe("other");
  });

  it.each([null, "binary/octet-stream", "audio/mpeg"])("C10: detects GSM, which has no header, given as %s", (said) => {
    expect(recordingFile({ ...NOTHING, beginning: GSM }, said)).toEqual({
      kind: "recording",
      contentType: "audio/gsm",
      extension: "gsm",
    });
  });

  it.each([
    ["audio/mpeg", "mp3"],
    ["audio/gsm", "gsm"],
    ["audio/x-gsm", "gsm"],
    ["audio/vnd.wave", "wav"],
    ["audio/x-wav", "wav"],
    ["audio/mp4", "m4a"],
    ["video/mp4", "mp4"],
    ["audio/aac", "aac"],
    ["audio/webm", "webm"],
    ["audio/constructor", "bin"],
    ["audio/../../etc", "bin"],
  ])("C10: uses the given type where the bytes show none: %s, .%s", (said, extension) => {
    expect(recordingFile({ ...NOTHING, beginning: NOISE }, said)).toEqual({
      kind: "recording",
      contentType: said,
      extension,
    });
  });

  it.each([null, "binary/octet-stream", "application/octet-stream", "text/html", "application/xml"])(
    "C10: calls bytes that show nothing by no wrong name: %s",
    (said) => {
      const unknown = { kind: "recording", contentType: "application/octet-stream", extension: "bin" };
      expect(recordingFile({ ...NOTHING, beginning: NOISE }, said)).toEqual(unknown);
    },
  );

  it.each([
    ["a page", "<!doctype html><html><body>Sign in</body></html>"],
    ["a page after blanks", "\uFEFF\r\n  <html>"],
    ["JSON", '{"error":"expired"}'],
    ["words", "Not found"],
    ["words of another script", `${"é".repeat(1_000)}`],
  ])("C10: takes %s for no recording, whatever the given type", (_what, text) => {
    for (const said of ["audio/mpeg", "text/html", null]) {
      expect(recordingFile({ ...NOTHING, beginning: bytes(text) }, said)).toEqual({
        kind: "other",
        reason: { code: "not_a_recording", type: null },
      });
    }
  });

  it.each(["application/xml", "image/png", "application/pdf", "application/zip"])(
    "C10: takes what its bytes show to be %s for no recording",
    (type) => {
      const seen = { type, extension: "x", beginning: NOISE };
      expect(recordingFile(seen, "audio/mpeg")).toEqual({ kind: "other", reason: { code: "not_a_recording", type } });
    },
  );

  it("C10: takes an empty file for no recording", () => {
    const empty = { ...NOTHING, beginning: new Uint8Array() };
    expect(recordingFile(empty, "audio/mpeg")).toEqual({ kind: "other", reason: { code: "file_empty" } });
  });

  it("C10: cuts the parameters off, with the spaces before them, and needs no known extension", () => {
    const seen = { type: "application/ogg ; codecs=opus", extension: null, beginning: NOISE };
    expect(recordingFile(seen, null)).toEqual({ kind: "recording", contentType: "application/ogg", extension: "bin" });
  });

  it.each(["x-audio/mpeg", "audio/", "audio"])("C10: takes %s for no sound", (type) => {
    const seen = { type, extension: "x", beginning: NOISE };
    expect(recordingFile(seen, "audio/mpeg")).toEqual({ kind: "other", reason: { code: "not_a_recording", type } });
  });

  it("C10: takes the server's type of a container only where it is a sound", () => {
    const mp4 = { type: "video/mp4", extension: "mp4", beginning: NOISE };
    expect(recordingFile(mp4, "application/mp4")).toMatchObject({ contentType: "video/mp4" });
  });

  it("C10: needs eight whole frames to detect GSM", () => {
    const typeOf = (length: number) => recordingFile({ ...NOTHING, beginning: GSM.subarray(0, length) }, null);
    expect(typeOf(264)).toMatchObject({ contentType: "audio/gsm" });
    expect(typeOf(263)).toMatchObject({ contentType: "application/octet-stream" });
  });

  it("C10: takes bytes that are no text for a recording, and a text whose last character is cut for none", () => {
    const noText = { ...NOTHING, beginning: Uint8Array.from({ length: 2_000 }, () => 0xff) };
    expect(recordingFile(noText, "audio/mpeg")).toMatchObject({ kind: "recording", contentType: "audio/mpeg" });
    const cut = { ...NOTHING, beginning: bytes(`a${"é".repeat(1_000)}`) };
    expect(recordingFile(cut, "audio/mpeg").kind).toBe("other");
  });
});
