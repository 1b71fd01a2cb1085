/** Downloads files of calls and messages: only from the hosts that Aircall serves them from, every redirect checked anew. */
import { reachOf } from "../domain/media.ts";
import type { OpenedMedia } from "../domain/ports/phone-system.ts";
import type { FileReason } from "../domain/reasons/file-reason.ts";
import { RequestError } from "../kit/request-error.ts";
import {
  DOWNLOAD_PATIENCE,
  NotPublic,
  openDownload,
  type DownloadPatience,
  type OpenedDownload,
} from "../outbound/open-download.ts";

export interface MediaDeps {
  /** As `reachOf` reads them; nothing else is ever fetched. */
  mediaHosts: readonly string[];
  mediaPatience?: DownloadPatience;
}

const MOST_REDIRECTS = 5;

/**
 * Opens the file; its bytes are read by whoever reads the stream. No credential goes along: the link is signed, and storage
 * refuses a second one (contract 4.2). Rejects with fate `unknown` when it should be tried again.
 */
export async function downloadMedia(
  { mediaHosts, mediaPatience: patience = DOWNLOAD_PATIENCE }: MediaDeps,
  address: string,
  until?: AbortSignal,
): Promise<OpenedMedia> {
  const total = AbortSignal.timeout(patience.totalMs);
  const signal = until ? AbortSignal.any([until, total]) : total;
  let url = address;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const reach = reachOf(url, mediaHosts);
    if (reach === "nowhere") return refused({ code: "host_not_allowed", host: hostOf(url) });
    const response = await ifPublic(openDownload({ url, publicOnly: reach === "public", patience, signal }));
    if (!response) return refused({ code: "address_not_public", host: hostOf(url) });
    const location = response.header("location");
    if (response.status < 300 || response.status >= 400 || !location) return opened(response);
    await response.body.cancel();
    if (!URL.canParse(location, url)) return refused({ code: "redirect_broken" });
    url = new URL(location, url).href;
  }
  return refused({ code: "too_many_redirects" });
}

function refused(reason: FileReason): OpenedMedia {
  return { kind: "refused", reason };
}

async function ifPublic(download: Promise<OpenedDownload>): Promise<OpenedDownload | null> {
  try {
    return await download;
  } catch (error) {
    if (error instanceof NotPublic) return null;
    throw error;
  }
}

async function opened({ status, header, body }: OpenedDownload): Promise<OpenedMedia> {
  if (status === 200) {
    const length = Number(header("content-length") ?? Number.NaN);
    const said = header("content-type")?.split(";")[0]?.trim().toLowerCase();
    return { kind: "open", stream: body, size: Number.isFinite(length) ? length : null, contentType: said || null };
  }
  await body.cancel();
  // A link past its hour answers 403 (contract 4.2); what was deleted answers 404 or 410. A fresh link tells them apart.
  if ([400, 401, 403, 404, 410].includes(status)) return { kind: "expired" };
  throw new RequestError(`media: the server answered ${status}`, { fate: "unknown", status, vendor: "aircall" });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "no address";
}
