/** Writes: the intent before, the outcome after. */
import type { WriteStore } from "../domain/ports/stores.ts";
import { toJsonb, type Database } from "./database.ts";

export function writeStore(database: Database): WriteStore {
  return {
    async intend(connectionId, subject, { round, key, intent }, now) {
      await database.keyed(
        `insert into writes (connection_id, subject, round, key, state, intent, intended_at)
         values ($1, $2, $3, $4, 'intended', $5::jsonb, $6)
         on conflict (connection_id, subject, round, key) do update
           set intent = excluded.intent, intended_at = excluded.intended_at where writes.state = 'intended'`,
        [connectionId, subject, round, key, toJsonb(intent), new Date(now)],
      );
    },
    async settle(connectionId, subject, { round, key, state, outcome, requests }, now) {
      await database.keyed(
        `insert into writes (connection_id, subject, round, key, state, outcome, requests, intended_at, settled_at)
         values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $8)
         on conflict (connection_id, subject, round, key) do update
           set state = excluded.state, outcome = excluded.outcome, settled_at = excluded.settled_at,
               requests = writes.requests + excluded.requests`,
        [connectionId, subject, round, key, state, toJsonb(outcome), requests, new Date(now)],
      );
    },
    async withdraw(connectionId, subject, { round, key }) {
      await database.keyed(
        `delete from writes where connection_id = $1 and subject = $2 and round = $3 and key = $4 and state = 'intended'`,
        [connectionId, subject, round, key],
      );
    },
    async forgetRefused(connectionId, subject) {
      await database.keyed(`delete from writes where connection_id = $1 and subject = $2 and state = 'refused'`, [
        connectionId,
        subject,
      ]);
    },
  };
}
