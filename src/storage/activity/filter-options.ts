/** What the filters of the activity offer: the agents who appear in it, and the company's lines. */
import type { FilterOptions } from "../../domain/ports/admin.ts";
import type { Database } from "../db/database.ts";

/** More than a company has. */
const MOST_AGENTS = 1_000;

export async function filterOptions(database: Database, connectionId: string): Promise<FilterOptions> {
  const [agents, lines] = await Promise.all([
    database.query<FilterOptions["agents"][number]>(AGENTS, [connectionId]),
    database.query<FilterOptions["lines"][number]>(
      `select line_id as id, name, selected from lines where connection_id = $1 order by selected desc, name, line_id`,
      [connectionId],
    ),
  ]);
  return { agents, lines };
}

/** One step along the index for each agent, however many calls they have. */
const AGENTS = `
  with recursive agents(id) as (
    (select agent_id from activity where connection_id = $1 and agent_id is not null and kind <> 'card' order by agent_id limit 1)
    union all
    (select (select a.agent_id from activity a where a.connection_id = $1 and a.agent_id > agents.id and a.agent_id is not null
       and a.kind <> 'card' order by a.agent_id limit 1) from agents where agents.id is not null))
  select id, (select a.agent_name from activity a where a.connection_id = $1 and a.agent_id = agents.id
    and a.agent_id is not null and a.kind <> 'card' and a.agent_name is not null order by a.happened_at desc limit 1) as name
  from agents where id is not null order by name nulls last, id limit ${MOST_AGENTS}`;
