/** Conversations: a turn reads what is not dealt with, however long the conversation has become. */
import type { ConversationDossiers } from "../domain/ports/stores.ts";
import { UNFINISHED } from "../domain/reasons/delivery-outcome.ts";
import type { Write } from "../domain/write.ts";
import type { Database } from "./database.ts";
import { openDossier, WRITE_AS_JSON } from "./open-dossier.ts";

/** As the index `deliveries_unfinished` has it. */
const OPEN = `(outcome is null or outcome in (${UNFINISHED.map((code) => `'${code}'`).join(", ")}))`;
/** Texts and files are many, and asked for by their keys. */
const FEW = `(state <> 'done' or write_kind not in ('message', 'undelivered', 'upload'))`;

export function conversationDossiers(database: Database): ConversationDossiers {
  return {
    open: (connectionId, subject) => openDossier(database, connectionId, subject, { deliveries: OPEN, writes: FEW }),
    async writes(connectionId, subject, keys) {
      const rows = await database.keyed<{ write: Write }>(
        `select ${WRITE_AS_JSON} as write from writes where connection_id = $1 and subject = $2 and key = any($3::text[])`,
        [connectionId, subject, keys],
      );
      return rows.map(({ write }) => write);
    },
  };
}
