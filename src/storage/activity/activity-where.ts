/** The filters of the activity as SQL. A filter that is not asked for is not in the statement: each has its own index. */
import type { ItemFilter } from "../../domain/ports/admin.ts";
import { columnsOf } from "../../domain/activity/work-item.ts";

/** The parameters of one statement. */
export interface Values {
  list: unknown[];
  /** Answers the placeholder of a new value. */
  add(value: unknown): string;
}

export function noValues(): Values {
  const list: unknown[] = [];
  return { list, add: (value) => `$${list.push(value)}` };
}

export const NEWEST_FIRST = "order by happened_at desc, kind desc, ref desc";

/** The columns that the conditions below read. */
export const FILTERED = "connection_id, kind, ref, happened_at, state, line_id, agent_id, outcome";

/** Every condition of the filter but the search. `outcome` may be the name of another column that names it. */
export function whereOf(connectionId: string, filter: ItemFilter, values: Values, outcome?: string): string {
  const { kind, cards, state, lineId, agentId, outcomes, from, to, after } = filter;
  const place = after && columnsOf(after.activityId);
  const conditions = [
    `connection_id = ${values.add(connectionId)}`,
    kind === null ? (cards ? "" : "kind <> 'card'") : `kind = ${values.add(kind)}`,
    state === null ? "" : `state = ${values.add(state)}`,
    lineId === null ? "" : `line_id = ${values.add(lineId)} and kind <> 'card'`,
    agentId === null ? "" : `agent_id = ${values.add(agentId)} and kind <> 'card'`,
    outcomeIs(outcomes, values, outcome),
    from === null ? "" : `happened_at >= ${values.add(new Date(from))}::timestamptz`,
    to === null ? "" : `happened_at < ${values.add(new Date(to))}::timestamptz`,
    after && place
      ? `(happened_at, kind, ref) < (${values.add(after.happenedAt)}::timestamptz, ${values.add(place.kind)}::text, ${values.add(place.ref)}::text)`
      : "",
  ];
  return conditions.filter(Boolean).join(" and ");
}

function outcomeIs(outcomes: ItemFilter["outcomes"], values: Values, column: string | undefined): string {
  if (outcomes === null) return "";
  const wanted = column ?? (outcomes.length === 1 ? values.add(outcomes[0]) : `any(${values.add(outcomes)}::text[])`);
  return `outcome = ${wanted} and kind <> 'card'`;
}
