/** Erases what is kept of one phone number, and tells what stays in Gorgias, which is not ours to erase. */
import type { Erased, Eraser } from "../domain/ports/erase.ts";
import type { Database, Sql } from "./database.ts";

export function eraser(database: Database): Eraser {
  return {
    erase: (connectionId, caller) => database.transaction((sql) => erase(sql, connectionId, caller)),
    async connections(account) {
      return database.query<{ id: string; account: string }>(
        `select id, account from connections where $1::text is null or account = $1 order by account`,
        [account],
      );
    },
  };
}

async function erase(sql: Sql, connectionId: string, caller: string): Promise<Erased> {
  const subjects = await sql.query<{ subject: string; ticket_id: number | null; customer_id: number | null }>(
    `delete from subjects where connection_id = $1 and caller = $2 returning subject, ticket_id, customer_id`,
    [connectionId, caller],
  );
  const [known] = await sql.query<{ customer_id: number | null }>(
    `delete from phone_index where connection_id = $1 and caller = $2 returning customer_id`,
    [connectionId, caller],
  );
  const names = subjects.map(({ subject }) => subject);
  const tickets = await sql.query<{ ticket_id: number }>(
    `select distinct (outcome ->> 'ticketId')::bigint as ticket_id from writes
     where connection_id = $1 and subject = any($2::text[]) and outcome ? 'ticketId'`,
    [connectionId, names],
  );
  const deliveries = await sql.query(
    `delete from deliveries where connection_id = $1 and subject = any($2::text[]) returning 1`,
    [connectionId, names],
  );
  const writes = await sql.query(
    `delete from writes where connection_id = $1 and subject = any($2::text[]) returning 1`,
    [connectionId, names],
  );
  const customers = unique([known?.customer_id, ...subjects.map(({ customer_id }) => customer_id)]);
  await sql.query(`delete from threads where connection_id = $1 and customer_id = any($2::bigint[])`, [
    connectionId,
    customers,
  ]);
  return {
    calls: names.filter((name) => name.startsWith("call:")).length,
    conversations: names.filter((name) => name.startsWith("text:")).length,
    deliveries: deliveries.length,
    writes: writes.length,
    customers,
    tickets: unique([...tickets.map(({ ticket_id }) => ticket_id), ...subjects.map(({ ticket_id }) => ticket_id)]),
  };
}

function unique(ids: readonly (number | null | undefined)[]): number[] {
  return [...new Set(ids.filter((id) => id != null))].sort((a, b) => a - b);
}
