/** Transfers the files of one message from the phone system to the help desk, each once (M9). */
import { uploadKeyOf } from "../../domain/conversation/entries.ts";
import { mayAttach, partKind, type FileOutcome } from "../../domain/conversation/file-outcome.ts";
import {
  afterFileFailure,
  attemptMs,
  isTooEarly,
  newFileWait,
  type FileFailure,
  type FileWait,
} from "../../domain/conversation/file-wait.ts";
import type { MessageFile, TextMessage } from "../../domain/conversation/text-message.ts";
import type { OpenHelpDesk } from "../../domain/ports/help-desk.ts";
import type { OpenedMedia, OpenPhoneSystem, PhoneSystem } from "../../domain/ports/phone-system.ts";
import type { Snapshot, FinishTransfer } from "../../domain/ports/stores.ts";
import { RequestError } from "../../kit/request-error.ts";
import { priorityOf } from "../activity-record.ts";
import { transferFile } from "../files/transfer-file.ts";
import type { TransferSlots } from "../files/transfer-slots.ts";
import { completeNow, type WriteDeps } from "../run.ts";
import { SourceError } from "../files/watch-source.ts";
import { isTransferred, noteWait, waitOf } from "./await-files.ts";
import { readConversation, type ReadDeps } from "./read-messages.ts";
import { readWords } from "./read-words.ts";

export interface FileCarrierDeps extends WriteDeps, ReadDeps {
  phones: OpenPhoneSystem;
  helpDesks: OpenHelpDesk;
  finishTransfer: FinishTransfer;
  slots: TransferSlots;
}

export interface FileWork {
  connectionId: string;
  /** `text:+33612345678`. */
  activityId: string;
  messageId: string;
}

/** Files of one message in transfer at a time. A file that hangs leaves the other slots free. */
const AT_A_TIME = 4;

/**
 * Makes one attempt at each file that is not transferred yet. Rejects where some failed. The scheduler then tries again
 * after 10 s, until the message gives up. The failure is saved with the file. Once all files are transferred, the
 * conversation is due.
 */
export async function transferFiles(deps: FileCarrierDeps, work: FileWork): Promise<void> {
  const read = await readConversation(deps, work.connectionId, work.activityId);
  if (!read || read.snapshot.connection.status !== "active") return;
  const message = read.followed.find(({ id }) => id === work.messageId);
  // The message was written or erased meanwhile.
  if (!message) return;
  const left = askedOf(read.snapshot, { ...work, message }, deps.clock()).values();
  const failures: string[] = [];
  const transferRest = async (): Promise<void> => {
    for (const each of left) {
      const failure = isTooEarly(each.wait, deps.clock())
        ? each.wait.failed?.why
        : await transferOne(deps, read.snapshot, each);
      if (failure) failures.push(failure);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_A_TIME }, transferRest));
  const broken = ends.find((end) => end.status === "rejected");
  if (broken) throw broken.reason;
  if (failures.length > 0) throw new Error(failures.join("; "));
  // Also where no file was left, because an earlier worker may have died before this.
  await deps.finishTransfer(work.connectionId, work.activityId, []);
}

/** Files that are not transferred, and have time left before their message gives up. */
function askedOf({ writes }: Snapshot, work: FileWork & { message: TextMessage }, now: number): AskedFile[] {
  return work.message.files.flatMap((file, index) => {
    const key = uploadKeyOf(work.messageId, index);
    // The run that requested the file may not have saved that yet.
    const wait = waitOf(writes, key) ?? newFileWait(now);
    const isLeft = !isTransferred(writes, key) && attemptMs(wait, now) > 0;
    return isLeft ? [{ ...work, file, index, key, wait }] : [];
  });
}

interface AskedFile extends FileWork {
  message: TextMessage;
  file: MessageFile;
  index: number;
  key: string;
  wait: FileWait;
}

/** Why the transfer failed. Null where it did not. */
async function transferOne(deps: FileCarrierDeps, { connection }: Snapshot, asked: AskedFile): Promise<string | null> {
  const { connectionId, activityId, message, key, wait } = asked;
  const now = deps.clock();
  const helpDesk = deps.helpDesks(connection, priorityOf("message", message.sentAt, now), now - wait.first);
  const book = { connectionId, activityId, writes: [], unsaved: [] };
  const phones = await deps.phones(connectionId);
  let outcome: FileOutcome;
  try {
    outcome = await transfer({ ...asked, phones, files: helpDesk.files, slots: deps.slots }, attemptMs(wait, now));
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof RequestError)) throw error;
    await noteWait(deps, book, key, afterFileFailure(wait, { side: sideOf(error), why: error.message }, deps.clock()));
    return error.message;
  }
  await completeNow(deps, book, { generation: 0, key, outcome, requests: helpDesk.used() });
  return null;
}

function sideOf(error: SourceError | RequestError): FileFailure["side"] {
  if (error instanceof SourceError) return "source";
  return error.noRoom ? "room" : "upload";
}

type Carrier = Pick<AskedFile, "connectionId" | "message" | "file" | "index"> & {
  phones: PhoneSystem;
  files: ReturnType<OpenHelpDesk>["files"];
  slots: TransferSlots;
};

async function transfer({ connectionId, files, slots, ...asked }: Carrier, ms: number): Promise<FileOutcome> {
  const until = AbortSignal.timeout(ms);
  let isLinked = false;
  const end = await transferFile<FileOutcome>({
    connectionId,
    files,
    slots,
    until,
    async open() {
      const opened = await openFresh(asked, until);
      isLinked = opened !== null;
      return opened ?? { kind: "expired" };
    },
    async decide({ type, extension, stream }, said) {
      const part = type === null ? partKind(asked.file.type ?? said, asked.file.name) : "file";
      if (part === "words") return { instead: await readWords(stream, asked.file.type) };
      if (part === "layout") return { instead: { kind: "layout" } };
      const rejection = mayAttach(type, asked.file.type ?? said);
      if (rejection || type === null) return { instead: rejection ?? { kind: "other type", type: "" } };
      return { name: namedAs(asked.file.name, extension), contentType: type };
    },
  });
  if (end.kind === "expired") return { kind: isLinked ? "gone" : "no link" };
  return end.kind === "instead" ? end.of : end;
}

/**
 * Tries the event's link first. If it is missing or expired, a fresh link comes from the message itself. Null without
 * any link.
 */
async function openFresh(
  { phones, message, index, file }: Pick<Carrier, "phones" | "message" | "index" | "file">,
  until: AbortSignal,
): Promise<OpenedMedia | null> {
  const first = file.url === null ? null : await phones.download(file.url, until);
  if ((first !== null && first.kind !== "expired") || !message.line) return first;
  const fresh = (await phones.messageFiles(message.line.id, message.id))?.[index];
  return fresh?.url ? phones.download(fresh.url, until) : first;
}

/** A picture named `invoice.html` becomes `invoice.html.png`. A JPEG or TIFF may have either of its extensions. */
function namedAs(name: string, extension: string | null): string {
  const said = /\.([a-z\d]+)$/i.exec(name)?.[1]?.toLowerCase();
  const same =
    said === extension || (said === "jpeg" && extension === "jpg") || (said === "tiff" && extension === "tif");
  return extension === null || same ? name : `${name}.${extension}`;
}
