/** The activity of one connection: pages of calls and conversations, and everything about one of them. */
import type { ActivityQueries } from "../../domain/ports/admin.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";
import type { Database } from "../db/database.ts";
import { filterOptions } from "../activity/filter-options.ts";
import { findActivity, type FoundItem } from "../activity/find-activity.ts";
import { readItem } from "../activity/item-in-full.ts";
import { listedOf, SHOW, type ListedRow } from "../activity/listed-item.ts";

export function activityQueries(database: Database): ActivityQueries {
  const show = async (connectionId: string, found: readonly FoundItem[], limit: number) => {
    if (found.length === 0) return [];
    const columns = [found.map(({ kind }) => kind), found.map(({ ref }) => ref)];
    const rows = await database.query<ListedRow>(SHOW, [connectionId, ...columns, limit]);
    return rows.map(listedOf);
  };
  return {
    async list(connectionId, filter) {
      return show(connectionId, await findActivity(database, connectionId, filter), filter.limit);
    },
    async count(connectionId, filter, most) {
      return (await findActivity(database, connectionId, { ...filter, limit: most })).length;
    },
    some: (connectionId, activityIds) => show(connectionId, activityIds.map(columnsOf), activityIds.length),
    options: (connectionId) => filterOptions(database, connectionId),
    read: (connectionId, activityId) => readItem(database, connectionId, activityId),
    async delivery(connectionId, activityId, id) {
      const { kind, ref } = columnsOf(activityId);
      const [found] = await database.query<{ event: string; receivedAt: Date; body: string }>(
        `select event, received_at as "receivedAt", body from deliveries
         where connection_id = $1 and kind = $2 and ref = $3 and id = $4`,
        [connectionId, kind, ref, id],
      );
      return found ?? null;
    },
    async write(connectionId, activityId, { generation, key }) {
      const { kind, ref } = columnsOf(activityId);
      const [found] = await database.query<{ intent: unknown; outcome: unknown }>(
        `select intent, outcome from writes
         where connection_id = $1 and kind = $2 and ref = $3 and generation = $4::int and key = $5`,
        [connectionId, kind, ref, generation, key],
      );
      return found ?? null;
    },
  };
}
