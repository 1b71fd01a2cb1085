/** What is remembered of Gorgias: its users and the ids of its tags. */
import type { DeskUser } from "../domain/people.ts";
import type { TagRef } from "../domain/ports/help-desk.ts";
import type { DeskMemory, UsersMark } from "../domain/ports/stores.ts";
import { boundedMap } from "../kit/bounded-map.ts";
import { toJsonb, type Database } from "./database.ts";

/** Connections whose users are at hand. */
const MOST_AT_HAND = 1_000;

export function deskMemory(database: Database): DeskMemory {
  const atHand = boundedMap<string, { users: DeskUser[]; learnedAt: number }>(MOST_AT_HAND);
  return {
    async users(connectionId, mark) {
      const known = atHand.get(connectionId);
      if (known && mark?.learnedAt === known.learnedAt)
        return { ...known, users: withChoices(known.users, mark.byHand) };
      const [row] = await database.keyed<{ users: DeskUser[]; learned_at: Date; by_hand: UsersMark["byHand"] }>(
        `select users, learned_at, (select coalesce(jsonb_agg(jsonb_build_array(aircall_user_id, desk_user_id)), '[]')
           from agent_mappings where connection_id = $1) as by_hand
         from desk_users where connection_id = $1`,
        [connectionId],
      );
      if (!row) return null;
      const learnedAt = row.learned_at.getTime();
      atHand.set(connectionId, { users: row.users, learnedAt });
      return { users: withChoices(row.users, row.by_hand), learnedAt };
    },
    async rememberUsers(connectionId, users, now) {
      atHand.delete(connectionId);
      await database.keyed(
        `insert into desk_users (connection_id, users, learned_at) values ($1, $2::jsonb, $3)
         on conflict (connection_id) do update set users = excluded.users, learned_at = excluded.learned_at`,
        [connectionId, toJsonb(users), new Date(now)],
      );
    },
    async forgetUsers(connectionId) {
      atHand.delete(connectionId);
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

function withChoices(users: DeskUser[], byHand: UsersMark["byHand"]): DeskUser[] {
  if (byHand.length === 0) return users;
  return users.map((user) => ({
    ...user,
    signsFor: byHand.filter(([, id]) => id === user.id).map(([agent]) => agent),
  }));
}
