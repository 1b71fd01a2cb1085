/** Bugs of `storage/`: statements, tenancy, leases, retention. */
import { bug, type BugGroup } from "./planted-bug.ts";

export const STORAGE_BUGS: readonly BugGroup[] = [
  {
    kind: "a statement that forgets its connection",
    tests: ["test/contracts/tenancy.test.ts"],
    bugs: [
      bug("storage/figures/calls.ts", "on a.connection_id = $1 and a.started_at", "on a.started_at"),
      bug(
        "storage/figures/responses.ts",
        "where o.connection_id = $1 and o.caller",
        "where $1::text is not null and o.caller",
      ),
      bug("storage/admin/connection.ts", "from lines where connection_id = c.id) as known", "from lines) as known"),
      bug(
        "storage/admin/end-alerts.ts",
        "(select 1 from lines where connection_id = $1 and selected))",
        "(select 1 from lines where selected))",
      ),
      bug(
        "storage/activity/activity-id.ts",
        "${one}.connection_id = ${other}.connection_id and ${one}.kind",
        "${one}.kind",
      ),
      bug(
        "storage/activity/retention.ts",
        "not exists (select 1 from work_items i where i.connection_id = $1 and",
        "not exists (select 1 from work_items i where",
      ),
      bug(
        "storage/activity/phone-index.ts",
        "where p.connection_id = $1 and p.learned_at",
        "where $1::text is not null and p.learned_at",
      ),
      bug(
        "storage/connection/select-lines.ts",
        "w.selected and not w.before and s.connection_id = $1",
        "w.selected and not w.before",
      ),
      bug(
        "storage/webhooks/outbox.ts",
        "join webhook_endpoints e on e.connection_id = t.connection_id and e.active",
        "join webhook_endpoints e on e.active",
      ),
      bug("storage/work/lease.ts", '["connection_id", "kind", "ref", "part"].map', '["kind", "ref", "part"].map'),
      bug(
        "storage/admin/sessions.ts",
        "where connection_id = $1 and help_desk_user_id = $2",
        "where $1::text is not null and help_desk_user_id = $2",
      ),
    ],
  },
  {
    kind: "what ends a moment too late, or never",
    tests: ["test/contracts/expiry.test.ts"],
    bugs: [
      bug(
        "storage/admin/sessions.ts",
        "where id_hash = $1 and expires_at > $2",
        "where id_hash = $1 and $2::timestamptz is not null",
      ),
      bug(
        "storage/admin/sessions.ts",
        "delete from sessions where expires_at < $1",
        "delete from sessions where expires_at > $1",
      ),
      bug("storage/connection/oauth-flows.ts", "if (row.created_at.getTime() < now - ROUND_MS) return null;", ""),
      bug("storage/connection/oauth-flows.ts", "row.vendor !== vendor || ", ""),
      bug("storage/connection/one-time-links.ts", "row.expires_at.getTime() <= now", "row.expires_at.getTime() < now"),
      bug(
        "storage/connection/one-time-links.ts",
        "where id_hash = $1 and expires_at > $2",
        "where id_hash = $1 and expires_at >= $2",
      ),
      bug("storage/connection/api-tokens.ts", "t.expires_at > $2)", "t.expires_at >= $2)"),
      bug("storage/connection/api-tokens.ts", "where connection_id = $2) < $10", "where connection_id = $2) <= $10"),
      bug("storage/connection/reach-probes.ts", "and created_at > now()", "and created_at >= now()"),
      bug("storage/connection/revocations.ts", "power(2, attempts)", "power(2, attempts + 1)"),
      bug("storage/connection/revocations.ts", "least(${LONGEST_WAIT_S}, ", "greatest(${LONGEST_WAIT_S}, "),
      bug(
        "storage/webhooks/delivery-runs.ts",
        "case when e.previous_until > $4 then e.previous_sealed end",
        "case when $4::timestamptz is not null then e.previous_sealed end",
      ),
      bug("storage/webhooks/webhook-store.ts", "where connection_id = $2) < $9", "where connection_id = $2) <= $9"),
      bug(
        "storage/activity/retention.ts",
        "make_interval(days => kept.days)\n         and (kept.over",
        "make_interval(hours => kept.days)\n         and (kept.over",
      ),
      bug("storage/db/nodes.ts", "interval '1 day' and id <> $1", "interval '1 hour' and id <> $1"),
      bug(
        "storage/rate-limit/usage.ts",
        "minute > $2 and minute <= $3 group by minute",
        "minute >= $2 and minute <= $3 group by minute",
      ),
    ],
  },
  {
    kind: "a loop that ends, or never gets further",
    tests: [
      "src/storage/work/worker-pool.test.ts",
      "src/storage/work/work-store.test.ts",
      "src/storage/work/pools.test.ts",
    ],
    bugs: [
      bug(
        "storage/work/worker-pool.ts",
        "const EXTEND_MS = (LEASE_S * 1_000) / 3;",
        "const EXTEND_MS = LEASE_S * 1_000;",
      ),
      bug("storage/work/worker-pool.ts", "      isUnderWay = false;\n    }", "    }"),
      bug("storage/work/worker-pool.ts", "      clearInterval(polls);\n", ""),
      bug(
        "storage/work/worker-pool.ts",
        "completion = { work, nextAt: now() + retryMs(attempts), attempts };",
        "completion = { work, nextAt: null, attempts: 0 };",
      ),
      bug("storage/work/worker-pool.ts", "if (life.stopped) return false;", ""),
      bug("storage/work/work-store.ts", "leased.map(({ work }) => work)))", "[]))"),
      bug(
        "storage/work/work-store.ts",
        "within(ANSWER_MS, completeWork(database, completions, now())),",
        "completeWork(database, completions, now()),",
      ),
      bug("storage/work/pools.ts", "2 ** (attempts - 1), 5 * MINUTE_MS", "2 ** (attempts - 1), 5 * SECOND_MS"),
    ],
  },
  {
    kind: "a failure of the database that lasts",
    tests: ["test/contracts/worker-loops.test.ts"],
    bugs: [
      bug("storage/work/lease.ts", "leased_until < now() or", "leased_until > now() or"),
      bug("storage/work/lease.ts", "export const LEASE_S = 45;", "export const LEASE_S = 450;"),
      bug(
        "storage/work/worker-pool.ts",
        "void running.extend().catch(orSay), extendMs",
        "void running.extend().catch(() => clearInterval(extensions)), extendMs",
      ),
      bug("storage/work/scheduler.ts", "    return null;\n  });", "    throw error;\n  });"),
      bug("storage/work/scheduler.ts", "pool?.wake(payload === null ? undefined : kindsIn(payload))", "void payload"),
      bug(
        "storage/db/open-postgres.ts",
        "if (isGivenUp(error)) broken = true;\n        else",
        "if (!isGivenUp(error))",
      ),
      bug("storage/db/open-postgres.ts", '.query("rollback")', '.query("select 1")'),
      bug("storage/db/open-postgres.ts", "patient ? sqlOn(client, { statementMs: PATIENT_MS, onAnswer }) : own", "own"),
    ],
  },
  {
    kind: "what is not let go, and a second failure",
    tests: ["src/storage/activity/inbox.test.ts", "test/contracts/postgres-failover.test.ts"],
    bugs: [
      bug("storage/db/listen-postgres.ts", "void reconnect().catch(again)", "void reconnect().catch(() => undefined)"),
      bug("storage/db/listen-postgres.ts", "    ended = true;\n    clearTimeout(timer);\n", ""),
      bug("storage/db/listen-postgres.ts", "else hear(null);", ""),
      bug(
        "storage/db/check-server.ts",
        "await Promise.all(clients.map((client) => client.end().catch(() => undefined)));",
        "",
      ),
      bug("storage/db/open-postgres.ts", "close: () => pool.end(),", "close: async () => undefined,"),
      bug(
        "storage/activity/inbox.ts",
        "failedAt !== null && performance.now() - failedAt < FAILING_FOR_MS",
        "failedAt !== null",
      ),
      bug("storage/activity/inbox.ts", "underWay >= MOST_BATCHES || ", ""),
    ],
  },
  {
    kind: "what a statement keeps, and in which order",
    tests: ["test/contracts/stores-on-pglite.test.ts"],
    bugs: [
      bug("storage/work/mark-due.ts", "due_at = least(w.due_at, excluded.due_at)", "due_at = excluded.due_at"),
      bug("storage/work/deferred.ts", "order by min(deferred_since) limit", "order by max(deferred_since) limit"),
      bug("storage/work/complete.ts", "due_at = case when w.changed then ${now} else ${next} end", "due_at = ${next}"),
      bug(
        "storage/connection/credentials.ts",
        "refresh_failures = 0, problem = null",
        "refresh_failures = 0, problem = credentials.problem",
      ),
      bug("storage/webhooks/delivery-log.ts", "limit ${MOST_ATTEMPTS}", "limit 1"),
      bug(
        "storage/webhooks/delivery-log.ts",
        "(d.created_at, d.event_id) < ($4, $5)",
        "(d.created_at, d.event_id) <= ($4, $5)",
      ),
      bug("storage/webhooks/delivery-runs.ts", "coalesce(failing_since, $4::timestamptz)", "$4::timestamptz"),
      bug("storage/activity/writes.ts", "\n    where writes.state <> 'done'", ""),
      bug("storage/rate-limit/batch.ts", "const KEEP_HOURS = 48;", "const KEEP_HOURS = 2;"),
    ],
  },
  {
    kind: "two at once",
    tests: [
      "src/storage/db/together.test.ts",
      "src/storage/work/in-batches.test.ts",
      "test/contracts/admin-stores.test.ts",
    ],
    bugs: [
      bug("storage/work/in-batches.ts", "    await nextTick();\n", ""),
      bug("storage/work/in-batches.ts", "    await before;\n", "    void before;\n"),
      bug("storage/admin/settings.ts", "where id = $1 for update`", "where id = $1`"),
      bug("storage/db/together.ts", "const LARGEST_BATCH = 50;", "const LARGEST_BATCH = 50_000;"),
    ],
  },
  {
    kind: "a second condition that counts for more, or for less",
    tests: ["test/contracts/erase.test.ts", "test/contracts/stores-on-pglite.test.ts"],
    bugs: [
      bug("storage/activity/forget-records.ts", "or name ~ $3 or email", "or name ~ $3 and email"),
      bug("storage/activity/erase.ts", "outcome is null and body ~ $4", "(outcome is null or body ~ $4)"),
      bug(
        "storage/connection/aircall-side.ts",
        "'authorisation_removed' and exists",
        "'authorisation_removed' and not exists",
      ),
    ],
  },
];
