// Short links to a file, valid for three hours (contract 4.2); they lead to a freshly signed link.
import { sign } from "./bucket.ts";
import type { Call, MediaKind } from "./entities.ts";
import type { Exchange } from "./exchange.ts";

const ttlSeconds = 10_800;

/** The short link of a file, or null when there is none. */
export function shortMediaUrl(exchange: Exchange, call: Call, kind: MediaKind): string | null {
  if (!call.files[kind]) return null;
  const expires = String(Math.floor(exchange.now() / 1000) + ttlSeconds);
  return `${exchange.url}/_short/${call.id}-${kind}-${expires}-${sign(`${call.id}-${kind}`, expires, "short")}`;
}

/** The call and kind a short link names, or null when the link is made up or too old. */
export function readShortMediaUrl(exchange: Exchange, key: string): { callId: number; kind: MediaKind } | null {
  const [id = "", kind = "", expires = "", signature = ""] = key.split("-");
  if (kind !== "recording" && kind !== "voicemail") return null;
  if (signature !== sign(`${id}-${kind}`, expires, "short")) return null;
  return Number(expires) * 1000 < exchange.now() ? null : { callId: Number(id), kind };
}
