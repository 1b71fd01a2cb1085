/** The settings of a connection, and the history of their changes: by whom, from which value, to which value (N7). */
import type { SettingChange, SettingStore } from "../../domain/ports/admin.ts";
import { withoutSecrets } from "../../domain/connection/audit.ts";
import { settingsSchema, type Settings } from "../../domain/settings/settings.ts";
import { recordAudit } from "./audit.ts";
import { toJsonb, type Database, type Sql } from "../db/database.ts";

export function settingStore(database: Database): SettingStore {
  return {
    async read(connectionId) {
      const [row] = await database.query<{ settings: unknown }>(`select settings from connections where id = $1`, [
        connectionId,
      ]);
      return row ? settingsSchema.parse(row.settings) : null;
    },
    history: (connectionId, limit) =>
      database.query<SettingChange>(
        `select name, from_value as "from", to_value as "to", changed_by as "by", changed_at as "at" from setting_changes
         where connection_id = $1 order by id desc limit $2`,
        [connectionId, limit],
      ),
    change: (connectionId, values, by, now) =>
      database.transaction((sql) => changeSettings(sql, connectionId, values, { by, now })),
  };
}

/** Locks the row, so that each of two concurrent changes records the value it really replaced. */
async function changeSettings(
  sql: Sql,
  connectionId: string,
  values: Partial<Settings>,
  { by, now }: { by: string; now: number },
): Promise<void> {
  const [row] = await sql.query<{ settings: Partial<Settings> }>(
    `select settings from connections where id = $1 for update`,
    [connectionId],
  );
  if (!row) return;
  const before = settingsSchema.parse(row.settings);
  const after = settingsSchema.parse({ ...before, ...values });
  const names = settingsSchema.keyof().options.filter((name) => before[name] !== after[name]);
  if (names.length === 0) return;
  const changed = Object.fromEntries(names.map((name) => [name, after[name]]));
  await sql.query(`update connections set settings = settings || $2::jsonb where id = $1`, [
    connectionId,
    toJsonb(changed),
  ]);
  for (const name of names) {
    await sql.query(
      `insert into setting_changes (connection_id, name, from_value, to_value, changed_by, changed_at)
       values ($1, $2, $3::jsonb, $4::jsonb, $5, $6)`,
      [
        connectionId,
        name,
        ...[before[name], after[name]].map((value) => toJsonb(withoutSecrets(value))),
        by,
        new Date(now),
      ],
    );
    const entry = { action: "setting_changed" as const, subject: name, from: before[name], to: after[name] };
    await recordAudit(sql, connectionId, entry, { by, now });
  }
}
