/** Reads pages of the activity, newest first. */
import type { Outcome } from "../../domain/call/call-stage.ts";
import type { ActivityQueries, ItemFilter, LineQueries, ListedItem, ListPlace } from "../../domain/ports/admin.ts";
import type { ActivityState } from "../../domain/ports/stores.ts";
import { readSearch } from "../../domain/activity/search-query.ts";
import type { RecordKind } from "../../domain/activity/work-item.ts";

const PAGE = 50;
const ISO_MICROSECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** The query of the API. Moments are ISO 8601. */
export interface ActivityQuery {
  query?: string | undefined;
  kind?: RecordKind | undefined;
  cards?: "include" | "exclude" | undefined;
  result?: ActivityState | undefined;
  /** Separated by commas. */
  outcome?: readonly Outcome[] | undefined;
  line?: string | undefined;
  agent?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
}

export type ActivityShown = { kind: "page"; items: ListedItem[]; nextCursor: string | null } | { kind: "bad cursor" };

export interface ShowActivityDeps {
  activity: Pick<ActivityQueries, "list">;
  /** The lines' countries read national phone numbers. */
  lines: Pick<LineQueries, "list">;
}

export async function showActivity(
  deps: ShowActivityDeps,
  connectionId: string,
  query: ActivityQuery,
): Promise<ActivityShown> {
  const { cursor } = query;
  const after = cursor === undefined ? null : readCursor(cursor);
  if (cursor !== undefined && after === null) return { kind: "bad cursor" };
  const filter = { ...(await filterOf(deps, connectionId, query)), after, limit: PAGE + 1 };
  const found = await deps.activity.list(connectionId, filter);
  const items = found.slice(0, PAGE);
  const last = items.at(-1);
  return { kind: "page", items, nextCursor: found.length > PAGE && last ? writeCursor(last.place) : null };
}

/** The filter without a place: from its first page on. */
export async function filterOf(
  { lines }: Pick<ShowActivityDeps, "lines">,
  connectionId: string,
  { query, kind, cards, result, outcome, line, agent, from, to }: ActivityQuery,
): Promise<ItemFilter> {
  const isSearch = query !== undefined && query.trim() !== "";
  const countries = isSearch ? (await lines.list(connectionId)).flatMap(({ country }) => country ?? []) : [];
  return {
    kind: kind ?? null,
    cards: cards !== "exclude",
    state: result ?? null,
    outcomes: outcome && outcome.length > 0 ? outcome : null,
    lineId: line ?? null,
    agentId: agent ?? null,
    from: from === undefined ? null : Date.parse(from),
    to: to === undefined ? null : Date.parse(to),
    search: isSearch ? readSearch(query, [...new Set(countries)]) : null,
    after: null,
    limit: PAGE + 1,
  };
}

function writeCursor({ happenedAt, activityId }: ListPlace): string {
  return Buffer.from(JSON.stringify([happenedAt, activityId])).toString("base64url");
}

/** Null if it is not a cursor of this API. */
export function readCursor(cursor: string): ListPlace | null {
  try {
    const [happenedAt, activityId, ...more]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (typeof happenedAt !== "string" || typeof activityId !== "string" || more.length > 0) return null;
    const isMoment = ISO_MICROSECONDS.test(happenedAt) && !Number.isNaN(Date.parse(happenedAt));
    return isMoment && !activityId.includes("\0") ? { happenedAt, activityId } : null;
  } catch {
    return null;
  }
}
