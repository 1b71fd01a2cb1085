/** Downloads files of calls and messages, only from Aircall's media hosts. Checks every redirect. */
import { reachOf } from "../domain/ticket/media.ts";
import type { OpenedMedia } from "../domain/ports/phone-system.ts";
import type { FileReason } from "../domain/reasons/file-reason.ts";
import { RequestError } from "../kit/request-error.ts";
import {
  DOWNLOAD_TIMEOUTS,
  NotPublic,
  openDownload,
  type DownloadTimeouts,
  type OpenedDownload,
} from "../outbound/open-download.ts";

export interface MediaDeps {
  /** In the form that `reachOf` reads. The service fetches nothing else. */
  mediaHosts: readonly string[];
  mediaTimeouts?: DownloadTimeouts;
  /** Opens one address. Left out: over the network. */
  download?: typeof openDownload;
}

const MOST_REDIRECTS = 5;

/**
 * Opens the file and returns its bytes as a stream. Sends no credential, because the link is signed and the storage
 * rejects a second one (docs/vendors/aircall.md 4.2). Rejects with fate `unknown` if a later attempt may succeed.
 */
export async function downloadMedia(
  { mediaHosts, mediaTimeouts: timeouts = DOWNLOAD_TIMEOUTS, download = openDownload }: MediaDeps,
  address: string,
  until?: AbortSignal,
): Promise<OpenedMedia> {
  const total = AbortSignal.timeout(timeouts.totalMs);
  const signal = until ? AbortSignal.any([until, total]) : total;
  let url = address;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const reach = reachOf(url, mediaHosts);
    if (reach === "nowhere") return refused({ code: "host_not_allowed", host: hostOf(url) });
    const response = await ifPublic(download({ url, publicOnly: reach === "public", timeouts, signal }));
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

async function ifPublic(opening: Promise<OpenedDownload>): Promise<OpenedDownload | null> {
  try {
    return await opening;
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
  // An expired link answers 403 (docs/vendors/aircall.md 4.2), a deleted file 404 or 410. A fresh link tells them
  // apart.
  if ([400, 401, 403, 404, 410].includes(status)) return { kind: "expired" };
  throw new RequestError(`media: the server answered ${status}`, { fate: "unknown", status, vendor: "aircall" });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "no address";
}
