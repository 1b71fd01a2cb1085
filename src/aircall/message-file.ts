/**
 * Reads a file of a message in each known form (docs/vendors/aircall.md 6.3, 15). A file without a link is kept as
 * well.
 */
import { z } from "zod";
import type { MessageFile } from "../domain/conversation/text-message.ts";
import { text } from "./schemas.ts";

/** The first of these keys with a value counts. Nested objects are searched too. */
const LINKS = ["presigned_url", "url", "media", "media_url", "link", "download_url"];
const NAMES = ["file_name", "filename", "name"];
const TYPES = ["file_type", "content_type", "mime_type", "mimetype", "type"];
const DEEPEST = 3;
const LONGEST_NAME = 120;

export interface FileFields {
  name: string | null;
  type: string | null;
  url: string | null;
}

/** The documents show an object, real messages a bare link. Any other value is a file without data. */
export const fileSchema = z
  .unknown()
  .refine((value) => value !== "")
  .transform((value) => readFile(value, DEEPEST));

function readFile(value: unknown, depth: number): FileFields {
  const bare = text.safeParse(value);
  if (bare.success) return { name: null, type: null, url: bare.data || null };
  if (typeof value !== "object" || value === null || depth === 0) return { name: null, type: null, url: null };
  const parts = new Map<string, unknown>(Object.entries(value));
  const first = (keys: readonly string[]) => keys.map((key) => textIn(parts.get(key))).find(Boolean) ?? null;
  const own = { name: first(NAMES), type: first(TYPES), url: first(LINKS) };
  if (own.url !== null) return own;
  const inner = LINKS.map((key) => readFile(parts.get(key), depth - 1)).find(({ url }) => url !== null);
  return { name: own.name ?? inner?.name ?? null, type: own.type ?? inner?.type ?? null, url: inner?.url ?? null };
}

function textIn(value: unknown): string | null {
  const word = text.safeParse(value);
  return word.success && word.data.trim() !== "" ? word.data : null;
}

/** `place` counts from 0 and names a file without a name. */
export function describeFile({ name, type, url }: FileFields, place: number): MessageFile {
  return { name: nameOf(name, url ?? "") || `file-${place + 1}`, type, url };
}

/** The file name without folders and unsafe characters. Empty if nothing remains. */
function nameOf(value: string | null, url: string): string {
  const name = value ?? (URL.canParse(url) ? decodeSafely(new URL(url).pathname) : "");
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const own = last
    .replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, "_")
    .slice(-LONGEST_NAME)
    .toWellFormed()
    .trim();
  return /^\.*$/.test(own) ? "" : own;
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
