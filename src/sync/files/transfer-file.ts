/** Streams one file from the phone system to the help desk, without the whole file in memory (C10, M9). */
import { LARGEST_MEDIA_BYTES, type MediaOutcome } from "../../domain/ticket/media.ts";
import type { HelpDeskFiles } from "../../domain/ports/help-desk-files.ts";
import type { OpenedMedia } from "../../domain/ports/phone-system.ts";
import { RequestError } from "../../kit/request-error.ts";
import { lookInside, type LookedInside } from "./look-inside.ts";
import type { TransferSlots } from "./transfer-slots.ts";
import { uploadCounted } from "./upload-counted.ts";
import { SourceError, watchSource } from "./watch-source.ts";

type Decision<R> = { name: string; contentType: string } | { instead: R };

export interface Transfer<R> {
  connectionId: string;
  slots: TransferSlots;
  files: HelpDeskFiles;
  /** Aborts the transfer at any point. Omitted if the limits of download and upload are enough. */
  until?: AbortSignal;
  open(): Promise<OpenedMedia>;
  /** The name and type of the upload, or the reason why there is none. */
  decide(seen: LookedInside, said: string | null): Promise<Decision<R>>;
}

/**
 * `expired` means that the link is too old. Opening and inspecting a file need no slot, so a stalled source blocks no
 * other transfer. Rejects with a SourceError if the download fails, and with another error if the upload fails.
 */
export async function transferFile<R>(
  transfer: Transfer<R>,
): Promise<MediaOutcome | { kind: "expired" } | { kind: "instead"; of: R }> {
  const { connectionId, slots, files, until } = transfer;
  const opened = await fromSource(transfer.open());
  if (opened.kind !== "open") return opened;
  if (opened.size !== null && opened.size > LARGEST_MEDIA_BYTES) {
    await opened.stream.cancel().catch(() => undefined);
    return { kind: "too large", bytes: opened.size };
  }
  const source = watchSource(opened.stream, LARGEST_MEDIA_BYTES);
  const seen = await lookInside(source.stream).catch(source.explain);
  const decision = await transfer.decide(seen, opened.contentType).catch(source.explain);
  if ("instead" in decision) {
    await seen.stream.cancel().catch(() => undefined);
    return { kind: "instead", of: decision.instead };
  }
  const file = { ...decision, size: opened.size, stream: seen.stream, ...(until ? { until } : {}) };
  try {
    return await slots.hold(connectionId, until, () => uploadCounted(files, file, source));
  } catch (error) {
    await seen.stream.cancel().catch(() => undefined);
    return source.explain(error);
  }
}

async function fromSource<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof RequestError ? new SourceError(error.message, error) : error;
  }
}
