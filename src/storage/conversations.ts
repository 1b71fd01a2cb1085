/** Conversations: a run reads only unfinished deliveries, however long the conversation is. */
import type { ConversationDossiers } from "../domain/ports/stores.ts";
import { UNFINISHED } from "../domain/reasons/delivery-outcome.ts";
import type { Write } from "../domain/write.ts";
import { columnsOf } from "../domain/work-item.ts";
import type { Database } from "./database.ts";
import { dossierOpener, WRITE_AS_JSON } from "./open-dossier.ts";

/** The condition of the index `deliveries_unfinished`. */
const OPEN = `(outcome is null or outcome in (${UNFINISHED.map((code) => `'${code}'`).join(", ")}))`;
/** Messages and files are many, so finished ones are read by their keys. */
const FEW = `(state <> 'done' or write_kind not in ('message', 'undelivered', 'upload'))`;

export function conversationDossiers(database: Database): ConversationDossiers {
  const open = dossierOpener(database, { deliveries: OPEN, writes: FEW });
  return {
    open: (connectionId, subject) => open({ connectionId, subject }),
    async writes(connectionId, subject, keys) {
      const { kind, ref } = columnsOf(subject);
      const rows = await database.keyed<{ write: Write }>(
        `select ${WRITE_AS_JSON} as write from writes
         where connection_id = $1 and kind = $2 and ref = $3 and key = any($4::text[])`,
        [connectionId, kind, ref, keys],
      );
      return rows.map(({ write }) => write);
    },
  };
}
