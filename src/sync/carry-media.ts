/** Transfers a recording or voicemail from the phone system to the help desk (C10). */
import type { CallMedia, MediaKind } from "../domain/call.ts";
import { foldCall } from "../domain/fold-call.ts";
import type { MediaOutcome } from "../domain/media.ts";
import type { HelpDesk } from "../domain/ports/help-desk.ts";
import type { PhoneSystem } from "../domain/ports/phone-system.ts";
import type { FinishTransfer, SettledWrite } from "../domain/ports/stores.ts";
import type { FileReason } from "../domain/reasons/file-reason.ts";
import { recordingFile } from "../domain/recording-file.ts";
import { mediaToCarry, uploadKey } from "./media-standing.ts";
import { readDeliveries } from "./read-deliveries.ts";
import type { SyncDeps } from "./sync-call.ts";
import { transferFile } from "./transfer-file.ts";
import type { TransferSlots } from "./transfer-slots.ts";

export interface MediaCarrierDeps extends SyncDeps {
  slots: TransferSlots;
  finishTransfer: FinishTransfer;
}

/** One file of one call. */
export interface MediaWork {
  connectionId: string;
  /** `call:123`. */
  subject: string;
  media: MediaKind;
}

/**
 * Rejects if the transfer should be retried later. It needs no intent, because a second upload only leaves an invisible
 * orphan.
 */
export async function carryMedia(deps: MediaCarrierDeps, work: MediaWork): Promise<void> {
  const dossier = await deps.subjects.open(work.connectionId, work.subject);
  const call = dossier && foldCall(readDeliveries(deps.reader, dossier.deliveries).events);
  if (!dossier || !call || dossier.connection.status !== "active") return;
  const wanted = mediaToCarry(call, dossier.writes, dossier.connection.settings).find(
    (media) => media.kind === work.media,
  );
  const settled: SettledWrite[] = [];
  if (wanted) {
    const phones = await deps.phones(work.connectionId);
    const desk = deps.desks(dossier.connection, "recording");
    const outcome = await carry({ ...work, slots: deps.slots, phones, desk, callId: call.id }, wanted);
    const write = { round: 0, key: uploadKey(work.media), outcome, requests: desk.spent() };
    settled.push({ ...write, state: "done", at: deps.clock() });
  }
  // Runs for a completed file too. The worker that transferred it may have died before this step.
  await deps.finishTransfer(work.connectionId, work.subject, settled);
}

interface Carrier {
  connectionId: string;
  slots: TransferSlots;
  phones: PhoneSystem;
  desk: HelpDesk;
  callId: string;
}

/**
 * Uses the link of the event first. If that link has expired or leads to another file, uses a fresh link of the call.
 */
async function carry(carrier: Carrier, media: CallMedia): Promise<MediaOutcome> {
  const first = await carryBy(carrier, media);
  if (first.kind !== "expired" && first.kind !== "instead") return first;
  const links = await carrier.phones.media(carrier.callId);
  const fresh = links?.find((candidate) => candidate.kind === media.kind);
  const last = fresh ? await carryBy(carrier, fresh) : first;
  if (last.kind === "expired") return { kind: "gone" };
  return last.kind === "instead" ? { kind: "refused", reason: last.of } : last;
}

function carryBy({ connectionId, slots, phones, desk, callId }: Carrier, media: CallMedia) {
  return transferFile<FileReason>({
    connectionId,
    slots,
    files: desk.files,
    open: () => phones.download(media.url),
    async decide(seen, said) {
      const file = recordingFile(seen, said);
      if (file.kind === "other") return { instead: file.reason };
      return { name: `${media.kind}-${callId}.${file.extension}`, contentType: file.contentType };
    },
  });
}
