/** Carries the files of a text from the phone system to the help desk, one after the other, each once (M9). */
import { fileOutcomeSchema, mayAttach, partKind, type FileOutcome } from "../../domain/conversation/file-outcome.ts";
import { uploadKeyOf } from "../../domain/conversation/entries.ts";
import type { MessageFile, TextMessage } from "../../domain/conversation/text-message.ts";
import { LARGEST_MEDIA_BYTES } from "../../domain/media.ts";
import type { OpenedMedia, OpenPhoneSystem, PhoneSystem } from "../../domain/ports/phone-system.ts";
import { fileTroubleSchema } from "../../domain/write.ts";
import { RequestError } from "../../kit/request-error.ts";
import { countBytes } from "../count-bytes.ts";
import { settleNow, type Turn, type WriteDeps } from "../turn.ts";
import { uploadCounted } from "../upload-counted.ts";
import { lookInside } from "./look-inside.ts";
import { readAgain, readWords, type ReadWords } from "./read-words.ts";
import { SourceError, watchSource } from "./watch-source.ts";

export interface FileDeps extends WriteDeps {
  phones: OpenPhoneSystem;
}

/** A file that cannot be fetched holds its text back for so long; then the text goes without it, and says so. */
const FETCH_PATIENCE_MS = 120_000;
const FETCH_AGAIN_MS = 10_000;
/** Whatever its server asks for, a file is asked for again after this. */
const LONGEST_FETCH_WAIT_MS = 60_000;
/** Who was not asked for so long, because the text waited for something else, may have worked meanwhile. */
const FAILED_LATELY_MS = 90_000;
/** After that the text has waited long enough for it, whoever else stood in the way. */
const LONGEST_TROUBLE_MS = 30 * 60_000;

export interface Carried {
  /** How the transfer of each file ended, in the order of the message's files. */
  outcomes: FileOutcome[];
  /** What the text parts say, in their order. */
  words: string[];
}

/** Rejects when it should be tried again. */
export async function carryFiles(deps: FileDeps, turn: Turn, message: TextMessage): Promise<Carried> {
  const outcomes: FileOutcome[] = [];
  const words: string[] = [];
  for (const [index, file] of message.files.entries()) {
    const key = uploadKeyOf(message.id, index);
    const earlier = turn.writes.find((write) => write.key === key && write.state === "done");
    const carry = () => carryFile(deps, turn, message, index, file);
    if (earlier) {
      const outcome = fileOutcomeSchema.parse(earlier.outcome);
      outcomes.push(outcome);
      if (outcome.kind === "words") words.push(await readAgain(outcome, carry));
      continue;
    }
    const before = turn.desk.spent();
    const carried = await patiently(deps, turn, key, carry);
    const outcome = fileOutcomeSchema.parse(carried);
    await settleNow(deps, turn, { round: 0, key, outcome, requests: turn.desk.spent() - before });
    outcomes.push(outcome);
    if ("said" in carried) words.push(carried.said);
  }
  return { outcomes, words };
}

async function carryFile(
  deps: FileDeps,
  turn: Turn,
  message: TextMessage,
  index: number,
  file: MessageFile,
): Promise<FileOutcome | ReadWords> {
  if (partKind(file.type, file.name) === "layout") return { kind: "layout" };
  const opened = await fetchFile(deps, turn, message, index, file);
  if (opened === null) return { kind: "no link" };
  if (opened.kind === "expired") return { kind: "gone" };
  if (opened.kind === "refused") return opened;
  if (opened.size !== null && opened.size > LARGEST_MEDIA_BYTES) {
    await opened.stream.cancel().catch(() => undefined);
    return { kind: "too large", bytes: opened.size };
  }
  return carryOpened(turn, file, opened);
}

async function carryOpened(
  turn: Turn,
  file: MessageFile,
  opened: Extract<OpenedMedia, { kind: "open" }>,
): Promise<FileOutcome | ReadWords> {
  const counter = countBytes(LARGEST_MEDIA_BYTES);
  const source = watchSource(opened.stream);
  const { type, extension, stream } = await lookInside(source.stream.pipeThrough(counter.through)).catch(
    source.explain,
  );
  const part = type === null ? partKind(file.type ?? opened.contentType, file.name) : "file";
  if (part === "words") return readWords(stream, file.type).catch(source.explain);
  if (part === "layout") {
    await stream.cancel().catch(() => undefined);
    return { kind: "layout" };
  }
  const refusal = mayAttach(type, file.type ?? opened.contentType);
  if (refusal || type === null) {
    await stream.cancel().catch(() => undefined);
    return refusal ?? { kind: "other type", type: "" };
  }
  const upload = { name: namedAs(file.name, extension), contentType: type, size: opened.size, stream };
  return uploadCounted(turn.desk.files, upload, counter).catch(source.explain);
}

/** `invoice.html` that is a picture is called `invoice.html.png`; a JPEG may be called either way. */
function namedAs(name: string, extension: string | null): string {
  const said = /\.([a-z\d]+)$/i.exec(name)?.[1]?.toLowerCase();
  const same =
    said === extension || (said === "jpeg" && extension === "jpg") || (said === "tiff" && extension === "tif");
  return extension === null || same ? name : `${name}.${extension}`;
}

/**
 * A server of files that fails is asked again for a while, no longer: the text itself matters more. The while begins with
 * the first failure, not with the text, which may have waited longer than that for something else.
 */
async function patiently<T>(deps: FileDeps, turn: Turn, key: string, carry: () => Promise<T>) {
  try {
    return await carry();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const left = (await failingSince(deps, turn, key)) + FETCH_PATIENCE_MS - deps.clock();
    if (left <= 0) return { kind: "refused" as const, reason: error.message };
    const retryAfterMs = Math.min(left, error.retryAfterMs ?? FETCH_AGAIN_MS, LONGEST_FETCH_WAIT_MS);
    throw new RequestError(`a file of a text: ${error.message}`, { fate: "later", retryAfterMs, cause: error });
  }
}

/** Since when it has failed whenever it was asked, epoch ms; kept as the intent of the upload. */
async function failingSince({ writes, clock }: FileDeps, turn: Turn, key: string): Promise<number> {
  const now = clock();
  const earlier = turn.writes.find((write) => write.key === key && write.state === "intended");
  const failed = earlier && fileTroubleSchema.parse(earlier.intent ?? {});
  const { first = earlier?.intendedAt ?? now, since = first, at = first } = failed ?? {};
  const isNew = now - at > FAILED_LATELY_MS && now - first <= LONGEST_TROUBLE_MS;
  const intent = { first, since: isNew ? now : since, at: now };
  await writes.intend(turn.connectionId, turn.subject, { round: 0, key, intent }, now);
  return intent.since;
}

async function fetchFile(
  deps: FileDeps,
  turn: Turn,
  message: TextMessage,
  index: number,
  file: MessageFile,
): Promise<OpenedMedia | null> {
  try {
    return await openFresh(await deps.phones(turn.connectionId), message, index, file);
  } catch (error) {
    throw error instanceof RequestError ? new SourceError(error.message, error) : error;
  }
}

/** The link of the event first; where there is none, or it is too old, a fresh one from the message itself. Null without any. */
async function openFresh(
  phones: PhoneSystem,
  message: TextMessage,
  index: number,
  file: MessageFile,
): Promise<OpenedMedia | null> {
  const first = file.url === null ? null : await phones.download(file.url);
  if ((first !== null && first.kind !== "expired") || !message.line) return first;
  const fresh = (await phones.messageFiles(message.line.id, message.id))?.[index];
  return fresh?.url ? phones.download(fresh.url) : first;
}
