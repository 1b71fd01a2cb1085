/** Carries a recording or voicemail from the phone system to the help desk, piece by piece, never whole in memory (C10). */
import type { CallMedia, MediaKind } from "../domain/call.ts";
import { foldCall } from "../domain/fold-call.ts";
import { LARGEST_MEDIA_BYTES, type MediaOutcome } from "../domain/media.ts";
import type { HelpDesk } from "../domain/ports/help-desk.ts";
import type { OpenedMedia, PhoneSystem } from "../domain/ports/phone-system.ts";
import { countBytes } from "./count-bytes.ts";
import { mediaToCarry, uploadKey } from "./media-standing.ts";
import { readDeliveries } from "./read-deliveries.ts";
import type { SyncDeps } from "./sync-call.ts";
import { settleNow } from "./turn.ts";
import { uploadCounted } from "./upload-counted.ts";

/** What is carried: one file of one call. */
export interface MediaWork {
  connectionId: string;
  /** `call:123`. */
  subject: string;
  media: MediaKind;
}

/** Rejects when it should be tried again later. A file uploaded twice is an orphan that nobody sees: no intent is needed. */
export async function carryMedia(deps: SyncDeps, work: MediaWork): Promise<void> {
  const dossier = await deps.subjects.open(work.connectionId, work.subject);
  const call = dossier && foldCall(readDeliveries(deps.reader, dossier.deliveries).events);
  if (!dossier || !call || dossier.connection.status !== "active") return;
  const wanted = mediaToCarry(call, dossier.writes, dossier.connection.settings).find(
    (media) => media.kind === work.media,
  );
  if (wanted) {
    const phones = await deps.phones(work.connectionId);
    const desk = deps.desks(dossier.connection, "recording");
    const outcome = await carry(phones, desk, call.id, wanted);
    const { writes, unkept } = dossier;
    const turn = { connectionId: work.connectionId, subject: work.subject, writes, unkept };
    await settleNow(deps, turn, { round: 0, key: uploadKey(work.media), outcome, requests: desk.spent() });
  }
  // Also for a file that is there: who carried it may have died before this.
  await deps.jobs.add([{ queue: "turn", connectionId: work.connectionId, subject: work.subject }]);
}

async function carry(phones: PhoneSystem, desk: HelpDesk, callId: string, media: CallMedia): Promise<MediaOutcome> {
  const opened = await openFresh(phones, callId, media);
  if (opened.kind === "refused") return opened;
  if (opened.kind === "expired") return { kind: "gone" };
  const { stream, size, contentType } = opened;
  if (size !== null && size > LARGEST_MEDIA_BYTES) {
    await stream.cancel();
    return { kind: "too large", bytes: size };
  }
  const counter = countBytes(LARGEST_MEDIA_BYTES);
  const name = `${media.kind}-${callId}.${extensionOf(contentType)}`;
  return uploadCounted(desk.files, { name, contentType, size, stream: stream.pipeThrough(counter.through) }, counter);
}

/** The link of the event first; when it is too old, a fresh one from the call itself. */
async function openFresh(phones: PhoneSystem, callId: string, media: CallMedia): Promise<OpenedMedia> {
  const first = await phones.download(media.url);
  if (first.kind !== "expired") return first;
  const fresh = (await phones.media(callId))?.find((candidate) => candidate.kind === media.kind);
  return fresh ? phones.download(fresh.url) : { kind: "expired" };
}

function extensionOf(contentType: string): string {
  const known: Record<string, string> = {
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/ogg": "ogg",
  };
  return known[contentType] ?? "mp3";
}
