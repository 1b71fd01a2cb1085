/** The audit log. The transaction of a change also writes its entry. Readers get the newest first (N7). */
import { actorOf, withoutSecrets, type AuditEntry, type ChangedBy } from "../../domain/connection/audit.ts";
import type { AuditQueries, AuditRow } from "../../domain/ports/admin.ts";
import type { JoinedBy } from "../../domain/ports/install.ts";
import { toJsonb, toText, type Database, type Sql } from "../db/database.ts";

/** The insert as part of another statement. Its eight values begin at parameter `place`. */
export function auditInto(place: number): string {
  const [connection, at, kind, actor, action, subject, from, to] = Array.from({ length: 8 }, (_, i) => `$${place + i}`);
  return `insert into audit (connection_id, at, actor_kind, actor, action, subject, from_value, to_value)
    values (${connection}, ${at}, ${kind}, ${actor}, ${action}, ${subject}, ${from}::jsonb, ${to}::jsonb)`;
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
    list: (connectionId, { before, limit }) =>
      database.query<AuditRow & Record<string, unknown>>(
        `select id, at, actor_kind as "byKind", actor as by, action, subject, from_value as "from", to_value as "to"
         from audit where connection_id = $1 and ($2::bigint is null or id < $2) order by id desc limit $3`,
        [connectionId, before, limit],
      ),
  };
}

/** In the format in which the admin API names the signed-in user. */
export function nameOfJoiner({ name, email }: JoinedBy): string {
  if (name && email) return `${name} (${email})`;
  return name ?? email ?? "an admin";
}
