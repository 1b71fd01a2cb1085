/**
 * Reads the fields that a rejection names (docs/vendors/gorgias.md 11.2 and 16). `error.data` maps a field to messages,
 * dotted or nested. Fields of lists come with or without the place.
 */
import { PartsRejected, type RejectedPart } from "../domain/ticket/rejected-parts.ts";
import { refusedWith } from "../kit/request-error.ts";

/** A field that a rejection names: its path, and the message. */
export interface NamedField {
  path: readonly string[];
  words: string;
}

/** More fields than any request has. */
const MOST_NAMED = 1_000;

/** Sends the request. A rejection that names parts of it rejects with PartsRejected. */
export async function namingParts<T>(
  send: () => Promise<T>,
  partsOf: (named: NamedField) => readonly RejectedPart[],
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!refusedWith(error, 400, 403, 409, 422)) throw error;
    const parts = namedFields(error.body).flatMap(partsOf);
    throw parts.length > 0 ? new PartsRejected(error, parts) : error;
  }
}

export function namedFields(body: unknown): NamedField[] {
  const error = read(body, "error");
  return fieldsIn(read(error, "data"), []).slice(0, MOST_NAMED);
}

function fieldsIn(within: unknown, path: readonly string[]): NamedField[] {
  if (typeof within === "string") return path.length > 0 ? [{ path, words: within }] : [];
  if (typeof within !== "object" || within === null || path.length > 10) return [];
  const entries = Object.entries(within).slice(0, MOST_NAMED);
  // A list of strings is about the field itself. A list of objects has one entry per place.
  const isWords = Array.isArray(within) && within.some((item) => typeof item === "string");
  if (isWords) return [{ path, words: within.filter((item) => typeof item === "string").join(" ") }];
  return entries.flatMap(([key, value]) => fieldsIn(value, [...path, ...key.split(".")]));
}

function read(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined;
}
