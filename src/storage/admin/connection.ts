/** The status of a connection, for the console. */
import { z } from "zod";
import type { ConnectionStatus } from "../../domain/connection/connection.ts";
import type { ProblemKind } from "../../domain/connection/health.ts";
import type { ConnectionQueries, ConnectionState } from "../../domain/ports/admin.ts";
import type { ConnectionReason } from "../../domain/reasons/connection-reason.ts";
import type { Database } from "../db/database.ts";

interface Row {
  account: string;
  status: ConnectionStatus;
  reason: ConnectionReason | null;
  since: Date | null;
  gorgias: { problem: ProblemKind | null } | null;
  aircall: { problem: ProblemKind | null } | null;
  webhook_problem: string | null;
  admin: boolean | null;
  joined_gorgias: unknown;
  joined_aircall: unknown;
  selected: number;
  unlinked: number;
  known: number;
}

/** These values are only shown to people. A missing or unexpected value is left out. */
const text = z.string().nullish().catch(null);
const moment = z.union([z.string(), z.number()]).nullish().catch(null);
const gorgiasSchema = z.object({ name: text, email: text, at: moment }).nullable().catch(null);
const aircallSchema = z.object({ company: text, name: text, email: text, by: text, at: moment }).nullable().catch(null);

export function connectionQueries(database: Database): ConnectionQueries {
  return {
    async status(connectionId) {
      const [row] = await database.query<Row>(
        `select account, status, reason, since, joined_gorgias, joined_aircall, webhook_problem,
           (select jsonb_build_object('problem', problem) from credentials where connection_id = c.id and vendor = 'gorgias') as gorgias,
           (select jsonb_build_object('problem', problem) from credentials where connection_id = c.id and vendor = 'aircall') as aircall,
           -- As domain/customer/people.ts has it: an active human admin.
           (select exists (select from jsonb_array_elements(users) u where u ->> 'role' = 'admin'
               and (u ->> 'active')::boolean and not (u ->> 'bot')::boolean) from help_desk_users where connection_id = c.id) as admin,
           (select count(*)::int from lines where connection_id = c.id and selected and linked = false) as unlinked,
           (select count(*)::int from lines where connection_id = c.id and selected) as selected,
           (select count(*)::int from lines where connection_id = c.id) as known
         from connections c where id = $1`,
        [connectionId],
      );
      return row ? statusOf(row) : null;
    },
  };
}

function statusOf({ gorgias, aircall, selected, unlinked, known, ...row }: Row): ConnectionState {
  const helpDesk = gorgiasSchema.parse(row.joined_gorgias);
  const phone = aircallSchema.parse(row.joined_aircall);
  return {
    account: row.account,
    status: row.status,
    reason: row.reason,
    since: row.since,
    gorgiasJoined: gorgias !== null,
    aircallJoined: aircall !== null,
    gorgiasProblem: gorgias?.problem ?? null,
    aircallProblem: aircall?.problem ?? null,
    webhookMissing: row.webhook_problem !== null,
    admin: row.admin,
    joinedGorgias: helpDesk && { by: personOf(helpDesk.name, helpDesk.email), at: dateOf(helpDesk.at) },
    joinedAircall: phone && {
      company: phone.company ?? null,
      by: personOf(phone.name, phone.email) ?? phone.by ?? null,
      at: dateOf(phone.at),
    },
    lines: { selected, unlinked, known },
  };
}

function personOf(name: string | null | undefined, email: string | null | undefined): string | null {
  return name && email ? `${name} (${email})` : (name ?? email ?? null);
}

function dateOf(at: string | number | null | undefined): Date | null {
  const date = new Date(at ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}
