/** What is remembered of Gorgias: its users and the ids of its tags. */
import type { DeskUser } from "../domain/people.ts";
import type { TagRef } from "../domain/ports/help-desk.ts";
import type { DeskMemory } from "../domain/ports/stores.ts";
import { toJsonb, type Database } from "./database.ts";

export function deskMemory(database: Database): DeskMemory {
  return {
    async users(connectionId) {
      const [row] = await database.query<{ users: DeskUser[]; learned_at: Date }>(
        `select users, learned_at from desk_users where connection_id = $1`,
        [connectionId],
      );
      return row ? { users: row.users, learnedAt: row.learned_at.getTime() } : null;
    },
    async rememberUsers(connectionId, users, now) {
      await database.query(
        `insert into desk_users (connection_id, users, learned_at) values ($1, $2::jsonb, $3)
         on conflict (connection_id) do update set users = excluded.users, learned_at = excluded.learned_at`,
        [connectionId, toJsonb(users), new Date(now)],
      );
    },
    async forgetUsers(connectionId) {
      await database.query(`delete from desk_users where connection_id = $1`, [connectionId]);
    },
    async tags(connectionId, names) {
      return database.query<TagRef & Record<string, unknown>>(
        `select tag_id as id, name from desk_tags where connection_id = $1 and name = any($2::text[])`,
        [connectionId, names],
      );
    },
    async rememberTag(connectionId, tag) {
      await database.query(
        `insert into desk_tags (connection_id, name, tag_id) values ($1, $2, $3)
         on conflict (connection_id, name) do update set tag_id = excluded.tag_id`,
        [connectionId, tag.name, tag.id],
      );
    },
    async forgetTags(connectionId, names) {
      await database.query(`delete from desk_tags where connection_id = $1 and name = any($2::text[])`, [
        connectionId,
        names,
      ]);
    },
  };
}
