/** Transfers a recording or voicemail from the phone system to the help desk (C10). */
import type { CallMedia, MediaKind } from "../../domain/call/call.ts";
import { foldCall } from "../../domain/call/fold-call.ts";
import type { MediaOutcome } from "../../domain/ticket/media.ts";
import type { HelpDesk } from "../../domain/ports/help-desk.ts";
import type { PhoneSystem } from "../../domain/ports/phone-system.ts";
import type { FinishTransfer, CompletedWrite } from "../../domain/ports/stores.ts";
import type { FileReason } from "../../domain/reasons/file-reason.ts";
import { recordingFile } from "../../domain/call/recording-file.ts";
import { mediaToTransfer, uploadKey } from "./media-status.ts";
import { readDeliveries } from "./read-deliveries.ts";
import type { SyncDeps } from "./sync-call.ts";
import { transferFile } from "../files/transfer-file.ts";
import type { TransferSlots } from "../files/transfer-slots.ts";

export interface MediaCarrierDeps extends SyncDeps {
  slots: TransferSlots;
  finishTransfer: FinishTransfer;
}

/** One file of one call. */
export interface MediaWork {
  connectionId: string;
  /** `call:123`. */
  activityId: string;
  media: MediaKind;
}

/**
 * Rejects if the transfer should be retried later. It needs no intent, because a second upload only leaves an invisible
 * orphan.
 */
export async function transferMedia(deps: MediaCarrierDeps, work: MediaWork): Promise<void> {
  const snapshot = await deps.activities.open(work.connectionId, work.activityId);
  const call = snapshot && foldCall(readDeliveries(deps.reader, snapshot.deliveries).events);
  if (!snapshot || !call) return;
  // The call waits as well. It asks for its file again once the connection is active (L8).
  if (snapshot.connection.status !== "active") return deps.finishTransfer(work.connectionId, work.activityId, []);
  const wanted = mediaToTransfer(call, snapshot.writes, snapshot.connection.settings).find(
    (media) => media.kind === work.media,
  );
  const completed: CompletedWrite[] = [];
  if (wanted) {
    const phones = await deps.phones(work.connectionId);
    const helpDesk = deps.helpDesks(snapshot.connection, "recording");
    const outcome = await transfer({ ...work, slots: deps.slots, phones, helpDesk, callId: call.id }, wanted);
    const write = { generation: 0, key: uploadKey(work.media), outcome, requests: helpDesk.used() };
    completed.push({ ...write, state: "done", at: deps.clock() });
  }
  // Runs for a completed file too. The worker that transferred it may have died before this step.
  await deps.finishTransfer(work.connectionId, work.activityId, completed);
}

interface Carrier {
  connectionId: string;
  slots: TransferSlots;
  phones: PhoneSystem;
  helpDesk: HelpDesk;
  callId: string;
}

/**
 * Uses the link of the event first. If that link has expired or leads to another file, uses a fresh link of the call.
 */
async function transfer(carrier: Carrier, media: CallMedia): Promise<MediaOutcome> {
  const first = await transferBy(carrier, media);
  if (first.kind !== "expired" && first.kind !== "instead") return first;
  const links = await carrier.phones.media(carrier.callId);
  const fresh = links?.find((candidate) => candidate.kind === media.kind);
  const last = fresh ? await transferBy(carrier, fresh) : first;
  if (last.kind === "expired") return { kind: "gone" };
  return last.kind === "instead" ? { kind: "refused", reason: last.of } : last;
}

function transferBy({ connectionId, slots, phones, helpDesk, callId }: Carrier, media: CallMedia) {
  return transferFile<FileReason>({
    connectionId,
    slots,
    files: helpDesk.files,
    open: () => phones.download(media.url),
    async decide(seen, said) {
      const file = recordingFile(seen, said);
      if (file.kind === "other") return { instead: file.reason };
      return { name: `${media.kind}-${callId}.${file.extension}`, contentType: file.contentType };
    },
  });
}
