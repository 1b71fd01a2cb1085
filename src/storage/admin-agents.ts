/** Agents joined by hand. */
import type { AgentStore } from "../domain/ports/admin.ts";
import type { Database } from "./database.ts";

export function agentStore(database: Database): AgentStore {
  return {
    async mappings(connectionId) {
      const rows = await database.query<{ aircall_user_id: string; desk_user_id: number }>(
        `select aircall_user_id, desk_user_id from agent_mappings where connection_id = $1`,
        [connectionId],
      );
      return new Map(rows.map((row) => [row.aircall_user_id, row.desk_user_id]));
    },
    async map(connectionId, aircallUserId, deskUserId) {
      await database.query(
        `insert into agent_mappings (connection_id, aircall_user_id, desk_user_id) values ($1, $2, $3)
         on conflict (connection_id, aircall_user_id) do update set desk_user_id = excluded.desk_user_id`,
        [connectionId, aircallUserId, deskUserId],
      );
    },
    async unmap(connectionId, aircallUserId) {
      await database.query(`delete from agent_mappings where connection_id = $1 and aircall_user_id = $2`, [
        connectionId,
        aircallUserId,
      ]);
    },
  };
}
