/** What is remembered of Gorgias: its users and the ids of its tags. */
import type { DeskUser } from "../domain/people.ts";
import type { TagRef } from "../domain/ports/help-desk.ts";
import type { DeskMemory } from "../domain/ports/stores.ts";
import { toJsonb, type Database } from "./database.ts";

export function deskMemory(database: Database): DeskMemory {
  return {
    async users(connectionId) {
      const [row] = await database.keyed<{ users: DeskUser[]; learned_at: Date; by_hand: ByHand }>(
        `select users, learned_at, (select coalesce(jsonb_agg(jsonb_build_array(aircall_user_id, desk_user_id)), '[]')
           from agent_mappings where connection_id = $1) as by_hand
         from desk_users where connection_id = $1`,
        [connectionId],
      );
      return row ? { users: withChoices(row.users, row.by_hand), learnedAt: row.learned_at.getTime() } : null;
    },
    async rememberUsers(connectionId, users, now) {
      await database.keyed(
        `insert into desk_users (connection_id, users, learned_at) values ($1, $2::jsonb, $3)
         on conflict (connection_id) do update set users = excluded.users, learned_at = excluded.learned_at`,
        [connectionId, toJsonb(users), new Date(now)],
      );
    },
    async forgetUsers(connectionId) {
      await database.keyed(`delete from desk_users where connection_id = $1`, [connectionId]);
    },
    async tags(connectionId, names) {
      return database.keyed<TagRef & Record<string, unknown>>(
        `select tag_id as id, name from desk_tags where connection_id = $1 and name = any($2::text[])`,
        [connectionId, names],
      );
    },
    async rememberTag(connectionId, tag) {
      await database.keyed(
        `insert into desk_tags (connection_id, name, tag_id) values ($1, $2, $3)
         on conflict (connection_id, name) do update set tag_id = excluded.tag_id`,
        [connectionId, tag.name, tag.id],
      );
    },
    async forgetTags(connectionId, names) {
      await database.keyed(`delete from desk_tags where connection_id = $1 and name = any($2::text[])`, [
        connectionId,
        names,
      ]);
    },
  };
}

/** Pairs of an Aircall user's id and the Gorgias user's. */
type ByHand = [string, number][];

function withChoices(users: DeskUser[], byHand: ByHand): DeskUser[] {
  if (byHand.length === 0) return users;
  return users.map((user) => ({
    ...user,
    signsFor: byHand.filter(([, id]) => id === user.id).map(([agent]) => agent),
  }));
}
