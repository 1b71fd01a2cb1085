/** The file name and type of a recording or voicemail. The bytes decide, else the server's answer (C10). */
import type { FileReason } from "../reasons/file-reason.ts";

export interface SeenBytes {
  /** The type that the bytes show. Null where they show none. */
  type: string | null;
  extension: string | null;
  beginning: Uint8Array;
}

export type RecordingFile =
  { kind: "recording"; contentType: string; extension: string } | { kind: "other"; reason: FileReason };

/** `said` is the server's content type. The bytes reveal a page in the place of a recording. */
export function recordingFile({ type, extension, beginning }: SeenBytes, said: string | null): RecordingFile {
  if (beginning.length === 0) return { kind: "other", reason: { code: "file_empty" } };
  if (type !== null) {
    const shown = type.split(";")[0]?.trim() ?? type;
    if (!isSound(shown)) return { kind: "other", reason: { code: "not_a_recording", type: shown } };
    return {
      kind: "recording",
      contentType: isSameContainer(shown, said) ? said : shown,
      extension: extension ?? "bin",
    };
  }
  // The data after such a header may be too short, or too long, to identify the type.
  if (startsWith(beginning, "ID3")) return { kind: "recording", contentType: "audio/mpeg", extension: "mp3" };
  if (isGsm(beginning)) return { kind: "recording", contentType: "audio/gsm", extension: "gsm" };
  if (isText(beginning)) return { kind: "other", reason: { code: "not_a_recording", type: null } };
  if (said !== null && isSound(said)) return { kind: "recording", contentType: said, extension: extensionOf(said) };
  return { kind: "recording", contentType: "application/octet-stream", extension: "bin" };
}

function isSound(type: string): boolean {
  return /^(?:audio|video)\/./.test(type) || type === "application/ogg";
}

/**
 * The server's `audio/mp4` says more about a recording than the `video/mp4` that the bytes of any such container show.
 */
function isSameContainer(shown: string, said: string | null): said is string {
  const container = (type: string) => type.split("/")[1]?.replace(/^x-/, "");
  return said !== null && said.startsWith("audio/") && container(said) === container(shown);
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  mpeg: "mp3",
  mpeg3: "mp3",
  wave: "wav",
  "vnd.wave": "wav",
  mp4: "m4a",
  quicktime: "mov",
  matroska: "mkv",
  basic: "au",
  aiff: "aiff",
  "amr-wb": "awb",
  "3gpp": "3gp",
};

function extensionOf(type: string): string {
  if (type === "video/mp4") return "mp4";
  const subtype = (type.split("/")[1] ?? "").replace(/^x-/, "");
  const known = Object.hasOwn(EXTENSIONS, subtype) ? EXTENSIONS[subtype] : undefined;
  return known ?? (/^[a-z\d]{1,8}$/.test(subtype) ? subtype : "bin");
}

function startsWith(beginning: Uint8Array, letters: string): boolean {
  return [...letters].every((letter, i) => beginning[i] === letter.codePointAt(0));
}

const GSM_FRAME_BYTES = 33;
const GSM_FRAMES = 8;

/** GSM 06.10 has no header. Each frame of 33 bytes begins with the same four bits. */
function isGsm(beginning: Uint8Array): boolean {
  if (beginning.length < GSM_FRAME_BYTES * GSM_FRAMES) return false;
  return Array.from({ length: GSM_FRAMES }, (_, n) => beginning[n * GSM_FRAME_BYTES] ?? 0).every(
    (byte) => byte >> 4 === 0xd,
  );
}

const LOOKED_AT_BYTES = 1_024;

function isText(beginning: Uint8Array): boolean {
  try {
    // A character that the read limit cuts off is no error.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(beginning.subarray(0, LOOKED_AT_BYTES), {
      stream: true,
    });
    // eslint-disable-next-line no-control-regex
    return !/[\u0000-\u0008\u000e-\u001f]/.test(text);
  } catch {
    return false;
  }
}
