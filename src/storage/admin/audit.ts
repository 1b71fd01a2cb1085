/** The audit log. The transaction of a change also writes its entry. Readers get the newest first (N7). */
import { actorOf, withoutSecrets, type AuditEntry, type ChangedBy } from "../../domain/connection/audit.ts";
import type { Actor, AuditQueries, AuditRow } from "../../domain/ports/admin.ts";
import type { JoinedBy } from "../../domain/ports/install.ts";
import { toJsonb, toText, type Database, type Sql } from "../db/database.ts";

/** The insert as part of another statement. Its eight values begin at parameter `place`. */
export function auditInto(place: number): string {
  const [connection, at, kind, actor, action, activityId, from, to] = Array.from(
    { length: 8 },
    (_, i) => `$${place + i}`,
  );
  return `insert into audit (connection_id, at, actor_kind, actor, action, subject, from_value, to_value)
    values (${connection}, ${at}, ${kind}, ${actor}, ${action}, ${activityId}, ${from}::jsonb, ${to}::jsonb)`;
}

export function auditValues(connectionId: string, entry: AuditEntry, { by, now }: ChangedBy): unknown[] {
  const { kind, name } = actorOf(by);
  const { action, subject, from, to } = entry;
  const values = [from, to].map((value) => toJsonb(withoutSecrets(value) ?? null));
  return [
    connectionId,
    new Date(now),
    kind,
    name === null ? null : toText(name),
    action,
    subject === null ? null : toText(subject),
    ...values,
  ];
}

/** `sql` is the transaction of the change. */
export async function recordAudit(sql: Sql, connectionId: string, entry: AuditEntry, change: ChangedBy): Promise<void> {
  await sql.query(auditInto(1), auditValues(connectionId, entry, change));
}

export function auditQueries(database: Database): AuditQueries {
  return {
    list: (connectionId, { before, limit, filter: { actions, byKind, by, since, until } = {} }) =>
      database.query<AuditRow & Record<string, unknown>>(
        `select id, at, actor_kind as "byKind", actor as by, action, subject, from_value as "from", to_value as "to"
         from audit where connection_id = $1 and ($2::bigint is null or id < $2)
           and ($4::text[] is null or action = any($4)) and ($5::text is null or actor_kind = $5)
           and ($6::text is null or actor = $6) and ($7::timestamptz is null or at >= $7)
           and ($8::timestamptz is null or at < $8) order by id desc limit $3`,
        [connectionId, before, limit, actions ?? null, byKind ?? null, by ?? null, since ?? null, until ?? null],
      ),
    actors: (connectionId) =>
      database.query<Actor & Record<string, unknown>>(
        `select distinct actor_kind as "byKind", actor as by from audit where connection_id = $1
         order by by nulls last, "byKind" limit $2`,
        [connectionId, MOST_ACTORS],
      ),
  };
}

const MOST_ACTORS = 200;

/** In the format in which the admin API names the signed-in user. */
export function nameOfJoiner({ name, email }: JoinedBy): string {
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? "an admin";
}
