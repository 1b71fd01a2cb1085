/** Downloads recordings and voicemail: only from the hosts that Aircall serves them from, every redirect checked anew. */
import { mayFetch } from "../domain/media.ts";
import type { OpenedMedia } from "../domain/ports/phone-system.ts";
import { RequestError } from "../kit/request-error.ts";

export interface MediaDeps {
  fetch: typeof fetch;
  /** Host suffixes; nothing else is ever fetched. */
  mediaHosts: readonly string[];
}

const MOST_REDIRECTS = 5;
/** For the whole file, 500 MB over a slow line. */
const TIMEOUT_MS = 20 * 60_000;

/** Opens the file; its bytes are read by whoever reads the stream. Rejects with fate `unknown` when it should be tried again. */
export async function downloadMedia({ fetch, mediaHosts }: MediaDeps, address: string): Promise<OpenedMedia> {
  let url = address;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    if (!mayFetch(url, mediaHosts))
      return { kind: "refused", reason: `not fetched: ${hostOf(url)} is not a media host` };
    const response = await get(fetch, url);
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location) return opened(response);
    await response.body?.cancel();
    if (!URL.canParse(location, url)) return { kind: "refused", reason: "not fetched: a redirect to no address" };
    url = new URL(location, url).href;
  }
  return { kind: "refused", reason: `not fetched: more than ${MOST_REDIRECTS} redirects` };
}

/** No credential goes along: the link is signed, and storage refuses a second one (contract 4.2). */
async function get(fetchFile: typeof fetch, url: string): Promise<Response> {
  try {
    return await fetchFile(url, { redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new RequestError(`media from ${hostOf(url)}: the connection broke`, { fate: "unknown", cause });
  }
}

async function opened(response: Response): Promise<OpenedMedia> {
  const { status, headers, body } = response;
  if (response.ok && body) {
    const length = Number(headers.get("content-length") ?? Number.NaN);
    const contentType = headers.get("content-type")?.split(";")[0]?.trim() || "audio/mpeg";
    return { kind: "open", stream: body, size: Number.isFinite(length) ? length : null, contentType };
  }
  await body?.cancel();
  // A link past its hour answers 403 (contract 4.2); what was deleted answers 404 or 410. A fresh link tells them apart.
  if ([400, 401, 403, 404, 410].includes(status)) return { kind: "expired" };
  throw new RequestError(`media: the server answered ${status}`, { fate: "unknown", status });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "no address";
}
