/** Conversations: a run reads only unfinished deliveries, however long the conversation is. */
import type { ConversationSnapshots } from "../../domain/ports/stores.ts";
import { UNFINISHED } from "../../domain/reasons/delivery-outcome.ts";
import type { Write } from "../../domain/ticket/write.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import type { Database } from "../db/database.ts";
import { snapshotOpener, WRITE_AS_JSON } from "./open-snapshot.ts";

/** The condition of the index `deliveries_unfinished`. */
const OPEN = `(outcome is null or outcome in (${UNFINISHED.map((code) => `'${code}'`).join(", ")}))`;
/** Messages and files are many, so finished ones are read by their keys. */
const FEW = `(state <> 'done' or write_kind not in ('message', 'undelivered', 'upload'))`;

export function conversationSnapshots(database: Database): ConversationSnapshots {
  const open = snapshotOpener(database, { deliveries: OPEN, writes: FEW });
  return {
    open: (connectionId, activityId) => open({ connectionId, activityId }),
    async writes(connectionId, activityId, keys) {
      const { kind, ref } = columnsOf(activityId);
      const rows = await database.keyed<{ write: Write }>(
        `select ${WRITE_AS_JSON} as write from writes
         where connection_id = $1 and kind = $2 and ref = $3 and key = any($4::text[])`,
        [connectionId, kind, ref, keys],
      );
      return rows.map(({ write }) => write);
    },
  };
}
