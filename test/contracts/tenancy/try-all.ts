/** Calls every case among its neighbours, without them, and without any row. */
import type { Database } from "../../../src/storage/db/database.ts";
import type { Case } from "./cases.ts";
import { openTables, plain, type Rows, type Tables } from "./compare.ts";
import { rolledBack, type RolledBack } from "./rolled-back.ts";
import { storeShop } from "./rows.ts";
import { NEIGHBOURS, NONE, OWN, type Shop } from "./shops.ts";

export interface NamedCase {
  name: string;
  open(database: Database): object;
  one: Case<unknown>;
}

interface Outcome extends Rows {
  before: Rows;
  answer: unknown;
  /** The error of the call. */
  failure: string | null;
  /** The statements of the call. */
  texts: string[];
}

/** The same call among the neighbours and without them. */
interface Pair {
  among: Outcome;
  alone: Outcome;
}

export interface Tried extends Pair {
  /** Without any row, where the call changes none. */
  empty: Outcome | null;
  /** The call names what no connection has. */
  absent: Outcome | null;
  /** The call names what a neighbour has. */
  foreign: readonly Outcome[];
  /** With every row but those of one table that the call reads. Only the neighbours have these. */
  lacking: readonly (Pair & { table: string })[];
}

export async function tryAll(database: Database, cases: readonly NamedCase[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  await rolledBack(database, async (inside) => {
    for (const shop of [...NEIGHBOURS, OWN]) await storeShop(inside.database, shop);
    const tables = await openTables(inside.database);
    const among = await tryEach(inside, tables, cases);
    for (const { id } of NEIGHBOURS) await tables.forget(id);
    const alone = await tryEach(inside, tables, cases);
    await tables.forget(OWN.id);
    const attempt = await attempts(inside, tables);
    for (const [index, one] of cases.entries()) {
      const { own, absent, foreign, lacking } = among[index] as Tries;
      const { own: ownAlone, lacking: lackingAlone } = alone[index] as Tries;
      tried.push({
        among: own,
        alone: ownAlone,
        empty: isSame(own) ? await attempt(one) : null,
        absent,
        foreign,
        lacking: [...lacking].map(([table, outcome]) => ({
          table,
          among: outcome,
          alone: lackingAlone.get(table) ?? outcome,
        })),
      });
    }
  });
  return tried;
}

/** Whether the call changed nothing. */
function isSame({ own, before }: Outcome): boolean {
  return JSON.stringify(own) === JSON.stringify(before.own);
}

interface Tries {
  own: Outcome;
  absent: Outcome | null;
  foreign: Outcome[];
  lacking: Map<string, Outcome>;
}

async function tryEach(inside: RolledBack, tables: Tables, cases: readonly NamedCase[]): Promise<Tries[]> {
  const attempt = await attempts(inside, tables);
  const tries: Tries[] = [];
  for (const each of cases) {
    const own = await attempt(each);
    const namesIds = each.one.run.length > 2 && !each.one.findsOwn;
    const foreign: Outcome[] = [];
    if (namesIds) for (const neighbour of NEIGHBOURS) foreign.push(await attempt(each, { named: neighbour }));
    const lacking = new Map<string, Outcome>();
    for (const table of tables.names.filter((name) => mayLack(own.texts, name)))
      lacking.set(table, await attempt(each, { without: table }));
    tries.push({ own, absent: namesIds ? await attempt(each, { named: NONE }) : null, foreign, lacking });
  }
  return tries;
}

/** The tables that the statements may change. To delete a row deletes the rows that refer to it. */
function mayChange(texts: readonly string[], tables: readonly string[]): readonly string[] | undefined {
  const writing = texts.filter((text) => !/^\s*select\b/i.test(text));
  if (writing.some((text) => /delete from (connections|webhook_)/.test(text))) return undefined;
  return [...tables, "connections"].filter((table) =>
    writing.some((text) => new RegExp(`\\b(into|update|from) ${table}\\b`).test(text)),
  );
}

/** Whether a statement asks if the table has a row, or does without one. */
function mayLack(texts: readonly string[], table: string): boolean {
  const asks = new RegExp(`(exists\\s*\\(select( 1)? from|left join) ${table}\\b`);
  return texts.some((text) => asks.test(text.replaceAll(/\s+/g, " ")));
}

/** Tries a case on the rows that are there now, and undoes it. */
async function attempts(inside: RolledBack, tables: Tables) {
  const now = await tables.rows(OWN.id);
  return (
    { open, one }: NamedCase,
    { named = OWN, without }: { named?: Shop; without?: string } = {},
  ): Promise<Outcome> =>
    inside.undone(async () => {
      if (one.before) await inside.database.query(one.before);
      if (without) await tables.forget(OWN.id, without);
      const before = one.before || without ? await tables.rows(OWN.id) : now;
      inside.heard();
      let failure: string | null = null;
      let answer: unknown;
      try {
        answer = await one.run(open(inside.database), OWN, named);
      } catch (error) {
        failure = String(error);
      }
      const texts = inside.heard().filter((text) => !/^(savepoint|release|rollback)\b/.test(text));
      // A call that fails changes nothing, because its transaction is rolled back.
      const after = failure === null ? await tables.rows(OWN.id, mayChange(texts, tables.names)) : before;
      const part = one.partOf && failure === null ? one.partOf(answer as never, OWN) : answer;
      return {
        answer: plain(failure ?? part),
        before,
        texts,
        failure,
        own: {
          ...before.own,
          ...after.own,
        },
        others: {
          ...before.others,
          ...after.others,
        },
      };
    });
}
