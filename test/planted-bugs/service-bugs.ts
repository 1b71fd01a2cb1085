/** Bugs of `http/`, `sync/`, `connections/`, `run/` and `cli/`: loops, time, sessions, recovery. */
import { bug, type BugGroup } from "./planted-bug.ts";

export const SERVICE_BUGS: readonly BugGroup[] = [
  {
    kind: "a loop that ends, or never ends",
    tests: ["src/run/start-work.test.ts", "src/run/heartbeat.test.ts", "src/sync/sweep.test.ts"],
    bugs: [
      bug("run/start-work.ts", ".finally(() => (sweeping = false));", ";"),
      bug("run/start-work.ts", "    if (sweeping) return;\n", ""),
      bug("run/start-work.ts", "return () => clearInterval(timer);", "return () => void timer;"),
      bug("run/heartbeat.ts", "      clearInterval(timer);\n", ""),
      bug("run/heartbeat.ts", "(last.isOver ? FRESH_FOR_MS : SHARED_FOR_MS)", "Infinity"),
      bug("run/heartbeat.ts", "await nodes.leave(node.id).catch(() => undefined);", "await nodes.leave(node.id);"),
      bug("run/heartbeat.ts", "await sharedClock.look(() => nodes.beat(", "await ((beat) => beat())(() => nodes.beat("),
      bug("sync/sweep.ts", "await attempt(scheduler.upkeep(), undefined);", "await scheduler.upkeep();"),
      bug("sync/sweep.ts", "  if (failures.length > 0) throw failures[0];\n", ""),
    ],
  },
  {
    kind: "time that never runs out, or too soon",
    tests: ["test/journeys/time-limits.test.ts"],
    bugs: [
      bug("storage/admin/sessions.ts", "id_hash = $1 and expires_at > $2`", "id_hash = $1 and $2 is not null`"),
      bug("storage/connection/oauth-flows.ts", "if (row.created_at.getTime() < now - ROUND_MS) return null;", ""),
      bug("storage/connection/one-time-links.ts", "if (!row || row.expires_at.getTime() <= now)", "if (!row)"),
      bug(
        "connections/sign-in/sign-in.ts",
        "const SET_UP_SESSION_MS = 60 * 60_000;",
        "const SET_UP_SESSION_MS = 86_400_000;",
      ),
      bug(
        "connections/sign-in/sign-in.ts",
        "{ ...before, count: before.count + 1 }",
        "{ since: deps.clock(), count: before.count + 1 }",
      ),
      bug(
        "connections/sign-in/sign-in.ts",
        'if (result.kind === "rejected") rejected',
        'if (result.kind !== "signed in") rejected',
      ),
      bug("connections/sign-in/check-role.ts", "?? null, users.learnedAt);", "?? null, deps.clock());"),
      bug("connections/sign-in/check-role.ts", "deps.clock() + PAUSE_MS);", "Infinity);"),
      bug(
        "connections/webhooks/manage-endpoints.ts",
        "const OVERLAP_MS = 24 * 3_600_000;",
        "const OVERLAP_MS = 24 * 3_600_000_000;",
      ),
      bug("connections/change/create-token.ts", "const DAY_MS = 86_400_000;", "const DAY_MS = 86_400;"),
    ],
  },
  {
    kind: "what stays on the server behind a cookie",
    tests: ["test/journeys/time-limits.test.ts"],
    bugs: [
      bug("http/server.ts", "if (sessionId) await deps.install.sessions.end(sessionId);", ""),
      bug("http/access/set-up-routes.ts", "if (secret !== null) await setUps.end(secret);", ""),
    ],
  },
  {
    kind: "a second failure during recovery",
    tests: [
      "src/sync/ticket/write-once.test.ts",
      "src/sync/call/compare-calls.test.ts",
      "src/connections/access/check-aircall.test.ts",
      "src/connections/maintenance/auto-deactivate.test.ts",
      "src/connections/maintenance/complete-revocations.test.ts",
      "src/connections/maintenance/post-alerts.test.ts",
    ],
    bugs: [
      bug(
        "sync/ticket/write-once.ts",
        "await spec.find(earlier.intent);",
        "await spec.find(earlier.intent).catch(() => null);",
      ),
      bug("sync/ticket/write-once.ts", "    if (spec.find) await intend(deps, run, spec);\n", ""),
      bug(
        "sync/ticket/write-once.ts",
        'if (error.fate === "later" || error.status === 401) {',
        'if (error.fate === "later") {',
      ),
      bug("sync/run.ts", "const completed = [...unsaved];", "const completed = unsaved.splice(0);"),
      bug(
        "sync/call/compare-calls.ts",
        "    for (const listed of page) count",
        "    await onProgress(page.at(-1)?.startedAt ?? from, compared);\n    for (const listed of page) count",
      ),
      bug("connections/access/check-aircall.ts", "    state.dayUntil = dayAgo;\n", "    state.dayUntil = now;\n"),
      bug(
        "connections/access/check-aircall.ts",
        "  const recent = await deps.compare(",
        "  state.recentUntil = soon;\n  const recent = await deps.compare(",
      ),
      bug(
        "connections/access/check-aircall.ts",
        "Math.max(state.recentUntil - OVERLAP_MS, state.dayUntil)",
        "state.recentUntil",
      ),
      bug("connections/maintenance/complete-revocations.ts", "if (inUse) return;", ""),
      bug(
        "connections/maintenance/complete-revocations.ts",
        "webhookId !== null && webhookId !== now?.webhookId",
        "webhookId !== null",
      ),
      bug("connections/maintenance/post-alerts.ts", "    return;\n  }\n  const ids", "  }\n  const ids"),
    ],
  },
  {
    kind: "an install that fails halfway, on top of one that works",
    tests: ["test/journeys/install-failures.test.ts"],
    bugs: [
      bug(
        "connections/sign-in/gorgias-oauth.ts",
        "else await completeRevocation(deps, { ...revocation, id });",
        "else await revocations.done(id);",
      ),
      bug(
        "connections/sign-in/aircall-oauth.ts",
        "if (webhook.webhookId !== previousId) await",
        "if (webhook.webhookId === previousId) await",
      ),
    ],
  },
  {
    kind: "the failure of one connection that stops others, or a process that takes from others",
    tests: ["test/journeys/sweep-failures.test.ts", "test/contracts/start-of-a-process.test.ts"],
    bugs: [
      bug("maintenance.ts", "    await step(connectionId).catch(", "    await step(connectionId).finally("),
      bug("maintenance.ts", "if (clock() - forgottenAt > FORGET_EVERY_MS) {", "if (forgottenAt < 0) {"),
      bug("services.ts", "if (store.alone) await scheduler.freeLeases();", "await scheduler.freeLeases();"),
      bug("services.ts", "  await maintenanceStore(database).doubtAfterGap(clock());\n", ""),
    ],
  },
  {
    kind: "a limit on our side",
    tests: ["test/contracts/page-limits.test.ts", "test/contracts/request-limits.test.ts"],
    bugs: [
      bug(
        "connections/webhooks/manage-endpoints.ts",
        "endpoint, MOST_ENDPOINTS, change)",
        "endpoint, MOST_ENDPOINTS + 1, change)",
      ),
      bug("connections/change/create-token.ts", "wanted, MOST_TOKENS, change)", "wanted, MOST_TOKENS + 1, change)"),
      bug("http/api/audit.ts", "nextCursor: found.length > PAGE && last", "nextCursor: found.length >= PAGE && last"),
      bug("http/api/webhook-deliveries.ts", "const last = shown.at(-1);", "const last = found.at(-1);"),
      bug("http/api/activity-tools.ts", "isMore: found.length > MOST_RETRIED", "isMore: found.length >= MOST_RETRIED"),
      bug("http/api/activity-tools.ts", 'result: "failed" as const, cards', "cards"),
      bug("http/api/activity-export.ts", "page.length < first.limit", "page.length <= first.limit"),
      bug("http/api/lines.ts", "z.array(z.string()).max(1000)", "z.array(z.string())"),
      bug("http/access/access-schemas.ts", ".min(1).max(500)", ".min(1)"),
    ],
  },
  {
    kind: "a guard that lets through",
    tests: ["test/contracts/admin-guard.test.ts", "test/contracts/api-token-routes.test.ts"],
    bugs: [
      bug(
        "http/api/guard.ts",
        'keyGenerator: (request) => `token ${signedInOf(request).token?.id ?? ""}`',
        "keyGenerator: (request) => `token ${request.ip}`",
      ),
      bug(
        "http/api/guard.ts",
        "return token === null ? admitPerson",
        'return token === null || token === "" ? admitPerson',
      ),
      bug(
        "http/api/guard.ts",
        "if (!READS.has(request.method) && !isToken(",
        'if (request.method === "POST" && !isToken(',
      ),
    ],
  },
  {
    kind: "what was stopped on purpose, and starts all the same",
    tests: ["test/journeys/health.test.ts", "test/journeys/install.test.ts", "test/journeys/message-pause.test.ts"],
    bugs: [
      bug("connections/access/replace-keys.ts", '&& reason === "authorisation_removed" && isOpen', "&& isOpen"),
      bug("connections/access/replace-keys.ts", " && isOpen) {", ") {"),
      bug("connections/sign-in/gorgias-oauth.ts", ' || reason === "rate_limit"', ""),
      bug("connections/access/check-gorgias.ts", " * Math.max(1, pages)", ""),
      bug("connections/doctor/orphans.ts", "one.webhookId === null || ", ""),
      bug(
        "sync/call/transfer-media.ts",
        "return deps.finishTransfer(work.connectionId, work.activityId, []);",
        "return;",
      ),
      bug("sync/conversation/transfer-files.ts", ' || read.snapshot.connection.status !== "active"', ""),
    ],
  },
  {
    kind: "who may change something, and how long",
    tests: ["test/journeys/roles.test.ts", "test/journeys/admin-api.test.ts"],
    bugs: [
      bug("connections/sign-in/check-role.ts", "return await retryOnce(read);", "return await read();"),
      bug(
        "connections/sign-in/check-role.ts",
        "  if (user.id != null) await sessions.endOf(connectionId, user.id);\n",
        "",
      ),
      bug("connections/change/map-agent.ts", " && canSign(user)", ""),
    ],
  },
  {
    kind: "an answer that is streamed, and what goes with an answer",
    tests: [
      "test/contracts/streamed-answers.test.ts",
      "test/contracts/api-token-routes.test.ts",
      "test/journeys/headers.test.ts",
    ],
    bugs: [
      bug("http/api/activity-export.ts", '    rows.once("error", (error) => csv.destroy(error));\n', ""),
      bug("http/api/activity-recording.ts", '    reply.raw.once("close", () => left.abort());\n', ""),
      bug("http/api/guard.ts", "String(Math.ceil(ttlMs / 1000))", "String(ttlMs)"),
      bug("http/access/access-routes.ts", 'void reply.header("cache-control", "no-store")', "undefined"),
    ],
  },
  {
    kind: "how far back, how many, and for how long",
    tests: [
      "src/connections/maintenance/follow-customers.test.ts",
      "src/sync/conversation/conversation-run.test.ts",
      "src/sync/files/transfer-file.test.ts",
      "test/journeys/activity-facts.test.ts",
      "test/journeys/catch-up.test.ts",
      "test/journeys/hanging-files.test.ts",
    ],
    bugs: [
      bug("connections/maintenance/follow-customers.ts", "tickets.slice(0, MOST_TICKETS)", "tickets"),
      bug("connections/maintenance/follow-customers.ts", " && error.status !== 401", ""),
      bug(
        "connections/maintenance/follow-customers.ts",
        "Math.max((state.readUntil ?? 0) - OVERLAP_MS, now - LOOK_BACK_MS)",
        "(state.readUntil ?? 0) - OVERLAP_MS",
      ),
      bug("sync/conversation/conversation-run.ts", " && now - intendedAt > CERTAIN_MS", ""),
      bug(
        "sync/conversation/await-files.ts",
        "Math.min(until, waitsUntil ?? until)",
        "Math.max(until, waitsUntil ?? until)",
      ),
      bug("sync/conversation/sync-conversation.ts", ": before.agent,", ": null,"),
      bug("sync/files/transfer-file.ts", "    await opened.stream.cancel().catch(() => undefined);\n", ""),
      bug(
        "sync/files/transfer-file.ts",
        '    await seen.stream.cancel().catch(() => undefined);\n    return { kind: "instead"',
        '    return { kind: "instead"',
      ),
      bug(
        "sync/files/transfer-file.ts",
        "    await seen.stream.cancel().catch(() => undefined);\n    return source.explain",
        "    return source.explain",
      ),
      bug("sync/files/look-inside.ts", "      cancel: (reason) => reader.cancel(reason),\n", ""),
      bug("run/catch-up.ts", " || waits >= MOST_WAITS", ""),
    ],
  },
];
