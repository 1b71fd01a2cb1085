/**
 * The embedded database with prepared statements. A simulation runs few statements, each many thousand times, and
 * parsing and planning would be most of its time.
 */
import { PGlite, parse, protocol } from "@electric-sql/pglite";
import type { Database, Sql } from "../../src/storage/db/database.ts";

interface Prepared {
  name: string;
  /** The types of its values. */
  types: number[];
}

/** A begun database in memory. Only one statement at a time. */
export async function openPreparedDatabase(image: Blob): Promise<Database> {
  const pglite = await PGlite.create({ loadDataDir: image });
  const known = new Map<string, Prepared>();
  return {
    kind: "pglite",
    ...preparedSql(pglite, known, pglite),
    transaction: (work) => pglite.transaction((tx) => work(preparedSql(pglite, known, tx))),
    listen: (channel, hear) => pglite.listen(channel, hear),
    close: () => pglite.close(),
  };
}

const { serialize } = protocol;
const OPTIONS = { syncToFs: false };

/** `plain` runs what cannot be prepared: the database, or the transaction that is under way. */
function preparedSql(pglite: PGlite, known: Map<string, Prepared>, plain: Pick<PGlite, "query">): Sql {
  async function prepare(text: string): Promise<Prepared> {
    const name = `s${known.size}`;
    const asked = [serialize.parse({ name, text }), serialize.describe({ type: "S", name }), serialize.sync()];
    const { messages } = await pglite.execProtocol(Buffer.concat(asked), OPTIONS);
    const prepared = { name, types: parse.parseDescribeStatementResults(messages) };
    known.set(text, prepared);
    return prepared;
  }

  const query: Sql["query"] = async <Row>(text: string, values: readonly unknown[] = []) => {
    // Without values it may be several statements, which cannot be prepared.
    if (values.length === 0) return (await plain.query<Row>(text)).rows;
    const { name, types } = known.get(text) ?? (await prepare(text));
    const given = values.map((value, index) => {
      if (value === null || value === undefined) return null;
      const serializer = pglite.serializers[types[index] ?? 0];
      return serializer ? serializer(value) : String(value);
    });
    const asked = [
      serialize.bind({ statement: name, values: given }),
      serialize.describe({ type: "P" }),
      serialize.execute({}),
      serialize.sync(),
    ];
    const { messages } = await pglite.execProtocol(Buffer.concat(asked), OPTIONS);
    return (parse.parseResults(messages, pglite.parsers)[0]?.rows ?? []) as Row[];
  };
  return { query, keyed: query };
}
