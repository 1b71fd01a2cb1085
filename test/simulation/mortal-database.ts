/** The shared database as one node sees it: each statement takes time, may fail, and never answers a dead node. */
import type { Database, Sql } from "../../src/storage/db/database.ts";
import type { Mortal } from "./mortal.ts";

/** Rejects the work of a transaction whose node is dead, so that the database rolls it back. */
class NodeDied extends Error {
  override name = "NodeDied" as const;
}

export function mortalDatabase(shared: Database, mortal: Mortal): Database {
  const query: Sql["query"] = (text, values) => mortal.step("database", nameOf(text), () => shared.query(text, values));
  return {
    kind: shared.kind,
    query,
    keyed: query,
    transaction: (work) => mortal.step("database", "transaction", () => shared.transaction(whileAlive(work, mortal))),
    async listen(channel, hear) {
      // A notification comes in the context of the statement that sent it.
      const hearSoon = (payload: string | null) => mortal.soon(() => hear(payload));
      const stop = await mortal.step("database", "listen", () => shared.listen(channel, hearSoon));
      mortal.onDeath(() => void stop());
      return stop;
    },
    close: async () => undefined,
  };
}

/** A transaction is one event: nothing else happens during it. */
function whileAlive<T>(work: (sql: Sql) => Promise<T>, mortal: Mortal): (sql: Sql) => Promise<T> {
  return async (sql) => {
    const result = await work(sql);
    if (mortal.isDead) throw new NodeDied();
    return result;
  };
}

/** What a statement does, by its main table: `write activity`, `read connections`. */
function nameOf(text: string): string {
  const wrote = /\b(?:insert into|update|delete from)\s+(?:only\s+)?([a-z_]+)/i.exec(text);
  if (wrote) return `write ${wrote[1]}`;
  return `read ${/\bfrom\s+([a-z_]+)/i.exec(text)?.[1] ?? "value"}`;
}
