/** Links between Aircall users and Gorgias users that an admin sets by hand. */
import type { AgentStore, MappedBy } from "../../domain/ports/admin.ts";
import { recordAudit } from "./audit.ts";
import type { Database, Sql } from "../db/database.ts";
import { sameRecord } from "../activity/activity-id.ts";
import { markRowsFrom } from "../work/mark-due.ts";

export function agentStore(database: Database): AgentStore {
  return {
    async mappings(connectionId) {
      const rows = await database.query<{ aircall_user_id: string; help_desk_user_id: number }>(
        `select aircall_user_id, help_desk_user_id from agent_mappings where connection_id = $1`,
        [connectionId],
      );
      return new Map(rows.map((row) => [row.aircall_user_id, row.help_desk_user_id]));
    },
    map: (connectionId, aircallUserId, helpDeskUserId, change) =>
      database.transaction(async (sql) => {
        const from = await mappedTo(sql, connectionId, aircallUserId);
        // Retries at once what failed because no Gorgias user could sign (C5).
        await sql.query(
          `with mapped as (
             insert into agent_mappings (connection_id, aircall_user_id, help_desk_user_id) values ($1, $2, $3)
             on conflict (connection_id, aircall_user_id) do update set help_desk_user_id = excluded.help_desk_user_id
           )
           ${markRowsFrom(
             `(select a.kind, a.ref, a.deferred_since, deferred_priority from activity a join work_items i on ${sameRecord("i", "a")}
               where a.connection_id = $1 and state = 'failed' and trimmed_at is null and i.due_at is not null) failed`,
             "to_timestamp(0)",
           )}`,
          [connectionId, aircallUserId, helpDeskUserId],
        );
        await recordMapping(sql, connectionId, { agent: aircallUserId, from, to: helpDeskUserId }, change);
      }),
    unmap: (connectionId, aircallUserId, change) =>
      database.transaction(async (sql) => {
        const from = await mappedTo(sql, connectionId, aircallUserId);
        await sql.query(`delete from agent_mappings where connection_id = $1 and aircall_user_id = $2`, [
          connectionId,
          aircallUserId,
        ]);
        await recordMapping(sql, connectionId, { agent: aircallUserId, from, to: null }, change);
      }),
  };
}

async function mappedTo(sql: Sql, connectionId: string, aircallUserId: string): Promise<number | null> {
  const [row] = await sql.query<{ id: number }>(
    `select help_desk_user_id as id from agent_mappings where connection_id = $1 and aircall_user_id = $2 for update`,
    [connectionId, aircallUserId],
  );
  return row?.id ?? null;
}

async function recordMapping(
  sql: Sql,
  connectionId: string,
  { agent, from, to }: { agent: string; from: number | null; to: number | null },
  change: MappedBy | undefined,
): Promise<void> {
  if (!change || from === to) return;
  const { names } = change;
  const user = (id: number | null) => (id === null || !names ? id : names.helpDeskUser(id));
  const entry = { action: "agent_mapped" as const, subject: names?.agent ?? agent, from: user(from), to: user(to) };
  await recordAudit(sql, connectionId, entry, change);
}
