/** How a connection stands, for the console. */
import { z } from "zod";
import type { ConnectionStatus } from "../domain/connection.ts";
import type { ConnectionQueries, Standing } from "../domain/ports/admin.ts";
import type { Database } from "./database.ts";

interface Row {
  account: string;
  status: ConnectionStatus;
  reason: string | null;
  since: Date | null;
  gorgias: boolean;
  aircall: boolean;
  joined_gorgias: unknown;
  joined_aircall: unknown;
  selected: number;
  known: number;
}

/** Kept for people to read: what is not there, or not as expected, is not shown. */
const text = z.string().nullish().catch(null);
const moment = z.union([z.string(), z.number()]).nullish().catch(null);
const gorgiasSchema = z.object({ name: text, email: text, at: moment }).nullable().catch(null);
const aircallSchema = z.object({ company: text, name: text, email: text, by: text, at: moment }).nullable().catch(null);

export function connectionQueries(database: Database): ConnectionQueries {
  return {
    async standing(connectionId) {
      const [row] = await database.query<Row>(
        `select account, status, reason, since, joined_gorgias, joined_aircall,
           exists (select 1 from credentials where connection_id = c.id and vendor = 'gorgias') as gorgias,
           exists (select 1 from credentials where connection_id = c.id and vendor = 'aircall') as aircall,
           (select count(*)::int from lines where connection_id = c.id and selected) as selected,
           (select count(*)::int from lines where connection_id = c.id) as known
         from connections c where id = $1`,
        [connectionId],
      );
      return row ? standingOf(row) : null;
    },
  };
}

function standingOf({ gorgias, aircall, selected, known, ...row }: Row): Standing {
  const desk = gorgiasSchema.parse(row.joined_gorgias);
  const phone = aircallSchema.parse(row.joined_aircall);
  return {
    account: row.account,
    status: row.status,
    reason: row.reason,
    since: row.since,
    gorgiasJoined: gorgias,
    aircallJoined: aircall,
    joinedGorgias: desk && { by: personOf(desk.name, desk.email), at: dateOf(desk.at) },
    joinedAircall: phone && {
      company: phone.company ?? null,
      by: personOf(phone.name, phone.email) ?? phone.by ?? null,
      at: dateOf(phone.at),
    },
    lines: { selected, known },
  };
}

function personOf(name: string | null | undefined, email: string | null | undefined): string | null {
  return name && email ? `${name} (${email})` : (name ?? email ?? null);
}

function dateOf(at: string | number | null | undefined): Date | null {
  const date = new Date(at ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
