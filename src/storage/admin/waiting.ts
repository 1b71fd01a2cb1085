/** What waits at which priority, and how many Gorgias requests calls, messages and insight cards used. */
import type { PriorityWaiting, WaitingQueries } from "../../domain/ports/waiting.ts";
import type { Database } from "../db/database.ts";

const IS_CALL = `kind = 'call'`;
const IS_TEXT = `kind = 'conversation'`;
const IS_CARD = `kind = 'card'`;

export function waitingQueries(database: Database): WaitingQueries {
  return {
    byPriority: (connectionId) =>
      database.query<PriorityWaiting & Record<string, unknown>>(
        `select coalesce(deferred_priority, 'catch-up') as priority, count(*)::int as count, min(deferred_since) as since from activity
         where connection_id = $1 and deferred_since is not null and state = 'pending' group by 1`,
        [connectionId],
      ),
    async taken(connectionId, since) {
      // A message is a write of its own, or one of the entries that a ticket was opened with.
      const [row] = await database.query<Record<Figure, number>>(
        `select (count(distinct ref) filter (where ${IS_CALL}))::int as calls,
           coalesce(sum(requests) filter (where ${IS_CALL}), 0)::int as call_requests,
           (count(distinct ref) filter (where ${IS_CARD}))::int as cards,
           coalesce(sum(requests) filter (where ${IS_CARD}), 0)::int as card_requests,
           coalesce(sum(case when state <> 'intended' and write_kind = 'message' then 1 else opened_with end)
             filter (where ${IS_TEXT}), 0)::int as texts,
           coalesce(sum(requests) filter (where ${IS_TEXT}), 0)::int as text_requests
         from (select kind, ref, write_kind, state, requests,
             case when state = 'done' and write_kind = 'ticket' and jsonb_typeof(intent -> 'entries') = 'array'
               then (select count(*) from jsonb_array_elements_text(intent -> 'entries') as told(entry)
                     where starts_with(told.entry, 'message:')) else 0 end as opened_with
           from writes where connection_id = $1 and intended_at >= $2) w`,
        [connectionId, since],
      );
      return {
        calls: { count: row?.calls ?? 0, requests: row?.call_requests ?? 0 },
        texts: { count: row?.texts ?? 0, requests: row?.text_requests ?? 0 },
        cards: { count: row?.cards ?? 0, requests: row?.card_requests ?? 0 },
      };
    },
  };
}

type Figure = "calls" | "call_requests" | "texts" | "text_requests" | "cards" | "card_requests";
