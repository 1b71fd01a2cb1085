/** The parts of a new customer that Gorgias rejects, from the error's `data` (docs/vendors/gorgias.md 11.2, 16). */
import type { DraftPart } from "../domain/customer/customer-draft.ts";

const PARTS: readonly [RegExp, DraftPart][] = [
  [/^email$/, "email"],
  [/^name$/, "name"],
  [/^external_id$/, "external id"],
];

/** `channelTypes` lists the sent channels in order. Empty if the error names nothing that was sent. */
export function rejectedParts(body: unknown, channelTypes: readonly ("email" | "phone")[]): DraftPart[] {
  const data = errorIn(body).data;
  return [...new Set(pathsIn(data).flatMap((path) => partsAt(path, channelTypes)))];
}

/** The error may have any shape. */
function errorIn(body: unknown): { msg?: unknown; data?: unknown } {
  const error: unknown = typeof body === "object" && body !== null && "error" in body ? body.error : null;
  return typeof error === "object" && error !== null ? error : {};
}

/** Paths such as `channels.1.address`, from nested or dotted keys. */
function pathsIn(data: unknown, depth = 0): string[] {
  // The leaves are lists of messages.
  if (typeof data !== "object" || data === null || depth > MOST_DEPTH) return [""];
  if (Array.isArray(data) && data.every((item) => typeof item === "string")) return [""];
  return Object.entries(data).flatMap(([key, value]) =>
    pathsIn(value, depth + 1).map((rest) => (rest === "" ? key : `${key}.${rest}`)),
  );
}
const MOST_DEPTH = 6;

function partsAt(path: string, channelTypes: readonly ("email" | "phone")[]): DraftPart[] {
  const [key = "", index = ""] = path.split(".");
  const part = PARTS.find(([pattern]) => pattern.test(key))?.[1];
  if (part) return [part];
  if (key !== "channels") return [];
  const type = /^\d+$/.test(index) ? channelTypes[Number(index)] : undefined;
  if (type) return [type];
  // Gorgias would name the e-mail in its own field, so it is the phone.
  return channelTypes.includes("phone") ? ["phone"] : ["email"];
}

const LONGEST_DETAIL = 200;

/** Gorgias' message on one line, shortened. Null if there is none. */
export function detailOf(body: unknown): string | null {
  const error = errorIn(body);
  const words = [error.msg, ...messagesIn(error.data)].filter((word) => typeof word === "string" && word !== "");
  const line = words
    .join(" ")
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line === "" ? null : line.slice(0, LONGEST_DETAIL).toWellFormed();
}

function messagesIn(data: unknown, depth = 0): string[] {
  if (typeof data === "string") return [data];
  if (typeof data !== "object" || data === null || depth > MOST_DEPTH) return [];
  return Object.values(data).flatMap((value) => messagesIn(value, depth + 1));
}
