/** The cache of Gorgias data: its users, the ids of its tags, and rejected tags. */
import type { HelpDeskUser } from "../../domain/customer/people.ts";
import type { TagRef } from "../../domain/ports/help-desk.ts";
import type { UsersMark } from "../../domain/ports/stores.ts";
import type { HelpDeskCache, RejectedTag } from "../../domain/ports/help-desk-cache.ts";
import { boundedMap } from "../../kit/bounded-map.ts";
import { toJsonb, type Database } from "../db/database.ts";
import { markRowsFrom } from "../work/mark-due.ts";

/** The most connections whose users this process keeps in memory. */
const MOST_AT_HAND = 1_000;

/** Marks users as outdated. They stay, to be compared with the next list. */
const FORGOTTEN_AT = 0;

/**
 * Retries failed work when the users changed, because the missing one may be there now (C5, C18). Each part of the
 * statement sees the row as it was before.
 */
const REMEMBER_USERS = `
  with remembered as (
    insert into help_desk_users (connection_id, users, learned_at) values ($1, $2::jsonb, $3)
    on conflict (connection_id) do update set users = excluded.users, learned_at = excluded.learned_at
  )
  ${markRowsFrom(
    `(select kind, ref, deferred_since, deferred_priority from activity
      where connection_id = $1 and state = 'failed' and trimmed_at is null
        and exists (select from help_desk_users where connection_id = $1 and users <> $2::jsonb)) failed`,
    "$3::timestamptz",
  )}`;

const REMEMBER_TAG_LIST = `
  with listed as (
    insert into help_desk_tag_lists (connection_id, listed_at, complete) values ($1, $4, $3)
    on conflict (connection_id) do update set listed_at = excluded.listed_at, complete = excluded.complete
  )
  insert into help_desk_tags (connection_id, name, tag_id)
  select distinct on (name) $1, name, id from jsonb_to_recordset($2::jsonb) as t(name text, id bigint) order by name, id
  on conflict (connection_id, name) do update set tag_id = excluded.tag_id`;

export function helpDeskCache(database: Database): HelpDeskCache {
  const atHand = boundedMap<string, { users: HelpDeskUser[]; learnedAt: number }>(MOST_AT_HAND);
  return {
    async users(connectionId, mark) {
      const known = atHand.get(connectionId);
      if (known && mark?.learnedAt === known.learnedAt)
        return { ...known, users: withChoices(known.users, mark.byHand) };
      const [row] = await database.keyed<{ users: HelpDeskUser[]; learned_at: Date; by_hand: UsersMark["byHand"] }>(
        `select users, learned_at, (select coalesce(jsonb_agg(jsonb_build_array(aircall_user_id, help_desk_user_id)), '[]')
           from agent_mappings where connection_id = $1) as by_hand
         from help_desk_users where connection_id = $1`,
        [connectionId],
      );
      const learnedAt = row?.learned_at.getTime() ?? FORGOTTEN_AT;
      if (!row || learnedAt === FORGOTTEN_AT) return null;
      atHand.set(connectionId, { users: row.users, learnedAt });
      return { users: withChoices(row.users, row.by_hand), learnedAt };
    },
    async rememberUsers(connectionId, users, now) {
      atHand.delete(connectionId);
      await database.keyed(REMEMBER_USERS, [connectionId, toJsonb(users), new Date(now)]);
    },
    async forgetUsers(connectionId) {
      atHand.delete(connectionId);
      await database.keyed(`update help_desk_users set learned_at = $2 where connection_id = $1`, [
        connectionId,
        new Date(FORGOTTEN_AT),
      ]);
    },
    ...tagMemory(database),
  };
}

function tagMemory(
  database: Database,
): Pick<
  HelpDeskCache,
  "tags" | "rememberTag" | "tagsComplete" | "rememberTagList" | "forgetTags" | "rejectedTags" | "rejectTag"
> {
  return {
    async tags(connectionId, names) {
      return database.keyed<TagRef & Record<string, unknown>>(
        `select tag_id as id, name from help_desk_tags where connection_id = $1 and name = any($2::text[])`,
        [connectionId, names],
      );
    },
    async rememberTag(connectionId, tag) {
      await database.keyed(
        `insert into help_desk_tags (connection_id, name, tag_id) values ($1, $2, $3)
         on conflict (connection_id, name) do update set tag_id = excluded.tag_id`,
        [connectionId, tag.name, tag.id],
      );
    },
    async tagsComplete(connectionId, since) {
      const [row] = await database.keyed<{ complete: boolean }>(
        `select complete from help_desk_tag_lists where connection_id = $1 and listed_at >= $2`,
        [connectionId, new Date(since)],
      );
      return row?.complete ?? null;
    },
    async rememberTagList(connectionId, { tags, complete }, now) {
      await database.keyed(REMEMBER_TAG_LIST, [connectionId, toJsonb(tags), complete, new Date(now)]);
    },
    async rejectedTags(connectionId, names, since) {
      return database.keyed<RejectedTag & Record<string, unknown>>(
        `select name, status, detail from rejected_tags
         where connection_id = $1 and name = any($2::text[]) and rejected_at >= $3`,
        [connectionId, names, new Date(since)],
      );
    },
    async rejectTag(connectionId, { name, status, detail }, now) {
      await database.keyed(
        `insert into rejected_tags (connection_id, name, status, detail, rejected_at) values ($1, $2, $3, $4, $5)
         on conflict (connection_id, name) do update
           set status = excluded.status, detail = excluded.detail, rejected_at = excluded.rejected_at`,
        [connectionId, name, status, detail, new Date(now)],
      );
    },
    async forgetTags(connectionId, names) {
      await database.keyed(`delete from help_desk_tags where connection_id = $1 and name = any($2::text[])`, [
        connectionId,
        names,
      ]);
    },
  };
}

function withChoices(users: HelpDeskUser[], byHand: UsersMark["byHand"]): HelpDeskUser[] {
  if (byHand.length === 0) return users;
  return users.map((user) => ({
    ...user,
    signsFor: byHand.filter(([, id]) => id === user.id).map(([agent]) => agent),
  }));
}
