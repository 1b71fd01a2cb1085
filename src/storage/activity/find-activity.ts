/**
 * Finds a page of the activity, newest first. A page of a filter is a walk along its index. A search first walks the
 * newest rows, which is enough for a frequent word, and tells which of the words are rare. The rest comes from the index
 * of rare words, month by month. So no search reads many more rows than the page has, however much is stored.
 */
import type { ItemFilter } from "../../domain/ports/admin.ts";
import type { ItemSearch } from "../../domain/activity/search-query.ts";
import { monthOf } from "../../domain/activity/search-words.ts";
import { columnsOf, type RecordKind } from "../../domain/activity/work-item.ts";
import { FILTERED, NEWEST_FIRST, noValues, whereOf, type Values } from "./activity-where.ts";
import type { Database } from "../db/database.ts";
import { idsQuery, termsQuery } from "./search-vector.ts";

export interface FoundItem {
  kind: RecordKind;
  ref: string;
}

/** Rows of the first walk, which counts. A word in one row of four fills a page from it. */
const FIRST_WALK = 200;
/** Most rows of the second walk, which ends with a full page. */
const SECOND_WALK = 2_000;
/** With fewer rows of the first walk, the index is faster than the second walk. */
const FEWEST_TO_WALK_ON = 6;
/** A word in more rows of the first walk is frequent. The index would read as many rows as the table has. */
const MOST_OF_RARE = 10;
/** How many months are looked into by themselves, the newest first. */
const MOST_MONTHS = 48;
/** The newest of them, and how many of the others one look-up takes for a word that these show to be rare. */
const NEW_MONTHS = 8;

/** At least the first `limit` items of the filter, in no order, if there are as many. */
export function findActivity(database: Database, connectionId: string, filter: ItemFilter): Promise<FoundItem[]> {
  const { search, outcomes } = filter;
  if (search) return findBySearch(database, connectionId, filter, search);
  const values = noValues();
  if (outcomes === null || outcomes.length === 1) {
    const where = whereOf(connectionId, filter, values);
    return database.query<FoundItem>(page("activity", where, filter, values), values.list);
  }
  // Each outcome has its own walk along the index.
  const wanted = values.add(outcomes);
  const each = page("activity", whereOf(connectionId, filter, values, "wanted.outcome"), filter, values);
  return database.query<FoundItem>(
    `select p.kind, p.ref from unnest(${wanted}::text[]) as wanted(outcome) cross join lateral (${each}) p`,
    values.list,
  );
}

async function findBySearch(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  search: ItemSearch,
): Promise<FoundItem[]> {
  const [named, found] = await Promise.all([
    byId(database, connectionId, filter, search),
    search.terms.length > 0 ? byTerms(database, connectionId, filter, search.terms) : [],
  ]);
  return [...new Map([...found, ...named].map((item) => [`${item.kind} ${item.ref}`, item])).values()];
}

async function byTerms(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  terms: ItemSearch["terms"],
): Promise<FoundItem[]> {
  const walked = await walkAndCount(database, connectionId, filter, terms);
  if (walked.isWhole || walked.found.length >= filter.limit) return walked.found;
  if (walked.found.length >= FEWEST_TO_WALK_ON) {
    const further = await walkOn(database, connectionId, filter, terms);
    if (further.length >= filter.limit) return further;
  }
  const rare = terms.filter((_, place) => (walked.counts[place] ?? 0) <= MOST_OF_RARE);
  const asked = { terms, rare: rare.length > 0 ? rare : terms };
  const months = monthsFrom(walked.newest, Math.max(walked.oldest, filter.from ?? walked.oldest));
  const taken = await takeByMonth(database, connectionId, filter, asked, months);
  if (taken.length >= filter.limit || months.length < MOST_MONTHS) return taken;
  return takeFromIndex(database, connectionId, filter, asked, null);
}

/**
 * Each look-up has a price, and so has each row. A word that the newest months have a few times is as rare before. One
 * that they do not have at all may be the name of an agent who left, so each month before is looked into by itself.
 */
async function takeByMonth(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  asked: AskedTerms,
  months: readonly number[],
): Promise<FoundItem[]> {
  const [newest, older] = [months.slice(0, NEW_MONTHS), months.slice(NEW_MONTHS)];
  const found = await takeFromIndex(database, connectionId, filter, asked, together(newest, 1));
  if (found.length >= filter.limit || older.length === 0) return found;
  const isRare = found.length > 0 && found.length <= filter.limit / 2;
  const parts = together(older, isRare ? NEW_MONTHS : 1);
  return [...found, ...(await takeFromIndex(database, connectionId, filter, asked, parts))];
}

function together(months: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(months.length / size) }, (_, i) => months.slice(i * size, (i + 1) * size));
}

interface AskedTerms {
  terms: ItemSearch["terms"];
  /** Of these, the ones that are worth a look into the index. */
  rare: ItemSearch["terms"];
}

interface Walk {
  found: FoundItem[];
  /** Every row of the filter was read. */
  isWhole: boolean;
  /** Epoch ms of the first row. */
  newest: number;
  /** Epoch ms of the first row that the connection has. */
  oldest: number;
  /** In how many of the rows each term is. */
  counts: number[];
}

async function walkAndCount(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  terms: ItemSearch["terms"],
): Promise<Walk> {
  const values = noValues();
  const where = whereOf(connectionId, filter, values);
  const has = (asked: ItemSearch["terms"]) =>
    `filter (where words @@ ${values.add(termsQuery(connectionId, asked, null))}::tsquery)`;
  const [row] = await database.query<{
    walked: number;
    newest: Date | null;
    oldest: Date | null;
    found: [RecordKind, string][];
    counts: number[];
  }>(
    `select count(*)::int as walked, max(happened_at) as newest,
       (select min(happened_at) from activity where connection_id = ${values.add(connectionId)}) as oldest,
       coalesce(jsonb_agg(jsonb_build_array(kind, ref)) ${has(terms)}, '[]') as found,
       jsonb_build_array(${terms.map((term) => `count(*) ${has([term])}`).join(", ")}) as counts
     from (select kind, ref, happened_at, words from activity where ${where} ${NEWEST_FIRST} limit ${FIRST_WALK}) newest`,
    values.list,
  );
  return {
    found: (row?.found ?? []).map(([kind, ref]) => ({ kind, ref })),
    isWhole: (row?.walked ?? 0) < FIRST_WALK,
    newest: row?.newest?.getTime() ?? 0,
    oldest: row?.oldest?.getTime() ?? 0,
    counts: row?.counts ?? [],
  };
}

/** Reads no further than to a full page. */
function walkOn(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  terms: ItemSearch["terms"],
): Promise<FoundItem[]> {
  const values = noValues();
  const newest = `select kind, ref, words from activity where ${whereOf(connectionId, filter, values)} ${NEWEST_FIRST} limit ${SECOND_WALK}`;
  const query = values.add(termsQuery(connectionId, terms, null));
  return database.query<FoundItem>(
    `select kind, ref from (${newest}) newest where words @@ ${query}::tsquery limit ${values.add(filter.limit)}::int`,
    values.list,
  );
}

/** The newest first. */
function monthsFrom(newest: number, oldest: number): number[] {
  const last = monthOf(newest);
  const length = Math.min(MOST_MONTHS, last - monthOf(oldest) + 1);
  return Array.from({ length: Math.max(0, length) }, (_, i) => last - i);
}

/**
 * Each part is a look-up, and the first parts that fill the page are the last. `offset 0` hides the other
 * conditions from the planner, which would otherwise walk all rows by time until the word appears. The words come from
 * a list, because the planner scans the whole table where it expects many rows. Without parts the page is taken of all
 * there is.
 */
function takeFromIndex(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  { terms, rare }: AskedTerms,
  parts: readonly (readonly number[])[] | null,
): Promise<FoundItem[]> {
  const values = noValues();
  const queries = parts?.map((months) =>
    months.map((month) => `(${termsQuery(connectionId, rare, month)})`).join(" | "),
  ) ?? [termsQuery(connectionId, rare, null)];
  const list = values.add(queries);
  const all =
    rare.length < terms.length ? `words @@ ${values.add(termsQuery(connectionId, terms, null))}::tsquery and ` : "";
  const rows = `(select ${FILTERED}, words from activity where words @@ m.query::tsquery offset 0) with_words`;
  const each = page(rows, all + whereOf(connectionId, filter, values), filter, values);
  return database.query<FoundItem>(
    `select p.kind, p.ref from unnest(${list}::text[]) as m(query) cross join lateral (${each}) p limit ${values.add(filter.limit)}::int`,
    values.list,
  );
}

/** By the id of a ticket, a call or a record, typed in full. */
async function byId(
  database: Database,
  connectionId: string,
  filter: ItemFilter,
  { ids, activityId }: ItemSearch,
): Promise<FoundItem[]> {
  const values = noValues();
  const parts: string[] = [];
  if (ids.length > 0)
    parts.push(
      `select ${FILTERED} from activity where words @@ (select ${values.add(idsQuery(connectionId, ids))}::tsquery)`,
    );
  if (activityId !== null) {
    const { kind, ref } = columnsOf(activityId);
    const place = `connection_id = ${values.add(connectionId)} and kind = ${values.add(kind)} and ref = ${values.add(ref)}`;
    parts.push(`select ${FILTERED} from activity where ${place}`);
  }
  if (parts.length === 0) return [];
  const rows = `(${parts.join(" union all ")} offset 0) named`;
  return database.query<FoundItem>(page(rows, whereOf(connectionId, filter, values), filter, values), values.list);
}

function page(rows: string, where: string, { limit }: ItemFilter, values: Values): string {
  return `select kind, ref from ${rows} where ${where} ${NEWEST_FIRST} limit ${values.add(limit)}::int`;
}
