/** Reads pages of the activity, newest first, and parses searches. */
import type { ActivityQueries, ItemSearch, ListedItem, ListPlace } from "../domain/ports/admin.ts";
import { callActivityId, isActivityId, type ActivityKind } from "../domain/activity/activity-id.ts";
import { plainText } from "../domain/phone/number-text.ts";
import { canonicalNumber } from "../domain/phone/variants.ts";
import { toE164 } from "../domain/phone/phone.ts";
import type { ActivityState } from "../domain/ports/stores.ts";

const PAGE = 50;
/** With fewer digits too many numbers match. */
const FEWEST_DIGITS = 3;
const ISO_MICROSECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

export interface ActivityQuery {
  query?: string | undefined;
  kind?: ActivityKind | undefined;
  result?: ActivityState | undefined;
  cursor?: string | undefined;
}

export type ActivityShown = { kind: "page"; items: ListedItem[]; nextCursor: string | null } | { kind: "bad cursor" };

export async function showActivity(
  { activity }: { activity: Pick<ActivityQueries, "list"> },
  connectionId: string,
  { query, kind, result, cursor }: ActivityQuery,
): Promise<ActivityShown> {
  const after = cursor === undefined ? null : readCursor(cursor);
  if (cursor !== undefined && after === null) return { kind: "bad cursor" };
  const filter = { kind: kind ?? null, state: result ?? null, search: readSearch(query ?? ""), after, limit: PAGE + 1 };
  const found = await activity.list(connectionId, filter);
  const items = found.slice(0, PAGE);
  const last = items.at(-1);
  return { kind: "page", items, nextCursor: found.length > PAGE && last ? writeCursor(last.place) : null };
}

/** Parses a search. Null if it is empty. A stored text cannot contain NUL. */
export function readSearch(query: string): ItemSearch | null {
  const text = query.replaceAll("\0", "").trim();
  if (text === "") return null;
  const id = text.replace(/^(?:call:|#)\s*/i, "");
  const activityId = isActivityId(text) ? text : callActivityId(id);
  const isNumber = /^\d{1,15}$/.test(id);
  return { name: text, lastDigits: lastDigitsOf(text), activityId, ticketId: isNumber ? Number(id) : null };
}

/** The digits of a number in any format, without national or international prefix. */
function lastDigitsOf(text: string): string | null {
  const plain = plainText(text);
  if (!/^[\d\s()+*#./-]+$/.test(plain)) return null;
  // All numbers of a subscriber are stored under one canonical number.
  const whole = /^(?:\+|00)/.test(plain) ? toE164(plain, null) : null;
  const number = whole === null ? plain.replace("(0)", "") : canonicalNumber(whole);
  const digits = number.replaceAll(/\D/g, "").replace(/^0+/, "");
  return digits.length < FEWEST_DIGITS ? null : digits;
}

function writeCursor({ changedAt, activityId }: ListPlace): string {
  return Buffer.from(JSON.stringify([changedAt, activityId])).toString("base64url");
}

/** Null if it is not a cursor of this API. */
export function readCursor(cursor: string): ListPlace | null {
  try {
    const [changedAt, activityId, ...more]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (typeof changedAt !== "string" || typeof activityId !== "string" || more.length > 0) return null;
    const isMoment = ISO_MICROSECONDS.test(changedAt) && !Number.isNaN(Date.parse(changedAt));
    return isMoment && !activityId.includes("\0") ? { changedAt, activityId } : null;
  } catch {
    return null;
  }
}
