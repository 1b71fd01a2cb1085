/** Inserts finished calls directly into the tables: some years of one connection. */
import type { PostgresServer } from "./backlog-setup.ts";

/**
 * Two deliveries of about 300 bytes and two writes per call, fewer than in production, so that filling takes seconds.
 */
const FILLS = [
  `insert into activity (connection_id, kind, ref, state, direction, line_name, started_at, caller, answered, customer_id, ticket_id, customer_name, plan, updated_at)
   select c.id, 'call', i, 'done', 'inbound', 'Support FR', now() - i * interval '60 seconds',
     '+336' || lpad((i * 7919::bigint % 400000)::text, 8, '0'), true, i * 7919::bigint % 400000, i, 'Caller ' || md5((i % 400000)::text),
     jsonb_build_object('subject', md5(i::text)), now() - i * interval '60 seconds'
   from connections c, generate_series(1, :count) i`,
  `insert into deliveries (connection_id, kind, ref, event, received_at, digest, body, outcome)
   select c.id, 'call', i / 2, case i % 2 when 0 then 'call.created' else 'call.ended' end, now() - i * interval '30 seconds',
     md5(i::text), repeat(md5(i::text), 10), 'read'
   from connections c, generate_series(2, 2 * :count + 1) i`,
  `insert into writes (connection_id, kind, ref, generation, key, state, outcome, requests, intended_at, completed_at)
   select c.id, 'call', i / 2, 1, case i % 2 when 0 then 'ticket' else 'note:ended' end, 'done',
     jsonb_build_object('ticketId', i), 1, now() - i * interval '30 seconds', now() - i * interval '30 seconds'
   from connections c, generate_series(2, 2 * :count + 1) i`,
];

const TABLES = "'activity', 'deliveries', 'writes'";

/** Building these indexes afterwards takes a fraction of the time. */
export async function fillCalls({ query }: PostgresServer, databaseUrl: string, count: number): Promise<void> {
  const indexes = await query(
    databaseUrl,
    `select indexname as name, indexdef as made from pg_indexes where schemaname = 'public' and tablename in (${TABLES})
       and not exists (select 1 from pg_constraint where conname = indexname)`,
  );
  const run = (text: string) =>
    query(databaseUrl, `set synchronous_commit = off; set maintenance_work_mem = '512MB'; ${text}`);
  await run(indexes.map(({ name }) => `drop index ${String(name)};`).join("\n"));
  for (const fill of FILLS) await run(fill.replaceAll(":count", String(count)));
  await run(indexes.map(({ made }) => `${String(made)};`).join("\n"));
  await query(databaseUrl, "analyze");
}
